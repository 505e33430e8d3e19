"""Matches in the chat: openings and courses together, each with what matters and why it is there."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.chat import screen
from bot.chat.buttons import Button, arrange_in_columns
from bot.chat.callback_args import number_argument, text_argument
from bot.chat.cards.explanations import explain
from bot.chat.cards.names import full_place_name
from bot.chat.texts import Html, escape, join
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts
from bot.seeker.search import match_entry
from data import eligibility
from data.catalogue import occupations
from data.db.errors import NotAvailable
from data.lifecycle.taken_up import list_taken_up
from data.listings.lookup import list_by_ids
from data.people import feedback, seekers
from data.people.profile import Facts
from data.vocabulary import ONE_KIND, CourseMode
from matching.matches import Match, Matches, MatchQuery, find_matches, interleave
from matching.search.geo import GeoContext, build_geo_context, estimate_km

PAGE_SIZE = 3
MAX_RANKED_PER_KIND = 30
"""How many of each kind are ranked for paging."""
OTHER_WORK = "widened.other_work"
NEAREST, BEST_PAID, OTHER, ALIKE = "near", "paid", "other", "alike"
"""How a list is made: by what decides, of any work where there is none of the wished, or of more like one listing."""
_PLACES_GAVE_WAY = frozenset({"widened.distance", "widened.province"})
ORDERS = {"far": NEAREST, "wage": BEST_PAID}
"""What may be wrong with a list, and the order that mends it."""


async def build_query(turn: Turn, facts: Facts, work_words: str) -> MatchQuery:
    """What to match by: the facts, the person's own words, and what they set aside or want more of."""
    query = MatchQuery(
        facts, turn.now.date(), texts=(work_words,) if work_words else (), limit_per_kind=MAX_RANKED_PER_KIND
    )
    if turn.account.browsing:
        return query
    dismissed, liked = await feedback.load_opinions(turn.session, turn.account_id)
    return replace(query, dismissed=dismissed, liked=liked)


async def find(turn: Turn, facts: Facts, work_words: str, order: str = "") -> Matches:
    """The matches of these facts now, without what the person set aside; or, asked for, work that may suit as well.

    The nearest are those of the places named, where there are any; more like a listing are others than that one.
    """
    query = replace(await build_query(turn, facts, work_words), other_work=order == OTHER)
    if order == ALIKE:
        query = replace(query, dismissed={**query.dismissed, **dict.fromkeys(query.liked[:1], "other")})
    taken = set() if turn.account.browsing else await list_taken_up(turn.session, turn.account_id)
    found = _without(await find_matches(turn.session, replace(query, widen=order != NEAREST)), taken)
    if order == NEAREST and not found.openings and not found.courses:
        return _without(await find_matches(turn.session, query), taken)
    return found


def _without(found: Matches, taken: Collection[str]) -> Matches:
    openings = [one for one in found.openings if one.row.listing_id not in taken]
    return replace(found, openings=openings, courses=[one for one in found.courses if one.row.listing_id not in taken])


def _in_order(together: list[Match], order: str, facts: Facts) -> list[Match]:
    """Best first, as they are, or by what the person asked for."""
    if order == NEAREST and all(one.distance_km is None for one in together):
        geo = build_geo_context(facts)
        return sorted(together, key=lambda one: _how_far(one, facts, geo))
    if order == NEAREST:
        return sorted(together, key=lambda one: one.distance_km if one.distance_km is not None else math.inf)
    if order == BEST_PAID:
        return sorted(together, key=lambda one: -(one.row.wage_max or one.row.wage_min or 0))
    return together


def _how_far(one: Match, facts: Facts, geo: GeoContext) -> tuple[int, float]:
    """How near as far as places tell: in the same district, in the same city, elsewhere by the kilometres."""
    wished = [place for place in facts.places if place.role != "excludes"]
    if one.row.district in {place.code for place in wished}:
        return 0, 0
    if one.row.city in {place.city for place in wished} or one.row.mode == CourseMode.ONLINE:
        return 1, 0
    kilometres = estimate_km(one.row, geo)
    return 2, math.inf if kilometres is None else kilometres


