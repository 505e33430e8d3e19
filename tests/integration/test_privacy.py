"""What is kept of a person is theirs: it can be taken along, and it can be gone."""

import ast
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

import bot
from bot.chat import turn
from bot.chat.texts import Html
from bot.notices import applications as announcing
from bot.notices import deliver, digest
from bot.notices.deliver import notify_each, notify_people, notify_people_now
from data import privacy
from data.applications import offers
from data.applications import service as applications
from data.applications.service import Application
from data.db import clock
from data.enrolments import service as enrolments
from data.listings.courses import Course
from data.messaging import inbox, outbox
from data.messaging.inbox import InboxState, InboxUpdate
from data.messaging.outbox import OutboxMessage, OutboxState
from data.organisations import service as organisations
from data.people import accounts
from data.people.accounts import Account
from data.people.preferences import HeldNotice, NoticeTimes
from data.schema import metadata
from data.vocabulary import ApplicationState, CourseKind, ListingState
from tests import parties
from tests.phones import Phone
from tests.stages import Stage

USER = 9001
Sessions = async_sessionmaker[AsyncSession]


def _pointing_at_accounts() -> set[tuple[str, str]]:
    """Table and column of every foreign key to an account."""
    return {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "account" for key in column.foreign_keys)
    }


async def _tables_with(session: AsyncSession, words: str) -> list[str]:
    """The tables in which some row holds the words anywhere."""
    found = []
    for table in metadata.sorted_tables:
        query = text(f'SELECT count(*) FROM "{table.name}" AS one WHERE one::text LIKE :words')
        if (await session.execute(query, {"words": f"%{words}%"})).scalar_one():
            found.append(table.name)
    return found


def test_every_column_that_points_at_an_account_is_in_the_export() -> None:
    assert {(one.table.__tablename__, one.column) for one in privacy.PERSONAL_ROWS} == _pointing_at_accounts()


def test_every_notice_that_carries_a_persons_words_says_whose_they_are() -> None:
    """`about` is given wherever a notice holds what somebody typed, their number, or is written by a function."""
    missing, looked_at = [], 0
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or len(call.args) < 3:
                continue
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if called not in {one.__name__ for one in (notify_people, notify_people_now, notify_each)}:
                continue
            looked_at += 1
            given = {keyword.arg for keyword in call.keywords}
            words = call.args[2]
            written = isinstance(words, ast.Call) or (isinstance(words, ast.Name) and words.id in functions)
            if (written or given & {"said", "person", "phone", "reach"}) and "about" not in given:
                missing.append(f"{path.name}:{call.lineno}")
    assert missing == []
    assert looked_at > 40


PERSON, MEMBER, COLLEAGUE = 5_710_234_567, 2801, 2802
SAID, NUMBER = "家里老母亲有病", "13912345678"


@pytest.fixture
async def in_talks(session: AsyncSession) -> tuple[Account, Account, Application]:
    """A person in talks with an enterprise; one of its members wants one message a day."""
    organisation = await parties.enterprise(session, MEMBER)
    await organisations.add_member(session, await parties.account_id(session, COLLEAGUE), organisation, name="小李")
    opening = await parties.live_opening(session, organisation)
    made = await parties.application(session, PERSON, opening, phone=NUMBER)
    member = await parties.account(session, MEMBER)
    soon = (await clock.now(session) + timedelta(hours=1)).time()
    session.add(NoticeTimes(account_id=member.id, digest_at=soon))
    await applications.accept(session, made.id or 0, member=member.id or 0)
    await announcing.announce_application(session, made)
    await announcing.announce_talking(session, made)
    about = {"code": made.code, "title": opening.title, "said": SAID}
    members = await organisations.list_member_ids(session, organisation.id or 0)
    await deliver.notify_people(session, members, "relay.from_seeker", about=made.account_id, **about)
    return await parties.account(session, PERSON), member, made


InTalks = tuple[Account, Account, Application]


