"""Nothing is kept or sent without the standing yes, and a role or a contract is not lost by one tap."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.runtime.due.listings import forget_messages_without_consent
from data import broadcasts, privacy
from data.applications import contracts, offers
from data.applications import service as applications
from data.db import clock
from data.db.errors import NotAllowed
from data.messaging import inbox
from data.people import accounts, consents, seekers
from data.people.consents import ConsentKind
from data.people.profile import Facts, GroupFact
from data.staff import members
from data.vocabulary import ApprenticeshipPaper, StaffRole
from tests import forged, parties
from tests.stages import Stage

USER, OTHER, MEMBER = 9101, 9102, 9103


@pytest.mark.parametrize("kind", [ConsentKind.MATCHING, ConsentKind.TELEGRAM_ABROAD])
async def test_without_either_yes_nothing_is_kept_and_nothing_is_sent(session: AsyncSession, kind: ConsentKind) -> None:
    person = await parties.seeker(session, USER)
    assert await broadcasts.count_recipients(session, {}) == 1
    await consents.withdraw(session, person, kind)
    assert await broadcasts.count_recipients(session, {}) == 0
    with pytest.raises(NotAllowed):
        await seekers.save_facts(session, person, Facts(age=30))


async def test_announcement_under_way_does_not_reach_who_forgot_the_profile(session: AsyncSession) -> None:
    person, officer = await parties.seeker(session, USER), await parties.account_id(session, OTHER)
    await members.set_role(session, officer, StaffRole.BROADCASTER)
    announced = await broadcasts.create_draft(session, officer, "…", {})
    await broadcasts.approve(session, announced.id or 0, by=officer)
    await privacy.forget_facts(session, person)
    assert await broadcasts.claim_next_recipient(session, announced.id or 0) is None


async def test_words_before_the_yes_are_gone_after_an_hour(session: AsyncSession) -> None:
    account = await accounts.get_or_create(session, USER)
    state = await accounts.chat_state(session, account)
    state.flow, state.draft = "consent", {"pending": "我有残疾证"}
    await session.flush()
    assert await forget_messages_without_consent(session) == 0
    state.updated_at = await clock.now(session) - timedelta(minutes=61)
    await session.flush()
    assert await forget_messages_without_consent(session) == 1
    await session.refresh(state)
    assert state.draft == {}


async def test_signed_contract_is_not_withdrawn_by_an_old_button(session: AsyncSession) -> None:
    opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    made = await parties.offered(session, USER, opening, MEMBER)
    await offers.accept_offer(session, made.account_id or 0, made.id or 0)
    by = await parties.account_id(session, MEMBER)
    await contracts.record_signing(
        session, made.id or 0, ApprenticeshipPaper.CONTRACT, await clock.today(session), member=by
    )
    with pytest.raises(applications.UnderContract):
        await applications.withdraw(session, made.account_id or 0, made.id or 0)


async def test_owner_who_opens_a_lesser_link_stays_owner_and_the_link_stays_good(session: AsyncSession) -> None:
    owner, colleague = await parties.account_id(session, USER), await parties.account_id(session, OTHER)
    await members.set_role(session, owner, StaffRole.OWNER)
    token = await members.create_invitation(session, StaffRole.REVIEWER)
    with pytest.raises(members.MayMoreAlready):
        await members.accept_invitation(session, owner, token)
    assert (await members.require_permission(session, owner, "broadcast")).role == StaffRole.OWNER
    assert (await members.accept_invitation(session, colleague, token)).role == StaffRole.REVIEWER


async def test_form_keeps_sensitive_facts_out_and_what_was_told_meanwhile_in(stage: Stage) -> None:
    phone = stage.phone(USER)
    await phone.send("/start")
    await phone.tap("不同意")
    await phone.until("只随便看看")
    await phone.send("/mydata")
    await phone.tap("改一改")
    await phone.until("先要您同意我保存")
    await phone.tap("同意，开始")
    await phone.tap("同意，开始")
    await phone.tap("一步一步问我")
    await phone.send("沈阳铁西，我是退伍军人")
    await phone.until("敏感信息")
    async with stage.sessions() as session:
        assert "veteran" not in (await session.execute(text("SELECT draft::text FROM chatstate"))).scalar_one()
    await phone.tap("可以记")
    async with stage.sessions() as session, session.begin():
        person = (await accounts.get_or_create(session, USER)).id or 0
        told = await seekers.facts_of(session, person)
        await seekers.save_facts(session, person, told.model_copy(update={"wage_min": 5100}))
        step = (await session.execute(text("SELECT step FROM chatstate"))).scalar_one()
    while step is not None:
        await phone.tap("对，找一找" if step == "_summary" else "跳过" if step != "constraints" else "就这些")
        async with stage.sessions() as session:
            state = (await session.execute(text("SELECT flow, step FROM chatstate"))).one()
        step = state.step if state.flow == "intake" else None
    async with stage.sessions() as session:
        kept = await seekers.facts_of(session, person)
    assert (kept.wage_min, kept.groups) == (5100, [GroupFact(id="grp.veteran")])
    assert [place.code for place in kept.places] == ["210106"]
    await phone.send("/start")
    await _decline_again(stage)


async def _decline_again(stage: Stage) -> None:
    await forged.press(stage, USER, "consent.no")
    async with stage.sessions() as session:
        counts = text("SELECT (SELECT count(*) FROM seeker), (SELECT count(*) FROM sensitivefact)")
        assert (await session.execute(counts)).one() == (0, 0)


@pytest.mark.live
async def test_group_is_answered_without_an_account_and_blocks_nobody(stage: Stage) -> None:
    await stage.phone(USER).send("/help")
    group = {"id": -100777, "type": "supergroup", "title": "求职群"}
    person = {"id": USER, "is_bot": False, "first_name": "测试"}
    bot = {"id": 4200, "is_bot": True, "first_name": "师徒"}
    stranger = {**person, "id": OTHER}
    entity = {"type": "bot_command", "offset": 0, "length": 6}
    message = {"message_id": 1, "date": 1, "chat": group, "from": stranger, "text": "/start", "entities": [entity]}
    removed = {
        "chat": group, "from": person, "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
    }  # fmt: skip
    async with stage.sessions() as session, session.begin():
        numbered = [(OTHER, "message", message), (OTHER, "message", message | {"text": "你好", "entities": []})]
        numbered.append((USER, "my_chat_member", removed))
        rows = [
            (910_000_000 + number, user, {"update_id": 910_000_000 + number, kind: content})
            for number, (user, kind, content) in enumerate(numbered)
        ]
        await inbox.store_updates(session, rows)
    await stage.settle()
    async with stage.sessions() as session:
        assert await accounts.by_telegram_id(session, OTHER) is None
        account = await accounts.by_telegram_id(session, USER)
        said = await session.execute(text("SELECT count(*) FROM outbox WHERE chat_id = -100777"))
        assert said.scalar_one() == 1
    assert account is not None
    assert account.blocked_at is None
