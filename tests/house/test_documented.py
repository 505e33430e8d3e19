"""What exists is documented: settings, commands of the shell and of the chat, make targets."""

import re
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


def test_every_setting_has_an_explanation_in_code() -> None:
    source = (ROOT / "bot" / "settings.py").read_text("utf-8")
    for name in Settings.model_fields:
        assert re.search(rf"^    {name}\b", source, re.MULTILINE)
