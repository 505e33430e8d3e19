"""Commands that read JSON lines and print JSON: what they have in common."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

Row = TypeVar("Row")

BATCH_OPTION = click.option(
    "--batch", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON lines in, JSON lines out."
)
JSON_OPTION = click.option("--json", "_as_json", is_flag=True, expose_value=False, help="Print JSON (the only format).")


def read_json_lines(file: Path, parse_row: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    """What `read` makes of each line's object; whatever is wrong is told with the file and the line."""
    with file.open(encoding="utf-8") as rows:
        for number, line in enumerate(rows, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except ValueError as error:
                raise click.ClickException(f"{file.name}, line {number}: not JSON.") from error
            if not isinstance(value, dict):
                raise click.ClickException(f"{file.name}, line {number}: a JSON object is needed.")
            try:
                yield parse_row(value)
            except click.ClickException as error:
                raise click.ClickException(f"{file.name}, line {number}: {error.message}") from error


def row_text(row: dict[str, Any]) -> str:
    """The text of a row; empty where there is none."""
    words = row.get("text", "")
    if not isinstance(words, str):
        raise click.ClickException("text: a string is needed.")
    return words


def read_input_text(file: Path | None) -> str:
    """The file's text, or that of standard input, character for character.

    Raises:
        ClickException: it is not UTF-8.
    """
    content = file.read_bytes() if file else sys.stdin.buffer.read()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name if file else 'The input'} is not UTF-8 text.") from error


def print_json(value: dict[str, Any]) -> None:
    """Print one line of JSON; halves of a broken encoding are escaped, since no terminal takes them."""
    line = json.dumps(value, ensure_ascii=False)
    whole = line.encode("utf-8", "replace").decode("utf-8") == line
    click.echo(line if whole else json.dumps(value))
