"""The question of when to meet: the next working days as buttons, and free text in anybody's words."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import holidays

from bot.chat.forms.engine import AmbiguousAnswer, BadAnswer, Choice, Draft, new_serial
from bot.chat.forms.screens import SERIAL_KEY
from bot.chat.texts import format_day, format_moment, render
from bot.chat.turn import Turn
from data.applications.interviews import FARTHEST_DAYS
from data.closed_forms import calendar
from data.db.clock import ZONE

ASKED_ON = "asked_on"
"""Draft key of the day on which the buttons were made: tapped days later they mean what they said."""
DAYS_OFFERED = 3
HOURS = (time(9), time(14))
HOURS_OF_A_NAMED_DAY = (time(9), time(10), time(14), time(15, 30))
EARLIEST, LATEST = time(7), time(20)
"""Before and after these a meeting is asked about once more."""


def initial_draft(turn: Turn) -> Draft:
    """What a form that asks for a time begins with."""
    return {ASKED_ON: turn.now.date().isoformat()}


async def refresh(turn: Turn, draft: Draft) -> Draft:
    """The draft of a form that is taken up again: on another day it offers other days, by buttons of its own."""
    today = initial_draft(turn)
    return draft if draft[ASKED_ON] == today[ASKED_ON] else draft | today | {SERIAL_KEY: new_serial(turn)}


def working_days(after: date, count: int) -> list[date]:
    """The next days that are worked in China, moved holidays counted (as far as they are announced)."""
    worked = holidays.country_holidays("CN", years=[after.year, after.year + 1])
    found: list[date] = []
    while len(found) < count:
        after += timedelta(days=1)
        if worked.is_working_day(after):
            found.append(after)
    return found


def choices(turn: Turn, draft: Draft) -> Sequence[Choice]:
    """A morning and an afternoon of the next working days."""
    asked_on = date.fromisoformat(draft[ASKED_ON])
    return [_choice(turn, one, hour) for one in working_days(asked_on, DAYS_OFFERED) for hour in HOURS]


def _choice(turn: Turn, on: date, at: time) -> Choice:
    when = datetime.combine(on, at, ZONE)
    return Choice(format_moment(when, turn.language), when.isoformat())


async def parse(turn: Turn, _: Draft, text: str) -> str:
    """The time as an ISO text.

    Raises:
        BadAnswer: no time, one that has passed, or one too far ahead. AmbiguousAnswer: the day, the hour, or
            whether the middle of the night is meant, is open.
    """
    meeting = calendar.read_meeting_time(text, turn.now)
    if meeting.at is None and meeting.day is None:
        raise BadAnswer("interview.error.no_time")
    if meeting.day is None and meeting.at is not None:
        today = [turn.now.date()] if meeting.at > turn.now.time() else []
        days = [*today, *working_days(turn.now.date(), DAYS_OFFERED)]
        raise AmbiguousAnswer("interview.error.no_day", [_choice(turn, one, meeting.at) for one in days])
    assert meeting.day is not None  # noqa: S101 - checked above
    if meeting.at is None:
        hours = [_choice(turn, meeting.day, hour) for hour in HOURS_OF_A_NAMED_DAY]
        weekday = render(f"date.weekday.{meeting.day.isoweekday()}", turn.language)
        raise AmbiguousAnswer(
            "interview.which_hour", hours, day=format_day(meeting.day, turn.language), weekday=weekday
        )
    when = datetime.combine(meeting.day, meeting.at, ZONE)
    if not turn.now < when < turn.now + timedelta(days=FARTHEST_DAYS):
        raise BadAnswer("interview.error.passed", n=FARTHEST_DAYS)
    if not EARLIEST <= meeting.at < LATEST:
        sure = [Choice(turn.t("interview.at_night.yes"), when.isoformat())]
        raise AmbiguousAnswer("interview.at_night", sure, moment=format_moment(when, turn.language))
    return when.isoformat()


def format_value(turn: Turn, value: str) -> str:
    """The time in words."""
    return format_moment(datetime.fromisoformat(value), turn.language)
