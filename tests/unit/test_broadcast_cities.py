"""The cities of an announcement as people name them: several at once, joined by 和, which a name may hold itself."""

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.chat.forms.engine import AmbiguousAnswer, BadAnswer
from bot.chat.turn import open_turn
from bot.staff.broadcasts.compose import ANNOUNCING, ENOUGH
from data.db import clock

SHENYANG, DALIAN, ANSHAN = "210100", "210200", "210300"


async def cities(session: AsyncSession, said: str) -> list[str]:
    question = ANNOUNCING.question("cities")
    assert question is not None
    turn = await open_turn(session, Update(1), 1, await clock.now(session), "bot")
    found = await question.parse(turn, {}, said)
    return [code for code in found if code != ENOUGH]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("和平区", [SHENYANG]),
        ("沈阳和平区", [SHENYANG]),
        ("沈阳和平区和大连", [SHENYANG, DALIAN]),
        ("大连和鞍山", [DALIAN, ANSHAN]),
        ("大连跟沈阳和平区", [DALIAN, SHENYANG]),
        ("沈阳、大连 and 鞍山", [SHENYANG, DALIAN, ANSHAN]),
        ("和平区，大连", [SHENYANG, DALIAN]),
        ("和平区和沈河区和大连", [SHENYANG, SHENYANG, DALIAN]),
    ],
)
async def test_places_joined_by_and_are_read_one_by_one(session: AsyncSession, said: str, codes: list[str]) -> None:
    assert await cities(session, said) == codes


async def test_of_two_districts_the_doubtful_one_is_asked(session: AsyncSession) -> None:
    with pytest.raises(AmbiguousAnswer) as asked:
        await cities(session, "和平区和铁西区")
    assert asked.value.params["said"] == "铁西区"


async def test_of_a_known_and_an_unknown_place_the_unknown_one_is_named(session: AsyncSession) -> None:
    with pytest.raises(BadAnswer) as refused:
        await cities(session, "沈阳和平区和火星")
    assert refused.value.params["said"] == "火星"
