"""Each run of a form is known by the update that began it."""

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.chat.forms.engine import start_form
from bot.chat.forms.screens import form_serial
from bot.chat.turn import open_turn
from bot.staff.broadcasts.compose import ANNOUNCING
from data.db import clock

FIRST = 811_000_000


@pytest.mark.parametrize("later", [1, 16**3, 36**3, 16**4, 36**4])
async def test_no_two_runs_of_a_form_have_the_same_serial(session: AsyncSession, later: int) -> None:
    serials = set()
    for number in (FIRST, FIRST + later):
        turn = await open_turn(session, Update(number), 1, await clock.now(session), "bot")
        turn.goto(None)
        await start_form(turn, ANNOUNCING)
        serials.add(form_serial(turn))
    assert len(serials) == 2
