"""One form engine for all audiences. A question is data; the engine asks, goes back, skips, edits and resumes.

Where a form stands is the chat's state row: `flow` is the form's name, `step` the question's key, `draft` the answers.
Buttons carry the form's serial number of this chat, so that those of an older run are recognised.
A form that another one interrupts waits in the draft of that one, and is taken up again afterwards.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any

from bot.chat.buttons import Button, columns
from bot.chat.callback_args import word_of
from bot.chat.forms.questions import BadAnswer, Choice, Draft, Form, Question, Stale, Stopped, Unclear
from bot.chat.forms.screens import EDITING, SERIAL, ask, changeable, serial, show_summary
from bot.chat.turn import Handler, Turn
from data.db.errors import Refusal

__all__ = ["EDITING", "BadAnswer", "Choice", "Draft", "Form", "Question", "Stale", "Stopped", "Unclear", "show_summary"]

OFFERED = "_offered"
SUMMARY = "_summary"
SUSPENDED = "_suspended"
"""Draft key of the forms that wait, the one to go on with last: `flow`, `step` and `draft` of each."""
MOST_SUSPENDED = 5


FORMS: dict[str, Form] = {}


def register(form: Form) -> Form:
    """Make a form known, so that any process can resume it from the chat's state."""
    FORMS[form.name] = form
    return form


def active(turn: Turn) -> Form | None:
    """The form this chat is in, if it is in one."""
    return FORMS.get(turn.state.flow or "")


def put_aside(turn: Turn) -> list[Draft]:
    """The forms that are not finished, the one under way last, as they wait in a draft."""
    waiting = [*turn.state.draft.get(SUSPENDED, ())]
    if active(turn) is not None:
        answers = {key: value for key, value in turn.state.draft.items() if key != SUSPENDED}
        waiting.append({"flow": turn.state.flow, "step": turn.state.step, "draft": answers})
    return waiting[-MOST_SUSPENDED:]


def _beside(waiting: list[Draft]) -> Draft:
    return {SUSPENDED: waiting} if waiting else {}


async def take_up(turn: Turn, waiting: list[Draft]) -> None:
    """Go on with the form that was put aside last."""
    *others, last = waiting or [{}]
    form = FORMS.get(last.get("flow", ""))
    if form is None:
        return
    draft = await form.renew(turn, last["draft"]) if form.renew else last["draft"]
    turn.goto(form.name, last["step"], draft | _beside(others))
    await turn.say("form.resumed")
    await ask_again(turn, form)


def keeping(handler: Handler) -> Handler:
    """A handler of something else than the form under way, which loses none of the form's answers."""

    @wraps(handler)
    async def beside(turn: Turn) -> None:
        waiting = put_aside(turn)
        await handler(turn)
        if not waiting or SUSPENDED in turn.state.draft or any(serial(turn) == _serial_of(one) for one in waiting):
            return
        if turn.state.flow is None:
            await take_up(turn, waiting)
        else:
            turn.goto(turn.state.flow, turn.state.step, turn.state.draft | _beside(waiting))

    return beside


def _serial_of(waiting: Draft) -> str:
    return str(waiting["draft"].get(SERIAL))


async def start(turn: Turn, form: Form, draft: Mapping[str, Any] | None = None) -> None:
    """Begin a form, with answers that are already known, or go on with it; another one under way waits."""
    waiting, seed = put_aside(turn), dict(draft or {})
    begun = next((one for one in waiting if one["flow"] == form.name and _same(form, one["draft"], seed)), None)
    if begun is not None:
        others = [one for one in waiting if one is not begun]
        turn.goto(form.name, begun["step"], begun["draft"] | _beside(others))
        await ask_again(turn, form)
        return
    await _begin(turn, form, seed, waiting)


async def start_anew(turn: Turn, form: Form, draft: Mapping[str, Any]) -> None:
    """Begin a form with these answers, instead of one about the same thing that was not finished."""
    waiting, seed = put_aside(turn), dict(draft)
    others = [one for one in waiting if one["flow"] != form.name or not _same(form, one["draft"], seed)]
    await _begin(turn, form, seed, others)


async def _begin(turn: Turn, form: Form, seed: Draft, waiting: list[Draft]) -> None:
    turn.goto(form.name, None, seed | {SERIAL: _new_serial(turn)} | _beside(waiting))
    await advance(turn, form)


def _same(form: Form, one: Draft, other: Draft) -> bool:
    return all(one.get(key) == other.get(key) for key in form.about)


async def start_changing(turn: Turn, form: Form, draft: Mapping[str, Any]) -> None:
    """Begin a form whose answers are known at the choice of what to change."""
    if active(turn) is form and _same(form, turn.state.draft, dict(draft)):
        turn.goto(form.name, SUMMARY, turn.state.draft)
    else:
        turn.goto(form.name, SUMMARY, {**draft, SERIAL: _new_serial(turn)} | _beside(put_aside(turn)))
    await turn.say("form.which", rows=changeable(turn, form))


