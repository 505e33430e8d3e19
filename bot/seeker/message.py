"""A seeker's message, which may do several things: what it asks is answered in one reply, what it tells is kept.

What it commands goes to the same handlers as the buttons; what only tells of the person goes on to matches.
"""

import asyncio
from collections.abc import Sequence

from bot import listing_answers
from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.cards import profile
from bot.chat.forms import engine
from bot.chat.screen import Screen
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.seeker import acts, undo_said
from bot.seeker.applying import apply, said, willingness
from bot.seeker.profile import known_facts
from bot.seeker.search import asking_firm, free_text, listing, named, why_not
from data.listings.lookup import ListingWithOrganisation
from data.people.profile import SaidAct, Understanding
from data.vocabulary import Intent, ProfileQuestion
from matching.language.acts import ACTS, TAKES_BACK, UNNAMED, ActKind
from matching.language.heads.acts import SURE_TO_DO, read_acts
from matching.language.heads.prompts import FORM_QUESTION, IDLE
from matching.understanding import understand
from matching.understanding.about_bot import heard_beside
from matching.understanding.declines import is_whatever
from matching.understanding.message import as_typed
from matching.understanding.told_apart import told_apart

_NEEDS = {
    "housing": "housing", "dorm": "housing", "meals": "meals", "insurance": "social_insurance", "night": "no_night",
    "shift": "no_shift", "online_link": "online",
}  # fmt: skip
"""A question about a listing, and the need that the same words may tell instead (要包住)."""
_TELLING = frozenset({"tell", "search", "change_fact", "other_direction", "nearer", "better_paid"})
"""Acts that tell something of the person: what they say is kept, and is no command besides."""
_NO_MATCHES_NOW = frozenset({"report", "unpaid_wages", "work_injury", "delete_data"})
"""Whoever says this needs help now, not openings; what they said of themselves is not lost."""
_HOW, _NOT_THIS, _WAIT = "how_it_works", "dismiss", "wait"
_MORE = "more"
"""A command that harms nobody: beside a listing it need not be sure where nothing else is heard."""
_SOUND_ALIKE = frozenset({"save", "show_saved"})
"""Acts of which the same words do only one."""
_NAMING = frozenset({"save", "apply", "dismiss", "compare"})
"""Acts beside which words that would open a listing only name it."""
_MOSTLY = 0.5
"""Share of a message from which on its questions are what it is."""
_MOST_LISTINGS = 3


async def handle_text(turn: Turn, text: str) -> None:
    """Answer what the message asks, do what it commands, keep what it tells."""
    asked = free_text.asked_question(turn)
    seen = await said.newest_on_screen(turn, screen.of(turn))
    understood = await asyncio.to_thread(_heard, text, asked, seen)
    if understood.intent is Intent.UNDERAGE:
        await free_text.respond(turn, understood, text, asked)
        return
    if asked is not None and is_whatever(text):
        await free_text.respond(turn, understood, text, asked)
        return
    if await undo_said.answer_if_undo(turn, seen, text):
        return
    understood = await _read_as_status(turn, understood, seen, text)
    if await asking_firm.ask_if_button_typed(turn, seen, understood, text):
        return
    if understood.intent not in free_text.NO_QUESTION_OF_LISTINGS and await why_not.answer_if_why_not(turn, text):
        return
    told = _tells(understood, text)
    goes_on = told and seen.context == IDLE and not _does(understood, _NO_MATCHES_NOW)
    note = told and not goes_on
    if not await _answer(turn, understood, seen, text, asking=asked is not None, note=note):
        await free_text.respond(turn, understood, text, asked)
    elif goes_on:
        await free_text.merge_and_continue(turn, understood, text, asked)
    elif note:
        await free_text.keep_quietly(turn, understood)


def _heard(text: str, asked: ProfileQuestion | None, seen: Screen) -> Understanding:
    """The message as heard beside the screen, with questions about the bot and those that sound alike put right."""
    return told_apart(heard_beside(understand(text, asked, screen=seen.context), text), seen.context)


async def answer_of_the_bot(turn: Turn) -> bool:
    """Answer, of somebody who has agreed to nothing yet, what is asked of the bot itself, and who wants a person.

    False where the words say anything else besides.
    """
    understood = await asyncio.to_thread(understand, turn.text, None)
    of_bot = [act for act in understood.acts if act.act in acts.OF_THE_BOT and act.confidence >= SURE_TO_DO]
    for act in of_bot:
        about = acts.Said(act, screen.of(turn), None, turn.text, understood)
        if (words := await acts.HANDLERS[act.act](turn, about)) is not None:
            await turn.say(words)
    return bool(of_bot) and len(of_bot) == len(understood.acts) and not understood.says_something()


