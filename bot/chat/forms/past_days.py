"""A day that has been, in forms: today or yesterday by a tap, or as people write it."""

from datetime import date, datetime, time, timedelta

from bot.chat.forms.engine import BadAnswer, Choice, Draft
from bot.chat.texts import format_day
from bot.chat.turn import Turn
from data.closed_forms import calendar
from data.db.clock import ZONE, months_later

ASKED_ON = "asked_on"
"""Draft key of the day (ISO) on which the form was begun: what its buttons call today."""
_LONGEST_AGO_DAYS = 200
"""A date without a year that would lie ahead is one of the past months."""


def choices(turn: Turn, draft: Draft) -> list[Choice]:
    """Today and yesterday."""
    asked_on = date.fromisoformat(draft[ASKED_ON])
    offered = {"day.today": asked_on, "day.yesterday": asked_on - timedelta(days=1)}
    return [
        Choice(f"{turn.t(name)} {format_day(value, turn.language)}", value.isoformat())
        for name, value in offered.items()
    ]


async def parse(turn: Turn, _: Draft, said: str) -> str:
    """The day (ISO); one that lies ahead is for the form to refuse.

    Raises:
        BadAnswer: no day.
    """
    today = turn.now.date()
    found = calendar.read_meeting_time(said, datetime.combine(today, time(0), ZONE)).day
    if found is None:
        raise BadAnswer("day.error.unknown")
    a_year_before = months_later(found, -12)
    ahead = found > today and (today - a_year_before).days > _LONGEST_AGO_DAYS
    return (found if ahead or found <= today else a_year_before).isoformat()
