"""A form whose answers are known: it begins at its card, or at the choice of what to change."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.forms import engine
from bot.chat.forms.engine import SUMMARY_STEP
from bot.chat.forms.questions import Draft, Form
from bot.chat.forms.screens import EDITED_ANSWER_KEY, SERIAL_KEY, edit_answer_buttons
from bot.chat.turn import Turn


async def start_editing(turn: Turn, form: Form, draft: Mapping[str, Any]) -> None:
    """Begin a form whose answers are known at the choice of what to change."""
    waiting = engine.unfinished_forms(turn)
    if engine.active_form(turn) is form and engine.about_the_same(waiting[-1:], form, draft):
        turn.goto(form.name, SUMMARY_STEP, turn.state.draft)
    else:
        turn.goto(
            form.name, SUMMARY_STEP, {**draft, SERIAL_KEY: engine.new_serial(turn)} | engine.suspended_entry(waiting)
        )
    turn.form_shown = True
    await turn.say("form.which", rows=edit_answer_buttons(turn, form))


def unfinished_draft(turn: Turn, form: Form, known: Draft) -> Draft | None:
    """The answers of the form for the same thing that is under way or waits, if there is one. The question that it
    asks just now is answered as it was before, or else as in `known`.
    """
    same = engine.about_the_same(engine.unfinished_forms(turn), form, known)
    if not same:
        return None
    draft: Draft = same[-1]["draft"]
    step = same[-1]["step"]
    asked = {step: known[step]} if step in known else {}
    before: Draft = draft.get(EDITED_ANSWER_KEY, {})
    return asked | {key: value for key, value in draft.items() if key != EDITED_ANSWER_KEY} | before


async def start_changed(turn: Turn, form: Form, draft: Draft, left_open: Sequence[str]) -> None:
    """Begin a form whose answers are known at its card, or go on with it; those left open are asked first."""
    waiting = engine.unfinished_forms(turn)
    same = engine.about_the_same(waiting, form, draft)
    serial = {SERIAL_KEY: draft.get(SERIAL_KEY) or engine.new_serial(turn)}
    others = engine.suspended_entry([one for one in waiting if one not in same])
    passing = {*left_open, engine.ASIDES_KEY, engine.OFFERED_CHOICES_KEY}
    known = {key: value for key, value in draft.items() if key not in passing}
    before = {key: draft[key] for key in left_open if key in draft}
    turn.goto(form.name, SUMMARY_STEP, known | ({EDITED_ANSWER_KEY: before} if before else {}) | serial | others)
    await engine.ask_next_question(turn, form)
