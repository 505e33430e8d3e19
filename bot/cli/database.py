"""`shitu db`: the schema, and the bundled server."""

import asyncio

import click

from bot.settings import settings
from data.db import engine
from matching.search import indexing


@click.group()
def db() -> None:
    """The database's schema and the bundled server."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date, and the search index in line with SHITU_MODEL."""
    url = settings().resolve_database_url()
    engine.upgrade(url)
    if asyncio.run(_fit_to_model(url)):
        click.echo("The search index was made anew for the model; the worker embeds the listings again.")
    click.echo("The schema is up to date.")


async def _fit_to_model(url: str) -> bool:
    async with engine.open_sessions(url) as sessions, sessions() as session, session.begin():
        return await indexing.resize_vectors_to_model(session)


@db.command()
@click.option("--yes", is_flag=True, help="Really delete everything.")
def reset(*, yes: bool) -> None:
    """Delete everything in the database and build the schema anew."""
    if not yes:
        raise click.UsageError("This deletes everything; add --yes if you mean it.")
    engine.reset(settings().resolve_database_url())
    click.echo("The database is empty.")


@db.command()
def stop() -> None:
    """Stop the bundled server."""
    stopped = engine.stop_server(settings().home)
    click.echo("The bundled server has stopped." if stopped else "The bundled server was not running.")
