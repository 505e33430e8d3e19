"""What a seeker's words can do, act by act: the same things as the buttons, and questions answered in a sentence.

A handler that returns words leaves them to be put together with the other answers; one that returns nothing has replied
by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.chat import commands
from bot.chat.buttons import Button, rows
from bot.chat.screen import Screen
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.notices import tickets
from bot.rules import fixed_answers
from bot.seeker import after_consent, intake
from bot.seeker.applying import my
from bot.seeker.applying import said as applied
from bot.seeker.money import ladder, subsidy
from bot.seeker.search import alerts, asking_firm, comparing, free_text, listing, matches, named, next_question, why_not
from data.closed_forms.ordinals import ordinal
from data.people.profile import SaidAct, Understanding
from matching.language.acts import ACTS, ActKind
from matching.understanding import named_grades
from matching.understanding.told_apart import asks_how_to_reach


@dataclass(frozen=True, slots=True)
class Said:
    """An act of the message under way, and what it is about."""

    act: SaidAct
    screen: Screen
    listing: str | None
    """Id of the listing that is meant."""
    text: str
    """The whole message."""
    understood: Understanding
    """What it tells besides."""


Handler = Callable[[Turn, Said], Awaitable[Html | None]]
"""Answers an act, or returns the words that do."""
_NOT_APPLIED_FOR = frozenset({"question", "suggestion", "course"})
"""What a yes or no may be about that changes no application."""
_REASONS = {
    "too_far": "far", "pay_low": "wage", "night": "hours", "hours": "hours", "shift": "hours", "heavy": "work",
    "dirty": "work", "hazard": "work", "not_interested": "work", "already_did": "work", "not_trusted": "employer",
    "agency": "employer", "seen": "other",
}  # fmt: skip
"""What a dismissal is about, as the buttons call it."""


def meant(seen: Screen, words: str) -> str | None:
    """The listing that words are about: the one they number, else the one that is open or the only one of the list."""
    number = ordinal(words, last=seen.last if seen.listings else None)
    only = seen.listings[0] if len(seen.listings) == 1 else None
    return seen.numbered(number) if number is not None else seen.listing or only


def _say(text_id: str) -> Handler:
    async def answer(turn: Turn, _: Said) -> Html | None:
        return turn.t(text_id)

    return answer


def _show(show: Callable[[Turn], Awaitable[None]]) -> Handler:
    """The same as a command or a button without an argument."""

    async def answer(turn: Turn, _: Said) -> Html | None:
        await show(turn)
        return None

    return answer


def _with_listing(do: Callable[[Turn, str], Awaitable[None]]) -> Handler:
    """What needs a listing: without one, and without a number, the one seen before; else the list to choose from."""

    async def answer(turn: Turn, said: Said) -> Html | None:
        numbered = said.act.about.isdecimal() or ordinal(said.text) is not None
        listing_id = said.listing or (None if numbered else said.screen.earlier)
        if listing_id is not None:
            await do(turn, listing_id)
        else:
            await turn.say(_which_of(turn, said), rows=_to_the_list(turn))
        return None

    return answer


def _of_application(do: Callable[[Turn, str | None, str], Awaitable[None]]) -> Handler:
    """What concerns something that was applied for."""

    async def answer(turn: Turn, said: Said) -> Html | None:
        if said.act.about in _NOT_APPLIED_FOR:
            return turn.t("talk.ack")
        await do(turn, said.listing, said.act.words or said.text)
        return None

    return answer


def _which_of(turn: Turn, said: Said) -> Html:
    """Which one is meant? Where the words named a number that was not shown, the numbers that were."""
    if said.screen.listings:
        return turn.t("talk.which_number", first=said.screen.first, last=said.screen.last)
    return turn.t("talk.which")


def _to_the_list(turn: Turn) -> list[list[Button]]:
    return [] if turn.account.browsing else [[Button(turn.t("matches.again"), "seek.again")]]


async def _dismiss(turn: Turn, said: Said) -> Html | None:
    """Why, where the words say so, and then the next; else of the open listing the reason is asked, of a list what is
    wrong with it.
    """
    reason = _REASONS.get(said.act.about)
    if said.listing is not None and reason:
        await listing.dismiss_because(turn, said.listing, reason)
        if not turn.account.browsing:
            await matches.show_from(turn, 0, matches.ORDERS.get(reason, ""))
    elif said.listing is not None:
        await listing.ask_reason(turn, said.listing)
    elif said.screen.is_list and said.screen.order != matches.OTHER and reason in matches.ORDERS:
        await matches.show_from(turn, 0, matches.ORDERS[reason])
    else:
        await matches.none_fit(turn)
    return None


async def _more(turn: Turn, said: Said) -> Html | None:
    await matches.show_from(turn, said.screen.last if said.screen.listings else 0, said.screen.order)
    return None


async def _compare(turn: Turn, said: Said) -> Html | None:
    """Side by side, with what differs: those of the numbers, the open one and another, else what the list shows."""
    chosen = await comparing.choose(turn, said.screen, said.act.words, said.text)
    if chosen is None:
        return _which_of(turn, said)
    shown = await comparing.show_side_by_side(turn, said.screen, chosen)
    return None if shown else turn.t("talk.which")


def _ordered(order: str, without: str) -> Handler:
    """The list again, by what counts now; where nothing is known yet, what to tell."""

    async def answer(turn: Turn, _: Said) -> Html | None:
        if turn.account.browsing:
            return turn.t(without)
        await matches.show_from(turn, 0, order)
        return None

    return answer


async def _how_it_works(turn: Turn, _: Said) -> Html | None:
    """Whoever waits for something asks for that: how it stands is the answer."""
    return None if await applied.tell_what_runs(turn) else turn.t("talk.how_it_works")


async def _contact(turn: Turn, said: Said) -> Html | None:
    """Ask the enterprise of the open listing without a name, or tell how to reach it; who has applied to it, or has
    none open, writes.
    """
    if said.listing is None or turn.account.browsing or await applied.has_applied_to(turn, said.listing):
        return await _of_application(applied.contact)(turn, said)
    if await asyncio.to_thread(asks_how_to_reach, said.act.words):
        return await asking_firm.tell_how(turn, said.listing)
    asked = [act for act in said.understood.acts if act.act in LISTING_QUESTIONS]
    return await asking_firm.ask_in_words(turn, said.listing, asked)


async def _change_fact(turn: Turn, _: Said) -> Html | None:
    await intake.correct(turn)
    return None


async def _why_not(turn: Turn, said: Said) -> Html | None:
    if not await why_not.answer_if_why_not(turn, said.text):
        await why_not.offer_missed(turn)
    return None


async def _subsidies(turn: Turn, said: Said) -> Html | None:
    facts = await free_text.known_with(turn, said.understood)
    await subsidy.show_supports(turn, facts, grades=named_grades(said.text))
    return None


async def _ladder(turn: Turn, said: Said) -> Html | None:
    await ladder.show_ladder(turn, await free_text.known_with(turn, said.understood))
    return None


async def _switch_language(turn: Turn, _: Said) -> Html | None:
    """The languages; who finds talking here hard may rather want a person."""
    write = rows([[("ticket.write", "ticket.write")]], turn.language)
    words = join([turn.t("language.which"), turn.t("language.or_person")])
    await turn.say(words, rows=[*commands.language_buttons(turn), *write])
    return None


_MOVES: Mapping[str, Handler] = {
    "open_n": _with_listing(listing.show),
    "apply": _with_listing(after_consent.apply_to),
    "save": _with_listing(after_consent.save_listing),
    "show_saved": _show(my.show),
    "dismiss": _dismiss,
    "more": _more,
    "other_direction": _show(next_question.ask_other_occupation),
    "nearer": _ordered(matches.NEAREST, "none_fit.far.then"),
    "better_paid": _ordered(matches.BEST_PAID, "none_fit.wage.then"),
    "compare": _compare,
    "remind_me": _say("talk.remind_me"),
    "alert_me": _show(alerts.offer),
    "stop_alerts": _show(alerts.stop),
    "withdraw": _of_application(applied.withdraw),
    "reschedule": _of_application(applied.reschedule),
    "accept": _of_application(applied.accept),
    "refuse": _of_application(applied.refuse),
    "wait": _say("talk.wait"),
    "back": _show(matches.again),
    "status_of_application": _of_application(applied.status),
    asking_firm.CONTACT: _contact,
    "change_fact": _change_fact,
    "switch_language": _switch_language,
}
_SERVICE: Mapping[str, Handler] = {
    "who_runs": _say("talk.who_runs"),
    "is_it_free": _say("talk.is_it_free"),
    "is_it_a_bot": _say("talk.is_it_a_bot"),
    "how_it_works": _how_it_works,
    "why_this_one": _with_listing(listing.explain_why),
    "why_not_that": _why_not,
    "explain": _say("talk.explain"),
}
_RULES: Mapping[str, Handler] = {
    "subsidy_for_me": _subsidies,
    "subsidy_amount": _subsidies,
    "level_up": _ladder,
    **{act: _say(text_id) for act, text_id in fixed_answers.FOR_EVERYBODY.items()},
}


def _data(text_id: str) -> Handler:
    """An answer about the person's own data, with the way to it."""

    async def answer(turn: Turn, _: Said) -> Html | None:
        await turn.say(text_id, rows=[[Button(turn.t("mydata.button"), "data.show")]])
        return None

    return answer


