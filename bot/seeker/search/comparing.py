"""Two or three listings side by side: each in short under its number, and one line on what differs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.buttons import Button
from bot.chat.cards import listing as listing_card
from bot.chat.cards import short
from bot.chat.cards.names import full_place_name, label, within_sentence
from bot.chat.screen import Screen
from bot.chat.texts import Html, escape, format_day, join
from bot.chat.turn import Turn
from bot.seeker.search import listing, named
from data.closed_forms.ordinals import ordinals
from data.listings.courses import Course
from data.listings.openings import Opening

_PAIR, MOST_COMPARED = 2, 3
_Listing = Opening | Course


@dataclass(frozen=True, slots=True)
class _Compared:
    """A listing with what it is called beside the others: its number, or its title where it has none."""

    listing: _Listing
    number: int | None
    called: Html


async def choose(turn: Turn, seen: Screen, words: str, text: str) -> list[str] | None:
    """The listings that are meant: those numbered; the open one and one numbered or named; else what the list shows.

    None where a number was not shown.
    """
    last = seen.last if seen.listings else None
    numbers = max(ordinals(words, last=last), ordinals(text, last=last), key=len)
    numbered = [seen.numbered(number) for number in numbers]
    if len(numbers) == 1 and seen.listing is not None:
        numbered = [seen.listing, *numbered]
    if len(numbered) > 1:
        found = [one for one in numbered if one is not None]
        return list(dict.fromkeys(found)) if len(found) == len(numbered) else None
    if seen.listing is not None:
        other = await named.on_screen(turn, seen, words)
        if other in {None, seen.listing}:
            other = await named.anywhere(turn, words)
        if other:
            return [seen.listing, other]
    return list(dict.fromkeys([*filter(None, [seen.listing]), *seen.listings]))


async def show_side_by_side(turn: Turn, seen: Screen, listing_ids: Sequence[str]) -> bool:
    """Compare at most three, with buttons that open each; False where there are less than two."""
    compared = []
    for listing_id in listing_ids[:MOST_COMPARED]:
        found = await listing.find(turn.session, listing_id)
        if found is not None:
            compared.append(_place_in_list(turn, seen, found.listing))
    if len(compared) < _PAIR:
        return False
    rows = [[_open_button(turn, one)] for one in compared]
    if all(one.number for one in compared):
        rows = [[button for row in rows for button in row]]
    await turn.say(join([*(_in_short(turn, one) for one in compared), _differences(turn, compared)], "\n\n"), rows=rows)
    return True


def _open_button(turn: Turn, one: _Compared) -> Button:
    words = turn.t("my.open", title=one.listing.title)
    if one.number:
        words = turn.t("compare.open", number=one.number)
    return Button(words, f"seek.open:{one.listing.id}")


def _place_in_list(turn: Turn, seen: Screen, found: _Listing) -> _Compared:
    number = seen.first + seen.listings.index(found.id) if found.id in seen.listings else None
    called = turn.t("compare.number", number=number) if number else turn.t("compare.titled", title=found.title)
    return _Compared(found, number, called)


def _in_short(turn: Turn, one: _Compared) -> Html:
    title = turn.t("answers.title", title=one.listing.title)
    if one.number is not None:
        title = turn.t("matches.title", number=one.number, title=one.listing.title)
    return join([title, join(short.facts(turn.language, one.listing), turn.t("matches.separator"))])


def _differences(turn: Turn, compared: Sequence[_Compared]) -> Html:
    """Which is a job and which a course, where they are not the same; and what differs, or that nothing stated does."""
    mixed = len({type(one.listing) for one in compared}) > 1
    topics = _SHARED_TOPICS if mixed else _TOPICS[type(compared[0].listing)]
    stated = {topic: [(one, value_of(turn, one.listing)) for one in compared] for topic, value_of in topics.items()}
    told: list[Html] = []
    for topic, values in stated.items():
        told += _pay_gap(turn, topic, compared) or _differing(turn, topic, values)
    lines = [_kinds(turn, compared)] if mixed else []
    if told:
        lines.append(turn.t("compare.differ", differences=join(told, turn.t("matches.semicolon"))))
    elif not mixed:
        lines.append(_no_difference(turn, stated))
    return join(lines)


def _kinds(turn: Turn, compared: Sequence[_Compared]) -> Html:
    """What each is: a job with pay and lodging, a course with its fee, weeks and times."""
    each = []
    for one in compared:
        facts = short.facts(turn.language, one.listing)
        kind = "compare.is_course"
        if isinstance(one.listing, Opening):
            kind, facts = "compare.is_opening", [turn.t("compare.with_pay"), *facts[1:]]
        each.append(turn.t(kind, one=one.called, facts=join(facts, turn.t("profile.separator"))))
    return turn.t("compare.kinds", each=join(each, turn.t("matches.semicolon")))


def _no_difference(turn: Turn, stated: Mapping[str, Sequence[tuple[_Compared, Html | None]]]) -> Html:
    """What all of them state alike, and what only some state."""
    separator = turn.t("profile.separator")
    alike = [turn.t(f"topic.{topic}") for topic, values in stated.items() if all(value for _, value in values)]
    lines = [turn.t("compare.same", topics=join(alike, separator))]
    for topic, values in stated.items():
        known = [one.called for one, value in values if value]
        if 0 < len(known) < len(values):
            told_by = join(known, separator)
            lines.append(turn.t("compare.only", topic=turn.t(f"topic.{topic}"), told_by=told_by))
    return join(lines)


def _pay_gap(turn: Turn, topic: str, compared: Sequence[_Compared]) -> list[Html]:
    """Of a topic of pay: by how much, where that can be told in one number."""
    if topic not in _PAY:
        return []
    low, high = _PAY[topic]
    ranges = [(getattr(one.listing, low, None), getattr(one.listing, high, None)) for one in compared]
    return _by_how_much(turn, topic, compared, ranges)


def _by_how_much(
    turn: Turn, topic: str, compared: Sequence[_Compared], ranges: Sequence[tuple[int | None, int | None]]
) -> list[Html]:
    """Of two that pay the one as much more at its least as at its most: by how much."""
    if len(compared) != _PAIR or None in {*ranges[0], *ranges[1]}:
        return []
    more = {(one or 0) - (other or 0) for one, other in zip(*ranges, strict=True)}
    if len(more) > 1 or more == {0}:
        return []
    (amount,) = more
    better = compared[0 if amount > 0 else 1]
    return [turn.t("compare.more", topic=turn.t(f"topic.{topic}"), one=better.called, amount=abs(amount))]


def _differing(turn: Turn, topic: str, values: Sequence[tuple[_Compared, Html | None]]) -> list[Html]:
    """What each says; nothing where it is the same, or only one says it."""
    known = [(one, value) for one, value in values if value]
    if len(known) < _PAIR or len({value for _, value in known}) == 1:
        return []
    each = [turn.t("compare.value", one=one.called, value=value) for one, value in known]
    return [turn.t("compare.topic", topic=turn.t(f"topic.{topic}"), values=join(each, turn.t("profile.separator")))]


def _label(kind: str, column: str) -> Callable[[Turn, _Listing], Html | None]:
    def value_of(turn: Turn, found: _Listing) -> Html | None:
        value = getattr(found, column, None)
        return escape(within_sentence(label(kind, value, turn.language), turn.language)) if value else None

    return value_of


def _wage(topic: str) -> Callable[[Turn, _Listing], Html | None]:
    low, high = _PAY[topic]

    def value_of(turn: Turn, found: _Listing) -> Html | None:
        return listing_card.format_wage(turn.language, getattr(found, low, None), getattr(found, high, None))

    return value_of


def _place(turn: Turn, found: _Listing) -> Html:
    return escape(full_place_name(found.city, found.district, turn.language))


def _of_course(text_of: Callable[[Turn, Course], Html | None]) -> Callable[[Turn, _Listing], Html | None]:
    def value_of(turn: Turn, found: _Listing) -> Html | None:
        return text_of(turn, found) if isinstance(found, Course) else None

    return value_of


def _fee(turn: Turn, course: Course) -> Html:
    return short.fee(turn.language, course)


def _weeks(turn: Turn, course: Course) -> Html | None:
    return short.weeks(turn.language, course)


def _times(turn: Turn, course: Course) -> Html | None:
    return join(short.times(turn.language, course), turn.t("profile.separator")) or None


def _first_day(turn: Turn, course: Course) -> Html | None:
    return format_day(course.start_date, turn.language) if course.start_date else None


_PAY = {"wage_now": ("wage_min", "wage_max"), "wage_after": ("wage_after_min", "wage_after_max")}
_Topics = Mapping[str, Callable[[Turn, _Listing], Html | None]]
_SHARED_TOPICS: _Topics = {"address": _place, "requirements_education": _label("education", "education_min")}
"""What a job and a course both have, by the question it answers."""
_TOPICS: Mapping[type[_Listing], _Topics] = {
    Opening: {
        **{topic: _wage(topic) for topic in _PAY},
        "address": _place,
        "housing": _label("housing", "housing"),
        "shift": _label("shift", "shift"),
        "requirements_education": _label("education", "education_min"),
    },
    Course: {
        "fees": _of_course(_fee),
        "term": _of_course(_weeks),
        "hours": _of_course(_times),
        "start_date": _of_course(_first_day),
        **_SHARED_TOPICS,
    },
}
"""What may differ between listings of one kind."""
