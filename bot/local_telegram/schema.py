"""Checks a Bot API call against `schema.json` and decodes its parameters.

Bodies carry every value as text (forms) or as JSON; the schema says which type a value is to become. The notation of
types is described in `generate_schema`.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

Json = dict[str, Any]
_WRONG = object()


@functools.cache
def schema() -> Json:
    loaded: Json = json.loads(resources.files(__package__).joinpath("schema.json").read_text(encoding="utf-8"))
    return loaded


def known_methods() -> dict[str, str]:
    """Lower-case method name → its spelling in the documentation (Telegram does not mind the case)."""
    return _known_methods()


@functools.cache
def _known_methods() -> dict[str, str]:
    return {name.lower(): name for name in schema()["methods"]}


def check(method: str, raw: Json, files: frozenset[str] | set[str]) -> tuple[Json, list[str]]:
    """Decode `raw` for `method` (documented spelling) and say what is wrong with it.

    `files` are the names of the uploaded parts. Comes back with the decoded parameters and a list of problems, empty
    when the call is right.
    """
    fields = schema()["methods"][method]
    decoded: Json = {}
    problems: list[str] = []
    for name, value in raw.items():
        if name not in fields:
            problems.append(f"unknown parameter {name!r}")
            continue
        decoded[name] = _value(value, fields[name]["type"], name, problems)
        _limits(decoded[name], fields[name], name, problems)
    referred = json.dumps(raw, ensure_ascii=False, default=str)
    for name in files:
        if name in fields:
            decoded.setdefault(name, f"attach://{name}")
        elif f"attach://{name}" not in referred:
            problems.append(f"uploaded file {name!r} is not referred to")
    problems += [
        f"{name} is required" for name, entry in fields.items() if entry.get("required") and name not in decoded
    ]
    return decoded, problems


def _value(value: Any, kind: Any, path: str, problems: list[str]) -> Any:
    if isinstance(kind, str):
        return _named(value, kind, path, problems)
    if "of" in kind:
        items = _from_text(value)
        if not isinstance(items, list):
            return _wrong(path, "a list", value, problems)
        return [_value(item, kind["of"], f"{path}[{index}]", problems) for index, item in enumerate(items)]
    if "is" in kind:
        expected = kind["is"]
        got = _atom(value, "bool") if isinstance(expected, bool) else value
        return value if got == expected else _wrong(path, repr(expected), value, problems)
    return _one_of(value, kind["one"], path, problems)


def _named(value: Any, kind: str, path: str, problems: list[str]) -> Any:
    if kind == "any":
        return _from_text(value)
    if kind in ("int", "bool", "float", "str", "file"):
        got = _atom(value, kind)
        return _wrong(path, kind, value, problems) if got is _WRONG else got
    items = _from_text(value)
    if not isinstance(items, dict):
        return _wrong(path, f"an object ({kind})", value, problems)
    return _object(items, kind, path, problems)


def _object(value: Json, kind: str, path: str, problems: list[str]) -> Json:
    fields = schema()["types"][kind]
    decoded: Json = {}
    for name, part in value.items():
        if name not in fields:
            problems.append(f"{path}: {kind} has no field {name!r}")
            continue
        decoded[name] = _value(part, fields[name]["type"], f"{path}.{name}", problems)
        _limits(decoded[name], fields[name], f"{path}.{name}", problems)
    problems += [
        f"{path}.{name} is required" for name, entry in fields.items() if entry.get("required") and name not in value
    ]
    return decoded


def _one_of(value: Any, kinds: list[Any], path: str, problems: list[str]) -> Any:
    """The first alternative without a problem; else the one with the fewest, whose problems are told."""
    best: tuple[list[str], Any] | None = None
    for kind in kinds:
        found: list[str] = []
        decoded = _value(value, kind, path, found)
        if not found:
            return decoded
        if best is None or len(found) < len(best[0]):
            best = (found, decoded)
    if best is None:
        return value
    problems.extend(best[0])
    return best[1]


def _atom(value: Any, kind: str) -> Any:  # noqa: PLR0911 - one line a case
    if kind in ("str", "file"):
        return value if isinstance(value, str) else _WRONG
    if kind == "bool":
        if isinstance(value, bool):
            return value
        return {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}.get(
            str(value), _WRONG
        )
    if isinstance(value, bool):
        return _WRONG
    if kind == "int":
        if isinstance(value, int):
            return value
        try:
            return int(value) if isinstance(value, str) else _WRONG
        except ValueError:
            return _WRONG
    try:
        return float(value) if isinstance(value, int | float | str) else _WRONG
    except ValueError:
        return _WRONG


def _from_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _wrong(path: str, expected: str, value: Any, problems: list[str]) -> Any:
    problems.append(f"{path} must be {expected}, not {str(value)[:80]!r}")
    return value


def utf16_length(text: str) -> int:
    """Telegram counts text in UTF-16 code units: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _limits(value: Any, entry: Json, path: str, problems: list[str]) -> None:
    """The lengths and ranges that the documentation of the field states."""
    measured: list[tuple[str, int, str]] = []
    if isinstance(value, str):
        measured = [("chars", utf16_length(value), "characters"), ("bytes", len(value.encode()), "bytes")]
    elif isinstance(value, list):
        measured = [("items", len(value), "items")]
    elif isinstance(value, int) and not isinstance(value, bool):
        measured = [("range", value, "as value")]
    for key, size, unit in measured:
        if key in entry and not entry[key][0] <= size <= entry[key][1]:
            problems.append(f"{path} must have {entry[key][0]}-{entry[key][1]} {unit}, not {size}")