async def _read_as_status(turn: Turn, understood: Understanding, seen: Screen, text: str) -> Understanding:
    """Words that say nothing on this screen, or ask what a listing does not name, may ask after an application: then
    they are read as such.
    """
    unheard = all(act.act == UNNAMED for act in understood.acts) and not understood.says_something()
    if not unheard or seen.context == screen.AFTER_APPLY or not await said.has_applied(turn, seen):
        return understood
    again = await asyncio.to_thread(understand, text, None, screen=screen.AFTER_APPLY)
    return again if any(act.act == said.STATUS and act.confidence >= SURE_TO_DO for act in again.acts) else understood


async def answer_aside(turn: Turn) -> bool:
    """Answer a message that was typed into a form and does not answer its question; False where it asks nothing.

    What it tells of the person instead is kept, and said to be; whoever takes back what the form is for leaves it.
    """
    applying = engine.active_form(turn) is apply.APPLYING
    if await asyncio.to_thread(_takes_back, turn.text, applying=applying):
        await engine.cancel_form(turn)
        return True
    seen = await said.newest_on_screen(turn, screen.of(turn))
    understood = await asyncio.to_thread(_heard, turn.text, None, seen)
    if understood.intent is Intent.UNDERAGE:
        return False
    if applying:
        understood = await asyncio.to_thread(_while_applying, understood, turn.text)
        if await _puts_off(turn, understood):
            return True
    if await _answer(turn, understood, seen, turn.text, asking=True, note=False):
        return True
    noted = _noted(turn, understood) if _tells(understood, turn.text) else []
    if not noted or not any(letter.isalpha() for letter in turn.text):
        return False
    await free_text.keep_quietly(turn, understood)
    await turn.say(join(noted))
    return True


def _while_applying(understood: Understanding, text: str) -> Understanding:
    """The message without what only a clause by itself commands (等下: show more) while the whole asks something."""
    if not any(act.kind == "ask" for act in understood.acts):
        return understood
    heard = {act.name for act in read_acts(text, "seeker", FORM_QUESTION)}
    acts = [act for act in understood.acts if act.kind != "do" or act.act in heard]
    return understood.model_copy(update={"acts": acts})


async def _puts_off(turn: Turn, understood: Understanding) -> bool:
    """Leave the form of an application that is not wanted; who only has to think is told that nothing is sent."""
    if any(act.act == _NOT_THIS and act.confidence >= SURE_TO_DO for act in understood.acts):
        await engine.cancel_form(turn)
        return True
    others = [act for act in understood.acts if act.act != _WAIT]
    asks = any(act.kind == "ask" or act.confidence >= SURE_TO_DO for act in others)
    if asks or understood.says_something() or not await asyncio.to_thread(willingness.waits, turn.text):
        return False
    await turn.say("apply.waits")
    return True


def _takes_back(text: str, *, applying: bool) -> bool:
    """Whether words typed into a form take back what it is for."""
    if applying:
        return willingness.stops(text)
    return any(act.name in TAKES_BACK and act.score >= SURE_TO_DO for act in read_acts(text, "seeker", FORM_QUESTION))


async def _answer(turn: Turn, understood: Understanding, seen: Screen, text: str, *, asking: bool, note: bool) -> bool:
    """Whether anything was answered or done: all answers in one reply; `note`: with what is kept beside."""
    questions = [act for act in understood.acts if act.act in acts.LISTING_QUESTIONS]
    if seen.listing is None:  # beside a card what is needed is answered as well: whether it has it
        questions = [act for act in questions if not _told(act, understood)]
    others = _others(understood, seen, asking=asking)
    lines: list[Html] = []
    about: list[str] = []
    status_told = await said.tell_first_day(turn, seen, await _first_day_meant(turn, seen, questions, text))
    if status_told:
        questions = [act for act in questions if act.act != said.FIRST_DAY]
        others = [act for act in others if act.act not in {said.STATUS, _HOW}]
    if questions and (meant := await _listings_meant(turn, seen, questions, text)):
        about = [found.listing.id for found in meant]
        lines += [await _about(turn, found, questions, seen, text) for found in meant]
    done = bool(lines) or status_told
    for act in others:
        answer = await acts.HANDLERS[act.act](turn, await acts.about(turn, seen, act, text, understood))
        done = True
        if answer is not None:
            lines.append(answer)
    if done and note:
        lines += _noted(turn, understood)
    if lines:
        if len(about) == 1:
            screen.show_question(turn, about[0], " ".join(as_typed(act.words, text) for act in questions))
        asked = any(act.act == asking_firm.CONTACT for act in others)
        await turn.say(join(lines, "\n\n"), rows=_ways_on(turn, about, told=note, asked=asked))
    return done