async def ask_again(turn: Turn, form: Form) -> None:
    """Send the open question, or the summary, once more."""
    question = form.question(turn.state.step)
    if question is not None:
        await ask(turn, form, question)
    else:
        await show_summary(turn, form)


def _new_serial(turn: Turn) -> str:
    return f"{turn.update.update_id:x}"


async def advance(turn: Turn, form: Form, after: str | None = None) -> None:
    """Ask the next open question, or show the summary, or finish."""
    draft = turn.state.draft
    following = _following(form, draft, None if EDITING in draft else after)
    if following is not None:
        turn.goto(form.name, following.key, draft)
        await ask(turn, form, following)
    elif form.summary is not None:
        turn.goto(form.name, SUMMARY, {key: value for key, value in draft.items() if key != EDITING})
        await show_summary(turn, form)
    else:
        await _finish(turn, form)


async def _finish(turn: Turn, form: Form) -> None:
    """Do what the form is for. What the rules refuse ends it; an answer that does not do leaves it open."""
    answers = {key: value for key, value in turn.state.draft.items() if not key.startswith("_")}
    waiting = turn.state.draft.get(SUSPENDED, [])
    try:
        async with turn.session.begin_nested():
            await form.finish(turn, answers)
    except BadAnswer:
        raise
    except Refusal as refusal:
        # rolling back has emptied them
        await turn.session.refresh(turn.account)
        await turn.session.refresh(turn.state)
        await _end(turn, refusal.text_id, **refusal.params)
        return
    if active(turn) is None:
        await take_up(turn, waiting)
    elif waiting:
        turn.goto(turn.state.flow, turn.state.step, turn.state.draft | _beside(waiting))


async def _end(turn: Turn, text_id: str, **params: Any) -> None:
    """Leave the form with a sentence, and go on with the one that waits."""
    waiting = turn.state.draft.get(SUSPENDED, [])
    turn.goto(None)
    await turn.say(text_id, **params)
    await take_up(turn, waiting)


def _open(question: Question, draft: Draft) -> bool:
    return question.key not in draft and not (question.skip_when and question.skip_when(draft))


def _following(form: Form, draft: Draft, after: str | None) -> Question | None:
    keys = [question.key for question in form.questions]
    urgent = next((question for question in form.questions if question.first and _open(question, draft)), None)
    if urgent is not None:
        return urgent
    start_at = keys.index(after) + 1 if after in keys else 0
    return next((question for question in form.questions[start_at:] if _open(question, draft)), None)


async def answer(turn: Turn, form: Form) -> None:
    """Take typed words as the answer to the open question."""
    await answer_with(turn, form, turn.text)


async def answer_with(turn: Turn, form: Form, words: str) -> None:
    """Take these words as the answer, whatever form they came in."""
    question = form.question(turn.state.step)
    if question is None:
        await _reread(turn, form, words)
    else:
        await _answer(turn, form, question, question.parse(turn, turn.state.draft, words))


async def answer_file(turn: Turn) -> bool:
    """Take a photo or file as the answer; False when the open question, if there is one, is not answered by such."""
    form = active(turn)
    question = form.question(turn.state.step) if form else None
    if form is None or question is None or question.take_file is None:
        return False
    await _answer(turn, form, question, question.take_file(turn, turn.state.draft))
    return True


async def _answer(turn: Turn, form: Form, question: Question, reading: Awaitable[Any]) -> None:
    waiting = turn.state.draft.get(SUSPENDED, [])
    try:
        value = await reading
    except Stopped:
        if turn.state.flow is None:
            await take_up(turn, waiting)
        return
    except Unclear as refusal:
        if question.heard and refusal.heard is not None:
            await question.heard(turn, refusal.heard)
        await _offer(turn, form, question, refusal)
        return
    except Refusal as refusal:
        # what the rules refuse of an answer (a wrong check digit, a code that is taken) leaves the question open
        await turn.say(turn.t(refusal.text_id, **refusal.params))
        return
    if question.heard:
        await question.heard(turn, value)
    await _take(turn, form, question, value)


async def _reread(turn: Turn, form: Form, words: str) -> None:
    """Words instead of a button at the summary."""
    if form.reread is None:
        await turn.say("form.use_buttons")
        await show_summary(turn, form)
        return
    try:
        turn.goto(form.name, SUMMARY, await form.reread(turn, turn.state.draft, words))
    except Stopped:
        return
    except BadAnswer as refusal:
        await turn.say(turn.t(refusal.text_id, **refusal.params))
    await show_summary(turn, form)


async def _offer(turn: Turn, form: Form, question: Question, unclear: Unclear) -> None:
    """Ask which of several things was meant; any process can take the answer, so they are kept in the draft."""
    offered = [(choice.label, choice.value) for choice in unclear.choices]
    turn.goto(form.name, question.key, turn.state.draft | {OFFERED: offered})
    name = f"form.offered:{serial(turn)}:{question.key}"
    rows = columns([Button(label, f"{name}:{number}") for number, (label, _) in enumerate(offered)], 2)
    await turn.say(turn.t(unclear.text_id, **unclear.params), rows=rows)


