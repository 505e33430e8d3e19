"""When work or lessons begin and end, as words would have the description tell it."""

from dataclasses import dataclass

from bot.chat.texts import shown
from bot.chat.turn import Turn
from data.closed_forms import quoted
from data.closed_forms.calendar import hours_in, times_in, with_part_of_day

_BOTH = 2


@dataclass(frozen=True, slots=True)
class NewHours:
    """What the description shall tell."""

    new: str
    old: str | None
    """The words of the description that it stands instead of; None where it goes into a line of its own."""
    line: str
    """That line."""


def read_new_hours(turn: Turn, words: str, description: str) -> NewHours | None:
    """From when until when, told as such or by two times, or the one time that becomes another; None where there is
    none.
    """
    before, after = quoted.read_becoming(words) or ("", words)
    told = hours_in(after) or hours_in(words)
    times = times_in(after)
    if told:
        new = after[after.find(told[0]) : after.find(told[-1]) + len(told[-1])] if hours_in(after) else told[-1]
    elif len(times) == _BOTH and not any(one in description for one in times):
        new = shown(turn.t("edit.hours", begin=times[0], end=times[1]))
    else:
        return _one_time(turn, words, before, times, description)
    stated = hours_in(description)
    named = [one for one in stated if one in before or one in words.replace(new, "")]
    old = named or (stated if len(stated) == 1 else [])
    return NewHours(new, old[0] if old else None, shown(turn.t("edit.line.hours", hours=new)))


def _one_time(turn: Turn, words: str, before: str, times: list[str], description: str) -> NewHours | None:
    """The time that becomes another one: of several in the description, the one that the words name as well."""
    if not times:
        return None
    alone = times_in(description)
    named = [one for one in alone if any(one.endswith(said) for said in times_in(words) if said != times[0])]
    what = next(reversed(quoted.clauses(before)), "")
    if len(named) == 1 and description.count(named[0]) == 1:
        return NewHours(with_part_of_day(named[0], times[0]), named[0], "")
    return NewHours(times[0], None, shown(turn.t("edit.line.time", what=what, time=times[0]))) if what else None
