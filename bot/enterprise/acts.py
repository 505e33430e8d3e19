"""What a member's words can do: the same things as the buttons of their listings, and the questions they ask.

What changes a listing is never done by words alone: they bring up the button that does it.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot import unlawful
from bot.chat import commands, screen
from bot.chat.buttons import Button, rows
from bot.chat.callback_args import listing_id_argument
from bot.chat.forms.engine import active_form
from bot.chat.texts import join
from bot.chat.turn import Handler, Turn
from bot.enterprise import listing_expiry, support
from bot.enterprise.applicants import filing_pack
from bot.enterprise.applicants import overview as applicants
from bot.enterprise.courses import overview as courses
from bot.enterprise.courses import post as course
from bot.enterprise.listings import files
from bot.enterprise.listings.asked import EDIT, SEE, answer_if_asked
from bot.enterprise.listings.meant import meant, own_listings, posted, surely_named
from bot.enterprise.openings import edit, post
from bot.enterprise.openings import overview as openings
from bot.enterprise.organisation import team
from bot.notices import tickets
from bot.rules import fixed_answers, questions
from data.closed_forms import money
from data.closed_forms.numbers import numbers_in
from data.db.errors import NotAvailable
from data.listings.courses import Course
from data.listings.models import CLOSABLE_STATES
from data.listings.openings import Opening
from data.vocabulary import ListingState as State
from matching.language.heads.acts import SURE_TO_DO, Act, is_sure, read_acts
from matching.language.heads.prompts import FORM_QUESTION

_MOST_OFFERED = 8
_CHANGE_ACT = "change_field"
_MOST_ADVISED, _MOST_NAMED = 2, 8
_OF_PAY = re.compile(r"薪|工资|补|奖|元|块|结|[天日时]|pay|wage|yuan|day|hour", re.IGNORECASE)
"""Units of money and of the time it is paid for: figures beside them are no people."""
_CHANGE, _NEW = "change", "new"
"""What the screen keeps the words under of a change, or of a request to post, until a button is tapped."""
_OPEN = frozenset({State.LIVE, State.PAUSED, State.IN_REVIEW, State.NEEDS_CHANGES, State.DRAFT})
_FOUND = frozenset({State.LIVE})
_ENDED = frozenset(State) - {State.DRAFT}


@dataclass(frozen=True, slots=True)
class _Change:
    """What is done to one listing, by the buttons for it."""

    opening: str
    """Button of an opening; empty where there is none."""
    course: str
    states: frozenset[State]


CHANGES: Mapping[str, _Change] = {
    "change_field": _Change(EDIT[Opening], EDIT[Course], _OPEN),
    "close": _Change("member.close", "course.close", frozenset(CLOSABLE_STATES)),
    "pause": _Change("member.pause", "course.pause", _FOUND),
    "resume": _Change("member.resume", "course.resume", frozenset({State.PAUSED})),
    "renew": _Change("member.renew", "course.renew", _FOUND),
    "repost": _Change("member.again", "course.again", _ENDED),
    "poster": _Change("member.poster", "member.poster", _FOUND),
    "share_link": _Change("member.share", "member.share", _FOUND),
    "review_status": _Change("member.history", "course.see", _OPEN),
}
"""By act."""


async def offer_change(turn: Turn, act: str, words: str) -> None:
    """The button that does it, of the listing that is meant, or of each that may be."""
    change = CHANGES[act]
    fit = [one for one in await own_listings(turn) if one.state in change.states and _button(change, one)]
    found = meant(turn, fit, words)[:_MOST_OFFERED]
    if not found:
        await turn.say(f"member_act.{act}.none", rows=rows([[("openings.see_all", "member.openings")]], turn.language))
        return
    buttons = [[Button(one.title[:40], f"{_button(change, one)}:{one.id}")] for one in found]
    if act == _CHANGE_ACT:  # what it shall be is kept until the listing is picked
        screen.show_question(turn, _CHANGE, words)
        buttons = [[Button(one.title[:40], f"member.edit_said:{one.id}")] for one in found]
    if len(found) == 1:
        screen.show_own(turn, found[0].id)
    await turn.say(f"member_act.{act}.{'one' if len(found) == 1 else 'which'}", rows=buttons, title=found[0].title)


async def _ask_whether_new(turn: Turn, text: str, *, surely: bool) -> bool:
    """Words that name a listing of one's own may be about that one, and so may words that only seem to post one: asked,
    with every way on. False: they surely post a new one.
    """
    found = await surely_named(turn, [one for one in await posted(turn) if one.state in _OPEN], text)
    found = found[:_MOST_OFFERED]
    if active_form(turn) is not None or (surely and not found):
        return False
    screen.show_question(turn, _NEW, text)
    buttons = [[Button(one.title[:40], f"{SEE[type(one)]}:{one.id}")] for one in found]
    buttons += rows([[("join.post_now", "member.post_said"), ("course.post_now", "member.course")]], turn.language)
    which = "new_or_this" if found else "new_or_what"
    await turn.say(f"member_act.{which}", rows=buttons, title=found[0].title if found else "")
    return True


async def _post_as_said(turn: Turn) -> None:
    """The form of a new opening, with what the words told that seemed to want one."""
    await post.begin_in_words(turn, screen.question_about(turn, _NEW) or "")


async def _change_in_words(turn: Turn, changes: Mapping[str, str], text: str) -> bool:
    """The listing that is meant as the words would have it, to be confirmed; where several may be, which one?

    What a form holds is changed there: beside one, only another listing that the words name.
    """
    mine = [one for one in await own_listings(turn) if one.state in _OPEN]
    if active_form(turn) is not None:
        held = {turn.state.draft.get(key) for key in ("opening", "course")} - {None}
        found = [one for one in await surely_named(turn, mine, text) if one.id not in held] if held else []
        return len(found) == 1 and await _change(turn, found[0], changes)
    found = meant(turn, mine, text)[:_MOST_OFFERED]
    if len(found) == 1:
        return await _change(turn, found[0], changes)
    if not found:
        return False
    screen.show_question(turn, _CHANGE, text)
    buttons = [[Button(one.title[:40], f"member.edit_said:{one.id}")] for one in found]
    said = join([turn.t("member_act.quoted", words=words) for words in changes.values()], turn.t("card.comma"))
    await turn.say("member_act.change_field.which_of", rows=buttons, changes=said)
    return True


async def _change(turn: Turn, listing: Opening | Course, changes: Mapping[str, str]) -> bool:
    screen.show_own(turn, listing.id)
    change = edit.change_in_words if isinstance(listing, Opening) else course.change_in_words
    return await change(turn, listing.id, changes)


async def _change_as_said(turn: Turn) -> None:
    """The listing that was picked, as the last words about a change would have it."""
    wanted = listing_id_argument(turn)
    listing = next((one for one in await own_listings(turn) if one.id == wanted), None)
    if listing is None:
        raise NotAvailable
    text = screen.question_about(turn, _CHANGE) or ""
    changes = _changes(await asyncio.to_thread(read_acts, text, "member"))
    if not changes or not await _change(turn, listing, changes):
        await (edit.edit_opening if isinstance(listing, Opening) else course.edit)(turn)


def _changes(acts: Sequence[Act]) -> dict[str, str]:
    """What is to change, and the words that say so; a figure that no wage has is one of people."""
    said = {about: words for act in acts if act.name == "change_field" for about, words in act.about.items()}
    return {_HEADCOUNT if about == "wage" and _counts_people(words) else about: words for about, words in said.items()}


def _counts_people(words: str) -> bool:
    figures = numbers_in(words)
    below = bool(figures) and max(figures) < money.LOWEST_WAGE and money.read_new_wage(words) is None
    return below and not _OF_PAY.search(words)


def _button(change: _Change, listing: Opening | Course) -> str:
    return change.opening if isinstance(listing, Opening) else change.course


async def _why_nobody(turn: Turn, words: str) -> None:
    """Of the listing that is meant: who applied or enrolled, whom it reaches, what would bring in more."""
    found = meant(turn, [one for one in await own_listings(turn) if one.state == State.LIVE], words)
    if not found:
        await turn.say("openings.none", rows=rows([[("join.post_now", "member.post")]], turn.language))
        return
    told, others = found[:_MOST_ADVISED], found[_MOST_ADVISED:]
    for one in told:
        if isinstance(one, Course):
            await courses.advise(turn, one)
        else:
            words_of, buttons = await listing_expiry.advice(turn.session, one, poster=one is told[-1])
            await turn.say(words_of(turn.language), rows=rows(buttons, turn.language))
    if others:
        see = [[Button(one.title[:30], f"{SEE[type(one)]}:{one.id}")] for one in others[:_MOST_NAMED]]
        await turn.say("life.others", rows=see, n=len(others))


def _show(show: Callable[[Turn], Awaitable[None]]) -> Callable[[Turn, str], Awaitable[None]]:
    async def answer(turn: Turn, _: str) -> None:
        await show(turn)

    return answer


def _say(text_id: str) -> Callable[[Turn, str], Awaitable[None]]:
    async def answer(turn: Turn, _: str) -> None:
        await turn.say(text_id)

    return answer


HANDLERS: Mapping[str, Callable[[Turn, str], Awaitable[None]]] = {
    "post_opening": post.begin_in_words,
    "post_course": _show(course.begin),
    "applicants": _show(applicants.show_openings),
    "applicant_contact": _say("member_act.applicant_contact"),
    "reply_applicant": _show(applicants.show_openings),
    "why_no_applicants": _why_nobody,
    "invite_colleague": _show(team.show),
    "remove_colleague": _show(team.show),
    "move_company": _say("member_act.move_company"),
    "rename_company": _show(team.show),
    "statistics": _show(openings.show_all),
    "batch_file": _show(files.show_templates),
    "human": _show(tickets.show_human_contact),
    "switch_language": _show(commands.choose_language),
    "show_saved": _show(openings.show_all),
    "status_of_application": _show(applicants.show_openings),
    "who_runs": _say("talk.who_runs"),
    "is_it_free": _say("member_act.is_it_free"),
    "is_it_a_bot": _say("talk.is_it_a_bot"),
    "how_it_works": _say("member_act.how_it_works"),
    "hire_after_course": _show(courses.show_all),
    "thanks": _say("talk.thanks"),
    "greeting": _say("help.member"),
    "goodbye": _say("member_act.goodbye"),
    "complain": _say("talk.complain"),
    "abuse": _say("talk.abuse"),
    **{act: _say(text_id) for act, text_id in fixed_answers.FOR_WHO_HIRES.items()},
    **dict.fromkeys(questions.SUPPORT, support.tell),
    "enterprise_subsidy": support.tell_of_enterprise,
    **{act: _say(text_id) for act, text_id in questions.FIXED.items()},
    questions.PAPERS: _show(filing_pack.show_papers),
    questions.REPORT: _say("rules.report.member"),
}
"""By act; what is done to one listing is in `CHANGES`."""
_POSTS = frozenset({"post_opening", "post_course"})
"""Beside a change of what is there, words that sound like hiring (再招俩) belong to the change."""
_IN_FORMS = frozenset(CHANGES) - {"change_field"} | {
    "applicants", "why_no_applicants", "invite_colleague", "enterprise_subsidy", "filing_papers",
}  # fmt: skip
"""What no answer to a question of a form sounds like."""
_PLAINLY = 0.8
_HEADCOUNT = "headcount"
_SHOWING = frozenset({"statistics", "show_saved", "applicants", "why_no_applicants", "subsidy_amount"})
_SURE_TO_POST = 0.9
"""Below it one is asked before a form begins."""
_WRITTEN = frozenset({"requirements", "text", "benefits", "other"})
"""What a change is about whose words people would read."""
_ASIDE = frozenset({"thanks", "greeting", "goodbye", "ack"})
_REQUESTS = (frozenset(CHANGES) | frozenset(HANDLERS)) - _POSTS - _ASIDE - {"change_field", "complain", "abuse"}


async def answer(turn: Turn, text: str) -> bool:
    """Do what the words ask for; False where they ask for nothing that is known here."""
    found = await asyncio.to_thread(read_acts, text, "member")
    known = [act for act in found if is_sure(act, _SHOWING) and (act.name in CHANGES or act.name in HANDLERS)]
    commands_heard = [act for act in known if act.name not in _ASIDE]
    rather = await asyncio.to_thread(questions.rather_asked, text, commands_heard, ("seeker",))
    if rather and not known and await unlawful.answer_if_unlawful(turn, text):  # quoted to ask whether it may stand
        return True
    known = questions.asked_once(rather or known)
    if await answer_if_asked(turn, text, known):
        return True
    asked = [act for act in known if act.name not in _ASIDE] or known
    if any(act.name in CHANGES for act in asked):
        asked = [act for act in asked if act.name not in _POSTS]
    posts = [act for act in asked if act.name in _POSTS]
    if posts and await _ask_whether_new(turn, text, surely=posts[0].score >= _SURE_TO_POST):
        return True
    changes = _changes(asked)
    written = not _WRITTEN.isdisjoint(changes)
    if (not asked or written) and await unlawful.answer_if_unlawful(turn, text, doubted=written):
        return True
    if changes and await _change_in_words(turn, changes, text):
        asked = [act for act in asked if act.name != "change_field"]
        if not asked:
            return True
    for act in asked:
        words = _words(text, act) if len(asked) > 1 and act.name not in _POSTS else text
        if act.name in CHANGES:
            await offer_change(turn, act.name, words)
        else:
            await HANDLERS[act.name](turn, words)
    return bool(asked) or await fixed_answers.answer_who_hires(turn, text) or await _show_named(turn, text)


async def _show_named(turn: Turn, text: str) -> bool:
    """The one listing of one's own that the words name, as people see it: what else is asked of it stands there."""
    found = await surely_named(turn, await posted(turn), text)
    if len(found) != 1 or active_form(turn) is not None:
        return False
    listing = found[0]
    await (openings.show(turn, listing) if isinstance(listing, Opening) else courses.show(turn, listing))
    return True