async def _order_heading(
    turn: Turn, order: str, together: Sequence[Match], found: Matches, start: int
) -> tuple[list[Html], Matches]:
    """What the list is ordered by, or that there is no other than was in sight; and what is still to be told of how it
    was widened: nobody who asks for the nearest hears that far places were taken in for it.
    """
    if order == NEAREST:
        gave_way = [reason for reason in found.widened if reason.id not in _PLACES_GAVE_WAY]
        return await _near_heading(turn, together, found, start), replace(found, widened=gave_way)
    if order == BEST_PAID:
        return [turn.t("matches.order.paid")], found
    if order == ALIKE and {one.row.listing_id for one in together} <= set(screen.of(turn).listings):
        return [turn.t("like.no_others")], found
    return [], found


async def _near_heading(turn: Turn, together: Sequence[Match], found: Matches, start: int) -> list[Html]:
    if any(reason.id in _PLACES_GAVE_WAY for reason in found.widened):
        return [turn.t("matches.order.none_near")]
    seen, near = screen.of(turn).listings, {one.row.listing_id for one in together}
    cities = {one.row.city for one in together}
    dropped = [one.listing for one in await list_by_ids(turn.session, list({*seen} - near))]
    places = sorted(
        {full_place_name(one.city, one.district, turn.language) for one in dropped if one.city not in cities}
    )
    if places and start == 0:
        separator = turn.t("profile.separator")
        return [turn.t("matches.order.far_left_out", places=join([escape(one) for one in places], separator))]
    if start == 0 and seen and {one.row.listing_id for one in together[:PAGE_SIZE]} == set(seen):
        return [turn.t("matches.order.near_same")]
    return [turn.t("matches.order.near")]


async def show(turn: Turn, facts: Facts, work_words: str, *, start: int = 0, order: str = "") -> None:
    """Send the page of matches that begins at `start`."""
    if order == NEAREST and not facts.places:
        order = ""
    found = await find(turn, facts, work_words, order)
    if not found.openings and not found.courses and _kept_for_adults(facts):
        order, found = OTHER, await find(turn, facts, work_words, OTHER)
    together = _in_order(interleave(found), order, facts)
    page = together[start : start + PAGE_SIZE]
    if not page:
        await _nothing(turn, facts, found, start, order)
        return
    listings = {
        one.listing.id: one for one in await list_by_ids(turn.session, [match.row.listing_id for match in page])
    }
    if len(listings) < len(page):
        raise NotAvailable
    entries = [
        match_entry.render_entry(turn, start + number, match, listings[match.row.listing_id])
        for number, match in enumerate(page, 1)
    ]
    footer = "matches.footer_again" if facts.constraints else "matches.footer"
    if turn.account.browsing:
        footer = "matches.browsing_footer"
    ordered, found = await _order_heading(turn, order, together, found, start)
    heading = join([*ordered, *_heading(turn, facts, found, start, len(together))])
    rows = _buttons(turn, page, start, len(together), order)
    rows += _both_kinds_button(turn, facts)
    screen.show_list(turn, [match.row.listing_id for match in page], start + 1, order)
    footer_words = turn.t(footer, place=known_facts.another_city(facts, turn.language))
    await turn.say(join([heading, *entries, footer_words], "\n\n"), rows=rows)


def _heading(turn: Turn, facts: Facts, found: Matches, start: int, total: int) -> list[Html]:
    """How many there are, and what had to give way for them."""
    last = min(start + PAGE_SIZE, total)
    if start:
        return [turn.t("matches.more_heading", first=start + 1, n=total)]
    other_work = "matches.from_18" if _kept_for_adults(facts) else OTHER_WORK
    widened = [
        turn.t(other_work) if reason.id == OTHER_WORK else explain(reason, turn.language) for reason in found.widened
    ]
    fit = "wider" if found.widened else "fit"
    if total > last:
        return [*widened, turn.t(f"matches.heading.{fit}", n=total, shown=last)]
    return [*widened, turn.t(f"matches.heading.{fit}_all", n=total)]


def _kept_for_adults(facts: Facts) -> bool:
    """Whether a 16 or 17 year old wished for work that the law leaves to adults."""
    wished = [occupations.get(item.code) for item in facts.occupations if item.role == "wants"]
    under_18 = facts.age is not None and facts.age < eligibility.ADULT_AGE
    return under_18 and any(one is not None and one.under18 == "prohibited" for one in wished)


def _buttons(turn: Turn, page: Sequence[Match], start: int, total: int, order: str) -> list[list[Button]]:
    numbers = [
        Button(turn.t("matches.number", number=start + place), f"seek.open:{match.row.listing_id}")
        for place, match in enumerate(page, 1)
    ]
    rows = arrange_in_columns(numbers, PAGE_SIZE)
    if turn.account.browsing:
        return rows
    if start + PAGE_SIZE < total:
        rows.append([Button(turn.t("matches.more"), f"seek.more:{start + PAGE_SIZE}:{order}")])
    rows.append(
        [
            Button(turn.t("matches.none_fit"), "seek.none_fit"),
            Button(turn.t("matches.other_direction"), "seek.other_direction"),
        ]
    )
    return rows


