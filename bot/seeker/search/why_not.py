"""Why a listing was not shown, asked in words, by /why or on its card, and the change in one tap that shows it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.chat.buttons import Button
from bot.chat.callback_args import text_argument
from bot.chat.cards.explanations import explain
from bot.chat.cards.names import full_place_name
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts
from bot.seeker.search import listing, matches
from data.db.errors import NotAvailable
from data.listings import name_search
from data.listings.name_search import NamedListing
from data.people import feedback, seekers
from data.people.profile import Facts
from data.vocabulary import ListingState
from matching.explain.reasons import Reason
from matching.why_not import query as why_not_query
from matching.why_not.causes import Remedy, WhyNot, explain_why_not, rank_of
from matching.why_not.query import ListingReference
from matching.why_not.relaxations import Relaxation, apply_relaxations

HARDEST = 3
"""So many causes are told; more would bury the way out."""
NOT_BY_TAP = frozenset({Relaxation.LEARN, Relaxation.TELL})
"""Changes that are made in the world or told in words."""
MOST_OFFERED = 5


async def handle_why_command(turn: Turn) -> None:
    """/why, with the words for a listing or without: then what was narrowly missed is offered."""
    words = " ".join(turn.arguments)
    if not words:
        await offer_missed(turn)
    elif not await _answer(turn, await asyncio.to_thread(why_not_query.read_listing_reference, words.lower())):
        await turn.say("whynot.which")


async def answer_if_why_not(turn: Turn, text: str) -> bool:
    """Answer the words if they ask why a listing is not shown; False when they ask something else."""
    what = why_not_query.extract_why_not_subject(text)
    if what is None:
        return False
    if not what:
        await offer_missed(turn)
        return True
    return await _answer(turn, await asyncio.to_thread(why_not_query.read_listing_reference, what))


async def _answer(turn: Turn, what: ListingReference) -> bool:
    """Tell of the listing that is meant, or ask which; False when the words name none at all."""
    if await listing.find(turn.session, what.text):
        await _tell(turn, what.text)
        return True
    likely = await _likeliest(turn, what)
    elsewhere = [] if likely or not what.places else await _likeliest(turn, replace(what, places=frozenset()))
    if len(likely) == 1:
        await _tell(turn, likely[0].id)
    elif likely or elsewhere:
        rows = [[_named(turn, one)] for one in likely or elsewhere]
        await turn.say("whynot.which_of_these" if likely else "whynot.only_elsewhere", rows=rows)
    elif what.codes:
        await turn.say("whynot.none_such", rows=_onwards(turn))
    return bool(likely or elsewhere or what.codes)


async def _likeliest(turn: Turn, what: ListingReference) -> list[NamedListing]:
    named = await name_search.find_by_name(turn.session, codes=what.codes, pieces=what.pieces, places=what.places)
    return why_not_query.find_likeliest_listings(what, named)


def _named(turn: Turn, one: NamedListing) -> Button:
    where = full_place_name(one.city, one.district, turn.language)
    return Button(turn.t("whynot.title_and_place", title=one.title, place=where), f"seek.whynot:{one.id}")


async def offer_missed(turn: Turn) -> None:
    """What was narrowly missed, to ask about."""
    facts = await known_facts.facts_of(turn)
    missed = [] if facts == Facts() else (await matches.find(turn, facts, known_facts.work_words_of(turn))).near_misses
    rows = [[Button(miss.title, f"seek.whynot:{miss.listing_id}")] for miss in missed[:MOST_OFFERED]]
    await turn.say("whynot.narrowly" if rows else "whynot.which", rows=rows)


async def show(turn: Turn) -> None:
    """A button that names the listing."""
    await _tell(turn, listing.listing_id_argument(turn))


async def _tell(turn: Turn, listing_id: str) -> None:
    found = await listing.find(turn.session, listing_id)
    if found is None:
        raise NotAvailable
    if found.listing.state != ListingState.LIVE:
        await listing.explain_not_open(turn, found)
        return
    facts = await known_facts.facts_of(turn)
    title = found.listing.title
    if facts == Facts():
        await turn.say("whynot.nothing_told", title=title, rows=[[_open(turn, listing_id)]])
        return
    query = await matches.build_query(turn, facts, known_facts.work_words_of(turn))
    answer = await explain_why_not(turn.session, query, listing_id)
    if answer is None:
        raise NotAvailable
    if answer.rank is not None:
        await _tell_place(turn, answer, answer.rank)
    else:
        await _tell_cause(turn, answer)


async def _tell_place(turn: Turn, answer: WhyNot, place: int) -> None:
    """It is in the list: where, and what puts it behind others."""
    lines = [turn.t("whynot.shown", title=answer.row.title, place=place)]
    if place > matches.PAGE_SIZE and answer.causes:
        lines.append(turn.t("whynot.behind", reason=explain(answer.causes[0], turn.language)))
    page = (place - 1) // matches.PAGE_SIZE * matches.PAGE_SIZE
    turn_to = Button(turn.t("whynot.turn_to"), f"seek.more:{page}")
    await turn.say(join(lines, " "), rows=[[_open(turn, answer.row.listing_id), turn_to]])


async def _tell_cause(turn: Turn, answer: WhyNot) -> None:
    causes = join([explain(cause, turn.language) for cause in answer.causes[:HARDEST]], turn.t("matches.semicolon"))
    lines = [turn.t("whynot.not_shown", title=answer.row.title, reasons=causes)]
    rows: list[list[Button]] = []
    if answer.remedy is None:
        lines.append(turn.t("whynot.nothing_lifts"))
    else:
        way, buttons = await _way(turn, answer.row.listing_id, answer.remedy)
        lines.append(way)
        rows += [[button] for button in buttons]
    rows.append([_open(turn, answer.row.listing_id), *_onwards(turn)[0]])
    await turn.say(join(lines), rows=rows)


async def _way(turn: Turn, listing_id: str, lift: Remedy) -> tuple[Html, list[Button]]:
    """The sentence that says what would show the listing, and its button."""
    if Relaxation.LEARN in lift.changes:
        course = await listing.find(turn.session, lift.course) if lift.course else None
        other = [one for one in lift.changes if one is not Relaxation.LEARN]
        if course is None:
            return turn.t("whynot.learn_elsewhere"), []
        way = turn.t("whynot.learn", course=course.listing.title)
        if other:
            way = join([way, turn.t("whynot.and_also", changes=change_phrases(turn, other, lift))], "")
        return way, [Button(turn.t("apply.see_course"), f"seek.open:{lift.course}")]
    if Relaxation.TELL in lift.changes:
        return turn.t("whynot.tell"), [Button(turn.t("profile.change"), "seek.correct")]
    said = change_phrases(turn, lift.changes, lift)
    letters = "".join(lift.changes)
    label = said if len(lift.changes) == 1 else turn.t("whynot.all_fine")
    return turn.t("whynot.if", changes=said), [Button(label, f"seek.lift:{letters}:{listing_id}")]


def change_phrases(turn: Turn, changes: Sequence[Relaxation], lift: Remedy) -> Html:
    """The changes in a few words each: 夜班也行、鞍山也去."""
    said = [explain(Reason(f"change.{one.name.lower()}", lift.params), turn.language) for one in changes]
    return join(said, turn.t("profile.separator"))


def _open(turn: Turn, listing_id: str) -> Button:
    return Button(turn.t("whynot.open"), f"seek.open:{listing_id}")


def _onwards(turn: Turn) -> list[list[Button]]:
    return [[Button(turn.t("matches.again"), "seek.again")]]


async def apply_change(turn: Turn) -> None:
    """The change, tapped: kept, and the page of the matches on which the listing now stands."""
    changes = _changes(text_argument(turn))
    listing_id = listing.listing_id_argument(turn, 1)
    if turn.account.browsing:
        raise NotAvailable
    query = await matches.build_query(turn, await known_facts.facts_of(turn), known_facts.work_words_of(turn))
    await listing.require_live(turn.session, listing_id)
    answer = await explain_why_not(turn.session, query, listing_id)
    if answer is None:
        raise NotAvailable
    facts = apply_relaxations(query.facts, answer.row, changes)
    await seekers.save_facts(turn.session, turn.account_id, facts)
    if Relaxation.BACK in changes:
        await feedback.undo_dismissal(turn.session, turn.account_id, listing_id)
    await turn.edit("whynot.noted")
    words = known_facts.work_words_of(turn)
    place = rank_of(listing_id, await matches.find(turn, facts, words)) or 1
    await matches.show(turn, facts, words, start=(place - 1) // matches.PAGE_SIZE * matches.PAGE_SIZE)


def _changes(letters: str) -> list[Relaxation]:
    """The changes that a button carries; anybody could have forged it.

    Raises:
        NotAvailable: they are none of ours.
    """
    if not letters or any(letter not in set(Relaxation) - NOT_BY_TAP for letter in letters):
        raise NotAvailable
    return [Relaxation(letter) for letter in letters]


COMMANDS: dict[str, Handler] = {"why": handle_why_command}
BUTTONS: dict[str, Handler] = {"seek.whynot": show, "seek.lift": apply_change}
