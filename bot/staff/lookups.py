"""What the words of a reviewer name or ask to see: an organisation, a listing, a list of listings."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.callback_args import number_argument
from bot.chat.cards.names import full_place_name, label
from bot.chat.turn import Handler, Turn
from bot.listing_answers import about_listing, questions_in
from bot.staff.names import Names, read_names
from bot.staff.review import listings
from data.closed_forms import credit_codes
from data.closed_forms.credit_codes import WrongCreditCode
from data.closed_forms.text import letters, longest_shared
from data.db.errors import NotAvailable
from data.listings import lookup, name_search
from data.listings.lookup import ListingWithOrganisation
from data.listings.name_search import EVERY_TITLE, NamedListing
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.people.profile import Facts
from data.staff import members, organisations
from data.vocabulary import ListingState
from matching.language.heads.acts import SURE_TO_DO, Act, read_acts
from matching.understanding.asked_lists import StaffList, asked_list

_FIND, _QUEUE = "find_org", "show_queue"
_TO_DECIDE = frozenset({"approve", "ask_changes"})
_TO_END = frozenset({"close", "pause", "renew", "repost", "change_field", "suspend"})
_OF_A_LISTING = _TO_DECIDE | _TO_END | {"review_status"}
_OF_FIGURES = frozenset({"unmet_demand", "statistics", "progress", "targets"})
_LOOKING = _OF_A_LISTING | _OF_FIGURES | {_FIND, _QUEUE}
"""Acts beside which something may be looked up; with any other the words are about something else."""
_LIKELY = 0.3
_SEEN = frozenset(ListingState) - {ListingState.DRAFT, ListingState.WITHDRAWN}
_WAITING = frozenset({ListingState.IN_REVIEW, ListingState.NEEDS_CHANGES})
_IN_TITLE, _IN_NAME, _SURELY = 3, 2, 4
"""Characters in a row that words share with a title, with the name beside it, with a name or title alone."""
_TRUST = "employer_trust"
_OF_RULES = frozenset({_TRUST, "fees"})
"""Questions of an opening that the law answers, not what it says."""
_OFFERED = 6
_ASKED_BESIDE, _ASKED = 0.6, 0.7
"""Probability from which a question of a listing is answered: of one that is named; of the one that was shown last."""


async def answer(
    turn: Turn, text: str, heard: Sequence[Act], asked: Collection[str], *, only_named: bool = False
) -> bool:  # fmt: skip
    """Show what the words name or ask to see; False where they do neither, or want something else.

    Args:
        turn: of whoever wrote.
        text: what was written.
        heard: all acts of the words.
        asked: the acts that will be done otherwise.
        only_named: what the words do not plainly name is not looked for: they may be about something else.
    """
    if "review" not in await members.permissions_of(turn.session, turn.account_id):
        return False
    is_looking = set(asked) <= _LOOKING
    if ((is_looking and not only_named) or _is_mostly_code(text)) and await _by_code(turn, text):
        return True
    if not is_looking:
        return False
    scores = {act.name: act.score for act in heard}
    named = await organisations.list_named(turn.session, text, staff=turn.account_id)
    for one in named:  # its name may hold the name of a place
        text = text.replace(one.name, " " * len(one.name))
    names = await asyncio.to_thread(read_names, text)
    if await _named(turn, text, named, names, scores):
        return True
    if only_named:
        return False
    return (
        (set(asked) <= {_FIND} and await listings.show_last_list_at(turn, names.places, names.without_names))
        or await _last_shown(turn, text, names, scores, asked)
        or await _lists(turn, text, names, scores, asked)
        or await _likely(turn, text, names, scores, asked)
    )


async def _named(
    turn: Turn, text: str, named: Sequence[Organisation], names: Names, scores: Mapping[str, float]
) -> bool:
    """An organisation or a listing that is surely named; `named` are those whose whole names the words hold."""
    found = await _listings(turn, names, named, scores)
    if scores.get(_FIND, 0) >= SURE_TO_DO and not named and await _by_part_of_name(turn, names, _IN_TITLE, found):
        return True
    if len(found) == 1:
        await listings.show(turn, found[0].id)
        await _answer_about(turn, await lookup.find(turn.session, found[0].id), text, scores, _ASKED_BESIDE)
    elif found:
        await listings.offer(turn, found)
    elif named:
        await _show(turn, named)
    return bool(found or named)


async def _answer_about(
    turn: Turn, found: ListingWithOrganisation | None, text: str, scores: Mapping[str, float], least: float
) -> bool:
    """Answer what the words ask of a listing, as surely as this; False where they ask nothing, or want it changed."""
    if found is None or any(scores.get(act, 0) >= _LIKELY for act in _OF_A_LISTING):
        return False
    questions = await asyncio.to_thread(questions_in, text, found.listing)
    of_rules = _OF_RULES if isinstance(found.listing, Opening) else frozenset({_TRUST})
    questions = [one for one in questions if one.act not in of_rules]
    if max((one.confidence for one in questions), default=0.0) < least:
        return False
    await turn.say(await about_listing(turn, found, questions, text, Facts(), titled=True))
    return True


async def _last_shown(turn: Turn, text: str, names: Names, scores: Mapping[str, float], asked: Collection[str]) -> bool:
    """The listing that was shown last, where words that name none want something done about one.

    What ends a listing is heard as whoever posted it says it.
    """
    last = screen.of(turn).own
    found = await lookup.find(turn.session, last) if last and not names.places else None
    if not asked and await _answer_about(turn, found, text, scores, _ASKED):
        return True
    if found is not None and not asked:
        scores = {act.name: act.score for act in await asyncio.to_thread(read_acts, text, "member")}
    acts = {act for act in _TO_DECIDE | _TO_END if scores.get(act, 0) >= SURE_TO_DO}
    if found is None or not acts or (acts <= {"approve"} and found.listing.state != ListingState.IN_REVIEW):
        return False
    await listings.show_again(turn, found)
    return True


def _is_mostly_code(text: str) -> bool:
    """Whether the words say less than the credit code that they hold: an announcement may hold one too."""
    code = credit_codes.find(text)
    return code is not None and letters(text) <= 2 * letters(code)


async def _by_code(turn: Turn, text: str) -> bool:
    said = credit_codes.find(text)
    if said is None:
        return False
    try:
        found = await organisations.find_by_code(turn.session, credit_codes.check(said), staff=turn.account_id)
    except WrongCreditCode as wrong:
        await turn.say(wrong.text_id, **wrong.params)
        return True
    if found is None:
        await turn.say("staff_act.no_such_code", code=said)
    else:
        await show_organisation(turn, found)
    return True


async def _by_part_of_name(
    turn: Turn, names: Names, shortest: int, listings_named: Sequence[NamedListing] = ()
) -> bool:
    """Organisations of whose names the words say more than of the titles of listings."""
    words = names.without_places
    found = await organisations.list_resembling(
        turn.session, words, names.places, shortest=shortest, staff=turn.account_id
    )
    of_title = max((longest_shared(one.title, words).size for one in listings_named), default=0)
    if not found or longest_shared(found[0].name, words).size <= of_title:
        return False
    await _show(turn, found)
    return True


async def _show(turn: Turn, found: Sequence[Organisation]) -> None:
    """The one, or a button for each."""
    if len(found) == 1:
        await show_organisation(turn, found[0])
        return
    buttons = [
        [Button(f"{one.name} · {full_place_name(one.city, one.district, turn.language)}", f"staff.org:{one.id}")]
        for one in found[:_OFFERED]
    ]
    more = len(found) > _OFFERED
    await turn.say("staff_act.which_organisation_of_many" if more else "staff_act.which_organisation", rows=buttons)


async def show_organisation(turn: Turn, organisation: Organisation) -> None:
    """How an organisation stands, in a few lines."""
    known = await organisations.figures(turn.session, organisation)
    posted = await organisations.list_posted(turn.session, organisation, limit=_OFFERED)
    screen.show_own(turn, posted[0].id if len(posted) == 1 else None)
    see = [
        [Button(f"{one.title[:30]} · {label('listing_state', one.state, turn.language)}", f"staff.listing:{one.id}")]
        for one in posted
    ]
    await turn.say(
        "staff_act.organisation", rows=see, name=organisation.name, code=organisation.credit_code or "–",
        state=label("organisation_state", organisation.state, turn.language),
        place=full_place_name(organisation.city, organisation.district, turn.language),
        openings=known.openings, courses=known.courses, waiting=known.waiting, stopped=known.stopped,
        contact=turn.t("broadcast.comma").join(known.contacts) or turn.t("staff_act.no_contact"),
        phone=organisation.contact_phone or "–",
    )  # fmt: skip


async def _listings(
    turn: Turn, names: Names, named: Sequence[Organisation], scores: Mapping[str, float]
) -> list[NamedListing]:
    """The listings that the words name, the likeliest only; where something is to be done, those that wait."""
    of_queue = scores.get(_QUEUE, 0) >= SURE_TO_DO
    surely = of_queue or any(scores.get(act, 0) >= _LIKELY for act in _OF_A_LISTING)
    of_figures = any(scores.get(act, 0) >= SURE_TO_DO for act in _OF_FIGURES)
    of_named = {one.name for one in named}
    found = await name_search.find_by_name(
        turn.session, codes=() if of_named else names.occupations,
        pieces=of_named or _pieces(names.without_places), places=names.places,
        states=[ListingState.IN_REVIEW] if of_queue else _SEEN,
    )  # fmt: skip
    fits = {
        one: _fit(one, names, is_by_named=bool(of_named), surely=surely, of_figures=of_figures)
        for one in found
        if not of_named or one.organisation in of_named
    }
    best = max(fits.values(), default=0)
    likeliest = [one for one, fit in fits.items() if fit == best > 0]
    waiting = [one for one in likeliest if surely and one.state in _WAITING]
    return waiting or likeliest


def _fit(listing: NamedListing, names: Names, *, is_by_named: bool, surely: bool, of_figures: bool) -> int:
    """How well the words fit a listing; 0: they do not name it.

    Where nothing tells that a listing is meant, its title is not enough: who posted it, or its place, stands beside it.
    """
    title, by = (
        name_search.title_run(names.without_places, listing.title),
        longest_shared(listing.organisation, names.without_places).size,
    )
    is_its_work = listing.occupation_code in names.occupations
    by = len(listing.organisation) if is_by_named else by if by >= _IN_NAME else 0
    beside = by or (not of_figures and (names.places or title >= _SURELY))
    named = bool(title or is_its_work) if surely else bool(title and beside)
    return title + by + is_its_work if named else 0


def _pieces(words: str) -> set[str]:
    """What a title or a name may hold, two characters each; what every title holds finds none."""
    words = EVERY_TITLE.sub(" ", words)
    return {words[start : start + 2] for start in range(len(words) - 1) if words[start : start + 2].isalnum()}


async def _lists(turn: Turn, text: str, names: Names, scores: Mapping[str, float], asked: Collection[str]) -> bool:
    """A list of listings by their state."""
    if scores.get(_QUEUE, 0) >= SURE_TO_DO:
        if await asyncio.to_thread(asked_list, text, asks_something=True) is StaffList.REPORTED:
            await listings.show_reported(turn)
            return True
        days = listings.read_days(text)
        if not names.places and not days:
            return False  # the whole queue, from its beginning
        await listings.show_in_review(turn, names.places, days)
        return True
    return bool(asked) and set(asked) <= _OF_FIGURES | {_QUEUE} and await _list_by_meaning(turn, text, names)


async def show_asked_list(turn: Turn, text: str) -> bool:
    """The list that words ask for by what they mean; False where they ask for none, and for who may not see it."""
    if "review" not in await members.permissions_of(turn.session, turn.account_id):
        return False
    return await _list_by_meaning(turn, text, await asyncio.to_thread(read_names, text), asks_something=False)


async def _list_by_meaning(turn: Turn, text: str, names: Names, *, asks_something: bool = True) -> bool:
    wanted = await asyncio.to_thread(asked_list, text, asks_something=asks_something)
    if wanted is StaffList.IN_REVIEW:
        await listings.show_in_review(turn, names.places, listings.read_days(text))
    elif wanted is StaffList.REPORTED:
        await listings.show_reported(turn)
    elif wanted in _SHOW:
        await _SHOW[wanted](turn, names.places)
    return wanted in {StaffList.IN_REVIEW, StaffList.REPORTED, *_SHOW}


_SHOW: Mapping[StaffList | None, Callable[[Turn, Sequence[str]], Awaitable[None]]] = {
    StaffList.DOUBTED: listings.show_doubted,
    StaffList.UNANSWERED: listings.show_unanswered,
}


async def _likely(turn: Turn, text: str, names: Names, scores: Mapping[str, float], asked: Collection[str]) -> bool:
    """An organisation by a part of its name, where one may be asked for."""
    is_sought = any(scores.get(act, 0) >= _LIKELY for act in {_FIND, *_OF_A_LISTING})
    if asked and not is_sought:
        return False
    surely = names.places or scores.get(_FIND, 0) >= SURE_TO_DO
    least = _IN_NAME if surely else _IN_TITLE
    if await _by_part_of_name(turn, names, least if is_sought else _SURELY):
        return True
    return scores.get(_FIND, 0) >= _LIKELY and await _list_by_meaning(turn, text, names)


async def say_none_found(turn: Turn) -> None:
    """No organisation is named.

    Raises:
        NotAllowed: not a reviewer.
    """
    await members.require_permission(turn.session, turn.account_id, "review")
    await turn.say("staff_act.no_organisation")


async def show_tapped(turn: Turn) -> None:
    """A button that names an organisation.

    Raises:
        NotAllowed: not a reviewer. NotAvailable: there is none.
    """
    await members.require_permission(turn.session, turn.account_id, "review")
    found = await turn.session.get(Organisation, number_argument(turn))
    if found is None:
        raise NotAvailable
    await show_organisation(turn, found)


BUTTONS: dict[str, Handler] = {"staff.org": show_tapped}
