"""What words say an answer of a listing's form shall be: one reader a question, for openings and courses alike."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.chat.forms.engine import AmbiguousAnswer, Draft, FormQuestion
from bot.chat.turn import Turn
from bot.enterprise.courses.draft import OUTCOMES, ROLLING
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY
from bot.enterprise.openings import draft as opening_draft
from data.closed_forms import calendar, durations, money, quoted
from data.closed_forms.numbers import NUMBER, figures
from data.closed_forms.quoted import Quoted
from data.closed_forms.text import normalise
from data.db.clock import months_later
from matching.adverts.courses import read_course
from matching.adverts.reading import Advert, read_request

_BECOMES = re.compile(
    r"(?:成|为|到|\bto|(?:[最至][多少]|[多少]于|不超过)(?!再)\w{0,2}|\bat (?:most|least)|\bmore than)\s*$"
)
"""Before a number that is the new one: 改成5个, 最多招5个, to 5."""
_MORE = re.compile(r"(?:加|增加?|(?<![不增])增加[^\W\d]{1,4}|再\w?|(?<![最至])多(?!于)\w?|\badd|\banother|\bby)\s*$")
_FEWER = re.compile(r"(?:减少?|减少[^\W\d]{1,4}|(?<![最至])少(?!于)\w?|砍|去)掉?\s*$")
"""Before a number that is added to those there are, or taken from them."""
_OF_OTHER_THINGS = re.compile(
    rf"{NUMBER}\s*(?:个?(?:月|星期|礼拜|小时)|班|年|天|周|点|元|块|级|岁|楼|层|号|句|条|次|%|yuan|days?|weeks?|months?|hours?)"
)
"""A number with the unit of something else than people."""
_NOT = re.compile(r"(?:不是|而非|\bnot|\binstead of)\s*$")
"""Before what something is not: 是六个不是九个."""

_UNTIL = re.compile(r"[到至](?!期)|\b(?:until|till|to)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the form, and the words that may answer it."""

    turn: Turn
    question: FormQuestion
    draft: Draft
    said: str
    words: str
    """The same without the listing's title."""
    quoted: Quoted | None
    """The sentence that the words bring along."""
    last_day: date | None
    """Until when the listing can be found."""
    renews: bool = False
    """Whether the words ask for a longer life: a length of time alone is one then."""

    async def typed(self, said: object) -> Any:
        """The answer to the question that these words are.

        Raises:
            BadAnswer: they are none.
        """
        return await self.question.parse(self.turn, self.draft, str(said))

    @property
    def before(self) -> Any:
        """The answer as the listing has it."""
        return self.draft.get(BASE_ANSWERS_KEY, {}).get(self.question.key)


Reader = Callable[[Asked], Awaitable[Any]]
"""The answer that the words give, None where they give none; raises `BadAnswer` where it would not do."""


def numbers_set(words: str) -> list[tuple[int, int]]:
    """The whole numbers above nothing that words set, with the place where each begins in the normalised words."""
    plain = normalise(words).lower()
    found = [(int(number), start) for number, start, _ in figures(plain) if number == int(number) > 0]
    return [(number, start) for number, start in found if not _NOT.search(plain[:start])]


def _people_set(words: str) -> list[tuple[int, int]]:
    """The numbers that may count people, as `numbers_set` has them."""
    plain = normalise(words).lower()
    told = [(number, start) for number, start in numbers_set(words) if number < money.LOWEST_WAGE]
    return [(number, start) for number, start in told if not _OF_OTHER_THINGS.match(plain, start)]


def places_set(now: int, words: str) -> int | None:
    """How many places there shall be, by the last number: that many, or so many more or fewer than there are now."""
    found = _people_set(words)
    if not found:
        return None
    number, start = found[-1]
    before = normalise(words).lower()[:start]
    if _BECOMES.search(before):
        return number
    if _FEWER.search(before):
        return now - number
    return now + number if _MORE.search(before) else number


def places_that_may_be_meant(now: int, words: str) -> list[int]:
    """One number that is no more than there are places now may be their new number, or how many more there are."""
    found = _people_set(words)
    if len(found) != 1 or found[0][0] > now:
        return []
    before = normalise(words).lower()[: found[0][1]]
    if any(plain.search(before) for plain in (_BECOMES, _MORE, _FEWER)):
        return []
    return [now + found[0][0], found[0][0]]


