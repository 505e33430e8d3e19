"""Modules stay one idea each."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [
    path
    for folder in ("bot", "matching", "data", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
