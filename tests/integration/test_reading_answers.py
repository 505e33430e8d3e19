"""Typed words are read in a thread, once, and reading says nothing itself."""

import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.chat.forms import engine
from bot.chat.forms.engine import BadAnswer
from bot.chat.turn import Turn, open_turn
from bot.conversation import routes
from bot.enterprise.openings import advert_draft, questions
from bot.seeker import intake
from bot.seeker.applying import apply
from data.messaging.outbox import OutboxMessage
from data.vocabulary import ProfileQuestion, Role
from tests import parties

USER = 8101
DISABLED = "grp.disabled"


async def _turn(session: AsyncSession, words: str) -> Turn:
    person = {"id": USER, "is_bot": False, "first_name": "测试"}
    chat = {"id": USER, "type": "private"}
    message = {"message_id": 1, "date": 1_800_000_000, "chat": chat, "from": person, "text": words}
    update = Update.de_json({"update_id": 1, "message": message})
    return await open_turn(session, update, USER, datetime.now(UTC), "shitu_bot")


async def _said(session: AsyncSession) -> list[str]:
    rows = (await session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id)))).all()
    return [str((row.payload or {}).get("text")) for row in rows]


def _watched(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[bool]:
    """For each call of the module's function, whether it ran on the thread of the event loop."""
    calls: list[bool] = []
    function = getattr(module, name)

    def watched(*given: Any, **named: Any) -> Any:
        calls.append(threading.current_thread() is threading.main_thread())
        return function(*given, **named)

    monkeypatch.setattr(module, name, watched)
    return calls


async def test_a_members_words_are_looked_through_for_an_advert_once_in_a_thread(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await parties.enterprise(session, USER)
    turn = await _turn(session, "岗位审核一个月没动静了，怎么还没有人来报名")
    turn.account.role = Role.MEMBER
    reads = _watched(monkeypatch, advert_draft, "read_advert")
    await routes.handle_text(turn)
    assert reads == [False]


async def test_a_pasted_advert_is_read_into_a_draft_in_a_thread(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await parties.enterprise(session, USER)
    turn = await _turn(session, "招焊工学徒5名，月薪4000-5000元，沈阳大东，包吃住，白班，三个月独立上手")
    reads = _watched(monkeypatch, advert_draft, "read_advert")
    await routes.handle_text(turn)
    assert engine.active_form(turn) is engine.FORMS["post"]
    assert reads
    assert not any(reads)


Reading = Callable[[Turn], Awaitable[Any]]


@pytest.mark.parametrize(
    ("module", "reading"),
    [
        (apply, lambda turn: apply._parse_age(turn, {}, "啊")),
        (intake, lambda turn: intake._reader(ProfileQuestion.DID)(turn, {}, "啊")),
        (questions, lambda turn: questions._read_papers(turn, {}, "啊")),
    ],
    ids=["age", "intake", "certificates"],
)
async def test_answers_are_understood_in_a_thread(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, module: Any, reading: Reading
) -> None:
    turn = await _turn(session, "啊")
    calls = _watched(monkeypatch, module, "understand")
    with pytest.raises(BadAnswer):
        await reading(turn)
    assert calls == [False]


async def test_reading_an_answer_of_the_step_by_step_form_says_nothing(session: AsyncSession) -> None:
    turn = await _turn(session, "干过三年电焊，有残疾证")
    await intake._reader(ProfileQuestion.DID)(turn, {}, turn.text)
    assert await _said(session) == []


@pytest.mark.parametrize("words", ["我在沈阳，有残疾证", "我在铁西，有残疾证"])
async def test_consent_to_a_sensitive_fact_is_asked_before_the_next_question_and_the_draft_lacks_it(
    session: AsyncSession, words: str
) -> None:
    turn = await _turn(session, words)
    await engine.start_form(turn, intake.INTAKE, {})
    await engine.handle_typed_answer(turn, intake.INTAKE)
    consent, _question = (await _said(session))[1:]
    assert "残疾" in consent
    assert DISABLED not in str(turn.state.draft)
