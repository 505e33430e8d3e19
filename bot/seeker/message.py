"""A seeker's message, which may do several things: what it asks is answered in one reply, what it tells is kept.

What it commands goes to the same handlers as the buttons; what only tells of the person goes on to matches.
"""

import asyncio
from collections.abc import Sequence

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.cards import profile
from bot.chat.screen import Screen
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.seeker import acts
from bot.seeker.search import free_text, listing, listing_answers
from data.listings.lookup import ListingWithOrganisation
from data.people.profile import SaidAct, Understanding
from data.vocabulary import Intent
from matching.understanding import understand

_ELSEWHERE = frozenset({Intent.UNDERAGE, Intent.REPORT, Intent.DELETE, Intent.PRIVACY, Intent.HUMAN})
"""Messages that are answered by themselves, whatever else they say."""
_NEEDS = {"housing": "housing", "meals": "meals", "insurance": "social_insurance", "night": "no_night"}
"""A question about a listing, and the need that the same words may tell instead (要包住)."""
_MOST_LISTINGS, _MOST_QUESTIONS = 3, 6


async def handle_text(turn: Turn, text: str) -> None:
    """Answer what the message asks, do what it commands, keep what it tells."""
    asked = free_text.asked_question(turn)
    seen = screen.of(turn)
    understood = await asyncio.to_thread(understand, text, asked, screen=seen.context)
    if understood.intent in _ELSEWHERE or not await _answered(turn, understood, seen, text, asking=asked is not None):
        await free_text.respond(turn, understood, text, asked)


async def _answered(turn: Turn, understood: Understanding, seen: Screen, text: str, *, asking: bool) -> bool:
    """Whether anything was answered or done."""
    questions = [act for act in understood.acts if act.act in acts.LISTING_QUESTIONS and not _told(act, understood)]
    small_talk = _small_talk(understood, asking=asking)
    others = [act for act in understood.acts if act.act in acts.HANDLERS and act not in small_talk]
    told = understood.says_something()
    if told and any(act.act == "search" for act in understood.acts):
        others = [act for act in others if act.kind == "ask"]
    lines: list[Html] = []
    about: list[str] = []
    if questions and (meant := await _listings_meant(turn, seen, questions, text)):
        about = [found.listing.id for found in meant]
        lines += [await _about_listing(turn, found, questions, seen) for found in meant]
    done = False
    for act in others:
        answer = await acts.HANDLERS[act.act](turn, acts.about(seen, act, text))
        done = True
        if answer is not None:
            lines.append(answer)
    if not lines and not done:
        return False
    if told:
        await free_text.keep_quietly(turn, understood)
        lines += _noted(turn, understood)
    if lines:
        if len(about) == 1:
            screen.show_question(turn, about[0], " ".join(act.words for act in questions))
        await turn.say(join(lines, "\n\n"), rows=_ways_on(turn, about, told=told))
    return True


def _told(act: SaidAct, understood: Understanding) -> bool:
    """Whether the words rather tell a need (要包住) than ask."""
    need = _NEEDS.get(act.act)
    return need is not None and need in {str(one) for one in understood.constraints}


def _small_talk(understood: Understanding, *, asking: bool) -> list[SaidAct]:
    """Politeness beside something that is said or asked (行，我46了), or in answer to a question."""
    alone = not asking and not understood.says_something() and len(understood.acts) == 1
    return [] if alone else [act for act in understood.acts if act.kind == "social"]


async def _listings_meant(
    turn: Turn, seen: Screen, questions: Sequence[SaidAct], text: str
) -> list[ListingWithOrganisation]:
    """The listing that the questions are about; of a list without a number, all of it."""
    named = (acts.about(seen, act, text).listing for act in questions)
    one = next(filter(None, named), None)
    ids = [one] if one else list(seen.listings[:_MOST_LISTINGS]) if seen.is_list else []
    return [found for listing_id in ids if (found := await listing.find(turn.session, listing_id))]


async def _about_listing(
    turn: Turn, found: ListingWithOrganisation, questions: Sequence[SaidAct], seen: Screen
) -> Html:
    """The answers to the questions, each once; what is not stated in one line."""
    answers = dict.fromkeys([act.act for act in questions][:_MOST_QUESTIONS])
    told = {name: await listing_answers.answer(turn, found, name) for name in answers}
    stated = list(dict.fromkeys(line for line in told.values() if line))
    missing = [turn.t(f"topic.{name}") for name, line in told.items() if line is None]
    lines = [turn.t("answers.title", title=found.listing.title)] if seen.listing != found.listing.id else []
    lines += stated
    if missing:
        lines.append(turn.t("answers.not_stated", topics=join(missing, turn.t("profile.separator"))))
    return join(lines)


def _noted(turn: Turn, understood: Understanding) -> list[Html]:
    lines = profile.fact_lines(understood.facts(), turn.language)
    return [turn.t("talk.noted", facts=join(lines, turn.t("matches.semicolon")))] if lines else []


def _ways_on(turn: Turn, about: Sequence[str], *, told: bool) -> list[list[Button]]:
    rows = []
    if len(about) == 1:
        apply = Button(turn.t("talk.apply"), f"seek.apply:{about[0]}")
        rows.append([apply, Button(turn.t("card.back_to_listing"), f"seek.open:{about[0]}")])
        if not turn.account.browsing:
            rows.append([Button(turn.t("ask_firm.button"), f"seek.ask_firm:{about[0]}")])
    if told and not turn.account.browsing:
        rows.append([Button(turn.t("talk.look_again"), "seek.again")])
    return rows
