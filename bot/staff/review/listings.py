"""Listings outside the queue's order: one that was named, with what staff can do about it, and lists to look after."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.chat import screen
from bot.chat.buttons import Button, arrange_in_columns
from bot.chat.callback_args import listing_id_argument
from bot.chat.cards.listing import card
from bot.chat.cards.names import full_place_name, label
from bot.chat.texts import Html, format_day, join
from bot.chat.turn import Handler, Turn
from bot.crossing import quoted
from bot.staff.review import courses, queue
from bot.staff.review import organisations as review_organisations
from data.catalogue import places
from data.closed_forms.numbers import NUMBER, value
from data.closed_forms.text import letters, normalise
from data.db.errors import NotAvailable
from data.lifecycle import verification
from data.listings import lookup
from data.listings.lookup import ListingWithOrganisation
from data.listings.name_search import NamedListing
from data.listings.openings import Opening
from data.staff import listings, members
from data.staff.listings import WatchedListing, WatchedListings
from data.vocabulary import ListingState, OrganisationState

LISTS = (
    ("review.open", "staff.review"), ("watch.unanswered.short", "staff.unanswered"),
    ("watch.doubted.short", "staff.doubted"),
)  # fmt: skip
"""What leads to each list: the queue in its order, what ends soon, what is doubted."""
_SHOWN = 8
_NEXT_TO_NOTHING = 3
"""Letters."""
_LIST, _IN_REVIEW = "staff_list", "watch.in_review"
"""What the screen keeps the heading and the days of the last list under; the heading of what waits."""
_DAYS = re.compile(rf"({NUMBER})\s*(?:(天|日|days?)|个?(周|星期|礼拜|weeks?))")
_WEEK = 7
_CAN_BE_CHANGED = frozenset({ListingState.LIVE, ListingState.PAUSED})


async def show_one(turn: Turn) -> None:
    """A button that names a listing."""
    await show(turn, listing_id_argument(turn))


async def show(turn: Turn, listing_id: str) -> None:
    """In review: with what can be decided. Else: the card, how it stands, and whom to turn to.

    Raises:
        NotAllowed: not a reviewer. NotAvailable: no such listing.
    """
    await members.require_permission(turn.session, turn.account_id, "review")
    found = await lookup.find(turn.session, listing_id)
    if found is None:
        raise NotAvailable
    if found.listing.state != ListingState.IN_REVIEW:
        await _show_standing(turn, found)
    elif found.organisation.state != OrganisationState.VERIFIED:
        waits = await verification.awaits_decision(turn.session, found.organisation)
        text_id = "watch.organisation_first" if waits else "watch.organisation_not_verified"
        await turn.say(text_id, title=found.listing.title, name=found.organisation.name)
        if waits:
            await review_organisations.show(turn, found.organisation)
    else:
        show_in_queue = queue.show_opening if isinstance(found.listing, Opening) else courses.show
        await show_in_queue(turn, listing_id)


async def show_again(turn: Turn, found: ListingWithOrganisation) -> None:
    """The one that was shown last: with what can be decided, else in few words how it stands."""
    if found.listing.state == ListingState.IN_REVIEW:
        await show(turn, found.listing.id)
        return
    await members.require_permission(turn.session, turn.account_id, "review")
    state = turn.t("watch.state_of", title=found.listing.title, state=_state(turn, found.listing.state))
    await turn.say(join([state, _what_to_do(turn, found)]))


def _what_to_do(turn: Turn, found: ListingWithOrganisation) -> Html:
    if found.listing.state in _CAN_BE_CHANGED:
        return turn.t("watch.ask_organisation", phone=found.organisation.contact_phone or "–")
    returned = found.listing.state == ListingState.NEEDS_CHANGES
    return turn.t("watch.waits_for_changes" if returned else "watch.is_over")


async def _show_standing(turn: Turn, found: ListingWithOrganisation) -> None:
    listing, organisation = found.listing, found.organisation
    left = (await lookup.places_left_of(turn.session, [listing.id])).get(listing.id)
    state = _state(turn, listing.state)
    screen.show_own(turn, listing.id)
    words = card(turn.language, listing, organisation, places_left=left)
    await turn.say(join([turn.t("watch.state", state=state), words, _what_to_do(turn, found)], "\n\n"))


async def offer(turn: Turn, found: Sequence[NamedListing]) -> None:
    """Several may be meant: a button each."""
    buttons = [
        [Button(f"{one.title} · {_place(turn, one.city, one.district)} · {_state(turn, one.state)}", _see(one.id))]
        for one in found[:_SHOWN]
    ]
    await turn.say("watch.which", rows=buttons)


def _place(turn: Turn, city: str, district: str | None) -> str:
    return full_place_name(city, district, turn.language)


def _state(turn: Turn, state: ListingState) -> str:
    return label("listing_state", state, turn.language)


def _see(listing_id: str) -> str:
    return f"staff.listing:{listing_id}"


async def show_in_review(turn: Turn, codes: Sequence[str], days: int) -> None:
    """What waits, in these places, for so many days or longer."""
    found = await listings.list_in_review(turn.session, staff=turn.account_id, places=codes, at_least_days=days)
    text_id = f"{_IN_REVIEW}_days" if days else _IN_REVIEW
    await _say(turn, text_id, found, codes, lambda one: _waits(turn, one), days=days)


def _waits(turn: Turn, one: WatchedListing) -> Html:
    return turn.t("watch.waits", n=one.waits_days) if one.waits_days else turn.t("watch.waits_today")


def read_days(words: str) -> int:
    """How many days words name, in days or weeks; 0 for none."""
    found = _DAYS.search(normalise(words).lower())
    number = value(found[1]) if found else None
    return int(number * (_WEEK if found and found[3] else 1)) if number else 0


async def show_last_list_at(turn: Turn, codes: Sequence[str], beside: str) -> bool:
    """The list that was shown last, of other places, where the words say next to nothing beside them: 葫芦岛的呢."""
    name, _, days = (screen.question_about(turn, _LIST) or "").partition(":")
    if not codes or letters(beside) > _NEXT_TO_NOTHING:
        return False
    if name in _SHOW:
        await _SHOW[name](turn, codes)
    elif name.startswith(_IN_REVIEW):
        await show_in_review(turn, codes, int(days or 0))
    return name in _SHOW or name.startswith(_IN_REVIEW)


async def show_doubted(turn: Turn, codes: Sequence[str] = ()) -> None:
    """What the law check found and was kept, with the words."""

    def told(one: WatchedListing) -> Html:
        doubt = one.listing.doubts[0]
        kind = label("lint_category", doubt["category"], turn.language)
        return turn.t("watch.doubt", words=quoted(doubt["words"]), kind=kind, state=_state(turn, one.listing.state))

    found = await listings.list_doubted(turn.session, staff=turn.account_id, places=codes)
    await _say(turn, "watch.doubted", found, codes, told)


async def show_unanswered(turn: Turn, codes: Sequence[str] = ()) -> None:
    """What ends soon and nobody has applied to."""

    def told(one: WatchedListing) -> Html:
        return turn.t("watch.ends", day=format_day(one.last_day, turn.language))

    found = await listings.list_ending_unanswered(turn.session, staff=turn.account_id, places=codes)
    await _say(turn, "watch.unanswered", found, codes, told)


async def show_reported(turn: Turn) -> None:
    """Reports come as tickets."""
    allowed = await members.permissions_of(turn.session, turn.account_id)
    open_tickets = [[Button(turn.t("greeting.tickets_open"), "ticket.list")]] if "tickets" in allowed else []
    await turn.say("watch.reported", rows=open_tickets)


async def _say(
    turn: Turn, text_id: str, found: WatchedListings, codes: Sequence[str],
    detail: Callable[[WatchedListing], Html], **params: Any,
) -> None:  # fmt: skip
    """The list with a button each, or that there is none; and the way to the other lists."""
    screen.show_question(turn, _LIST, f"{text_id}:{params.get('days', 0)}")
    where = turn.t("watch.where", places=_names(turn, codes)) if codes else Html("")
    others = [Button(turn.t(label_id), data) for label_id, data in LISTS if not label_id.startswith(text_id)]
    if not found.first:
        await turn.say(f"{text_id}.none", rows=arrange_in_columns(others, 2), where=where, **params)
        return
    lines, buttons = [turn.t(text_id, n=found.count, where=where, **params)], []
    for place, one in enumerate(found.first[:_SHOWN], 1):
        title, by = one.listing.title, one.organisation.name
        lines.append(turn.t("watch.line", place=place, title=title, name=by, detail=detail(one)))
        buttons.append(Button(f"{place}. {title[:20]}", _see(one.listing.id)))
    if found.count > _SHOWN:
        lines.append(turn.t("watch.more", n=found.count - _SHOWN))
    await turn.say(join(lines), rows=arrange_in_columns(buttons, 2) + arrange_in_columns(others, 2))


def _names(turn: Turn, codes: Sequence[str]) -> Html:
    named = [places.place(code) for code in codes]
    names = [_place(turn, one.city, one.code if one.level == "county" else None) for one in named]
    return turn.t("broadcast.comma").join(names)  # type: ignore[return-value]


_SHOW: Mapping[str, Callable[[Turn, Sequence[str]], Awaitable[None]]] = {
    "watch.doubted": show_doubted,
    "watch.unanswered": show_unanswered,
}
"""By the text of its heading."""
BUTTONS: dict[str, Handler] = {
    "staff.listing": show_one,
    "staff.doubted": show_doubted,
    "staff.unanswered": show_unanswered,
}