async def pick_offered(turn: Turn) -> None:
    """One of the things that an unclear answer may have meant."""
    key, number = word_of(turn, 1), word_of(turn, 2)
    form = _expect(turn, active(turn), key)
    question, offered = form.question(key), turn.state.draft.get(OFFERED, [])
    if question is None or not number.isdecimal() or int(number) >= len(offered):
        raise Stale
    await _take(turn, form, question, offered[int(number)][1])


async def _take(turn: Turn, form: Form, question: Question, value: Any) -> None:
    draft = {key: known for key, known in turn.state.draft.items() if key != OFFERED}
    draft = question.store(draft, value) if question.store else draft | {question.key: value}
    if question.again and question.again(draft):
        turn.goto(form.name, question.key, {key: known for key, known in draft.items() if key != question.key})
        await ask(turn, form, question, anew=False)
        return
    draft.setdefault(question.key, None)
    turn.goto(form.name, question.key, draft)
    await advance(turn, form, after=question.key)


def _expect(turn: Turn, form: Form | None, key: str | None = None) -> Form:
    """The form a button belongs to, if it is the one under way (and at that question).

    Raises:
        Stale: it is not.
    """
    if form is None or word_of(turn) != serial(turn):
        raise Stale
    if key is not None and turn.state.step != key:
        raise Stale
    return form


async def pick(turn: Turn) -> None:
    """A choice button."""
    key, number = word_of(turn, 1), word_of(turn, 2)
    form = _expect(turn, active(turn), key)
    question = form.question(key)
    if question is None or question.choices is None:
        raise Stale
    offered = question.choices(turn, turn.state.draft)
    if not number.isdecimal() or int(number) >= len(offered):
        raise Stale
    await _take(turn, form, question, offered[int(number)].value)


async def skip(turn: Turn) -> None:
    """The skip button of an optional question."""
    key = word_of(turn, 1)
    form = _expect(turn, active(turn), key)
    question = form.question(key)
    if question is None or not question.optional:
        raise Stale
    await _take(turn, form, question, None)


async def back(turn: Turn) -> None:
    """To the question before; from the first one, out of the form; from a change, to the summary, as it was."""
    form = _expect(turn, active(turn), word_of(turn, 1))
    if EDITING in turn.state.draft:
        known = {key: value for key, value in turn.state.draft.items() if key != EDITING}
        turn.goto(form.name, SUMMARY, known | turn.state.draft[EDITING])
        await ask_again(turn, form)
        return
    asked = [one for one in form.questions if not one.detail and not one.first]
    keys = [q.key for q in asked if not (q.skip_when and q.skip_when(turn.state.draft))]
    here = keys.index(turn.state.step) if turn.state.step in keys else len(keys)
    if here == 0:
        await cancel_form(turn)
        return
    previous = form.question(keys[here - 1])
    assert previous is not None  # noqa: S101 - a key of this form
    draft = {key: value for key, value in turn.state.draft.items() if key != previous.key}
    turn.goto(form.name, previous.key, draft)
    await ask(turn, form, previous)


async def change(turn: Turn) -> None:
    """Offer every answer of the summary for change."""
    form = _expect(turn, active(turn))
    await turn.edit("form.which", rows=changeable(turn, form))


async def details(turn: Turn) -> None:
    """Offer what can be added beyond the usual questions."""
    form = _expect(turn, active(turn))
    await turn.edit("form.which_details", rows=changeable(turn, form, details=True))


async def edit(turn: Turn) -> None:
    """Ask one question again, then return to the summary."""
    key = word_of(turn, 1)
    form = _expect(turn, active(turn))
    question = form.question(key)
    if question is None:
        raise Stale
    kept = {name: value for name, value in turn.state.draft.items() if name == key}
    draft = {name: value for name, value in turn.state.draft.items() if name != key} | {EDITING: kept}
    turn.goto(form.name, key, draft)
    await ask(turn, form, question)


async def done(turn: Turn) -> None:
    """The summary is confirmed."""
    form = _expect(turn, active(turn))
    if turn.state.step != SUMMARY:
        raise Stale
    await _finish(turn, form)


async def cancel_form(turn: Turn) -> None:
    """Leave the form; nothing of it is kept."""
    await _end(turn, "form.cancelled")


async def cancel(turn: Turn) -> None:
    """The cancel button."""
    _expect(turn, active(turn))
    await cancel_form(turn)


BUTTONS: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "form.pick": pick,
    "form.offered": pick_offered,
    "form.skip": skip,
    "form.back": back,
    "form.change": change,
    "form.details": details,
    "form.edit": edit,
    "form.done": done,
    "form.cancel": cancel,
}
