"""What a member asks of their own listing: answered as a seeker would be, from what stands in it."""

import asyncio
import re
from collections.abc import Collection, Sequence

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.turn import Turn
from bot.enterprise.listings.meant import posted, surely_named, title_in, without_title
from bot.listing_answers import about_listing, questions_in
from bot.rules import fixed_answers
from data.closed_forms.quoted import clauses
from data.closed_forms.text import letters
from data.listings import lookup
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.people.profile import Facts, SaidAct
from data.vocabulary import ListingKind, ListingState
from matching.language.acts import UNNAMED
from matching.language.heads.acts import SURE_TO_DO, Act
from matching.understanding.message import as_typed

SEE = {Opening: "member.opening", Course: "course.see"}
"""The button that shows a listing, by its kind."""
EDIT = {Opening: "member.edit", Course: "course.edit"}
_LIKE_QUESTIONS = frozenset(
    {"filing_papers", "enterprise_subsidy", "applicants", "review_status", "post_opening", "post_course"}
)
"""Requests that questions about a listing sound like: of a named one the likelier counts."""
_LIKE_QUESTIONS_OF_NAMED = frozenset({"statistics"})
_OF_PEOPLE = frozenset({"applicants", "statistics"})
"""Requests that no question is told instead of which no listing answers."""
_PAPERS, _NEVER, _FEW = "filing_papers", 2.0, 3
_OF_NAMED = frozenset({"is_it_free", *fixed_answers.FOR_WHO_HIRES})
"""Questions of rules that are questions about the listing where one is named."""
_ASKED = re.compile(r"[?？]+")
_TO_BRING = "requirements_certificate"
"""Asked of a course: which papers learners bring."""
_SURE, _MORE_SURELY = 0.7, 0.1
_MUCH_MORE_SURELY = 0.3
"""Where the listing is not named, but was shown last."""


async def answer_if_asked(turn: Turn, text: str, heard: Collection[Act]) -> bool:
    """Whether the words ask what stands in listings of one's own, named or shown last; then it is told.

    `heard`: what else they do.
    """
    mine = [one for one in await posted(turn) if one.state != ListingState.CLOSED]
    by_name = await surely_named(turn, mine, text)
    parts = await _parts_by_listing(turn, mine, text) or ({by_name[0].id: text} if len(by_name) == 1 else {})
    others = [act for act in heard if not (parts and act.name in _OF_NAMED)]
    like = _LIKE_QUESTIONS | (_LIKE_QUESTIONS_OF_NAMED if parts else frozenset())
    if any(act.name not in like for act in others if act.score >= SURE_TO_DO):
        return False
    by_id = {one.id: one for one in mine}
    if any(isinstance(by_id[one], Course) for one in parts) and any(act.name == _PAPERS for act in heard):
        return False  # told with what else is asked (`answer_papers_of_course`)
    last = screen.of(turn).own
    parts_asked = parts or ({last: text} if last in by_id and not by_name else {})
    asked = {
        one: await asyncio.to_thread(questions_in, _apart_from_title(words, by_id[one].title), by_id[one])
        for one, words in parts_asked.items()
    }
    every = [question for questions in asked.values() for question in questions]
    if not any(one.confidence >= _least(one, text, others, named=bool(parts)) for one in every):
        return False
    for one, questions in asked.items():
        if questions:
            await _tell(turn, by_id[one], questions, text)
        if isinstance(by_id[one], Opening):  # what the law says of it stands beside
            await fixed_answers.answer_who_hires(turn, parts_asked[one])
    return True


async def _parts_by_listing(turn: Turn, mine: Sequence[Opening | Course], text: str) -> dict[str, str]:
    """The clauses of a message that names several listings, each with those that follow it, by the listing's id."""
    parts = dict[str, str]()
    last = None
    pieces = [part for sentence in _ASKED.split(text) for part in clauses(sentence)]
    for clause in pieces if len(pieces) > 1 else ():
        named = await surely_named(turn, mine, clause)
        last = named[0].id if len(named) == 1 else last
        if last is not None:
            parts[last] = f"{parts[last]}，{clause}" if last in parts else clause
    return parts if len(parts) > 1 else {}


def _apart_from_title(words: str, title: str) -> str:
    """The words without the title, and without the rest of a clause that does no more than name the listing."""
    kept = [one for one in clauses(words) if not title_in(one, title) or letters(without_title(one, title)) > _FEW]
    return without_title("，".join(kept), title)


def _least(question: SaidAct, text: str, heard: Collection[Act], *, named: bool) -> float:
    """How sure a question has to be beside what else the message does: where a listing is named, its own words."""
    words = as_typed(question.words, text)
    start = text.find(words)
    end = start + len(words)
    everywhere = not named or start < 0
    met = [act.score for act in heard if everywhere or any(one.start < end and start < one.end for one in act.marks)]
    if named and max(met, default=0.0) < SURE_TO_DO:
        return SURE_TO_DO
    if question.act == UNNAMED and any(act.name in _OF_PEOPLE and act.score in met for act in heard):
        return _NEVER
    return max(_SURE, max(met, default=0.0) + (_MORE_SURELY if named else _MUCH_MORE_SURELY))


async def answer_papers_of_course(turn: Turn, text: str) -> bool:
    """Which papers learners bring, and what else is asked, of the one course that the words name, or else of the one
    shown last; False: none is meant, or who asks may hire and mean other papers as well.
    """
    mine = [one for one in await posted(turn) if isinstance(one, Course) and one.state != ListingState.CLOSED]
    by_name = await surely_named(turn, mine, text)
    about = by_name or [one for one in mine if one.id == screen.of(turn).own]
    if len(about) != 1:
        return False
    to_bring = SaidAct(act=_TO_BRING, kind="ask", confidence=1.0, words=text)
    asked = await asyncio.to_thread(questions_in, text, about[0])
    await _tell(turn, about[0], [to_bring, *asked], text)
    acts_for = await organisations.list_for_member(turn.session, turn.account_id)
    return bool(by_name) or not any(organisations.may_offer(one, ListingKind.OPENING) for one in acts_for)


async def _tell(turn: Turn, listing: Opening | Course, questions: Sequence[SaidAct], text: str) -> None:
    screen.show_own(turn, listing.id)
    found = next(iter(await lookup.list_by_ids(turn.session, [listing.id])))
    edit = Button(turn.t("openings.edit"), f"{EDIT[type(listing)]}:{listing.id}")
    said = await about_listing(turn, found, questions, text, Facts(), titled=True)
    await turn.say(said, rows=[[Button(turn.t("openings.see"), f"{SEE[type(listing)]}:{listing.id}"), edit]])
