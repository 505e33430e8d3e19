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
from bot.chat.texts import Html, moment, render
from bot.notices.applications import SEE_OTHERS, around
from bot.notices.deliver import tell, tell_now
from bot.notices.send_file import hand
from data.applications.interviews import REMIND_HOURS
from data.applications.models import Application, Interview
from data.db import clock
from data.vocabulary import Language


def answers(interview: Interview) -> Buttons:
    """What the invited person can say; the buttons hold for this time only."""
    about = f"{interview.application_id}:{interview.sequence}"
    return [
        [("interview.coming", f"seek.meet_yes:{about}"), ("interview.wish", f"seek.meet_move:{about}")],
        [("interview.not_coming", f"seek.meet_no:{interview.application_id}")],
    ]


async def announce_interview(session: AsyncSession, application: Application, interview: Interview) -> bool:
    """The person is invited, or hears of the new time; both get it for their calendars. False: not reached."""
    opening, organisation, members = await around(session, application)
    reached = await tell_now(
        session, [application.account_id], "interview.moved" if interview.sequence else "interview.invited",
        answers(interview), organisation=organisation.name, title=opening.title, code=application.code,
        moment=partial(moment, interview.at), place=interview.place, note=partial(_note, interview),
    )  # fmt: skip
    now = await clock.now(session)

    def file(language: Language) -> tuple[str, bytes]:
        title = html.unescape(render("interview.file.title", language, title=opening.title, code=application.code))
        meeting = calendar.Meeting(
            f"interview-{application.code}@shitu", interview.sequence, interview.at, title, interview.place,
            interview.note, REMIND_HOURS, now,
        )  # fmt: skip
        return f"{render('interview.file.name', language)}-{application.code}.ics", calendar.write(meeting)

    await hand(session, [application.account_id, *members], file, "interview.file")
    return reached > 0


def _note(interview: Interview, language: Language) -> Html | str:
    return interview.note or render("interview.no_note", language)


async def announce_coming(session: AsyncSession, application: Application, interview: Interview) -> None:
    """The person comes."""
    _, _, members = await around(session, application)
    await tell_now(
        session, members, "interview.coming.told", _see(application), code=application.code,
        moment=partial(moment, interview.at),
    )  # fmt: skip


async def announce_wish(session: AsyncSession, application: Application, interview: Interview, wish: datetime) -> None:
    """The person asks for another time, which a member can take with a tap."""
    _, _, members = await around(session, application)
    number = application.id
    take = f"member.meet_take:{number}:{interview.sequence}:{int(wish.timestamp())}"
    buttons: Buttons = [[("interview.wish.take", take)], [("interview.wish.other", f"member.meet:{number}")]]
    await tell_now(
        session, members, "interview.wish.told", buttons, code=application.code,
        before=partial(moment, interview.at), moment=partial(moment, wish),
    )  # fmt: skip


async def announce_called_off(session: AsyncSession, application: Application, interview: Interview) -> None:
    """The enterprise called it off: nobody makes the way in vain."""
    opening, organisation, _ = await around(session, application)
    await tell_now(
        session, [application.account_id], "interview.called_off.told",
        [[("relay.write", f"relay.write:{application.id}"), ("my.button", "seek.my")]], organisation=organisation.name,
        title=opening.title, code=application.code, moment=partial(moment, interview.at),
    )  # fmt: skip


async def remind(session: AsyncSession, application: Application, interview: Interview) -> None:
    """Both sides are reminded."""
    opening, organisation, members = await around(session, application)
    about: dict[str, Any] = {
        "title": opening.title, "code": application.code, "place": interview.place,
        "moment": partial(moment, interview.at),
    }  # fmt: skip
    await tell_now(
        session, [application.account_id], "interview.remind.seeker", answers(interview),
        organisation=organisation.name, **about,
    )  # fmt: skip
    answer = partial(render, f"interview.answer.{interview.answer}")
    await tell_now(session, members, "interview.remind.member", _see(application), answer=answer, **about)


async def ask_outcome(session: AsyncSession, application: Application, interview: Interview, *, again: bool) -> None:
    """The enterprise is asked what came of it.

    What concerns the hour of a meeting does not wait for anybody's time for notices.
    """
    opening, _, members = await around(session, application)
    number = application.id
    buttons: Buttons = [
        [("applicant.offer", f"member.offer:{number}"), ("applicant.no", f"member.no:{number}")],
        [("interview.missed", f"member.missed:{number}"), ("interview.move", f"member.meet:{number}")],
    ]
    await tell(
        session, members, "interview.after.again" if again else "interview.after", buttons, code=application.code,
        title=opening.title, moment=partial(moment, interview.at),
    )  # fmt: skip


async def announce_missed(session: AsyncSession, application: Application) -> None:
    """The person is said not to have come: told kindly, and heard once."""
    opening, organisation, _ = await around(session, application)
    buttons: Buttons = [[("absence.explain", f"seek.explain:{application.id}")], *SEE_OTHERS]
    await tell(
        session, [application.account_id], "absence.told", buttons, organisation=organisation.name,
        title=opening.title, code=application.code,
    )  # fmt: skip


async def announce_reopened(session: AsyncSession, application: Application) -> None:
    """The enterprise talks to the person again."""
    opening, organisation, _ = await around(session, application)
    await tell(
        session, [application.account_id], "absence.reopened.told",
        [[("relay.write", f"relay.write:{application.id}")], [("my.button", "seek.my")]],
        organisation=organisation.name, title=opening.title, code=application.code,
    )  # fmt: skip


def _see(application: Application) -> Buttons:
    return [[("applicants.see_one", f"member.applicant:{application.id}")]]