def _others(understood: Understanding, seen: Screen, *, asking: bool) -> list[SaidAct]:
    """What is done and asked beside questions about a listing: without politeness that only goes with it."""
    found = [act for act in understood.acts if act.act in acts.HANDLERS]
    nothing_else = len(understood.acts) == 1 and not understood.says_something() and seen.context != IDLE
    found = [
        act for act in found if act.kind == "ask" or act.confidence >= SURE_TO_DO or (act.act == _MORE and nothing_else)
    ]
    if any(act.act == said.STATUS for act in found):  # one answer says how it stands and what comes next
        found = [act for act in found if act.act != _HOW]
    found = [act for act in found if not _heard_more_surely(act, found)]
    if any(act.act in _NAMING for act in found):
        found = [act for act in found if act.act != "open_n"]
    alone = not asking and not understood.says_something() and len(understood.acts) == 1
    if not alone:
        found = [act for act in found if act.kind != "social"]
    if understood.says_something():
        found = [act for act in found if act.act not in _TELLING and (act.act != "dismiss" or not seen.is_list)]
        if _does(understood, frozenset({"search"})):
            found = [act for act in found if act.kind in {"ask", "report"}]
    return found


def _heard_more_surely(act: SaidAct, others: Sequence[SaidAct]) -> bool:
    """Whether the same words rather do the other thing that they sound like (给我存上: keep, or show what is kept)."""
    return any(
        {act.act, other.act} == _SOUND_ALIKE
        and other.confidence > act.confidence
        and (act.words in other.words or other.words in act.words)
        for other in others
    )


def _does(understood: Understanding, names: frozenset[str]) -> bool:
    return any(act.act in names for act in understood.acts)


def _tells(understood: Understanding, text: str) -> bool:
    """Whether something is told to keep: a question is never a fact, but who asks what rules mean for them tells it."""
    asked = [act for act in understood.acts if act.kind == "ask" and ACTS[act.act] is not ActKind.RULES]
    in_questions = sum(len(act.words or text) for act in asked if not _told(act, understood))
    only_asks = in_questions >= _MOSTLY * len(text) and not _does(understood, _TELLING)
    return understood.says_something() and not only_asks


def _told(act: SaidAct, understood: Understanding) -> bool:
    """Whether the words rather tell a need, or what is fine (要包住, 三班倒也不怕), than ask."""
    need = _NEEDS.get(act.act)
    return need is not None and need in {str(one) for one in (*understood.constraints, *understood.lifted)}


async def _listings_meant(
    turn: Turn, seen: Screen, questions: Sequence[SaidAct], text: str
) -> list[ListingWithOrganisation]:
    """The listing that the questions are about; of a list without a number or a name, all of it."""
    numbered = (acts.meant(seen, act.words) or acts.meant(seen, text) for act in questions)
    one = next(filter(None, numbered), None)
    if one is None and seen.is_list:
        one = await named.on_screen(turn, seen, text)
    ids = [one] if one else list(seen.listings[:_MOST_LISTINGS]) if seen.is_list else []
    return [found for listing_id in ids if (found := await listing.find(turn.session, listing_id))]


async def _about(
    turn: Turn, found: ListingWithOrganisation, questions: Sequence[SaidAct], seen: Screen, text: str
) -> Html:
    facts = await known_facts.facts_of(turn)
    titled = seen.listing != found.listing.id
    return await listing_answers.about_listing(turn, found, questions, text, facts, titled=titled)


async def _first_day_meant(
    turn: Turn, seen: Screen, questions: Sequence[SaidAct], text: str
) -> list[ListingWithOrganisation] | None:
    """The listings whose first day is asked for; None where it is not."""
    first = [act for act in questions if act.act == said.FIRST_DAY]
    return await _listings_meant(turn, seen, first, text) if first else None


def _noted(turn: Turn, understood: Understanding) -> list[Html]:
    """What is kept of the words; nothing of who only browses."""
    if turn.account.browsing:
        return []
    lines = profile.fact_lines(understood.facts(), turn.language)
    return [turn.t("talk.noted", facts=join(lines, turn.t("matches.semicolon")))] if lines else []


def _ways_on(turn: Turn, about: Sequence[str], *, told: bool, asked: bool) -> list[list[Button]]:
    rows = []
    if len(about) == 1:
        apply = Button(turn.t("talk.apply"), f"seek.apply:{about[0]}")
        rows.append([apply, Button(turn.t("card.back_to_listing"), f"seek.open:{about[0]}")])
        if not turn.account.browsing and not asked:
            rows.append([Button(turn.t("ask_firm.button"), f"seek.ask_firm:{about[0]}")])
    if told and not turn.account.browsing:
        rows.append([Button(turn.t("talk.look_again"), "seek.again")])
    return rows
