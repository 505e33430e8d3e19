"""`shitu parse-ad` and `shitu lint`: what a pasted advert states, and what recruitment law says to its words."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.chat.texts import render
from bot.cli.batches import BATCH_OPTION, JSON_OPTION, print_json, read_input_text, read_json_lines, row_text
from data.db.clock import ZONE
from data.vocabulary import Language

if TYPE_CHECKING:
    from matching.adverts.reading import Advert
    from matching.law.findings import Finding


PLACES = ("advert", "question", "message", "interview_note", "offer", "course", "file_row", "broadcast")
"""Where a text that is held against the law may stand."""


def advert_json(advert: "Advert") -> dict[str, Any]:
    """The contract's JSON; what the advert does not state is null."""
    return advert.model_dump(mode="json")


@click.command("parse-ad")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@JSON_OPTION
@BATCH_OPTION
def parse_ad(file: Path | None, batch: Path | None) -> None:
    """What an advert states, as an opening's fields (standard input without FILE)."""
    from matching.adverts.reading import read_advert  # noqa: PLC0415 - only this command needs it

    for text in read_json_lines(batch, row_text) if batch else [read_input_text(file)]:
        print_json(advert_json(read_advert(text)))


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@JSON_OPTION
@BATCH_OPTION
def lint(file: Path | None, batch: Path | None) -> None:
    """What breaks recruitment law in an advert (standard input without FILE), and what it could say instead."""
    from matching.law import findings  # noqa: PLC0415 - only this command needs it

    today = datetime.now(ZONE).date()
    for text, where in read_json_lines(batch, _placed_text) if batch else [(read_input_text(file), PLACES[0])]:
        print_json({"findings": [finding_json(one) for one in findings.lint(text, today, where)]})


def _placed_text(row: dict[str, Any]) -> tuple[str, str]:
    where = row.get("where", PLACES[0])
    if where not in PLACES:
        raise click.ClickException(f"where: one of {', '.join(PLACES)} is needed.")
    return row_text(row), where


def finding_json(finding: "Finding") -> dict[str, Any]:
    """The contract's JSON for one finding."""
    return {
        "rule": finding.rule.rule, "category": finding.rule.category, "severity": finding.rule.severity,
        "span": list(finding.span), "text": finding.text,
        "why": render(finding.why, Language.ZH), "rewrite": finding.rewrite,
    }  # fmt: skip