def _both_kinds_button(turn: Turn, facts: Facts) -> list[list[Button]]:
    """The way back for who is shown one kind of listing only."""
    if turn.account.browsing or ONE_KIND.keys().isdisjoint(facts.constraints):
        return []
    return [[Button(turn.t("matches.both_kinds"), "seek.both_kinds")]]


async def _nothing(turn: Turn, facts: Facts, found: Matches, start: int, order: str) -> None:
    other = Button(turn.t("matches.other_direction"), "seek.other_direction")
    alerts = [Button(turn.t("alerts.button"), "seek.alerts_pace")]
    near_by = [] if order == OTHER else [[Button(turn.t("matches.other_work"), "seek.other_work")]]
    if start:
        none_fit = Button(turn.t("matches.none_fit"), "seek.none_fit")
        await turn.say("matches.no_more", rows=[*near_by, [none_fit, other], alerts])
        return
    if order == ALIKE:
        await turn.say("like.none", rows=[[Button(turn.t("matches.again"), "seek.again"), other], alerts])
        return
    both = _both_kinds_button(turn, facts)
    lines = [turn.t("matches.nothing")]
    lines += [
        turn.t("matches.near_miss", title=miss.title, reason=explain(miss, turn.language))
        for miss in found.near_misses[:2]
    ]
    change = Button(turn.t("profile.change"), "seek.correct")
    await turn.say(join(lines), rows=[] if turn.account.browsing else [*both, *near_by, [other, change], alerts])


async def more(turn: Turn) -> None:
    """The next page."""
    order = text_argument(turn, 1)
    await show_from(turn, number_argument(turn, default=0), order if order in (*ORDERS.values(), OTHER, ALIKE) else "")


async def other_work(turn: Turn) -> None:
    """Work near by that was not asked for, where there is none of what was."""
    await show_from(turn, 0, OTHER)


async def both_kinds(turn: Turn) -> None:
    """Openings and courses again, for who wanted one kind only."""
    facts = await seekers.facts_of(turn.session, turn.account_id)
    needs = [need for need in facts.constraints if need not in ONE_KIND]
    await seekers.save_facts(turn.session, turn.account_id, facts.model_copy(update={"constraints": needs}))
    await show_from(turn, 0)


async def anew(turn: Turn) -> None:
    """The first page, with what is known now."""
    await show_from(turn, 0)


async def again(turn: Turn) -> None:
    """The first page once more; who was looking at other work, for want of the wished, comes back to that."""
    await show_from(turn, 0, OTHER if screen.of(turn).order == OTHER else "")


async def show_from(turn: Turn, start: int, order: str = "") -> None:
    """The page that begins at `start`, with what is known now."""
    if turn.account.browsing:
        await turn.say("matches.browse_again")
        return
    facts = await seekers.facts_of(turn.session, turn.account_id)
    if facts == Facts():
        await turn.say("matches.nothing_known", rows=[[Button(turn.t("intake.step_by_step"), "seek.intake")]])
        return
    await show(turn, facts, known_facts.work_words_of(turn), start=start, order=order)


async def none_fit(turn: Turn) -> None:
    """None of these: ask what is wrong, in one tap or in words."""
    wrong_with = {reason: f"seek.wrong:{reason}" for reason in ("far", "wage", "hours")}
    wrong_with["work"] = "seek.other_direction"
    buttons = [Button(turn.t(f"none_fit.{reason}"), data) for reason, data in wrong_with.items()]
    await turn.say("none_fit.ask", rows=arrange_in_columns(buttons, 2))


async def wrong(turn: Turn) -> None:
    """What was wrong: say what to tell me, in words that I understand."""
    reason = text_argument(turn)
    if reason not in ("far", "wage", "hours"):
        raise NotAvailable
    await turn.edit(f"none_fit.{reason}.then")


COMMANDS: dict[str, Handler] = {"match": anew}
BUTTONS: dict[str, Handler] = {
    "seek.more": more,
    "seek.again": again,
    "seek.other_work": other_work,
    "seek.both_kinds": both_kinds,
    "seek.none_fit": none_fit,
    "seek.wrong": wrong,
}
