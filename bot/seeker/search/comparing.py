"""Two or three listings side by side: each in short under its number, and one line on what differs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.chat.cards import listing as listing_card
from bot.chat.cards import short
from bot.chat.cards.names import full_place_name, label, within_sentence
from bot.chat.screen import Screen
from bot.chat.texts import Html, escape, join
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


async def side_by_side(turn: Turn, seen: Screen, listing_ids: Sequence[str]) -> Html | None:
    """What is to be compared, at most three; None where that is less than two."""
    compared = []
    for listing_id in listing_ids[:MOST_COMPARED]:
        found = await listing.find(turn.session, listing_id)
        if found is not None:
            compared.append(_place_in_list(turn, seen, found.listing))
    if len(compared) < _PAIR:
        return None
    return join([*(_in_short(turn, one) for one in compared), _differences(turn, compared)], "\n\n")


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
    """One line: pay, place, housing, shift and schooling, where those that say so do not say the same."""
    told = [*_pay(turn, compared)]
    for topic, value_of in _TOPICS.items():
        told += _differing(turn, topic, [(one, value_of(turn, one.listing)) for one in compared])
    if not told:
        return turn.t("compare.same")
    return turn.t("compare.differ", differences=join(told, turn.t("matches.semicolon")))


def _pay(turn: Turn, compared: Sequence[_Compared]) -> list[Html]:
    told = []
    for topic, low, high in (("wage_now", "wage_min", "wage_max"), ("wage_after", "wage_after_min", "wage_after_max")):
        ranges = [(getattr(one.listing, low, None), getattr(one.listing, high, None)) for one in compared]
        told += _by_how_much(turn, topic, compared, ranges) or _differing(
            turn, topic,
            [(one, listing_card.format_wage(turn.language, *pay)) for one, pay in zip(compared, ranges, strict=True)],
        )  # fmt: skip
    return told


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


def _place(turn: Turn, found: _Listing) -> Html:
    return escape(full_place_name(found.city, found.district, turn.language))


_TOPICS: dict[str, Callable[[Turn, _Listing], Html | None]] = {
    "address": _place,
    "housing": _label("housing", "housing"),
    "shift": _label("shift", "shift"),
    "requirements_education": _label("education", "education_min"),
}
"""What may differ besides pay, by the question it answers."""
