"""Files that members sent are fetched, read and taken in, beside the conversation: nobody waits for another's file.

A file is a row until it is done. What it brings, the answer to the member and the end of the row are one transaction,
so that a process killed at any moment leaves either nothing of the file or all of it. Before that a file belongs to
one living process, and that it is read is counted first: one that kills its reader is not read for ever.
"""

import asyncio
import tempfile
import time
from datetime import datetime
from pathlib import Path, PurePath

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.chat.buttons import rows
from bot.chat.texts import render
from bot.chat.turn import notify
from bot.enterprise.listings import files
from bot.imports import service as imports
from bot.imports.service import CheckedFile
from bot.notices.deliver import notify_people
from bot.runtime.idling import GATHER_SECONDS, Idling
from data import bounded_reading
from data.db import clock
from data.db.database_errors import is_away, is_contention
from data.db.errors import Refusal
from data.imports import uploads
from data.imports.files import ReadReport
from data.imports.readers import UnreadableFile
from data.imports.uploads import Upload
from data.messaging.outbox import OutboxMessage
from data.organisations import service as organisations
from data.organisations.service import MAY_POST, Organisation
from data.people.accounts import Account
from data.staff import members
from data.vocabulary import Language, OrganisationState

log = structlog.get_logger()

FIRST_LOOK_SECONDS, IDLE_SECONDS = 1.0, 15.0
CHECKING_SECONDS = 300
"""For the law check of one file; ten thousand rows take a third of it."""


class UnusableFile(Refusal):
    """The file as a whole cannot be taken; the sentence says why."""

    def __init__(self, text_id: str, **params: object) -> None:
        super().__init__(**params)
        self.text_id = text_id