async def _places(asked: Asked) -> Any:
    """The last number; a single one that may be more, or all, is asked, unless it corrects what was said before."""
    now = asked.draft.get(asked.question.key)
    before = asked.before or now or 0
    if now == before and places_that_may_be_meant(before, asked.words):
        return None
    places = places_set(before, asked.words)
    return None if places is None else await asked.typed(places)


async def _wage(asked: Asked) -> Any:
    least, most = asked.before or (None, None)
    if (more := money.read_difference(asked.words)) is not None:
        if least is None or most is None or abs(more) >= least:
            return None
        return await asked.typed(f"{least + more}-{most + more}")
    found = money.read_new_wage(asked.words)
    if found is None:
        return None
    low, high = found
    if low == high and least is not None and most is not None and least < low < most:  # the least is raised
        high = most
    return await asked.typed(f"{low}-{high}")


async def _fee(asked: Asked) -> Any:
    more = money.read_difference(asked.words)
    if more is not None and asked.before:
        return await asked.typed(max(0, asked.before + more))
    fee = money.read_new_fee(asked.words)
    return None if fee is None else await asked.typed(fee)


async def _number(asked: Asked) -> Any:
    found = numbers_set(asked.words)
    return await asked.typed(found[-1][0]) if found else None


async def _pay_day(asked: Asked) -> Any:
    day = calendar.read_day_of_every_month(asked.words)
    return await asked.typed(day) if day else await _number(asked)


async def _months(asked: Asked) -> Any:
    found = [one for one in durations.read_durations(asked.words) if one.months and not one.days]
    return await asked.typed(found[-1].months) if found else None


async def _day(asked: Asked) -> Any:
    """The day that is named, or so much later or earlier than the day that it is now."""
    day = new_day(asked.words, asked.turn.now.date(), await _day_now(asked), renews=asked.renews)
    return await asked.typed(day.isoformat()) if day else None


async def _day_now(asked: Asked) -> date | None:
    known = asked.before or asked.draft.get(asked.question.key)
    if known and known != ROLLING:
        return date.fromisoformat(known)
    return asked.last_day if asked.question.key == "deadline" else None


def new_day(words: str, today: date, now: date | None, *, renews: bool = False) -> date | None:
    """The day that words set: one of the calendar, or so much later or earlier than it is `now`.

    `renews`: words that ask for a longer life; a length of time alone is one then, and a day counts behind "until".
    """
    if renews and durations.read_delay(words, bare_is_later=True) is None:
        words = _UNTIL.split(words, maxsplit=1)[-1] if _UNTIL.search(words) else ""
    of_new = calendar.words_of_new_day(words)
    if (named := calendar.find_date(of_new, today)) is not None:
        return named
    if (delay := durations.read_delay(words, bare_is_later=renews)) is not None:
        return months_later(now, delay.months) + timedelta(days=delay.days) if now else None
    return calendar.read_meeting_time(of_new, datetime.combine(today, time.min)).day


async def _stated(asked: Asked) -> Advert:
    said = asked.quoted.text if asked.quoted else asked.words
    return await asyncio.to_thread(read_request, said, asked.turn.now.date())


async def _shift(asked: Asked) -> Any:
    read, before = await _stated(asked), str(asked.draft.get("shift"))
    known = {**opening_draft.SHIFTS, **opening_draft.HALF_KNOWN_SHIFTS}.get(before, (None, None))
    if read.shift is None and read.night_shift is None:
        return await _choice(asked)
    shift = read.shift or known[0]
    night = known[1] if read.night_shift is None and shift == known[0] else read.night_shift
    return opening_draft.shift_key(shift, night) or opening_draft.shift_key(None, night)


async def _living(asked: Asked) -> Any:
    read, before = await _stated(asked), str(asked.draft.get("living"))
    known = {**opening_draft.LIVING, **opening_draft.HALF_KNOWN_LIVING}.get(before, (None, None))
    if read.housing_kind is None and read.meals is None:
        return await _choice(asked)
    return opening_draft.living_key(
        known[0] if read.housing_kind is None else read.housing_kind, known[1] if read.meals is None else read.meals
    )


