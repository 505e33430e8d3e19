"""A listing's id may hold colons: every button does with such a listing what it does with any other."""

from typing import Any, cast

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot, Update

from bot.chat import callback_args
from bot.chat.turn import open_turn
from bot.conversation.routes import BUTTONS
from data.db import clock
from data.messaging.outbox import OutboxMessage
from data.staff import members
from data.staff.members import StaffRole
from data.vocabulary import ListingState
from tests import parties, teaching

PERSON = 2801
BEGINNING = 10
"""Of a message: further on stand links of one's own, and the other listing where both are alike."""
NUMBERED = {"staff.opening_yes", "staff.course_yes"}
"""Buttons that always carry a number after the id."""
OF_SOMETHING_ELSE = {"seek.ladder"}
"""A word and a number."""
PLAIN, COLONS = "LN-2026-7", "LN:2026:7"


def _update(data: str) -> Update:
    person = {"id": PERSON, "is_bot": False, "first_name": "测试"}
    query: dict[str, Any] = {"id": "1", "from": person, "chat_instance": "1", "data": data}
    update = Update.de_json({"update_id": 1, "callback_query": query}, cast("Bot", None))
    assert update is not None
    return update


async def _outcome(session: AsyncSession, data: str) -> str:
    """How the bot answers the button, or why it does not."""
    async with session.begin_nested() as attempt:
        turn = await open_turn(session, _update(data), PERSON, await clock.now(session), "bot")
        try:
            await BUTTONS[data.partition(":")[0]](turn)
            said = (await session.exec(select(OutboxMessage).order_by("id"))).all()
            outcome = str([(one.method, str((one.payload or {}).get("text"))[:BEGINNING]) for one in said])
        except Exception as error:  # noqa: BLE001 - whatever it is, it has to be the same
            outcome = repr(error)
        finally:
            await attempt.rollback()
    return outcome.replace(COLONS, PLAIN)


async def _listings(session: AsyncSession, kind: str, state: ListingState) -> None:
    """Two that differ in nothing but the id; the person is a member, a reviewer and a seeker."""
    number = await parties.seeker(session, PERSON)
    await members.set_role(session, number, StaffRole.OWNER)
    if kind == "opening":
        enterprise = await parties.enterprise(session, PERSON)
        for listing_id in (PLAIN, COLONS):
            await parties.live_opening(session, enterprise, id=listing_id, state=state)
    else:
        provider = await teaching.provider(session, PERSON)
        for listing_id in (PLAIN, COLONS):
            await teaching.live_course(session, provider, id=listing_id, state=state)


@pytest.mark.parametrize(
    ("kind", "state"),
    [("opening", ListingState.LIVE), ("opening", ListingState.IN_REVIEW), ("course", ListingState.LIVE)],
)
async def test_no_button_minds_colons_in_an_id(session: AsyncSession, kind: str, state: ListingState) -> None:
    await _listings(session, kind, state)
    differing = []
    taken = 0
    for name in BUTTONS.keys() - OF_SOMETHING_ELSE:
        for data in [f"{name}:{{}}:0"] if name in NUMBERED else [f"{name}:{{}}", f"{name}:work:{{}}"]:
            plain = await _outcome(session, data.format(PLAIN))
            taken += not plain.startswith("Gone")
            if plain != await _outcome(session, data.format(COLONS)):
                differing.append(data)
    assert taken > 20
    assert differing == []


@pytest.mark.parametrize("listing_id", [PLAIN, COLONS])
async def test_a_page_button_names_listing_place_and_mark(session: AsyncSession, listing_id: str) -> None:
    data = callback_args.page_data("member.applicants", listing_id, 20, "s")
    turn = await open_turn(session, _update(data), PERSON, await clock.now(session), "bot")
    assert callback_args.page_of(turn) == (listing_id, 20, "s")
