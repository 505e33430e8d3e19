"""What a member's words can do: the same things as the buttons of their listings, and the questions they ask.

What changes a listing is never done by words alone: they bring up the button that does it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import unlawful
from bot.chat import commands, screen
from bot.chat.buttons import Button, rows
from bot.chat.callback_args import text_argument
from bot.chat.forms.engine import SUMMARY_STEP, active_form
from bot.chat.turn import Handler, Turn
from bot.enterprise import listing_expiry, support
from bot.enterprise.applicants import filing_pack
from bot.enterprise.applicants import overview as applicants
from bot.enterprise.changes import beside, in_words
from bot.enterprise.changes.in_words import CHANGEABLE
from bot.enterprise.changes.requests import read_request
from bot.enterprise.changes.wishes import (
    CHANGE,
    changes_said,
    clauses_of,
    is_renewal_of_days,
    lead_of,
    line_said,
    line_surely_said,
    moves_a_day,
    naming_words,
    new_words,
)
from bot.enterprise.courses import overview as courses
from bot.enterprise.courses import pasted_advert as course_request
from bot.enterprise.listings import files
from bot.enterprise.listings.asked import EDIT, SEE, answer_if_asked, answer_papers_of_course
from bot.enterprise.listings.meant import (
    MOST_OFFERED,
    meant,
    named,
    own_listings,
    posted,
    probably_named,
    surely_named,
    to_pick,
)
from bot.enterprise.openings import overview as openings
from bot.enterprise.openings import post
from bot.enterprise.organisation import team
from bot.notices import tickets
from bot.rules import fixed_answers, questions
from data.closed_forms.money import counts_people
from data.closed_forms.numbers import numbers_in
from data.closed_forms.quoted import clauses, read_exchange, read_quoted, read_replacement, without_quotes
from data.lifecycle.listing_expiry import count_applicants
from data.listings.courses import Course
from data.listings.models import CLOSABLE_STATES
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.vocabulary import ListingKind
from data.vocabulary import ListingState as State
from matching.language.heads.acts import SURE_TO_DO, Act, is_sure, read_acts
from matching.language.heads.prompts import FORM_QUESTION

_MOST_ADVISED, _MOST_NAMED = 2, 8
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
    "change_field": _Change(EDIT[Opening], EDIT[Course], CHANGEABLE),
    "close": _Change("member.close", "course.close", frozenset(CLOSABLE_STATES)),
    "pause": _Change("member.pause", "course.pause", _FOUND),
    "resume": _Change("member.resume", "course.resume", frozenset({State.PAUSED})),
    "renew": _Change("member.renew", "course.renew", _FOUND),
    "repost": _Change("member.again", "course.again", _ENDED),
    "poster": _Change("member.poster", "member.poster", _FOUND),
    "share_link": _Change("member.share", "member.share", _FOUND),
    "review_status": _Change("member.history", "course.see", CHANGEABLE),
}
"""By act."""


async def offer_change(turn: Turn, act: str, words: str) -> None:
    """The button that does it, of the listing that is meant, or of each that may be."""
    change = CHANGES[act]
    fit = [one for one in await own_listings(turn) if one.state in change.states and _button(change, one)]
    found = meant(turn, fit, naming_words(words) if act == CHANGE else words)[:MOST_OFFERED]
    if not found:
        await _say_none(turn, act, words)
        return
    as_said = in_words.as_said_button(turn, words, {}) if act == CHANGE else None
    buttons = to_pick(found, as_said or (lambda one: _button(change, one)))
    if len(found) == 1:
        screen.show_own(turn, found[0].id)
    await turn.say(f"member_act.{act}.{'one' if len(found) == 1 else 'which'}", rows=buttons, title=found[0].title)


async def _say_none(turn: Turn, act: str, words: str) -> None:
    """There is no listing to do it to; of one that was not paused, and need not be taken up again, it is said."""
    see = rows([[("openings.see_all", "member.openings")]], turn.language)
    live = meant(turn, [one for one in await own_listings(turn) if one.state in _FOUND], words)
    if act == "resume" and len(live) == 1:  # who says when it goes on may want it to stop until then
        stop = [Button(turn.t("member_act.pause_it"), f"{_button(CHANGES['pause'], live[0])}:{live[0].id}")]
        await turn.say("member_act.resume.live", rows=[stop, *see], title=live[0].title)
    else:
        await turn.say(f"member_act.{act}.none", rows=see)


async def _ask_whether_new(turn: Turn, text: str, *, surely: bool) -> bool:
    """Words that name a listing of one's own may be about that one, and so may words that only seem to post one: asked,
    with every way on. False: they surely post a new one.
    """
    found = await surely_named(turn, [one for one in await posted(turn) if one.state in CHANGEABLE], text)
    found = found[:MOST_OFFERED]
    if not found and (surely or active_form(turn) is not None):
        return False
    if active_form(turn) is not None and not in_words.is_changing(turn):
        return False
    as_said = in_words.as_said_button(turn, text, {"text": text} if read_quoted(text) else {})
    buttons = to_pick(found, as_said if read_quoted(text) else lambda one: SEE[type(one)])
    post_said = f"member.post_said:{as_said.partition(':')[2]}"
    buttons += rows([[("join.post_now", post_said), ("course.post_now", "member.course")]], turn.language)
    which = "new_or_this" if found else "new_or_what"
    await turn.say(f"member_act.{which}", rows=buttons, title=found[0].title if found else "")
    return True


async def _post_as_said(turn: Turn) -> None:
    """The form of a new opening, with what the words told that seemed to want one."""
    text, _ = in_words.words_as_said(turn, text_argument(turn))
    await post.begin_in_words(turn, text)


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
        await _advise(turn, one, poster=one is told[-1])
    if others:
        see = [[Button(one.title[:30], f"{SEE[type(one)]}:{one.id}")] for one in others[:_MOST_NAMED]]
        await turn.say("life.others", rows=see, n=len(others))


async def _advise(turn: Turn, listing: Opening | Course, *, poster: bool = True) -> None:
    screen.show_own(turn, listing.id)
    if isinstance(listing, Course):
        await courses.advise(turn, listing)
    else:
        advice, buttons = await listing_expiry.advice(turn.session, listing, poster=poster)
        await turn.say(advice(turn.language), rows=rows(buttons, turn.language))


def _of_named_or(show: Callable[[Turn], Awaitable[None]]) -> Callable[[Turn, str], Awaitable[None]]:
    """How many came to the one listing that is named, and what would bring in more; else, or where there are people to
    answer, what is shown of all.
    """

    async def answer(turn: Turn, words: str) -> None:
        live = [one for one in await own_listings(turn) if one.state == State.LIVE]
        found = await probably_named(turn, live, words)
        applied = [one for one in found if isinstance(one, Opening) and await count_applicants(turn.session, one)]
        await (_advise(turn, found[0]) if len(found) == 1 and not applied else show(turn))

    return answer


def _show(show: Callable[[Turn], Awaitable[None]]) -> Callable[[Turn, str], Awaitable[None]]:
    async def answer(turn: Turn, _: str) -> None:
        await show(turn)

    return answer


async def _tell_papers(turn: Turn, _: str) -> None:
    """Those that learners bring to the course that is named, else those that the enterprise files."""
    if not await answer_papers_of_course(turn, turn.text):
        await filing_pack.show_papers(turn)


async def _report(turn: Turn, words: str) -> None:
    """What to do about somebody who asks for money or papers; who asks whether they may themselves hears the law."""
    await unlawful.answer_if_unlawful(turn, words)
    await turn.say("rules.report.member")


def _say(text_id: str) -> Callable[[Turn, str], Awaitable[None]]:
    async def answer(turn: Turn, _: str) -> None:
        await turn.say(text_id)

    return answer


def _tell_rule(act: str) -> Callable[[Turn, str], Awaitable[None]]:
    async def answer(turn: Turn, text: str) -> None:
        await fixed_answers.tell_who_hires(turn, act, text)

    return answer


HANDLERS: Mapping[str, Callable[[Turn, str], Awaitable[None]]] = {
    "post_opening": post.begin_in_words,
    "post_course": course_request.begin_in_words,
    "applicants": _of_named_or(applicants.show_openings),
    "applicant_contact": _say("member_act.applicant_contact"),
    "reply_applicant": _show(applicants.show_openings),
    "why_no_applicants": _why_nobody,
    "invite_colleague": _show(team.show),
    "remove_colleague": _show(team.show),
    "move_company": _say("member_act.move_company"),
    "rename_company": _show(team.show),
    "statistics": _of_named_or(openings.show_all),
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
    **{act: _tell_rule(act) for act in fixed_answers.FOR_WHO_HIRES},
    **dict.fromkeys(questions.SUPPORT, support.tell),
    "enterprise_subsidy": support.tell_of_enterprise,
    **{act: _say(text_id) for act, text_id in questions.FIXED.items()},
    questions.PAPERS: _tell_papers,
    questions.REPORT: _report,
}
"""By act; what is done to one listing is in `CHANGES`."""
_POSTED = {"post_opening": ListingKind.OPENING, "post_course": ListingKind.COURSE}
_POSTS = frozenset(_POSTED)
"""Beside a change of what is there, words that sound like hiring (再招俩) belong to the change."""
_IN_FORMS = frozenset(CHANGES) - {CHANGE} | {
    "applicants", "why_no_applicants", "invite_colleague", "enterprise_subsidy", "filing_papers",
}  # fmt: skip
"""What no answer to a question of a form sounds like."""
_PLAINLY = 0.8
_SHOWING = frozenset({"statistics", "show_saved", "applicants", "why_no_applicants", "subsidy_amount"})
_SURE_TO_POST = 0.9
"""Below it one is asked before a form begins."""
_OF_RULES = questions.SUPPORT | {questions.PAPERS} | set(questions.FIXED) | set(fixed_answers.FOR_WHO_HIRES)
"""Questions that what the law forbids is often put as: may I keep the papers, may they go without insurance?"""
_WRITTEN = frozenset({"requirements", "text", "benefits", "other"})
"""What a change is about whose words people would read."""
_NOT_NOW, _LIKELY_NOT_NOW = frozenset({"wait", "goodbye", "refuse", "withdraw", "cancel"}), 0.4
_ASIDE = frozenset({"thanks", "greeting", "goodbye", "ack"})
_REQUESTS = (frozenset(CHANGES) | frozenset(HANDLERS)) - _POSTS - _ASIDE - {CHANGE, "complain", "abuse"}


async def answer(turn: Turn, text: str) -> bool:
    """Do what the words ask for; False where they ask for nothing that is known here."""
    found = await read_request(turn, text)
    known = [act for act in found if is_sure(act, _SHOWING) and (act.name in CHANGES or act.name in HANDLERS)]
    commands_heard = [act for act in known if act.name not in _ASIDE]
    rather = await asyncio.to_thread(questions.rather_asked, text, commands_heard, ("seeker",))
    known = questions.asked_once(rather or known)
    asked = [act for act in known if act.name not in _ASIDE] or known
    if asked and (await _asks_whether_lawful(turn, text, asked) or await _asks_law_rather(turn, text, asked)):
        return True
    changes = changes_said(turn, text, asked) or await asyncio.to_thread(line_surely_said, turn, text)
    changes = changes or await _written_in_named(turn, text)
    if changes:  # a day that is moved sounds like other acts
        asked = [act for act in asked if not _is_of_days(turn, text, act)]
    elif await answer_if_asked(turn, text, known):
        return True
    if any(act.name in CHANGES for act in asked):
        asked = [act for act in asked if act.name not in _POSTS]
    asked = await _of_one_kind(turn, asked)
    if await _is_of_what_is_posted(turn, text, asked):
        return True
    written = not _WRITTEN.isdisjoint(changes)
    if await _is_unlawful(turn, text, written=written, asked=bool(asked or changes)):
        return True
    changed = bool(changes) and await in_words.change(turn, changes, text)
    if changed or in_words.is_changing(turn):  # the listing is open already
        asked = [act for act in asked if act.name != CHANGE]
    await _do(turn, text, asked)
    return bool(changed or asked) or await _answer_beside_acts(turn, text)


async def _is_unlawful(turn: Turn, text: str, *, written: bool, asked: bool) -> bool:
    """Whether what would be written, or words that ask for nothing, may not stand, which is said then.

    Words that change what is written and bring nothing new along may as well take it away: of them it is only said.
    """
    if not written:
        return not asked and await unlawful.answer_if_unlawful(turn, text)
    new = new_words(text)
    said = await unlawful.answer_if_unlawful(turn, new or without_quotes(text), doubted=True)
    return said and new is not None


async def _written_in_named(turn: Turn, text: str) -> dict[str, str]:
    """What words write into the one listing that they name, which is what the next words may be about."""
    found = named(turn, await posted(turn), naming_words(text))
    if len(found) != 1:
        return {}
    screen.show_own(turn, found[0].id)
    return line_said(text) or ({"text": text} if read_exchange(text, found[0].description) else {})


async def _asks_whether_lawful(turn: Turn, text: str, asked: Sequence[Act]) -> bool:
    """Whether words that sound like a question of rules put what the law forbids; then that is the answer."""
    of_rules = all(act.name in _OF_RULES for act in asked) and not line_said(text)
    return of_rules and await unlawful.answer_if_unlawful(turn, text)


async def _asks_law_rather(turn: Turn, text: str, asked: Sequence[Act]) -> bool:
    """Whether words that sound like a question for support rather ask what the law says of work; then it is told."""
    least = max(act.score for act in asked)
    for_support = all(act.name in questions.SUPPORT for act in asked)
    return for_support and await fixed_answers.answer_who_hires(turn, text, least=least)


async def _of_one_kind(turn: Turn, asked: Sequence[Act]) -> list[Act]:
    """The acts with one that posts at most: of what the organisations may offer the likelier; what only one kind of
    listing can be is that kind.
    """
    posts = [act for act in asked if act.name in _POSTED]
    if not posts:
        return [*asked]
    mine = await organisations.list_for_member(turn.session, turn.account_id)
    offered = [name for name, kind in _POSTED.items() if any(organisations.may_offer(one, kind) for one in mine)]
    kept = max([act for act in posts if act.name in offered] or posts, key=lambda act: act.score)
    meant_kind = offered[0] if len(offered) == 1 else kept.name
    return [replace(act, name=meant_kind) if act is kept else act for act in asked if act not in posts or act is kept]


async def _is_of_what_is_posted(turn: Turn, text: str, asked: Sequence[Act]) -> bool:
    """Whether words that sound like a new listing are of one that is there, or that is asked; then it is done."""
    posts = [act for act in asked if act.name in _POSTS]
    if not posts:
        return False
    line = line_said(text) if read_replacement(text) else await asyncio.to_thread(line_surely_said, turn, text)
    if line and await in_words.change(turn, line, text):
        return True
    lead = lead_of(text)
    several = counts_people(lead) and max(numbers_in(lead), default=0) > 1  # one (再发一个) is a listing
    if several and await in_words.change(turn, {"headcount": text}, text, named=True):
        return True
    return await _ask_whether_new(turn, text, surely=posts[0].score >= _SURE_TO_POST)


async def _do(turn: Turn, text: str, asked: Sequence[Act]) -> None:
    for act in asked:
        await _do_one(turn, act, clauses_of(text, act) if len(asked) > 1 and act.name not in _POSTS else text)


async def _do_one(turn: Turn, act: Act, words: str) -> None:
    await (offer_change(turn, act.name, words) if act.name in CHANGES else HANDLERS[act.name](turn, words))


async def _answer_beside_acts(turn: Turn, text: str) -> bool:
    """What words may want that do nothing known: to hear the law, to add a line, to see a listing."""
    if await fixed_answers.answer_who_hires(turn, text):
        return True
    if (line := line_said(text)) and await in_words.change(turn, line, text):
        return True
    if plain := await _of_one_kind(turn, await asyncio.to_thread(_plain_in_clauses, text)):
        if not await _is_of_what_is_posted(turn, text, plain):
            await _do(turn, text, plain)
        return True
    return await _show_named(turn, text)


def _plain_in_clauses(text: str) -> list[Act]:
    """What clauses plainly ask for by themselves, where the whole asks for nothing that is known."""
    found: dict[str, Act] = {}
    for part in clauses(text):
        start = text.find(part)
        for act in read_acts(part, "member"):
            if act.score >= _PLAINLY and act.name in _REQUESTS | _POSTS:
                marks = tuple(replace(mark, start=mark.start + start, end=mark.end + start) for mark in act.marks)
                found.setdefault(act.name, replace(act, marks=marks))
    return [*found.values()]


def _is_of_days(turn: Turn, text: str, act: Act) -> bool:
    return moves_a_day(text, act) or is_renewal_of_days(turn, text, act)


async def _show_named(turn: Turn, text: str) -> bool:
    """The one listing of one's own that the words name, as people see it: what else is asked of it stands there."""
    found = await surely_named(turn, await posted(turn), text)
    if len(found) != 1 or active_form(turn) is not None:
        return False
    listing = found[0]
    await (openings.show(turn, listing) if isinstance(listing, Opening) else courses.show(turn, listing))
    return True


