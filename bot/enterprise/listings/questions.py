"""What posting an opening and posting a course ask in the same way: ways to read an answer and to offer buttons.

Each way is a pair of functions for a `Question`: `parse` takes typed words, `choices` offers buttons.
"""

from datetime import date, timedelta

from bot.chat.cards.names import label, occupation_name
from bot.chat.forms import typed_values
from bot.chat.forms.engine import AmbiguousAnswer, BadAnswer, Choice, Draft, FormQuestion
from bot.chat.forms.places import CITY, place_choice, place_questions
from bot.chat.forms.question_kinds import Choices
from bot.chat.texts import format_day
from bot.chat.turn import Turn
from data.catalogue import places, trades
from data.vocabulary import Education
from matching.language.occupation_lookup import find_occupations

SOONEST_DAYS, LATEST_DAYS = 7, 180
"""The last day to apply, from today: time to be seen, and no forgotten adverts."""
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 30, 900


def organisation_choices(_: Turn, draft: Draft) -> list[Choice]:
    """The organisations that the person may post for."""
    return [Choice(name, number) for number, name, _ in draft["organisations"]]


def has_single_organisation(draft: Draft) -> bool:
    """Whether there is nothing to choose."""
    return len(draft.get("organisations", [])) < 2


async def read_occupation(turn: Turn, _: Draft, said: str) -> str:
    """The code of the occupation that is meant, with the trade where the words name one (`trades.encode_work`)."""
    found = find_occupations(said[:60])
    if not found:
        raise BadAnswer("post.error.occupation", said=said.strip()[:40])
    if len(found) > 1:
        offered = [Choice(occupation_name(one.code, turn.language), one.code) for one in found]
        raise AmbiguousAnswer("post.occupation.which", offered)
    return trades.encode_work(found[0].code, trades.named_in(found[0].code, said))


def store_occupation(draft: Draft, work: str) -> Draft:
    """Store an answer of `read_occupation`."""
    code, trade = trades.decode_work(work)
    return draft | {"occupation": code, "trade": trade}


def trade_of(draft: Draft) -> str | None:
    """The trade that the title names, or else the one known before (of a file, or of what was typed as the work)."""
    known = trades.get(draft["occupation"], draft.get("trade"))
    return trades.named_in(draft["occupation"], draft["title"]) or (known.name if known else None)


def title_choices(text_id: str) -> Choices:
    """A title made of the name of the trade, or of the occupation where no trade is known."""

    def choices(turn: Turn, draft: Draft) -> list[Choice]:
        work = trades.encode_work(draft["occupation"], draft.get("trade"))
        title = turn.t(text_id, occupation=occupation_name(work, turn.language))
        return [Choice(title, title)]

    return choices


def city_and_district_questions(texts: str) -> tuple[FormQuestion, FormQuestion]:
    """City and district, the organisation's own place first; their texts are `{texts}.city` and `{texts}.district`."""
    city, district = place_questions(texts)
    return FormQuestion(
        CITY, f"{texts}.city", city.parse, choices=_cities, store_answer=city.store_answer, columns=3
    ), district


def _cities(turn: Turn, draft: Draft) -> list[Choice]:
    homes = [home for number, _, home in draft.get("organisations", []) if number == draft.get("organisation")]
    homes = list(dict.fromkeys([*(draft.get("places") or ()), *homes]))
    offered = [place_choice(turn, places.place(home)) for home in homes]
    return [*offered, *(place_choice(turn, city) for city in places.cities() if city.code not in homes)]


def education_choices(turn: Turn, _: Draft) -> list[Choice]:
    """The least schooling that may be asked for."""
    unlimited = Choice(turn.t("post.education.none"), Education.NONE.value)
    levels = (Education.PRIMARY, Education.JUNIOR, Education.SENIOR, Education.SECONDARY_VOCATIONAL, Education.COLLEGE)
    return [unlimited, *(Choice(label("education", level, turn.language), level.value) for level in levels)]


def least_education(chosen: str) -> Education | None:
    """The least education asked for; "any" asks for none."""
    return None if chosen == Education.NONE else Education(chosen)


async def read_deadline(turn: Turn, _: Draft, said: str) -> str:
    """The last day to apply, in ISO form."""
    found = typed_values.read_day(said, turn.now.date())
    return require_deadline(turn, found).isoformat()


def deadline_limits(today: date) -> tuple[date, date]:
    """The earliest and the latest last day to apply."""
    return today + timedelta(days=SOONEST_DAYS), today + timedelta(days=LATEST_DAYS)


def require_deadline(turn: Turn, last_day: date) -> date:
    """Check that people have time to apply, and that nobody forgets the advert.

    Raises:
        BadAnswer: too early or too late.
    """
    return require_between(turn, last_day, *deadline_limits(turn.now.date()))


def require_between(turn: Turn, answered: date, earliest: date, latest: date) -> date:
    """The day, if it is neither too early nor too late.

    Raises:
        BadAnswer: it is.
    """
    if answered < earliest:
        raise BadAnswer("day.error.early", day=format_day(earliest, turn.language))
    if answered > latest:
        raise BadAnswer("day.error.late", day=format_day(latest, turn.language))
    return answered


def deadline_choices(turn: Turn, _: Draft) -> list[Choice]:
    """Common last days."""
    offered = []
    for weeks in (2, 4, 8):
        last_day = turn.now.date() + timedelta(weeks=weeks)
        words = turn.t("post.deadline.weeks", n=weeks, day=format_day(last_day, turn.language))
        offered.append(Choice(words, last_day.isoformat()))
    return offered


def checkbox_label(turn: Turn, name: str, *, ticked: bool) -> str:
    """The words of a button in a list to tick."""
    return turn.t("choice.ticked", name=name) if ticked else name
