"""What the clock makes due in the life of an application; every notice once, whoever asks and whenever."""

from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.texts import format_day
from bot.notices import interviews as interview_notices
from bot.notices.applications import SEE_OTHERS_BUTTONS, load_parties, offer_buttons
from bot.notices.deliver import notify_people
from data.applications import contracts, interviews, offers, questions, stale
from data.applications.service import Application
from data.listings import openings
from data.messaging import sent_notices

BATCH = 50


async def remind_of_open_questions(session: AsyncSession) -> int:
    """A question left open for two days is put once more."""
    found = await questions.list_due_reminders(session, BATCH)
    for question in found:
        if not await sent_notices.record_if_new(session, questions.OPEN_QUESTION_NOTICE, str(question.id)):
            continue
        application = await session.get(Application, question.application_id)
        opening = await openings.find(session, application.opening_id) if application else None
        if application is not None and opening is not None:
            answers = [
                [("question.answer", f"seek.answer:{question.id}"), ("question.skip", f"seek.no_answer:{question.id}")]
            ]
            about: dict[str, Any] = {"title": opening.title, "code": application.code, "said": question.said}
            await notify_people(session, [question.account_id], "question.remind", answers, **about)
    return len(found)


async def remind_of_interviews(session: AsyncSession) -> int:
    """Both sides hear of an interview a day and two hours before; the later one stands for a missed earlier one."""
    done = 0
    for hours in sorted(interviews.REMIND_HOURS):
        for interview, application, _ in await interviews.list_due_reminders(session, hours, BATCH):
            subject = interviews.notice_subject(interview)
            if not await sent_notices.record_if_new(session, interviews.reminder_notice_kind(hours), subject):
                continue
            for earlier in (one for one in interviews.REMIND_HOURS if one > hours):
                await sent_notices.record_if_new(session, interviews.reminder_notice_kind(earlier), subject)
            await interview_notices.remind_of_interview(session, application, interview)
            done += 1
    return done


async def ask_interview_outcomes(session: AsyncSession) -> int:
    """What came of it is asked after two hours, and again after three and seven days."""
    done = 0
    for days in sorted(stale.ASK_AFTER_INTERVIEW_DAYS, reverse=True):
        for interview, application, _ in await interviews.list_due_outcome_questions(session, days, BATCH):
            subject = interviews.notice_subject(interview)
            if not await sent_notices.record_if_new(session, interviews.outcome_notice_kind(days), subject):
                continue
            for earlier in (one for one in stale.ASK_AFTER_INTERVIEW_DAYS if one < days):
                await sent_notices.record_if_new(session, interviews.outcome_notice_kind(earlier), subject)
            await interview_notices.ask_interview_outcome(session, application, interview, again=days > 0)
            done += 1
    return done


async def remind_of_stalled_talks(session: AsyncSession) -> int:
    """Talks that do not move on: the enterprise is asked."""
    found = await stale.take_stalled_talks(session, BATCH)
    for application, days in found:
        opening, _, members = await load_parties(session, application)
        number = application.id
        buttons: Buttons = [
            [("interview.arrange", f"member.meet:{number}"), ("applicant.offer", f"member.offer:{number}")],
            [("applicant.no", f"member.no:{number}"), ("talk.still", f"member.still:{number}")],
        ]
        about: dict[str, Any] = {"code": application.code, "title": opening.title, "n": days}
        await notify_people(session, members, "talk.stalled", buttons, **about)
    return len(found)


async def end_stalled_applications(session: AsyncSession) -> int:
    """Talks and interviews that nobody took further end, and both sides hear it kindly."""
    ended = await stale.end_stale_applications(session, BATCH)
    for application in ended:
        opening, _, members = await load_parties(session, application)
        about: dict[str, Any] = {"code": application.code, "title": opening.title}
        await notify_people(session, [application.account_id], "talk.over.seeker", SEE_OTHERS_BUTTONS, **about)
        see: Buttons = [[("applicants.see", f"member.applicants:{opening.id}")]]
        await notify_people(session, members, "talk.over.member", see, **about)
    return len(ended)


async def warn_of_expiring_offers(session: AsyncSession) -> int:
    """The person hears two days before that the place goes."""
    found = await offers.list_due_expiry_reminders(session, BATCH)
    for application in found:
        if not await sent_notices.record_if_new(session, offers.OFFER_ENDS_NOTICE, str(application.id)):
            continue
        opening, organisation, _ = await load_parties(session, application)
        await notify_people(
            session, [application.account_id], "offer.ends_soon", offer_buttons(application),
            organisation=organisation.name, title=opening.title, code=application.code,
            day=partial(format_day, application.held_until),
        )  # fmt: skip
    return len(found)


async def remind_of_missing_contracts(session: AsyncSession) -> int:
    """A place was taken almost a month ago and no contract is entered: the enterprise hears what the law asks."""
    found = await contracts.without_contract(session, BATCH)
    for application, opening in found:
        if await sent_notices.record_if_new(session, contracts.CONTRACT_DUE, str(application.id)):
            await _notify_of_papers(session, application, "paper.contract_due", opening.title)
    return len(found)


async def ask_if_training_finished(session: AsyncSession) -> int:
    """The training has reached its end: is it finished?"""
    found = await contracts.list_due_completion_questions(session, BATCH)
    for application, opening in found:
        if await sent_notices.record_if_new(session, contracts.TERM_OVER, str(application.id)):
            await _notify_of_papers(session, application, "paper.term_over", opening.title)
    return len(found)


async def _notify_of_papers(session: AsyncSession, application: Application, text_id: str, title: str) -> None:
    _, _, members = await load_parties(session, application)
    buttons: Buttons = [
        [
            ("paper.button", f"member.papers:{application.id}"),
            ("applicants.see_one", f"member.applicant:{application.id}"),
        ]
    ]
    await notify_people(session, members, text_id, buttons, code=application.code, title=title)


TASKS = (
    remind_of_open_questions,
    remind_of_interviews,
    ask_interview_outcomes,
    remind_of_stalled_talks,
    end_stalled_applications,
    warn_of_expiring_offers,
    remind_of_missing_contracts,
    ask_if_training_finished,
)