async def asks_for_something_else(text: str) -> bool:
    """Whether words that do not answer a form's question ask for what no form holds."""
    found = await asyncio.to_thread(read_acts, text, "member")
    return any(act.name in _REQUESTS and act.score >= SURE_TO_DO for act in found)


async def answer_request_in_form(turn: Turn) -> bool:
    """Do what words typed into a form plainly ask for instead of answering its question."""
    outside, inside = await asyncio.to_thread(_read_both, turn.text)
    plain = [act for act in outside if act.name in _IN_FORMS and act.score >= _PLAINLY]
    if not plain and _has_just_begun(turn) and not any(act.name in _POSTS for act in outside):
        plain = [act for act in outside if act.name in _REQUESTS and act.score >= SURE_TO_DO]
    if not plain or any(act.name == "tell" and act.score >= SURE_TO_DO for act in inside):
        return False
    for act in plain:
        words = _words(turn.text, act)
        await (offer_change(turn, act.name, words) if act.name in CHANGES else HANDLERS[act.name](turn, words))
    return True


def _has_just_begun(turn: Turn) -> bool:
    """Whether nothing was answered yet: then words that ask for something else are no answer."""
    form = active_form(turn)
    asked = form.questions if form else ()
    return not any(turn.state.draft.get(one.key) for one in asked if one.key != "organisation")


def _read_both(text: str) -> tuple[list[Act], list[Act]]:
    return read_acts(text, "member"), read_acts(text, "member", FORM_QUESTION)


def _words(text: str, act: Act) -> str:
    return text[act.marks[0].start : act.marks[-1].end] if act.marks else text


BUTTONS: Mapping[str, Handler] = {"member.edit_said": _change_as_said, "member.post_said": _post_as_said}
