"""Rows that have done their work go after their time, and no table grows for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.notices import broadcast_progress
from data import broadcasts
from data.applications.contracts import CONTRACT_DUE
from data.broadcasts import Broadcast
from data.db import clock
from data.lifecycle import retention
from data.messaging import outbox
from data.messaging.inbox import InboxState, InboxUpdate
from data.messaging.outbox import OutboxMessage, OutboxState
from data.messaging.sent_notices import Notice
from data.organisations.licences import Licence, LicenceKind
from data.staff import members
from data.vocabulary import BroadcastState, StaffRole
from tests import parties

CHAT = 4401


async def _message(session: AsyncSession, state: OutboxState, days: float, **more: int) -> OutboxMessage:
    row = OutboxMessage(
        chat_id=CHAT, method="sendMessage", state=state, sent_at=datetime.now(UTC) - timedelta(days=days), **more
    )
    session.add(row)
    await session.flush()
    return row


async def _left(session: AsyncSession) -> list[int | None]:
    await retention.delete_old_rows(session)
    session.expunge_all()
    return list((await session.exec(select(OutboxMessage.id).order_by(col(OutboxMessage.id)))).all())


@pytest.mark.parametrize(
    ("state", "days", "stays"),
    [
        (OutboxState.SENT, retention.SENT_DAYS - 1, True),
        (OutboxState.SENT, retention.SENT_DAYS + 1, False),
        (OutboxState.BLOCKED, retention.SENT_DAYS + 1, False),
        (OutboxState.FAILED, retention.SENT_DAYS + 1, True),
        (OutboxState.FAILED, retention.FAILED_DAYS + 1, False),
        (OutboxState.PENDING, retention.FAILED_DAYS + 1, True),
    ],
)
async def test_messages_go_after_their_time(
    session: AsyncSession, state: OutboxState, days: float, *, stays: bool
) -> None:
    row = await _message(session, state, days)
    number = row.id
    assert await _left(session) == ([number] if stays else [])


async def test_a_message_stays_as_long_as_something_refers_to_it(session: AsyncSession) -> None:
    old = retention.FAILED_DAYS + 1
    progress_row, copy, edited, _ = [await _message(session, OutboxState.SENT, old) for _ in range(4)]
    edit = await _message(session, OutboxState.PENDING, 0, edits=edited.id or 0)
    now = await clock.now(session)
    session.add(Broadcast(text="", state=BroadcastState.PAUSED, progress_row=progress_row.id, created_at=now))
    organisation = await parties.enterprise(session, 2901)
    session.add(
        Licence(organisation_id=organisation.id, kind=LicenceKind.PHOTO, file_id="f", shown=[copy.id], given_at=now)
    )
    await session.flush()
    wanted = [progress_row.id, copy.id, edited.id, edit.id]
    assert await _left(session) == wanted


@pytest.mark.parametrize(
    ("state", "days", "stays"),
    [
        (InboxState.DONE, retention.UPDATE_DAYS + 1, False),
        (InboxState.FAILED, retention.UPDATE_DAYS + 1, True),
        (InboxState.FAILED, retention.FAILED_DAYS + 1, False),
        (InboxState.NEW, retention.FAILED_DAYS + 1, True),
    ],
)
async def test_updates_go_after_their_time(
    session: AsyncSession, state: InboxState, days: float, *, stays: bool
) -> None:
    received = datetime.now(UTC) - timedelta(days=days)
    session.add(InboxUpdate(update_id=1, person=CHAT, state=state, received_at=received))
    await session.flush()
    assert await retention.delete_old_rows(session) == (not stays)


@pytest.mark.parametrize(
    ("kind", "days", "stays"),
    [
        ("offer.ends", retention.NOTICE_DAYS - 1, True),
        ("offer.ends", retention.NOTICE_DAYS + 1, False),
        (CONTRACT_DUE, retention.NOTICE_DAYS + 1, True),
        (CONTRACT_DUE, retention.LASTING_NOTICE_DAYS + 1, False),
    ],
)
async def test_notices_go_once_they_cannot_come_again(
    session: AsyncSession, kind: str, days: float, *, stays: bool
) -> None:
    session.add(Notice(kind=kind, subject="1", at=await clock.now(session) - timedelta(days=days)))
    await session.flush()
    assert await retention.delete_old_rows(session) == (not stays)


async def test_a_transaction_deletes_no_more_than_a_batch_of_a_kind(session: AsyncSession) -> None:
    for _ in range(5):
        await _message(session, OutboxState.SENT, retention.SENT_DAYS + 1)
    assert [await retention.delete_old_rows(session, batch=2) for _ in range(4)] == [2, 2, 1, 0]


async def test_the_progress_of_a_broadcast_takes_one_row_however_often_it_is_shown(session: AsyncSession) -> None:
    author = await parties.account(session, CHAT)
    await members.set_role(session, author.id or 0, StaffRole.OWNER)
    await parties.seeker(session, CHAT + 1)
    broadcast = await broadcasts.create_draft(session, author.id or 0, "开班", {"cities": []})
    await broadcasts.approve(session, broadcast.id or 0, by=author.id or 0)
    broadcast.progress_row = (await _message(session, OutboxState.SENT, 0)).id
    edits = select(OutboxMessage).where(OutboxMessage.method == "editMessageText")
    for _ in range(3):
        await broadcast_progress.update_progress_message(session, broadcast)
    first = (await session.exec(edits)).one()
    assert "0%" in str(first.payload)
    await outbox.record_result(session, first.id or 0, OutboxState.SENT)
    await broadcast_progress.update_progress_message(session, broadcast)
    second = (await session.exec(edits)).one()
    assert (second.state, second.id == first.id) == (OutboxState.PENDING, False)


async def test_progress_that_is_being_sent_is_followed_by_the_newest(session: AsyncSession) -> None:
    row = await _message(session, OutboxState.SENT, 0)
    await outbox.write_edit(session, CHAT, row.id or 0, {"text": "一"})
    (taken,) = await outbox.claim_messages(session, owner=7, limit=5)
    for words in ("二", "三"):
        await outbox.write_edit(session, CHAT, row.id or 0, {"text": words})
    edits = select(OutboxMessage.payload).where(col(OutboxMessage.edits).is_not(None)).order_by(col(OutboxMessage.id))
    assert (await session.exec(edits)).all() == [{"text": "一"}, {"text": "三"}]
    assert taken.payload == {"text": "一"}
