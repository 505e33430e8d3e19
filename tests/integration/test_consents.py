"""Nothing is kept or sent without the standing yes, and a role or a contract is not lost by one tap."""

from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.runtime.due import forget_unanswered_notices
from data import accounts, applications, broadcasts, clock, consents, privacy, seekers, staff
from data.consents import ConsentKind
from data.errors import Gone, NotAllowed
from data.facts import Facts
from data.vocabulary import StaffRole
from tests import parties

USER, OTHER, MEMBER = 9101, 9102, 9103


@pytest.mark.parametrize("kind", [ConsentKind.MATCHING, ConsentKind.TELEGRAM_ABROAD])
async def test_without_either_yes_nothing_is_kept_and_nothing_is_sent(session: AsyncSession, kind: ConsentKind) -> None:
    person = await parties.seeker(session, USER)
    assert await broadcasts.count(session, {}) == 1
    await consents.withdraw(session, person, kind)
    assert await broadcasts.count(session, {}) == 0
    with pytest.raises(NotAllowed):
        await seekers.keep(session, person, Facts(age=30))


async def test_announcement_under_way_does_not_reach_who_forgot_the_profile(session: AsyncSession) -> None:
    person, officer = await parties.seeker(session, USER), await parties.account_id(session, OTHER)
    await staff.appoint(session, officer, StaffRole.BROADCASTER)
    announced = await broadcasts.draft(session, officer, "…", {})
    await broadcasts.approve(session, announced.id or 0, by=officer)
    await privacy.forget_facts(session, person)
    assert await broadcasts.next_recipient(session, announced.id or 0) is None


async def test_words_before_the_yes_are_gone_after_an_hour(session: AsyncSession) -> None:
    account = await accounts.meet(session, USER)
    state = await accounts.chat_state(session, account)
    state.flow, state.draft = "consent", {"pending": "我有残疾证"}
    await session.flush()
    assert await forget_unanswered_notices(session) == 0
    state.updated_at = await clock.now(session) - timedelta(minutes=61)
    await session.flush()
    assert await forget_unanswered_notices(session) == 1
    await session.refresh(state)
    assert state.draft == {}


async def test_signed_contract_is_not_withdrawn_by_an_old_button(session: AsyncSession) -> None:
    opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    made = await parties.offered(session, USER, opening, MEMBER)
    await applications.sign(session, made.account_id or 0, made.id or 0)
    with pytest.raises(Gone):
        await applications.withdraw(session, made.account_id or 0, made.id or 0)


async def test_owner_who_opens_a_lesser_link_stays_owner_and_the_link_stays_good(session: AsyncSession) -> None:
    owner, colleague = await parties.account_id(session, USER), await parties.account_id(session, OTHER)
    await staff.appoint(session, owner, StaffRole.OWNER)
    token = await staff.invite(session, StaffRole.REVIEWER)
    with pytest.raises(staff.MayMoreAlready):
        await staff.enter(session, owner, token)
    assert (await staff.require(session, owner, "broadcast")).role == StaffRole.OWNER
    assert (await staff.enter(session, colleague, token)).role == StaffRole.REVIEWER
