"""`shitu db`: the schema, and the bundled server."""

import click

from bot.settings import settings
from data.db import engine


@click.group()
def db() -> None:
    """The database's schema and the bundled server."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date."""
    engine.upgrade(settings().resolve_database_url())
    click.echo("The schema is up to date.")


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


COMMANDS = (db,)
