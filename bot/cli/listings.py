"""`shitu import` and `shitu export`: listing files in and out."""

import asyncio
import html
from pathlib import Path

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import checking
from bot.chat.texts import known, render
from bot.settings import settings
from data import clock, database, importing, listing_files
from data.errors import Refusal
from data.listing_files import RowRefusal
from data.listing_rows import Row
from data.vocabulary import Language
from matching import indexing
from matching.adverts.terms import FieldFinding


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only report; change nothing.")
def import_(files: tuple[Path, ...], *, dry_run: bool) -> None:
    """Import listings; good rows go in, bad rows are refused row by row (exit status 1 when any was)."""
    url = settings().resolve_database_url()
    database.upgrade(url)
    refused = asyncio.run(_import(url, files, dry_run=dry_run))
    if refused:
        raise SystemExit(1)


async def _import(url: str, files: tuple[Path, ...], *, dry_run: bool) -> int:
    refused = 0
    async with database.open_sessions(url) as sessions:
        for path in files:
            async with sessions() as session, session.begin():
                refused += await _import_file(session, path, dry_run=dry_run)
        if not dry_run:
            await indexing.embed_missing(sessions)
    return refused


async def _import_file(session: AsyncSession, path: Path, *, dry_run: bool) -> int:
    try:
        report = listing_files.read(path, await clock.today(session))
    except Refusal as refusal:
        raise click.ClickException(render(refusal.text_id, Language.EN, **refusal.params)) from refusal
    for fault in report.refused:
        click.echo(f"{path.name}: {sentence(fault, Language.EN)}", err=True)
    unlawful = await _unlawful(session, report.rows)
    for listing_id, findings in unlawful.items():
        for finding in findings:
            reason = html.unescape(checking.sentence(finding, Language.EN))
            click.echo(f"{path.name}: {listing_id} needs a reviewer: {finding.field}: {reason}", err=True)
    taken = 0
    if not dry_run:
        result = await importing.import_rows(session, report.rows, to_review=unlawful.keys())
        for listing in result.listings:
            await indexing.index_listing(session, listing)
        taken = len(result.kind_taken) + len(result.unlawful)
        for listing_id in result.kind_taken:
            click.echo(f"{path.name}: {listing_id} belongs to a listing of the other kind already.", err=True)
        for listing_id in result.unlawful:
            click.echo(f"{path.name}: {listing_id} is live and stays as it was.", err=True)
    verb = "would be imported" if dry_run else "imported"
    click.echo(f"{path.name}: {len(report.rows) - taken} rows {verb}, {report.refused_rows + taken} refused.")
    return report.refused_rows + taken


async def _unlawful(session: AsyncSession, rows: list[Row]) -> dict[str, list[FieldFinding]]:
    """What blocks each listing that the law check does not let go live, by id."""
    moment = await clock.now(session)
    found = {}
    for row in rows:
        findings = checking.findings_of(importing.listing_of(row, 0, moment), moment.date())
        if checking.blocks(findings):
            found[row.id] = [one for one in findings if one.severity == "block"]
    return found


def sentence(fault: RowRefusal, language: Language) -> str:
    """One line that says which row, which field, what stood there and what is wrong."""
    reason = render(fault.reason_id if known(fault.reason_id) else "import.reason.wrong_type", language, **fault.params)
    if fault.field is None:
        return render("import.refusal.row", language, row_number=fault.row_number, reason=reason)
    shape = "import.refusal.field" if fault.value is None else "import.refusal.value"
    return render(shape, language, row_number=fault.row_number, field=fault.field, value=fault.value, reason=reason)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write every live listing to a .xlsx, .csv or .jsonl file."""
    url = settings().resolve_database_url()
    database.upgrade(url)
    count = asyncio.run(_export(url, file))
    click.echo(f"{count} listings written to {file}.")


async def _export(url: str, file: Path) -> int:
    async with database.open_sessions(url) as sessions, sessions() as session:
        rows = await importing.export_rows(session)
    try:
        listing_files.write(file, rows)
    except Refusal as refusal:
        raise click.ClickException(render(refusal.text_id, Language.EN, **refusal.params)) from refusal
    return len(rows)


COMMANDS = (import_, export)