async def test_words_and_number_of_a_deleted_person_are_told_to_nobody(
    session: AsyncSession, in_talks: InTalks
) -> None:
    person, member, _ = in_talks
    assert await _tables_with(session, SAID) == ["held_notice", "outbox"]
    assert set(await _tables_with(session, NUMBER)) >= {"application", "held_notice", "outbox"}
    await privacy.withdraw_everything(session, person.id or 0)
    await privacy.delete_person(session, person)
    assert await _tables_with(session, SAID) == []
    assert await _tables_with(session, NUMBER) == []
    await clock.advance(session, 2 * 3600)
    await digest.deliver_held_notices(session)
    waiting = (await session.exec(select(OutboxMessage).where(OutboxMessage.chat_id == member.telegram_id))).all()
    assert not [row for row in waiting if SAID in str(row.payload) or NUMBER in str(row.payload)]


async def test_the_digest_of_others_still_holds_what_speaks_of_nobody_deleted(
    session: AsyncSession, in_talks: InTalks
) -> None:
    person, member, made = in_talks
    await deliver.notify_people(session, [member.id], "my.told_withdrawn", code=made.code, title="焊工学徒")
    await privacy.delete_person(session, person)
    held = (await session.exec(select(HeldNotice))).all()
    assert [made.code in one.payload["text"] for one in held] == [True]


async def test_the_export_holds_what_waits_to_be_told_about_the_person(
    session: AsyncSession, in_talks: InTalks
) -> None:
    person, _, _ = in_talks
    exported = await privacy.export_person(session, person.id or 0)
    assert any(SAID in str(one["payload"]) for one in exported["held_notice.about_id"])


@dataclass(frozen=True)
class Involved:
    """Committed: somebody with a place, talks with another enterprise and a place in a course."""

    person: int
    rival: int
    talks: int
    enrolment: int


@pytest.fixture
async def involved(sessions: Sessions) -> Involved:
    async with sessions() as session, session.begin():
        first = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        organisation = await parties.enterprise(session, COLLEAGUE, number=2, kinds=("enterprise", "provider"))
        talks = await parties.application(session, PERSON, await parties.live_opening(session, organisation))
        place = await applications.apply(session, talks.account_id or 0, first.id, phone=None)
        place.state = ApplicationState.SIGNED
        today = await clock.today(session)
        course = Course(
            id="c-test", organisation_id=organisation.id, title="焊工班", occupation_code="6-18-02-04", city="210100",
            course_kind=CourseKind.EMPLOYMENT_SKILLS, description="焊工班", capacity=5, hours_total=80, fee=0,
            contact_mode="phone", deadline=today + timedelta(days=30), state=ListingState.LIVE,
            created_at=await clock.now(session),
        )  # fmt: skip
        session.add(course)
        await session.flush()
        enrolment = await enrolments.enrol(session, talks.account_id or 0, course.id, phone=None)
        rival = await parties.account_id(session, COLLEAGUE)
        return Involved(talks.account_id or 0, rival, talks.id or 0, enrolment.id or 0)


async def test_an_enterprise_that_declines_meanwhile_does_not_stop_a_deletion(
    sessions: Sessions, session: AsyncSession, involved: Involved
) -> None:  # fmt: skip
    read_before = await applications.of_account(session, involved.person)
    async with sessions() as other, other.begin():
        await applications.decline(other, involved.talks, member=involved.rival, reason="")
    given_back = await privacy.withdraw_everything(session, involved.person)
    assert len(given_back.applications) == len(read_before) - 1


async def test_a_provider_that_declines_meanwhile_does_not_stop_a_deletion(
    sessions: Sessions, session: AsyncSession, involved: Involved
) -> None:  # fmt: skip
    read_before = await enrolments.of_account(session, involved.person)
    async with sessions() as other, other.begin():
        await enrolments.decline(other, involved.enrolment, member=involved.rival, reason="")
    given_back = await privacy.withdraw_everything(session, involved.person)
    assert len(given_back.enrolments) == len(read_before) - 1


