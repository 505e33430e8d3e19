"""What exists is documented: settings, commands of the shell and of the chat, make targets."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import click
import pytest

from bot.cli.main import shitu
from bot.conversation.routes import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def _commands(group: click.Group, prefix: str = "shitu") -> list[str]:
    names = []
    for name, command in group.commands.items():
        full = f"{prefix} {name}"
        names += _commands(command, full) if isinstance(command, click.Group) else [full]
    return names


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_setting_is_in_the_readme(name: str) -> None:
    assert f"SHITU_{name.upper()}" in README


@pytest.mark.parametrize("command", _commands(shitu))
def test_shell_command_is_in_the_readme(command: str) -> None:
    assert command in README


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_chat_command_is_in_the_readme(command: str) -> None:
    assert f"/{command}" in README


@pytest.mark.parametrize("target", re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
def test_make_target_is_in_contributing_or_readme(target: str) -> None:
    assert f"make {target}" in README + (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def _explained(source: str) -> set[str]:
    """The fields of the class `Settings` that a docstring follows."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Settings"]
    return {
        before.target.id
        for before, after in pairwise(classes[0].body)
        if isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
    }


def test_every_setting_is_followed_by_its_explanation() -> None:
    source = (ROOT / "bot" / "settings.py").read_text("utf-8")
    assert set(Settings.model_fields) - _explained(source) == set()
