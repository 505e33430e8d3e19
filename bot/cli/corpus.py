"""`shitu corpus`: what people said and was not understood, for those who label it."""

import asyncio
import json

import click

from bot.settings import settings
from data.db import engine
from data.people import unheard


@click.group()
def corpus() -> None:
    """Words that were not understood."""


@corpus.command()
def export() -> None:
    """Print messages kept with consent, masked, as rows to label: JSON lines with `q` (what was asked) and `m`."""
    for question, text in asyncio.run(_texts(settings().resolve_database_url())):
        click.echo(json.dumps({"q": question, "m": text}, ensure_ascii=False))


async def _texts(url: str) -> list[tuple[str | None, str]]:
    async with engine.open_sessions(url) as sessions, sessions() as session:
        return await unheard.list_texts(session)
