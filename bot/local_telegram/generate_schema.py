"""Write `schema.json`: what every Bot API method accepts, read from aiogram's method and type models.

Run `python -m bot.local_telegram.generate_schema`. aiogram is a development dependency; only the JSON ships.

Notation of a type in the JSON: `"int"`, `"str"`, `"bool"`, `"float"`, `"file"`, `"any"`, the name of an object type
(`"InlineKeyboardMarkup"`), `{"of": T}` for a list, `{"one": [T, …]}` for alternatives, `{"is": value}` for a constant.
"""

from __future__ import annotations

import ast
import datetime as dt
import enum
import inspect
import itertools
import json
import re
import sys
import textwrap
import types
import typing
from pathlib import Path
from typing import Any

SCHEMA_FILE = Path(__file__).with_name("schema.json")
_LENGTH = re.compile(r"\b(\d+)-(\d+) (characters|bytes)\b(?P<parsed> after entit\w+ parsing)?")
_RANGE = re.compile(r"[Vv]alues between (\d+)-(\d+) are accepted")
_ITEMS = re.compile(r"must include (\d+)-(\d+) items")
_ATOMS = {int: "int", str: "str", bool: "bool", float: "float", dt.datetime: "int", dt.timedelta: "int"}


def _field_notes(model: type) -> dict[str, str]:
    """The docstring under each field of `model`, inherited fields included."""
    notes: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if not cls.__module__.startswith("aiogram.") or "[" in cls.__name__:  # a parametrised generic has no source
            continue
        body = typing.cast("ast.ClassDef", ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]).body
        for statement, following in itertools.pairwise(body):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Constant)
            ):
                notes[statement.target.id] = str(following.value.value)
    return notes


def _limits(note: str) -> dict[str, Any]:
    """`{"chars": [low, high]}`, `{"bytes": …}`, `{"range": …}` or `{"items": …}` as far as `note` states them.

    Lengths "after entities parsing" are left out: they are judged where the entities are parsed (`limits`).
    """
    found: dict[str, Any] = {}
    length = _LENGTH.search(note)
    if length and not length["parsed"]:
        found["bytes" if length[3] == "bytes" else "chars"] = [int(length[1]), int(length[2])]
    for key, pattern in (("range", _RANGE), ("items", _ITEMS)):
        if match := pattern.search(note):
            found[key] = [int(match[1]), int(match[2])]
    return found


class _Writer:
    """Collects the object types that the written methods reach."""

    def __init__(self, object_base: type, file_type: type, default_type: type) -> None:
        self.object_base = object_base
        self.file_type = file_type
        self.default_type = default_type
        self.types: dict[str, Any] = {}

    def notation(self, annotation: Any) -> Any:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            return self.notation(typing.get_args(annotation)[0])
        if origin is list:
            return {"of": self.notation(typing.get_args(annotation)[0])}
        if origin is typing.Literal:
            value = typing.get_args(annotation)[0]
            return {"is": value.value if isinstance(value, enum.Enum) else value}
        if origin in (typing.Union, types.UnionType):
            return self._alternatives(typing.get_args(annotation))
        if inspect.isclass(annotation):
            return self._class(annotation)
        return "any"

    def _alternatives(self, arguments: tuple[Any, ...]) -> Any:
        written: list[Any] = []
        for argument in arguments:
            if argument in (type(None), self.default_type):
                continue
            part = self.notation(argument)
            for each in part["one"] if isinstance(part, dict) and "one" in part else [part]:
                if each not in written:
                    written.append(each)
        return written[0] if len(written) == 1 else {"one": written}

    def _class(self, cls: type) -> Any:
        if issubclass(cls, self.file_type):
            return "file"
        if issubclass(cls, self.object_base):
            if cls.__name__ not in self.types:
                self.types[cls.__name__] = {}
                self.types[cls.__name__].update(self.fields(cls))
            return cls.__name__
        if cls in _ATOMS:
            return _ATOMS[cls]
        return "str" if issubclass(cls, str) else "any"

    def fields(self, model: Any) -> dict[str, Any]:
        """Every field by the name used on the wire: type, whether it is required, length limits."""
        notes = _field_notes(model)
        written: dict[str, Any] = {}
        for name, field in model.model_fields.items():
            kind = self.notation(field.annotation)
            entry: dict[str, Any] = {"type": kind, **_limits(notes.get(name, ""))}
            if field.is_required() or (isinstance(kind, dict) and "is" in kind):
                entry["required"] = True
            written[field.alias or name] = entry
        return written


def generate() -> dict[str, Any]:
    """The whole schema: `{"api", "methods": {name: {parameter: entry}}, "types": {name: {field: entry}}}`."""
    import aiogram  # noqa: PLC0415 - needed by this generator only
    from aiogram import methods  # noqa: PLC0415
    from aiogram.client.default import Default  # noqa: PLC0415
    from aiogram.methods.base import TelegramMethod  # noqa: PLC0415
    from aiogram.types import InputFile  # noqa: PLC0415
    from aiogram.types.base import TelegramObject  # noqa: PLC0415

    writer = _Writer(TelegramObject, InputFile, Default)
    written: dict[str, Any] = {}
    for cls in vars(methods).values():
        if inspect.isclass(cls) and issubclass(cls, TelegramMethod) and cls is not TelegramMethod:
            written[cls.__api_method__] = writer.fields(cls)
    return {
        "api": aiogram.__api_version__,
        "methods": dict(sorted(written.items())),
        "types": dict(sorted(writer.types.items())),
    }


def main() -> None:
    schema = generate()
    # One method or type a line keeps the file small and its differences readable.
    lines = ["{", f'"api": {json.dumps(schema["api"])},']
    for part in ("methods", "types"):
        entries = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in schema[part].items()]
        lines += [f'"{part}": {{', ",\n".join(entries), "}" + ("," if part == "methods" else "")]
    lines.append("}")
    SCHEMA_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"Bot API {schema['api']}: {len(schema['methods'])} methods, {len(schema['types'])} types\n")


if __name__ == "__main__":
    main()
