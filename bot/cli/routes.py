"""`shitu routes`: which function answers to which command, button or typed words."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from bot.conversation import route_table as registered


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def routes(*, as_json: bool) -> None:
    """Every command, button and free-text entry of the chat, with its handler and its audience."""
    found = registered.routes()
    if as_json:
        click.echo(json.dumps([asdict(route) for route in found], ensure_ascii=False))
        return
    rows = [("kind", "name", "handler", "audience")]
    rows += [(route.kind.value, route.name, route.handler, route.audience) for route in found]
    click.echo("\n".join(_table(rows)))


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