async def test_an_enterprise_that_declines_meanwhile_does_not_stop_the_withdrawal_of_the_others(
    sessions: Sessions, session: AsyncSession, involved: Involved
) -> None:  # fmt: skip
    read_before = await offers.others_of(session, involved.person)
    async with sessions() as other, other.begin():
        await applications.decline(other, involved.talks, member=involved.rival, reason="")
    left = await offers.withdraw_other_applications(session, involved.person)
    assert len(left) == len(read_before) - 1


async def test_nothing_says_when_a_deleted_person_was_written_to(session: AsyncSession) -> None:
    person = await parties.account(session, PERSON)
    for words in ("旧的", "最后的"):
        await turn.notify(session, person, Html(words))
    first, last = (await session.exec(select(OutboxMessage.id).order_by(col(OutboxMessage.id)))).all()
    await outbox.record_result(session, first or 0, OutboxState.SENT)
    assert await _tables_with(session, str(PERSON)) == ["account", "outbox"]
    session.add(InboxUpdate(update_id=1, person=PERSON, state=InboxState.FAILED))
    done = InboxUpdate(update_id=2, person=PERSON)
    session.add(done)
    await privacy.delete_person(session, person)
    inbox.mark_done(done, await clock.now(session))
    await outbox.record_result(session, last or 0, OutboxState.SENT)
    await session.flush()
    assert await _tables_with(session, str(PERSON)) == []


async def test_a_living_persons_sent_message_keeps_its_chat(session: AsyncSession) -> None:
    person = await parties.account(session, PERSON)
    row = await turn.notify(session, person, Html("好"))
    await outbox.record_result(session, row.id or 0, OutboxState.SENT)
    assert (await session.exec(select(OutboxMessage.chat_id))).one() == PERSON


async def _told(stage: Stage) -> Phone:
    phone = stage.phone(USER)
    await phone.send("/start")
    await phone.tap("同意，开始")
    await phone.tap("同意，开始")
    await phone.send("我在大连甘井子，干过六年焊工，四十岁，想学数控")
    return phone


async def test_export_holds_everything_that_was_said(sample_stage: Stage) -> None:
    phone = await _told(sample_stage)
    await phone.send("/mydata")
    await phone.tap("导出")
    document = phone.answer[-1].raw["document"]
    url = document if isinstance(document, str) else document["url"]
    async with sample_stage.http.get(f"{sample_stage.telegram.url}/{url.lstrip('/')}") as response:
        exported = json.loads(await response.text())
    assert exported["seeker"][0]["facts"]["age"] == 40
    assert len(exported["consent"]) == 2


async def test_after_deletion_no_table_knows_the_person(sample_stage: Stage) -> None:
    phone = await _told(sample_stage)
    async with sample_stage.sessions() as session:
        account = await accounts.by_telegram_id(session, USER)
    assert account is not None
    await phone.send("/mydata")
    await phone.tap("全部删除")
    await phone.tap("确定")
    async with sample_stage.sessions() as session:
        for table, column in _pointing_at_accounts():
            query = text(f'SELECT count(*) FROM "{table}" WHERE "{column}" = :id')
            found = (await session.execute(query, {"id": account.id})).scalar_one()
            assert found == 0, f"{table}.{column}"


async def test_veteran_status_is_kept_only_after_its_own_yes(sample_stage: Stage) -> None:
    phone = await _told(sample_stage)
    await phone.send("我是退伍军人，去年复员的")
    assert "敏感" in "\n".join(message.text for message in phone.answer)
    async with sample_stage.sessions() as session:
        query = text("SELECT (SELECT count(*) FROM sensitivefact), (SELECT facts::text FROM seeker)")
        count, facts = (await session.execute(query)).one()
    assert count == 0
    assert "grp.veteran" not in facts
    await phone.tap("可以记")
    async with sample_stage.sessions() as session:
        assert (await session.execute(text('SELECT "group" FROM sensitivefact'))).scalar_one() == "grp.veteran"
