"""What exists is documented: settings, commands of the shell and of the chat, make targets."""

import ast
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import click

from bot.cli.main import shitu
from bot.conversation.routes import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def _commands(group: click.Group, prefix: str = "shitu") -> list[str]:
    names = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        full = f"{prefix} {name}"
        names += _commands(command, full) if isinstance(command, click.Group) else [full]
    return names


def _not_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that stand nowhere in the text; there are some to look for."""
    wanted = sorted(names)
    assert wanted
    return [name for name in wanted if name not in text]


def test_every_setting_is_in_the_readme() -> None:
    assert _not_in(README, (f"SHITU_{name.upper()}" for name in Settings.model_fields)) == []


def test_every_shell_command_is_in_the_readme() -> None:
    assert _not_in(README, _commands(shitu)) == []


def test_every_chat_command_is_in_the_readme() -> None:
    assert _not_in(README, (f"/{command}" for command in COMMANDS)) == []


def test_every_make_target_is_in_contributing_or_readme() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE)
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert _not_in(README + contributing, (f"make {target}" for target in targets)) == []


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
