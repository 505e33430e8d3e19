"""What a member types into a form that changes a listing, and is no answer: a correction, or that it is enough."""

import asyncio

from bot import unlawful
from bot.chat.forms import engine
from bot.chat.forms.screens import confirm_button, leave_button
from bot.chat.turn import Turn
from bot.enterprise.changes.hearing import CHANGED_KEY, draft_to_change, hear, take
from bot.enterprise.changes.in_words import change, held_listing, is_changing, names_another
from bot.enterprise.changes.kinds import kind_of
from bot.enterprise.changes.requests import read_request
from bot.enterprise.changes.wishes import CHANGE, Wish, changes_said, line_said, named_questions
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY
from data.listings.courses import Course
from data.listings.openings import Opening
from matching.language.heads.acts import SURE_TO_DO, Act, is_sure, read_acts
from matching.language.heads.prompts import FORM_QUESTION
from matching.understanding.declines import is_decline, is_whatever

_ENOUGH = frozenset({"ack", "goodbye", "cancel", "withdraw", "refuse", "back", "skip", "wait"})
"""Acts of who is done with a change for now."""
_ANSWERS = frozenset({"tell", CHANGE})
"""Acts of words that answer a question."""


async def take_words(turn: Turn) -> bool:
    """Take words into the change under way: what they change or answer, or that it is enough; False: none of it."""
    listing = await held_listing(turn)
    if listing is None:
        return False
    text = turn.text
    acts = [act for act in await read_request(turn, text) if is_sure(act, ())]
    said = changes_said(turn, text, acts) or line_said(text)
    if said and await change(turn, said, text):
        return True
    if not any(act.name == CHANGE for act in acts) and await unlawful.answer_if_unlawful(turn, text):
        return True
    inside = await asyncio.to_thread(read_acts, text, "member", FORM_QUESTION)
    wishes = _unnamed_wishes(turn, text, acts, inside)
    if wishes and await names_another(turn, listing, text):
        return await change(turn, {"other": text}, text)
    if wishes and await take(await hear(turn, listing, text), wishes):
        return True
    enough = any(act.name in _ENOUGH and act.score >= SURE_TO_DO for act in (*acts, *inside))
    enough = enough or (is_decline(text) and not is_whatever(text))
    return enough and await _leave(turn, listing)


def _unnamed_wishes(turn: Turn, text: str, acts: list[Act], inside: list[Act]) -> list[Wish]:
    """Words that tell something answer the question that they name, the open one, or what was changed last.

    `acts` are what they do by themselves, `inside` where a form asks a question.
    """
    form = engine.active_form(turn)
    if form is None or not any(act.name in _ANSWERS for act in (*acts, *inside)):
        return []
    named = [key for key, _ in named_questions(turn, form, text)]
    question = form.question(turn.state.step)
    if question is not None:
        meant = [] if question.asked_first else [question.key]
    else:
        meant = turn.state.draft.get(CHANGED_KEY, []) if any(act.name == CHANGE for act in acts) else []
    return [Wish((key,), text, likely=True) for key in named or meant]


async def _leave(turn: Turn, listing: Opening | Course) -> bool:
    """End a change that has changed nothing yet; of another, say that it waits. False: more has to be answered."""
    kind = kind_of(listing)
    draft = await draft_to_change(turn, kind, listing)
    base = draft[BASE_ANSWERS_KEY]
    if not base.keys() <= draft.keys():
        return False
    if any(draft[key] != value for key, value in base.items()):
        known = {key: value for key, value in turn.state.draft.items() if key != engine.EDITED_ANSWER_KEY}
        turn.goto(kind.form.name, engine.SUMMARY_STEP, known | draft)
        return await remind(turn)
    await engine.cancel_form(turn)
    return True


async def say_not_taken(turn: Turn) -> bool:
    """Say of words that change something, and of which nobody knows what, how they may be put."""
    if not any(act.name == CHANGE and is_sure(act, ()) for act in await read_request(turn, turn.text)):
        return False
    await turn.say("edit.not_taken", words=turn.text)
    return True


async def remind(turn: Turn) -> bool:
    """Say that the change on the card was not handed in, with a button to do so and one to leave it."""
    form = engine.active_form(turn)
    if form is None or not is_changing(turn) or turn.state.step != engine.SUMMARY_STEP:
        return False
    await turn.say("edit.not_handed_in", rows=[[confirm_button(turn, form), leave_button(turn, form)]])
    turn.form_shown = True
    return True
