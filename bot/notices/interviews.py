"""What each side hears of an interview: invitation with a calendar file, answers, reminders, what came of it.

What concerns the hour of a meeting does not wait for anybody's time for notices.
"""

import html
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.cards import calendar
from bot.chat.texts import Html, format_moment, render
from bot.notices.applications import SEE_OTHERS_BUTTONS, load_parties
from bot.notices.deliver import notify_people, notify_people_now
from bot.notices.send_file import send_file_to
from data.applications.interviews import REMIND_HOURS
from data.applications.models import Application, Interview
from data.db import clock
from data.vocabulary import Language


def answer_buttons(interview: Interview) -> Buttons:
    """What the invited person can say; the buttons hold for this time only."""
    about = f"{interview.application_id}:{interview.sequence}"
    return [
        [("interview.coming", f"seek.meet_yes:{about}"), ("interview.wish", f"seek.meet_move:{about}")],
        [("interview.not_coming", f"seek.meet_no:{interview.application_id}")],
    ]


async def announce_interview(session: AsyncSession, application: Application, interview: Interview) -> bool:
    """The person is invited, or hears of the new time; both get it for their calendars. False: not reached."""
    opening, organisation, members = await load_parties(session, application)
    reached = await notify_people_now(
        session, [application.account_id], "interview.moved" if interview.sequence else "interview.invited",
        answer_buttons(interview), organisation=organisation.name, title=opening.title, code=application.code,
        moment=partial(format_moment, interview.at), place=interview.place, note=partial(_note, interview),
    )  # fmt: skip
    now = await clock.now(session)

    def file(language: Language) -> tuple[str, bytes]:
        title = html.unescape(render("interview.file.title", language, title=opening.title, code=application.code))
        meeting = calendar.CalendarEntry(
            f"interview-{application.code}@shitu", interview.sequence, interview.at, title, interview.place,
            interview.note, REMIND_HOURS, now,
        )  # fmt: skip
        return f"{render('interview.file.name', language)}-{application.code}.ics", calendar.ics_file(meeting)

    await send_file_to(session, [application.account_id, *members], file, "interview.file")
    return reached > 0


def _note(interview: Interview, language: Language) -> Html | str:
    return interview.note or render("interview.no_note", language)


async def announce_attendance(session: AsyncSession, application: Application, interview: Interview) -> None:
    """The person comes."""
    _, _, members = await load_parties(session, application)
    await notify_people_now(
        session, members, "interview.coming.told", _see_applicant_buttons(application), code=application.code,
        moment=partial(format_moment, interview.at),
    )  # fmt: skip


async def announce_reschedule_request(
    session: AsyncSession, application: Application, interview: Interview, wanted_time: datetime
) -> None:
    """The person asks for another time, which a member can take with a tap."""
    _, _, members = await load_parties(session, application)
    number = application.id
    take = f"member.meet_take:{number}:{interview.sequence}:{int(wanted_time.timestamp())}"
    buttons: Buttons = [[("interview.wish.take", take)], [("interview.wish.other", f"member.meet:{number}")]]
    await notify_people_now(
        session, members, "interview.wish.told", buttons, code=application.code,
        before=partial(format_moment, interview.at), moment=partial(format_moment, wanted_time),
    )  # fmt: skip


async def announce_called_off(session: AsyncSession, application: Application, interview: Interview) -> None:
    """The enterprise called it off: nobody makes the way in vain."""
    opening, organisation, _ = await load_parties(session, application)
    await notify_people_now(
        session, [application.account_id], "interview.called_off.told",
        [[("relay.write", f"relay.write:{application.id}"), ("my.button", "seek.my")]], organisation=organisation.name,
        title=opening.title, code=application.code, moment=partial(format_moment, interview.at),
    )  # fmt: skip


async def remind_of_interview(session: AsyncSession, application: Application, interview: Interview) -> None:
    """Both sides are reminded."""
    opening, organisation, members = await load_parties(session, application)
    about: dict[str, Any] = {
        "title": opening.title, "code": application.code, "place": interview.place,
        "moment": partial(format_moment, interview.at),
    }  # fmt: skip
    await notify_people_now(
        session, [application.account_id], "interview.remind.seeker", answer_buttons(interview),
        organisation=organisation.name, **about,
    )  # fmt: skip
    answer = partial(render, f"interview.answer.{interview.answer}")
    await notify_people_now(
        session, members, "interview.remind.member", _see_applicant_buttons(application), answer=answer, **about
    )


async def ask_interview_outcome(
    session: AsyncSession, application: Application, interview: Interview, *, again: bool
) -> None:
    """The enterprise is asked what came of it."""
    opening, _, members = await load_parties(session, application)
    number = application.id
    buttons: Buttons = [
        [("applicant.offer", f"member.offer:{number}"), ("applicant.no", f"member.no:{number}")],
        [("interview.missed", f"member.missed:{number}"), ("interview.move", f"member.meet:{number}")],
    ]
    await notify_people(
        session, members, "interview.after.again" if again else "interview.after", buttons, code=application.code,
        title=opening.title, moment=partial(format_moment, interview.at),
    )  # fmt: skip


async def announce_no_show(session: AsyncSession, application: Application) -> None:
    """The person is said not to have come: told kindly, and heard once."""
    opening, organisation, _ = await load_parties(session, application)
    buttons: Buttons = [[("absence.explain", f"seek.explain:{application.id}")], *SEE_OTHERS_BUTTONS]
    await notify_people(
        session, [application.account_id], "absence.told", buttons, organisation=organisation.name,
        title=opening.title, code=application.code,
    )  # fmt: skip


async def announce_talks_reopened(session: AsyncSession, application: Application) -> None:
    """The enterprise talks to the person again."""
    opening, organisation, _ = await load_parties(session, application)
    await notify_people(
        session, [application.account_id], "absence.reopened.told",
        [[("relay.write", f"relay.write:{application.id}")], [("my.button", "seek.my")]],
        organisation=organisation.name, title=opening.title, code=application.code,
    )  # fmt: skip


def _see_applicant_buttons(application: Application) -> Buttons:
    return [[("applicants.see_one", f"member.applicant:{application.id}")]]
