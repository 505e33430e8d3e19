"""`docs/walks.md` names functions that exist, and a sentence really goes the way it tells."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WALKS = (ROOT / "docs" / "walks.md").read_text("utf-8")
STEP = re.compile(r"`([\w/]+\.py)`((?:,? ?`[\w.]+`)*)")


def _steps(text: str) -> list[tuple[str, list[str]]]:
    """File and the functions named right behind it."""
    return [(path, re.findall(r"`([\w.]+)`", names)) for path, names in STEP.findall(text)]


def _defined(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}.{one.name}"
                for one in node.body
                if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return found


def test_every_file_and_function_of_a_walk_exists() -> None:
    steps = _steps(WALKS)
    assert len(steps) > 30
    missing = [path for path, _ in steps if not (ROOT / path).exists()]
    for path, names in steps:
        if path not in missing:
            missing += [f"{path} {name}" for name in names if name not in _defined(ROOT / path)]
    assert missing == []