async def changes_what_is_posted(turn: Turn, text: str) -> bool:
    """Whether words surely change a listing that is there, and so are no advert for a new one."""
    found = await read_request(turn, text)
    posts = max((act.score for act in found if act.name in _POSTS), default=0.0)
    return any(act.name == CHANGE and act.score >= max(_PLAINLY, posts) for act in found)


async def says_not_now(turn: Turn) -> bool:
    """Say to who puts off what a form asks that nothing goes out and all of it is kept."""
    heard = await asyncio.to_thread(read_acts, turn.text, "member", FORM_QUESTION)
    likeliest = max(heard, key=lambda act: act.score, default=None)
    if likeliest is None or likeliest.name not in _NOT_NOW or likeliest.score < _LIKELY_NOT_NOW:
        return False
    await turn.say("form.kept")
    return True


async def asks_for_something_else(turn: Turn) -> bool:
    """Whether words that do not answer a form's question ask for what no form holds."""
    found = await read_request(turn, turn.text)
    return any(act.name in _REQUESTS and act.score >= SURE_TO_DO for act in found)


async def answer_request_in_form(turn: Turn) -> bool:
    """Do what words typed into a form plainly ask for instead of answering its question."""
    heard = await read_request(turn, turn.text)
    inside = await asyncio.to_thread(read_acts, turn.text, "member", FORM_QUESTION)
    outside = [act for act in heard if not _is_of_days(turn, turn.text, act)]
    told = any(act.name == "tell" and act.score >= SURE_TO_DO for act in inside)
    sure = max((act.score for act in outside if act.name == CHANGE), default=0.0)
    changes = not told and sure >= _PLAINLY
    if in_words.is_changing(turn) and (changes or line_said(turn.text)):
        return await beside.take_words(turn)
    if (changes or sure >= _SURE_TO_POST) and not in_words.is_changing(turn) and await _changes_named(turn, outside):
        return True
    plain = [act for act in outside if act.name in _IN_FORMS and act.score >= _PLAINLY]
    if not plain and _has_just_begun(turn) and not any(act.name in _POSTS for act in outside):
        plain = [act for act in outside if act.name in _REQUESTS and act.score >= SURE_TO_DO]
    if told:
        return False
    if plain:  # support, and the papers for it
        plain += [act for act in outside if act.name == questions.PAPERS and _PLAINLY > act.score >= SURE_TO_DO]
    if not plain:
        return _may_ask_of_law(turn, heard) and await fixed_answers.answer_who_hires(turn, turn.text)
    if await _asks_whether_lawful(turn, turn.text, plain):
        return True
    known = [act for act in outside if act.name in CHANGES or act.name in HANDLERS]
    if not await answer_if_asked(turn, turn.text, known):
        await _do(turn, turn.text, plain)
    return True


async def _changes_named(turn: Turn, heard: Sequence[Act]) -> bool:
    """Whether words in the form of something new change a listing that they surely name; then its card is shown."""
    mine = [one for one in await posted(turn) if one.state in CHANGEABLE]
    if len(await surely_named(turn, mine, naming_words(turn.text))) != 1:
        return False
    return await in_words.change(turn, changes_said(turn, turn.text, heard), turn.text, named=True)


def _may_ask_of_law(turn: Turn, heard: list[Act]) -> bool:
    """Whether words at a question that would take most words as an answer may ask what the law says instead."""
    asked = turn.state.step != SUMMARY_STEP and (in_words.is_changing(turn) or _has_just_begun(turn))
    return asked and all(act.score < SURE_TO_DO for act in heard)


def _has_just_begun(turn: Turn) -> bool:
    """Whether nothing was answered yet: then words that ask for something else are no answer."""
    form = active_form(turn)
    asked = form.questions if form else ()
    return not any(turn.state.draft.get(one.key) for one in asked if one.key != "organisation")


BUTTONS: Mapping[str, Handler] = {**in_words.BUTTONS, "member.post_said": _post_as_said}