async def _education(asked: Asked) -> Any:
    read = await _stated(asked)
    return read.education_min.value if read.education_min else await _choice(asked)


async def _certificates(asked: Asked) -> Any:
    """The certificates that are named, with those that were asked for before unless they become these."""
    named = (await _stated(asked)).certificates_required
    kept = [] if asked.quoted is None or asked.quoted.replaces else asked.draft.get("certificates") or []
    return list(dict.fromkeys([*kept, *named])) if named else None


async def _papers(asked: Asked) -> Any:
    """The papers that are named, with those that were to bring before unless they become these."""
    said = asked.quoted.text if asked.quoted else quoted.read_new_text(asked.said)
    if said is None:
        return None
    replaces = asked.quoted is None or asked.quoted.replaces
    kept = [] if replaces else asked.draft.get("papers") or []
    return list(dict.fromkeys([*kept, *(await asked.typed(said))]))


async def _leads(asked: Asked) -> Any:
    read = await asyncio.to_thread(read_course, asked.words, asked.turn.now.date())
    found = (read.certificate_kind, read.grade_target)
    named = next((name for name, facts in OUTCOMES.items() if any(found) and facts == found), None)
    return named or await _choice(asked)


async def _dormitory(asked: Asked) -> Any:
    read = await _stated(asked)
    return await _choice(asked) if read.housing is None else read.housing


async def _short_text(asked: Asked) -> Any:
    said = quoted.read_new_text(asked.said) or (asked.quoted.text if asked.quoted else None)
    return await asked.typed(said) if said else None


async def _district(asked: Asked) -> Any:
    """The district of the same city that the words name."""
    read = await _stated(asked)
    named = [read.district] if read.district else read.place_candidates
    here = [code for code in named if code[:4] == asked.draft["city"][:4] and code != asked.draft["city"]]
    return here[0] if len(here) == 1 else None


async def _description(asked: Asked) -> Any:
    """The whole description anew, or with other words in the place of those quoted."""
    replaced = quoted.read_replacement(asked.said)
    if replaced and replaced[0] in asked.draft["description"]:
        return await asked.typed(asked.draft["description"].replace(*replaced))
    if exchanged := quoted.read_exchange(asked.said, asked.draft["description"]):
        return await asked.typed(asked.draft["description"].replace(*exchanged, 1))
    return await asked.typed(asked.quoted.text) if asked.quoted and asked.quoted.replaces else None


async def _choice(asked: Asked) -> Any:
    """The value of the button whose words stand in what was said, of the longest one; None where none does."""
    if asked.question.choices is None or asked.question.repeat_while is not None:
        return None
    try:
        offered = asked.question.choices(asked.turn, asked.draft)
    except AmbiguousAnswer:
        return None
    said = normalise(asked.words).casefold()
    found = sorted((one for one in offered if one.label.casefold() in said), key=lambda one: len(one.label))
    return found[-1].value if found else None


READERS: Mapping[str, Reader] = {
    "wage": _wage, "wage_after": _wage, "headcount": _places, "capacity": _places, "fee": _fee, "deadline": _day,
    "start": _day, "contract": _months, "term": _months, "probation": _months, "hours": _number, "weeks": _number,
    "pay_day": _pay_day, "shift": _shift, "living": _living, "dormitory": _dormitory, "education": _education,
    "certificates": _certificates, "papers": _papers, "leads": _leads, "title": _short_text, "address": _short_text,
    "mentor": _short_text, "partner": _short_text, "programme": _short_text, "assessor": _short_text,
    "city": _short_text, "district": _district, "description": _description,
}  # fmt: skip
"""By the key of the question; any other is answered by the words of its buttons."""


async def read_answer(asked: Asked) -> Any:
    """The answer that the words give to a question, None where they give none.

    Raises:
        BadAnswer: it would not do.
    """
    try:
        return await READERS.get(asked.question.key, _choice)(asked)
    except AmbiguousAnswer:  # the question itself offers what may be meant
        return None
