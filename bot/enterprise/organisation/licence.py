"""The business licence as a photo or file: asked for, not required; only Telegram's reference to it is kept."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.forms.engine import BadAnswer, Draft, FormQuestion
from bot.chat.turn import Turn
from data.organisations import licences
from data.organisations.licences import LicenceKind
from data.organisations.service import Organisation

DOCUMENTS = ("image/", "application/pdf")
"""Beginnings of the kinds of files that can be a licence."""


async def _take(turn: Turn, _: Draft) -> dict[str, str]:
    message = turn.update.effective_message
    if message is not None and message.photo:
        return {"kind": LicenceKind.PHOTO.value, "file": message.photo[-1].file_id}
    document = message.document if message else None
    if document is None or not (document.mime_type or "").startswith(DOCUMENTS):
        raise BadAnswer("join.licence.error.file")
    return {"kind": LicenceKind.DOCUMENT.value, "file": document.file_id}


async def _read(_: Turn, __: Draft, ___: str) -> None:
    raise BadAnswer("join.licence.error.words")


async def keep(session: AsyncSession, organisation: Organisation, draft: Draft) -> None:
    """Keep what was sent, if anything was."""
    sent = draft.get("licence")
    if sent:
        await licences.save_licence(session, organisation.id or 0, LicenceKind(sent["kind"]), sent["file"])


QUESTION = FormQuestion("licence", "join.licence", _read, optional=True, parse_file=_take)