class UploadImporter:
    """Takes in one file after another; any number of processes may run one, each under the key that it lives by."""

    def __init__(
        self, bot: Bot, sessions: async_sessionmaker[AsyncSession], key: int, wake_sender: asyncio.Event,
        wake: asyncio.Event | None = None,
    ) -> None:  # fmt: skip
        self._bot = bot
        self._sessions = sessions
        self._key = key
        self._wake_sender = wake_sender
        self._wake = wake or asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping`; a file under work is taken up again by the next start."""
        idling = Idling(self._wake, short=FIRST_LOOK_SECONDS, long=IDLE_SECONDS, gather=GATHER_SECONDS)
        while not stopping.is_set():
            self._wake.clear()
            try:
                if await self.import_waiting(stopping):  # one may have been put off, or belong to who may die of it
                    idling.attend()
            except SQLAlchemyError as error:
                log.warning("database_away", error=type(error).__name__)
                idling.attend()
            await idling.wait(stopping)

    async def import_waiting(self, stopping: asyncio.Event) -> int:
        """Take in every file that is due; returns how many were."""
        async with self._sessions() as session:
            due = await uploads.due(session)
        for upload_id in due:
            if stopping.is_set():
                break
            async with self._sessions() as session, session.begin():
                upload = await uploads.claim(session, upload_id, self._key)
                moment = await clock.now(session)
            if upload is not None:
                await self._import_upload(upload, moment)
                self._wake_sender.set()
        return len(due)

    async def _import_upload(self, upload: Upload, moment: datetime) -> None:
        """Take the file in or postpone it; that others were in the way costs it no attempt.

        Raises:
            SQLAlchemyError: the database is away.
        """
        try:
            await self._take_in(upload, moment)
        except SQLAlchemyError as error:
            if is_away(error):
                raise
            contended = is_contention(error)
            tell = log.warning if contended else log.exception
            tell("file_not_taken", upload=upload.id, error=type(error).__name__)
            await self._postpone(upload, attempts=upload.attempts if contended else None)
        except TelegramError as error:
            log.warning("file_not_fetched", upload=upload.id, error=type(error).__name__)
            await self._postpone(upload)
        except Exception as error:
            log.exception("file_not_taken", upload=upload.id, error=type(error).__name__)
            await self._postpone(upload)

    async def _take_in(self, upload: Upload, moment: datetime) -> None:
        """Fetch, read and check the file, and answer.

        Raises:
            TelegramError: Telegram does not hand the file out now.
        """
        try:
            content = await self._fetch(upload)
            await self._begin_attempt(upload, or_else="files.error.failed")
            checked: CheckedFile | Refusal = await _read(upload.name, content, moment)
        except Refusal as refusal:
            checked = refusal
        await self._finish(upload, checked)

    async def _finish(self, upload: Upload, checked: CheckedFile | Refusal) -> None:
        async with self._sessions() as session, session.begin():
            row = await uploads.take(session, upload.id or 0)
            if row is not None:
                await _import_and_report(session, row, checked)
                await uploads.forget(session, row)

    async def _fetch(self, upload: Upload) -> bytes:
        try:
            file = await self._bot.get_file(upload.file_id)
            if (file.file_size or 0) > files.MOST_BYTES:
                raise UnusableFile("files.error.too_big", size=files.MOST_BYTES // 1_000_000)
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            raise UnusableFile("files.error.lost", name=upload.name) from error
        except (InvalidToken, Forbidden):  # Telegram answers: asking again is of little use
            await self._begin_attempt(upload, or_else="files.error.lost")
            raise

    async def _begin_attempt(self, upload: Upload, *, or_else: str) -> None:
        """Count an attempt.

        Raises:
            UnusableFile: there were enough of them, with the text id `or_else`.
        """
        async with self._sessions() as session, session.begin():
            goes_on = await uploads.count_attempt(session, upload.id or 0)
        if not goes_on:
            raise UnusableFile(or_else, name=upload.name)

    async def _postpone(self, upload: Upload, *, attempts: int | None = None) -> None:
        async with self._sessions() as session, session.begin():
            in_time = await uploads.postpone(session, upload.id or 0, attempts=attempts)
        if not in_time:
            await self._finish(upload, UnusableFile("files.error.lost", name=upload.name))


async def _read(name: str, content: bytes, moment: datetime) -> CheckedFile:
    """Read and check a file.

    Raises:
        Refusal: nothing of it can be used.
    """
    with tempfile.TemporaryDirectory(prefix="shitu-file-") as folder:
        path = Path(folder) / f"file{PurePath(name).suffix.lower()}"
        path.write_bytes(content)
        try:
            report = await bounded_reading.read(path, moment.date())
            _require_fit(name, report)
            return await asyncio.to_thread(
                imports.check_rows, report, moment, deadline=time.monotonic() + CHECKING_SECONDS
            )
        except UnreadableFile as refusal:
            raise UnusableFile(refusal.text_id.replace("import.error.", "files.error."), name=name) from refusal


def _require_fit(name: str, report: ReadReport) -> None:
    found = len(report.rows) + report.refused_rows
    if found > files.MOST_ROWS:
        raise UnusableFile("files.error.too_long", n=found, most=files.MOST_ROWS)
    if not found:
        raise UnusableFile("files.error.empty", name=name)


async def _import_and_report(session: AsyncSession, upload: Upload, checked: CheckedFile | Refusal) -> None:
    """Take the rows in and tell the member, or say why nothing was taken."""
    account = await session.get(Account, upload.account_id)
    if account is None:
        return
    language = account.language or Language.ZH
    if isinstance(checked, Refusal):
        again = rows([[("files.button", "member.file")]], language)
        await notify(session, account, checked.text_id, rows=again, **checked.params)
        return
    own_organisations = [
        one for one in await organisations.list_for_member(session, upload.account_id) if one.state in MAY_POST
    ]
    if not own_organisations:
        await notify(session, account, "error.not_allowed")
        return
    outcome = await imports.import_checked_rows(session, checked, by=account.id, own_organisations=own_organisations)
    see = rows([[("openings.see_all", "member.openings")]], language)
    await notify(session, account, files.summary(language, upload.name, outcome, checked), rows=see)
    report = await asyncio.to_thread(files.report, language, outcome, checked)
    if report is not None:
        await _send_report(session, account, report, language)
    await _notify_reviewers(session, own_organisations, {*outcome.result.created, *outcome.result.updated}, outcome)


async def _send_report(session: AsyncSession, account: Account, report: bytes, language: Language) -> None:
    row = OutboxMessage(
        chat_id=account.telegram_id,
        method="sendDocument",
        attachment=report,
        attachment_name=f"{render('files.report.title', language)}.xlsx",
        payload={"caption": render("files.report.caption", language), "parse_mode": "HTML"},
    )
    session.add(row)
    await session.flush()


async def _notify_reviewers(
    session: AsyncSession, own_organisations: list[Organisation], changed_ids: set[str], outcome: imports.ImportOutcome
) -> None:
    """One message for each verified organisation with something to review."""
    reviewers = await members.list_account_ids_with_permission(session, "review")
    for organisation in own_organisations:
        if organisation.state != OrganisationState.VERIFIED:
            continue
        here = [
            one for one in outcome.result.listings if one.organisation_id == organisation.id and one.id in changed_ids
        ]
        if here:
            await notify_people(
                session, reviewers, "review.new_file", [[("review.open", "staff.review")]], name=organisation.name,
                n=len(here),
            )  # fmt: skip
