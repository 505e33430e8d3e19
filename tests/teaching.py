"""Providers, courses and learners for tests of the chat, made through the same functions the bot uses."""

from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.enrolments import service as enrolments
from data.enrolments.service import Enrolment
from data.listings.courses import Course
from data.organisations.service import Organisation
from data.vocabulary import CertificateKind, CourseKind, CourseMode, Grade, ListingState, OrganisationState
from matching.search.indexing import index_listing
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage


async def provider(
    session: AsyncSession, member: int, *, number: int = 70, state: OrganisationState = OrganisationState.VERIFIED
) -> Organisation:
    """A training provider with one member (a Telegram id)."""
    organisation = await parties.enterprise(session, member, number=number, state=state)
    organisation.name, organisation.kinds = f"北岭样板培训学校{number}", ["provider"]
    await session.flush()
    return organisation


async def live_course(session: AsyncSession, organisation: Organisation, *, capacity: int = 2, **more: Any) -> Course:
    """A course that people can find now; it begins in 40 days."""
    today = await clock.today(session)
    fields: dict[str, Any] = {
        "id": f"c-test{organisation.id}x{capacity}", "organisation_id": organisation.id, "title": "焊工培训班",
        "occupation_code": "6-18-02-04", "city": "210100", "district": "210106", "capacity": capacity,
        "description": "从平焊练起，老师手把手教，学完统一考证，不收任何费用。", "hours_total": 120, "fee": 0,
        "course_kind": CourseKind.EMPLOYMENT_SKILLS, "certificate_kind": CertificateKind.GRADE,
        "grade_target": Grade.FIVE, "mode": CourseMode.ONSITE, "evening": False, "weekend": False,
        "start_date": today + timedelta(days=40), "deadline": today + timedelta(days=30), "contact_mode": "phone",
        "state": ListingState.LIVE, "created_at": await clock.now(session), "live_at": await clock.now(session),
    }  # fmt: skip
    course = Course(**{**fields, **more})
    session.add(course)
    await session.flush()
    await index_listing(session, course)
    return course


async def asked_for_a_name(stage: Stage, member: int, user: int) -> tuple[Phone, Phone]:
    """Somebody has applied to a course and left no number: the learner's phone, and that of the school's member."""
    async with stage.sessions() as session, session.begin():
        course = await live_course(session, await provider(session, member))
        await parties.seeker(session, user)
        identity = course.id
    school, learning = stage.phone(member), stage.phone(user)
    await school.send("/help")
    await learning.send("/help")
    await forged.press(stage, user, f"seek.apply:{identity}")
    await stage.settle()
    await learning.tap("不留电话")
    return learning, school


async def learner(
    session: AsyncSession, user: int, course: Course, *, phone: str | None = None, name: str | None = None
) -> Enrolment:
    """A seeker who enrols."""
    return await enrolments.enrol(session, await parties.seeker(session, user), course.id, phone=phone, name=name)
