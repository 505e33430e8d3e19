"""`shitu run`, `stats`, `doctor`: the running bot, and how it is doing."""

import asyncio
import json

import click

from bot import logs
from bot.health import HealthCheck, check_health
from bot.service import Service, Webhook, stop_on_signals
from bot.settings import SettingMissing, Settings, settings
from data import stats
from data.db import engine
from matching.search import indexing


@click.command()
@click.option("--only", type=click.Choice(["bot", "worker"]), help="Run one half of the service.")
@click.option("--webhook", is_flag=True, help="Take updates by webhook instead of polling.")
def run(only: str | None, *, webhook: bool) -> None:
    """The real thing, from settings."""
    configured = settings()
    logs.configure(configured.log_level)
    service = configured_service(configured, only, webhook=webhook)
    engine.upgrade(service.database_url)
    asyncio.run(_run(service))


def configured_service(configured: Settings, only: str | None = None, *, webhook: bool = False) -> Service:
    """The service as the settings have it, not started.

    Raises:
        SettingMissing: no token, or not what a webhook needs.
    """
    token = configured.require_token()
    return Service(
        token=token,
        webhook=_webhook(configured) if webhook else None,
        database_url=configured.resolve_database_url(),
        base_url=configured.api_base_url,
        base_file_url=configured.api_base_file_url,
        parts=frozenset({only} if only else {"bot", "worker"}),
        concurrency=configured.concurrency,
    )


async def _run(service: Service) -> None:
    async with engine.open_sessions(service.database_url) as sessions, sessions() as session:
        await indexing.require_dimension(session)
    stop_on_signals(service.stopping)
    await service.run()


def _webhook(configured: Settings) -> Webhook:
    if not configured.webhook_url or configured.webhook_secret is None:
        raise SettingMissing("Set SHITU_WEBHOOK_URL and SHITU_WEBHOOK_SECRET to run with --webhook.")
    return Webhook(
        configured.webhook_url,
        configured.webhook_secret.get_secret_value(),
        configured.webhook_host,
        configured.webhook_port,
    )


@click.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show_stats(*, as_json: bool) -> None:
    """Counts of people, listings, applications and announcements."""
    figures = asyncio.run(_stats(settings().resolve_database_url()))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        click.echo(f"{name}: {json.dumps(value, ensure_ascii=False)}")


async def _stats(url: str) -> dict[str, object]:
    engine.upgrade(url)
    async with engine.open_sessions(url) as sessions, sessions() as session:
        return await stats.figures(session)


@click.command()
def doctor() -> None:
    """Check settings, database, model and Telegram; exit status 1 when something is wrong."""
    findings: list[HealthCheck] = asyncio.run(check_health(settings()))
    for finding in findings:
        click.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name}: {finding.summary}")
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)
