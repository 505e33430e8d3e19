"""`shitu import` and `shitu export`: listing files in and out."""

import asyncio
import html
from pathlib import Path

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.texts import render
from bot.imports import row_errors
from bot.imports import service as imports
from bot.settings import settings
from data.db import clock, engine
from data.db.errors import Refusal
from data.imports import files as listing_files
from data.imports import service as importing
from data.imports.files import RowRefusal
from data.vocabulary import Language
from matching.search import indexing

VECTOR_SECONDS = 8.0
"""How long an import goes on making vectors; a large one leaves the rest to the service."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only report; change nothing.")
@click.option("--wait", is_flag=True, help="Return only when every listing has its vector.")
def import_(files: tuple[Path, ...], *, dry_run: bool, wait: bool) -> None:
    """Import listings; good rows go in, bad rows are refused row by row (exit status 1 when any was)."""
    url = settings().resolve_database_url()
    engine.upgrade(url)
    refused = asyncio.run(_import(url, files, dry_run=dry_run, wait=wait))
    if refused:
        raise SystemExit(1)


async def _import(url: str, files: tuple[Path, ...], *, dry_run: bool, wait: bool) -> int:
    refused = 0
    async with engine.open_sessions(url) as sessions:
        async with sessions() as session:
            await indexing.require_dimension(session)
        for path in files:
            async with sessions() as session, session.begin():
                refused += await _import_file(session, path, dry_run=dry_run)
        if not dry_run and not await indexing.embed_missing(sessions, seconds=None if wait else VECTOR_SECONDS):
            click.echo("Found by words already; the rest of the vectors follow while `shitu run` works.")
    return refused


async def _import_file(session: AsyncSession, path: Path, *, dry_run: bool) -> int:
    try:
        checked = imports.check_file(path, await clock.now(session))
    except Refusal as refusal:
        raise click.ClickException(render(refusal.text_id, Language.EN, **refusal.params)) from refusal
    report = checked.report
    for listing_id, findings in checked.blocking_findings.items():
        for finding in findings:
            reason = imports.plain_finding_sentence(finding, Language.EN)
            click.echo(f"{path.name}: {listing_id} needs a reviewer: {finding.field}: {reason}", err=True)
    faults, verb = report.refused, "would be imported"
    if not dry_run:
        faults, verb = (await imports.import_checked_rows(session, checked)).refusals, "imported"
    for fault in faults:
        click.echo(f"{path.name}: {refusal_sentence(fault)}", err=True)
    refused = len({fault.row_number for fault in faults})
    left_out = refused - report.refused_rows
    click.echo(f"{path.name}: {len(report.rows) - left_out} rows {verb}, {refused} refused.")
    return refused


def refusal_sentence(fault: RowRefusal) -> str:
    """What is wrong with a row, as a line of plain text."""
    return html.unescape(row_errors.refusal_sentence(fault, Language.EN, codes=True))


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write every live listing to a .xlsx, .csv or .jsonl file."""
    url = settings().resolve_database_url()
    engine.upgrade(url)
    count = asyncio.run(_export(url, file))
    click.echo(f"{count} listings written to {file}.")


async def _export(url: str, file: Path) -> int:
    async with engine.open_sessions(url) as sessions, sessions() as session:
        rows = await importing.export_rows(session)
    try:
        listing_files.write(file, rows)
    except Refusal as refusal:
        raise click.ClickException(render(refusal.text_id, Language.EN, **refusal.params)) from refusal
    return len(rows)