async def _enterprise_door(turn: Turn, _: Said) -> Html | None:
    """Somebody who hires came in by the seekers' door."""
    await turn.say("talk.enterprise", rows=[[Button(turn.t("door.enterprise"), "member.join")]])
    return None


_URGENT: Mapping[str, Handler] = {
    "report": _say("answer.report"),
    "privacy": _data("answer.privacy"),
    "delete_data": _data("answer.delete"),
    "human": _show(tickets.show_human_contact),
}
_SAYINGS: Mapping[str, Handler] = {
    "complain": _say("talk.complain"),
    "ack": _say("talk.ack"),
    "thanks": _say("talk.thanks"),
    "greeting": _say("talk.greeting"),
    "goodbye": _say("talk.goodbye"),
    "abuse": _say("talk.abuse"),
}
_OF_ENTERPRISES = dict.fromkeys(("post_opening", "post_course", "batch_file", "enterprise_subsidy"), _enterprise_door)
HANDLERS: Mapping[str, Handler] = {**_MOVES, **_SERVICE, **_RULES, **_URGENT, **_SAYINGS, **_OF_ENTERPRISES}
"""By act; questions about a listing are answered by `listing_answers`."""
OF_THE_BOT = frozenset({"who_runs", "is_it_free", "is_it_a_bot", "human", "switch_language"})
"""What is answered before anybody agrees to anything: nothing of the person is needed for it."""
ELSEWHERE = frozenset({"search", "cancel", "skip", "tell", "unintelligible", "chitchat"})
"""Acts that have ways of their own: what is told is kept and matched."""
_MAY_NAME = frozenset({"open_n", "apply", "save", "dismiss"})
"""Acts whose words may name a listing that is not the open one."""
LISTING_QUESTIONS = frozenset(act for act, kind in ACTS.items() if kind is ActKind.LISTING)


async def about(turn: Turn, seen: Screen, act: SaidAct, text: str, understood: Understanding) -> Said:
    """An act with the listing that it is about: by number, by name, else the open one."""
    of_words = meant(seen, act.words)
    by_words = act.about.isdecimal() or of_words is None
    listing_id = of_words if by_words else meant(seen, text)
    if act.act in _MAY_NAME and ordinal(text) is None:
        listing_id = await named.on_screen(turn, seen, act.words or text) or listing_id
    return Said(act, seen, listing_id, text, understood)
