"""`shitu demo`: everything on one machine. The database starts while the rest of the program loads."""

import asyncio
import webbrowser
from typing import TYPE_CHECKING

import click

from bot import logs
from bot.settings import Settings, settings
from data.db import engine

if TYPE_CHECKING:
    from bot.demo import Demo


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the phone page listens.")
@click.option("--port", default=8425, show_default=True, type=click.IntRange(0, 65535))
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def demo(host: str, port: int, *, no_open: bool) -> None:
    """Everything on this machine: database, local Telegram, bot, worker, samples, phone page."""
    configured = settings()
    logs.configure("WARNING" if configured.log_level == "INFO" else configured.log_level)
    asyncio.run(_demo(configured, host, port, open_page=not no_open))


async def _demo(configured: Settings, host: str, port: int, *, open_page: bool) -> None:
    click.echo("Starting the database …")
    starting = asyncio.create_task(asyncio.to_thread(_start_database, configured))
    await asyncio.sleep(0)  # it begins
    from bot.demo import Demo  # noqa: PLC0415 - takes as long to load as the database to start
    from bot.service import stop_on_signals  # noqa: PLC0415 - the same

    stage = Demo(await starting, host, port)
    stop_on_signals(stage.stopping)
    click.echo("Loading the sample listings …")
    await stage.prepare()
    try:
        await _play(stage, open_page=open_page)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} cannot be used ({error.strerror}); choose another with --port."
        ) from error


def _start_database(configured: Settings) -> str:
    url = configured.resolve_database_url()
    engine.upgrade(url)
    return url


async def _play(stage: "Demo", *, open_page: bool) -> None:
    async with stage.running() as page:
        click.echo(f"\nThe phones are ready: {page}\nCtrl-C ends the demo; the database goes on until `shitu db stop`.")
        if open_page:
            webbrowser.open(page)
        await stage.stopping.wait()
