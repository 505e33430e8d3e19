"""Who leaves gives everything back, others hear of it, and a sentence about a child ends nobody's account."""

from sqlmodel import select

from data.applications import service as applications
from data.applications.service import Application
from data.enrolments import service as enrolments
from data.enrolments.service import Enrolment
from data.listings.courses import Course
from data.people import accounts, seekers
from data.people.profile import Facts
from data.vocabulary import ApplicationState, EnrolmentState, ListingState
from tests import parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, WAITING = 7101, 7102, 7103


async def _involved(stage: Stage, facts: Facts) -> tuple[Phone, Phone, Phone]:
    """A seeker in talks with an enterprise and enrolled in a course that somebody else waits for."""
    phones = stage.phone(SEEKER), stage.phone(MEMBER), stage.phone(WAITING)
    for phone in phones:
        await phone.send("/help")
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        made = await parties.application(session, SEEKER, opening, phone="13800138000", facts=facts)
        await applications.accept(session, made.id or 0, member=await parties.account_id(session, MEMBER))
        course = (await session.exec(select(Course).where(Course.state == ListingState.LIVE))).first()
        assert course is not None
        course.capacity = 1 + await enrolments.count_held_places(session, course.id)
        await enrolments.enrol(session, made.account_id or 0, course.id, phone="13800138000")
        await enrolments.enrol(session, await parties.seeker(session, WAITING), course.id, phone=None)
    return phones


async def _left(stage: Stage) -> tuple[Application, list[Enrolment]]:
    async with stage.sessions() as session:
        assert await accounts.by_telegram_id(session, SEEKER) is None
        application = (await session.exec(select(Application).where(Application.state == "withdrawn"))).one()
        kept = (await session.exec(select(Enrolment).order_by(Enrolment.id))).all()  # type: ignore[arg-type]
    return application, list(kept)


async def _check_all_given_back(stage: Stage, member: Phone, waiting: Phone) -> None:
    application, kept = await _left(stage)
    assert (application.state, application.phone) == (ApplicationState.WITHDRAWN, None)
    assert [row.state for row in kept][-2:] == [EnrolmentState.WITHDRAWN, EnrolmentState.ENROLLED]
    assert all(row.phone is None for row in kept)
    assert application.code in (await member.until("求职者已退出")).text
    await waiting.until("候补轮到您了")


async def test_a_child_gives_places_back_and_no_number_stays(sample_stage: Stage) -> None:
    child, member, waiting = await _involved(sample_stage, Facts())
    await child.send("我今年15岁")
    await child.until("不满16周岁", seconds=40)
    await _check_all_given_back(sample_stage, member, waiting)


async def test_who_deletes_everything_is_missed_by_nobody_unawares(sample_stage: Stage) -> None:
    seeker, member, waiting = await _involved(sample_stage, Facts(age=20))
    await seeker.send("/mydata")
    await seeker.tap("全部删除")
    await seeker.tap("确定")
    await _check_all_given_back(sample_stage, member, waiting)


async def test_a_sentence_about_a_child_keeps_nothing_of_it_and_erases_nothing(sample_stage: Stage) -> None:
    facts = Facts(age=20)
    seeker, member, _ = await _involved(sample_stage, facts)
    for words in ("我儿子15了，想学理发，沈阳", "我儿子15了，想学修车，鞍山"):
        await seeker.send(words)
    assert (await seeker.said()).count("您自己的资料不变") == 2
    async with sample_stage.sessions() as session:
        person = await accounts.by_telegram_id(session, SEEKER)
        assert person is not None
        assert await seekers.facts_of(session, person.id or 0) == facts
        assert (await session.exec(select(Application))).one().state == ApplicationState.TALKING
    assert "已退出" not in await member.said()
