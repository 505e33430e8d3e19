"""What was just done can be taken back with a tap while nothing hangs on it, and plainly not afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import history, offers, undo
from data.applications import service as applications
from data.applications.models import Application
from data.db import clock
from data.db.errors import NotAllowed, Refusal
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.people import feedback
from data.vocabulary import ApplicationState as State
from data.vocabulary import ListingState
from tests import forged, parties
from tests.applying import tap_apply
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, OTHER = 2911, 1911, 1912


async def _state(stage: Stage) -> State:
    async with stage.sessions() as session:
        return (await session.exec(select(Application.state))).one()


@pytest.fixture
async def opening(session: AsyncSession) -> Opening:
    """A live opening with one place."""
    return await parties.live_opening(session, await parties.enterprise(session, MEMBER), headcount=1)


@pytest.fixture
async def applied(stage: Stage) -> tuple[Stage, Phone, Phone]:
    """Somebody has applied by the chat, and the enterprise has heard of it."""
    member, seeker = await tap_apply(stage, MEMBER, SEEKER)
    await seeker.tap("不留电话")
    await seeker.tap("跳过")
    return stage, member, seeker


async def test_an_application_that_nobody_opened_is_taken_back(applied: tuple[Stage, Phone, Phone]) -> None:
    stage, member, seeker = applied
    await seeker.tap("撤销")
    assert await _state(stage) is State.WITHDRAWN
    assert "已退出" in (await member.last()).text


async def test_of_an_application_that_is_taken_back_no_number_or_word_is_kept(
    session: AsyncSession, opening: Opening
) -> None:
    person = await parties.seeker(session, SEEKER)
    left = {"phone": "13800138000", "second_phone": "13900139000", "phone_note": "我妈的", "introduction": "肯学"}
    made = await applications.apply(session, person, opening.id, **left)
    await undo.undo_application(session, person, made.id or 0)
    await session.refresh(made)
    assert made.model_dump(include=set(left)) == dict.fromkeys(left)


async def test_what_the_enterprise_opened_stays(applied: tuple[Stage, Phone, Phone]) -> None:
    stage, member, seeker = applied
    await member.tap("收藏")
    await seeker.tap("撤销")
    assert await _state(stage) is State.APPLIED
    assert "对方已经看过" in (await seeker.last()).text


async def test_a_withdrawal_that_is_undone_leaves_all_as_before_and_announces_nobody_anew(
    applied: tuple[Stage, Phone, Phone],
) -> None:
    stage, member, seeker = applied
    await seeker.send("/my")
    await seeker.tap("退出")
    await seeker.tap("确定退出")
    await seeker.tap("撤销")
    assert await _state(stage) is State.APPLIED
    heard = await member.said()
    assert (heard.count("有人报名了"), heard.count("已退出"), heard.count("撤销了退出")) == (1, 1, 1)


async def test_a_refused_offer_comes_back_with_the_day_until_which_it_is_held(
    session: AsyncSession, opening: Opening
) -> None:
    made = await parties.offered(session, SEEKER, opening, MEMBER)
    until, number, person = made.held_until, made.id or 0, made.account_id or 0
    await offers.refuse_offer(session, person, number)
    back = await undo.undo_withdrawal(session, person, number)
    assert back.state is State.OFFERED
    assert until is not None
    assert back.held_until is not None
    assert abs(back.held_until - until) < timedelta(seconds=1)


async def test_a_place_that_somebody_else_has_is_not_given_back(session: AsyncSession, opening: Opening) -> None:
    made = await parties.offered(session, SEEKER, opening, MEMBER)
    await offers.refuse_offer(session, made.account_id or 0, made.id or 0)
    await parties.offered(session, OTHER, opening, MEMBER)
    with pytest.raises(undo.PlaceGone):
        await undo.undo_withdrawal(session, made.account_id or 0, made.id or 0)


async def _signed(session: AsyncSession, user: int, opening: Opening) -> Application:
    made = await parties.offered(session, user, opening, MEMBER)
    return await offers.accept_offer(session, made.account_id or 0, made.id or 0)


async def test_who_still_waits_hears_when_an_undone_withdrawal_takes_the_last_place(stage: Stage) -> None:
    member, waiting = stage.phone(MEMBER), stage.phone(OTHER)
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER), headcount=2)
    for phone in (member, waiting, stage.phone(SEEKER)):
        await phone.send("/help")
    async with stage.sessions() as session, session.begin():
        found = await session.get_one(Opening, opening.id)
        left = await _signed(session, SEEKER, found)
        await applications.withdraw(session, left.account_id or 0, left.id or 0)
        await _signed(session, SEEKER + 2, found)
        await parties.application(session, OTHER, found)
    await forged.press(stage, SEEKER, f"seek.undo_leave:{left.id}")
    await stage.settle()
    assert "招满了" in await member.said()
    assert "名额已经招满了" in await waiting.said()


@pytest.mark.parametrize("state", [ListingState.PAUSED, ListingState.IN_REVIEW])
async def test_a_withdrawal_is_undone_while_the_opening_only_rests(
    session: AsyncSession, opening: Opening, state: ListingState
) -> None:
    made = await parties.application(session, SEEKER, opening)
    await applications.withdraw(session, made.account_id or 0, made.id or 0)
    opening.state = state
    await session.flush()
    back = await undo.undo_withdrawal(session, made.account_id or 0, made.id or 0)
    assert back.state is State.APPLIED


@pytest.mark.parametrize("why", [undo.ListingOver, applications.AlreadyApplied, undo.TooLateToUndo, NotAllowed])
async def test_a_withdrawal_stands_when_something_hangs_on_it(
    session: AsyncSession, opening: Opening, why: type[Refusal]
) -> None:
    made = await parties.application(session, SEEKER, opening)
    person, number = made.account_id or 0, made.id or 0
    await applications.withdraw(session, person, number)
    if why is undo.ListingOver:
        opening.state = ListingState.CLOSED
    elif why is applications.AlreadyApplied:
        await applications.apply(session, person, opening.id, phone=None)
    elif why is undo.TooLateToUndo:
        withdrawn = (await history.events(session, number))[0]
        withdrawn.at = await clock.now(session) - timedelta(minutes=undo.UNDO_MINUTES + 1)
    else:
        person = await parties.seeker(session, OTHER)
    await session.flush()
    with pytest.raises(why):
        await undo.undo_withdrawal(session, person, number)
    assert made.state is State.WITHDRAWN


async def test_saving_and_setting_aside_are_undone_to_what_was_before(stage: Stage) -> None:
    seeker = stage.phone(SEEKER)
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        person = await parties.seeker(session, SEEKER)
        await feedback.like(session, person, opening.id)
    await seeker.send("/help")
    await forged.press(stage, SEEKER, f"seek.save:{opening.id}")
    await stage.settle()
    await seeker.tap("撤销")
    await forged.press(stage, SEEKER, f"seek.dismiss:far:{opening.id}")
    await stage.settle()
    await seeker.tap("撤销")
    async with stage.sessions() as session:
        assert await feedback.list_saved_ids(session, person) == []
        assert await feedback.load_opinions(session, person) == ({}, (opening.id,))


async def test_setting_aside_that_was_tapped_twice_is_undone_by_one_tap(stage: Stage) -> None:
    seeker = stage.phone(SEEKER)
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        person = await parties.seeker(session, SEEKER)
    await seeker.send("/help")
    for _ in range(2):
        await forged.press(stage, SEEKER, f"seek.dismiss:far:{opening.id}")
    await stage.settle()
    await seeker.tap("撤销")
    async with stage.sessions() as session:
        assert await feedback.load_opinions(session, person) == ({}, ())


@pytest.mark.parametrize("state", [ListingState.DRAFT, ListingState.IN_REVIEW])
async def test_a_forged_undo_tells_no_title_that_is_not_public(stage: Stage, state: ListingState) -> None:
    seeker = stage.phone(SEEKER)
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER), state=state)
        await parties.seeker(session, SEEKER)
    await seeker.send("/help")
    await forged.press(stage, SEEKER, f"seek.undo_no::{opening.id}")
    await stage.settle()
    assert len(seeker.answer) == 1
    assert opening.title not in (await seeker.last()).text


async def test_undoing_takes_no_organisation_after_its_opening(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        organisation.monthly_cap = 1
        made = await parties.application(session, SEEKER, await parties.live_opening(session, organisation))
        await applications.withdraw(session, made.account_id or 0, made.id or 0)
    async with sessions() as applying, sessions() as undoing, applying.begin(), undoing.begin():
        await organisations.lock(applying, organisation.id or 0)
        await undoing.execute(text("SET LOCAL lock_timeout = '5s'"))
        back = await undo.undo_withdrawal(undoing, made.account_id or 0, made.id or 0)
    assert back.state is State.APPLIED


@pytest.mark.parametrize("said", ["撤销", "刚才那个撤销"])
async def test_typed_words_undo_what_was_just_saved_and_touch_no_offer(stage: Stage, said: str) -> None:
    seeker = stage.phone(SEEKER)
    async with stage.sessions() as session, session.begin():
        enterprise = await parties.enterprise(session, MEMBER)
        await parties.offered(session, SEEKER, await parties.live_opening(session, enterprise), MEMBER)
        saved = await parties.live_opening(session, await parties.enterprise(session, OTHER, number=2))
        person = await parties.seeker(session, SEEKER)
    await seeker.send("/help")
    await forged.press(stage, SEEKER, f"seek.save:{saved.id}")
    await stage.settle()
    await seeker.send(said)
    assert "不存了" in (await seeker.last()).text
    async with stage.sessions() as session:
        assert await feedback.list_saved_ids(session, person) == []
    assert await _state(stage) is State.OFFERED


async def test_who_says_again_that_they_do_not_go_is_asked_before_the_withdrawal_is_undone(
    applied: tuple[Stage, Phone, Phone],
) -> None:
    stage, _, seeker = applied
    await seeker.send("/my")
    await seeker.tap("退出")
    await seeker.tap("确定退出")
    await seeker.send("我不去了")
    assert await _state(stage) is State.WITHDRAWN
    assert "撤销" in (await seeker.last()).buttons


async def test_typed_words_take_an_application_back_at_once(
    applied: tuple[Stage, Phone, Phone],
) -> None:
    stage, _, seeker = applied
    await seeker.send("我不想报了，撤回吧")
    assert await _state(stage) is State.WITHDRAWN
    assert "就当没报过" in (await seeker.last()).text


async def test_typed_words_undo_a_withdrawal(applied: tuple[Stage, Phone, Phone]) -> None:
    stage, _, seeker = applied
    await seeker.send("/my")
    await seeker.tap("退出")
    await seeker.tap("确定退出")
    await seeker.send("撤销。")
    assert await _state(stage) is State.APPLIED
