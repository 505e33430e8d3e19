"""/file: many listings at once as a spreadsheet: the template out, the filled-in file in, a report row by row back."""

from pathlib import PurePath

from telegram import Document

from bot.chat.buttons import rows
from bot.chat.texts import Html, join, render
from bot.chat.turn import Handler, Turn
from bot.enterprise.organisation.membership import invite_to_join
from bot.imports import row_errors
from bot.imports import service as imports
from bot.imports.service import CheckedFile, ImportOutcome
from data.imports import examples, templates, uploads
from data.imports.files import RowRefusal
from data.imports.readers import FORMATS
from data.listings.models import NotVerified
from data.organisations import service as organisations
from data.organisations.service import MAY_POST, Organisation
from data.vocabulary import Language, ListingKind
from data.workbooks import Sheet, write_book

MOST_BYTES = 10_000_000
"""Of a file; Telegram itself hands a bot at most 20 MB."""
MOST_ROWS = 10_000
FAULTS_SHOWN = 5
LONGEST_NAME = 60


async def organisations_able_to_post(turn: Turn) -> list[Organisation]:
    """The organisations that the person may bring listings in for; empty where they act for none.

    Raises:
        NotVerified: none of them may post now.
    """
    mine = await organisations.list_for_member(turn.session, turn.account_id)
    able = [one for one in mine if one.state in MAY_POST]
    if mine and not able:
        raise NotVerified
    return able


async def show_templates(turn: Turn) -> None:
    """A template for each kind of listing that the person's organisations post."""
    able = await organisations_able_to_post(turn)
    if not able:
        await invite_to_join(turn)
        return
    for kind in ListingKind:
        organisation = next((one for one in able if organisations.may_offer(one, kind)), None)
        if organisation is not None:
            example = examples.example(kind, organisation, turn.now.date())
            book = templates.template(kind, example)
            await turn.send_file(f"{turn.t(f'files.name.{kind.value}')}.xlsx", book, f"files.template.{kind.value}")
    await turn.say("files.how", most=MOST_ROWS, size=MOST_BYTES // 1_000_000)


async def handle_document(turn: Turn, document: Document) -> None:
    """A file from somebody who acts for an organisation: it is read in the background."""
    if not await organisations_able_to_post(turn):
        await turn.say("media.other")
        return
    name = document.file_name or ""
    if PurePath(name).suffix.lower() not in FORMATS:
        await turn.say("files.error.format", rows=rows([[("files.button", "member.file")]], turn.language))
        return
    if (document.file_size or 0) > MOST_BYTES:
        await turn.say("files.error.too_big", size=MOST_BYTES // 1_000_000)
        return
    await uploads.receive(turn.session, turn.account_id, file_id=document.file_id, name=shortened(name))
    await turn.say("files.received", name=shortened(name))


def shortened(name: str) -> str:
    """A file name that fits into a sentence, with its ending."""
    path = PurePath(name.replace("\\", "/"))
    return path.stem[:LONGEST_NAME] + path.suffix


def summary(language: Language, name: str, taken: ImportOutcome, checked: CheckedFile) -> Html:
    """What became of the file: counts and the first faults; the rest is in the report."""
    result = taken.result
    new, changed = len(result.created), len(result.updated)
    lines = [render("files.done", language, name=name, n=new + changed, new=new, changed=changed)]
    if result.unchanged:
        lines.append(render("files.unchanged", language, n=len(result.unchanged)))
    if unlawful := _unlawful(taken, checked):
        lines.append(render("files.unlawful", language, n=len(unlawful)))
    if taken.refusals:
        lines.append(render("files.refused", language, n=taken.refused_row_count))
        lines += [row_errors.refusal_sentence(fault, language) for fault in taken.refusals[:FAULTS_SHOWN]]
    return join(lines)


def _unlawful(taken: ImportOutcome, checked: CheckedFile) -> list[str]:
    """The listings that went in and that a reviewer will find something in."""
    went_in = {*taken.result.created, *taken.result.updated, *taken.result.unchanged}
    return [listing_id for listing_id in checked.blocking_findings if listing_id in went_in]


def report(language: Language, taken: ImportOutcome, checked: CheckedFile) -> bytes | None:
    """A workbook with every fault: row, column, what stood there, why; None when there is nothing to say."""
    lines = [_line(language, fault) for fault in taken.refusals]
    for listing_id in _unlawful(taken, checked):
        for finding in checked.blocking_findings[listing_id]:
            row, name = checked.report.row_numbers[listing_id], row_errors.column_header(finding.field, language)
            lines.append(
                [row, name, str(finding.params.get("words") or ""), imports.plain_finding_sentence(finding, language)]
            )
    if not lines:
        return None
    header = [str(render(f"files.report.{name}", language)) for name in ("row", "column", "value", "reason")]
    lines.sort(key=lambda line: int(str(line[0])))
    return write_book(Sheet(str(render("files.report.title", language)), header, lines))


def _line(language: Language, fault: RowRefusal) -> list[object]:
    column = row_errors.column_header(fault.field, language) if fault.field else None
    return [fault.row_number, column, fault.value, row_errors.plain_refusal_reason(fault, language)]


COMMANDS: dict[str, Handler] = {"file": show_templates}
BUTTONS: dict[str, Handler] = {"member.file": show_templates}
