"""What a member asks of their own listing: answered as a seeker would be, from what stands in it."""

import asyncio
from collections.abc import Collection, Sequence

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.turn import Turn
from bot.enterprise.listings.meant import posted, surely_named
from bot.listing_answers import about_listing, questions_in
from bot.rules import fixed_answers
from data.listings import lookup
from data.listings.courses import Course
from data.listings.openings import Opening
from data.people.profile import Facts, SaidAct
from data.vocabulary import ListingState
from matching.language.heads.acts import SURE_TO_DO, Act

SEE = {Opening: "member.opening", Course: "course.see"}
"""The button that shows a listing, by its kind."""
EDIT = {Opening: "member.edit", Course: "course.edit"}
_LIKE_QUESTIONS = frozenset({"filing_papers", "enterprise_subsidy", "applicants", "review_status"})
"""Requests that questions about a listing sound like: of a named one the likelier counts."""
_TO_BRING = "requirements_certificate"
"""Asked of a course: which papers learners bring."""
_SURE, _MORE_SURELY = 0.7, 0.1
_MUCH_MORE_SURELY = 0.3
"""Where the listing is not named, but was shown last."""


async def answer_if_asked(turn: Turn, text: str, heard: Collection[Act]) -> bool:
    """Whether the words ask what stands in a listing of one's own, named or shown last; then it is told.

    `heard`: what else they do.
    """
    sure = max((act.score for act in heard), default=0.0)
    if any(act.name not in _LIKE_QUESTIONS for act in heard if act.score >= SURE_TO_DO):
        return False
    mine = [one for one in await posted(turn) if one.state != ListingState.CLOSED]
    by_name = await surely_named(turn, mine, text)
    about = by_name or [one for one in mine if one.id == screen.of(turn).own]
    if len(about) != 1:
        return False
    questions = await asyncio.to_thread(questions_in, text, about[0])
    least = max(_SURE, sure + (_MORE_SURELY if by_name else _MUCH_MORE_SURELY))
    if max((one.confidence for one in questions), default=0.0) < least:
        return False
    await _tell(turn, about[0], questions, text)
    if isinstance(about[0], Opening):  # what the law says of it stands beside
        await fixed_answers.answer_who_hires(turn, text)
    return True


async def answer_papers_of_course(turn: Turn, text: str) -> bool:
    """Which papers learners bring, and what else is asked, of the one course that the words name; False: none is."""
    mine = [one for one in await posted(turn) if isinstance(one, Course) and one.state != ListingState.CLOSED]
    about = await surely_named(turn, mine, text)
    if len(about) != 1:
        return False
    to_bring = SaidAct(act=_TO_BRING, kind="ask", confidence=1.0, words=text)
    await _tell(turn, about[0], [to_bring, *await asyncio.to_thread(questions_in, text, about[0])], text)
    return True


async def _tell(turn: Turn, listing: Opening | Course, questions: Sequence[SaidAct], text: str) -> None:
    screen.show_own(turn, listing.id)
    found = next(iter(await lookup.list_by_ids(turn.session, [listing.id])))
    edit = Button(turn.t("openings.edit"), f"{EDIT[type(listing)]}:{listing.id}")
    said = await about_listing(turn, found, questions, text, Facts(), titled=True)
    await turn.say(said, rows=[[Button(turn.t("openings.see"), f"{SEE[type(listing)]}:{listing.id}"), edit]])
