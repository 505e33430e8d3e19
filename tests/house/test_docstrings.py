"""Docstrings speak of what is there: every exception under `Raises:` is a class of the tree or of Python."""

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FROM_LIBRARIES = {"PydanticCustomError", "SQLAlchemyError", "ClickException", "TelegramError", "InvalidToken"}


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("bot", "matching", "data"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def _raised(docstring: str) -> set[str]:
    """The names in front of the colons under `Raises:`; several may share one."""
    section = re.search(r"Raises:\n((?:[ ]*.*\n?)*)", docstring)
    lines = section[1].splitlines() if section else []
    named = [match[0] for line in lines if (match := re.match(r"\s*[A-Z]\w+(?:, (?:or )?[A-Z]\w+)*(?=[:.])", line))]
    return {name for names in named for name in re.findall(r"[A-Z]\w+", names)}


def test_every_exception_that_a_docstring_names_exists() -> None:
    modules = list(_modules())
    known = {node.name for _, tree in modules for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    known |= set(dir(builtins)) | FROM_LIBRARIES
    unknown, looked_at = [], 0
    for path, tree in modules:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names = _raised(ast.get_docstring(node) or "")
                looked_at += len(names)
                unknown += [f"{path.relative_to(ROOT)} {node.name}: {name}" for name in sorted(names - known)]
    assert unknown == []
    assert looked_at > 100
