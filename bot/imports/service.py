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
class CheckedFile:
    """A file that was read: its good and bad rows, and what blocks a good row before the law."""

    report: ReadReport
    blocking_findings: dict[str, list[FieldFinding]]
    """By the id of the listing; these wait for a reviewer."""


@dataclass(frozen=True)
class ImportOutcome:
    """What became of a file."""

    result: ImportResult
    refusals: list[RowRefusal]
    """Every fault of every row that did not go in, by row number."""

    @property
    def refused_row_count(self) -> int:
        """How many rows did not go in."""
        return len({fault.row_number for fault in self.refusals})


def check_file(path: Path, moment: datetime) -> CheckedFile:
    """Read a listing file and hold its good rows against the law.

    Raises:
        UnreadableFile: see `data.imports.files.read`.
    """
    return check_rows(files.read(path, moment.date()), moment)


def check_rows(report: ReadReport, moment: datetime, *, deadline: float = math.inf) -> CheckedFile:
    """Hold the good rows of a file against the law, until `deadline` (of `time.monotonic`).

    Raises:
        TooMuch: it is not done by then.
    """
    unlawful = {}
    for row in report.rows:
        if time.monotonic() > deadline:
            raise TooMuch
        findings = compliance.findings_of(imports.listing_of(row, 0, moment), moment.date())
        if compliance.has_blocking(findings):
            unlawful[row.id] = [one for one in findings if one.severity == "block"]
    return CheckedFile(report, unlawful)


def plain_finding_sentence(finding: FieldFinding, language: Language) -> str:
    """What the law check found, as plain text."""
    return html.unescape(compliance.finding_sentence(finding, language))


async def import_checked_rows(
    session: AsyncSession,
    checked: CheckedFile,
    *,
    by: int | None = None,
    own_organisations: Sequence[Organisation] | None = None,
) -> ImportOutcome:
    """Write the good rows and bring search in step; with `own` as a member's, who may only change these."""
    rows, numbers = checked.report.rows, checked.report.row_numbers
    lint_flags = {
        listing_id: [compliance.lint_flag(one) for one in found]
        for listing_id, found in checked.blocking_findings.items()
    }
    result = await imports.import_rows(session, rows, by=by, doubts=lint_flags, member_organisations=own_organisations)
    await indexing.index_listings(session, result.listings)
    left_out = [
        RowRefusal(numbers[one.listing_id], "id", one.reason_id, one.listing_id, dict(one.params))
        for one in result.skipped
    ]
    refused = sorted([*checked.report.refused, *left_out], key=lambda fault: fault.row_number)
    return ImportOutcome(result, refused)
