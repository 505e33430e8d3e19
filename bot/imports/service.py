"""A listing file from its bytes into search: read, checked against the law, written, indexed; what was left out, why.

Reading and checking are work for the processor alone and run in a thread beside the event loop; writing is one
transaction of the caller. Vectors follow in the background: until then a listing is found by words.
"""

import html
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.imports import compliance
from data.imports import files
from data.imports import service as imports
from data.imports.files import ReadReport, RowRefusal
from data.imports.readers import TooMuch
from data.imports.service import ImportResult
from data.organisations.service import Organisation
from data.vocabulary import Language
from matching.law.field_checks import FieldFinding
from matching.search import indexing


@dataclass(frozen=True)
class Checked:
    """A file that was read: its good and bad rows, and what blocks a good row before the law."""

    report: ReadReport
    unlawful: dict[str, list[FieldFinding]]
    """By the id of the listing; these wait for a reviewer."""


@dataclass(frozen=True)
class TakenIn:
    """What became of a file."""

    result: ImportResult
    refused: list[RowRefusal]
    """Every fault of every row that did not go in, by row number."""

    @property
    def refused_rows(self) -> int:
        """How many rows did not go in."""
        return len({fault.row_number for fault in self.refused})


def check(path: Path, moment: datetime) -> Checked:
    """Read a listing file and hold its good rows against the law.

    Raises:
        UnreadableFile: see `data.imports.files.read`.
    """
    return check_rows(files.read(path, moment.date()), moment)


def check_rows(report: ReadReport, moment: datetime, *, deadline: float = math.inf) -> Checked:
    """Hold the good rows of a file against the law, until `deadline` (of `time.monotonic`).

    Raises:
        TooMuch: it is not done by then.
    """
    unlawful = {}
    for row in report.rows:
        if time.monotonic() > deadline:
            raise TooMuch
        findings = compliance.findings_of(imports.listing_of(row, 0, moment), moment.date())
        if compliance.blocks(findings):
            unlawful[row.id] = [one for one in findings if one.severity == "block"]
    return Checked(report, unlawful)


def law_sentence(finding: FieldFinding, language: Language) -> str:
    """What the law check found, as plain text."""
    return html.unescape(compliance.sentence(finding, language))


async def write(
    session: AsyncSession, checked: Checked, *, by: int | None = None, own: Sequence[Organisation] | None = None
) -> TakenIn:
    """Write the good rows and bring search in step; with `own` as a member's, who may only change these."""
    rows, numbers = checked.report.rows, checked.report.row_numbers
    doubts = {listing_id: [_doubt(one) for one in found] for listing_id, found in checked.unlawful.items()}
    result = await imports.import_rows(session, rows, by=by, doubts=doubts, own=own)
    await indexing.index_listings(session, result.listings)
    left_out = [
        RowRefusal(numbers[one.listing_id], "id", one.reason_id, one.listing_id, dict(one.params))
        for one in result.left_out
    ]
    refused = sorted([*checked.report.refused, *left_out], key=lambda fault: fault.row_number)
    return TakenIn(result, refused)


def _doubt(finding: FieldFinding) -> dict[str, str]:
    """As a reviewer sees it beside the listing."""
    found = finding.params.get("finding")
    category = found.rule.category if found is not None else _CATEGORIES.get(finding.rule, "hazard")
    words = str(finding.params.get("words") or finding.params.get("wage") or "–")
    return {"rule": finding.rule, "category": category, "words": words, "reason": ""}


_CATEGORIES = {"wage.gate_algo": "wage_below_minimum", "pay.probation": "probation", "post.child": "child_labour"}
"""What the findings of figures that can block are about; all others are about dangers to minors."""
