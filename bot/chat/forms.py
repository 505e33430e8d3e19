"""One form engine for all audiences. A question is data; the engine asks, goes back, skips, edits and resumes.

Where a form stands is the chat's state row: `flow` is the form's name, `step` the question's key, `draft` the answers.
Buttons carry the form's serial number of this chat, so that those of an older run are recognised.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.buttons import Button, columns
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from data.errors import Refusal

Draft = dict[str, Any]

EDITING = "_editing"
OFFERED = "_offered"
SERIAL = "_serial"
SUMMARY = "_summary"

PROGRESS_FROM = 3
"""Shorter forms do not count their steps."""


class BadAnswer(Refusal):
    """The answer cannot be taken; the sentence says what would do. The question stays open."""

    def __init__(self, text_id: str, **params: Any) -> None:
        super().__init__(**params)
        self.text_id = text_id


class Stopped(Exception):
    """The answer ended the conversation; there is nothing left to ask."""


class Unclear(BadAnswer):
    """The answer fits several things: `choices` offers them as buttons. The question stays open."""

    def __init__(self, text_id: str, choices: "Sequence[Choice]", **params: Any) -> None:
        super().__init__(text_id, **params)
        self.choices = choices


class Stale(Refusal):
    """A button of a form that is over, or of another step."""

    text_id = "form.stale"


@dataclass(frozen=True)
class Choice:
    """A common answer as a button: `label` is ready text, `value` what the draft gets (JSON)."""

    label: str
    value: Any


@dataclass(frozen=True)
class Question:
    """One question of a form.

    `parse` turns typed words into the value the draft gets, or raises `BadAnswer`; `choices` offers buttons;
    `skip_when` passes the question over; `show` renders the value for the summary, None hides it there.
    """

    key: str
    text: str
    parse: Callable[[Turn, Draft, str], Awaitable[Any]]
    choices: Callable[[Turn, Draft], Sequence[Choice]] | None = None
    optional: bool = False
    skip_when: Callable[[Draft], bool] | None = None
    show: Callable[[Turn, Any], str] | None = None
    store: Callable[[Draft, Any], Draft] | None = None
    """How an answer enters the draft; by default under `key`."""
    again: Callable[[Draft], bool] | None = None
    """Whether, after an answer, the same question is asked once more (several cities, say)."""
    columns: int = 2


@dataclass(frozen=True)
class Form:
    """A list of questions, the card that sums them up, and what to do when it is confirmed.

    `summary` renders the card; without one the form ends with its last answer. `extras` adds buttons to the card.
    """

    name: str
    questions: tuple[Question, ...]
    finish: Callable[[Turn, Draft], Awaitable[None]]
    summary: Callable[[Turn, Draft], Awaitable[Html]] | None = None
    confirm: str = "form.confirm"
    editable: bool = True
    reread: Callable[[Turn, Draft, str], Awaitable[Draft]] | None = None
    """Takes words typed at the summary into the draft, or raises `BadAnswer`; without it the buttons must be used."""

    def question(self, key: str | None) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)


FORMS: dict[str, Form] = {}


def register(form: Form) -> Form:
    """Make a form known, so that any process can resume it from the chat's state."""
    FORMS[form.name] = form
    return form


def active(turn: Turn) -> Form | None:
    """The form this chat is in, if it is in one."""
    return FORMS.get(turn.state.flow or "")


def _serial(turn: Turn) -> str:
    return str(turn.state.draft.get(SERIAL, ""))


async def start(turn: Turn, form: Form, draft: Mapping[str, Any] | None = None) -> None:
    """Begin a form, with answers that are already known."""
    turn.goto(form.name, None, {**(draft or {}), SERIAL: _new_serial(turn)})
    await advance(turn, form)


async def start_changing(turn: Turn, form: Form, draft: Mapping[str, Any]) -> None:
    """Begin a form whose answers are known at the choice of what to change."""
    turn.goto(form.name, SUMMARY, {**draft, SERIAL: _new_serial(turn)})
    await turn.say("form.which", rows=_changeable(turn, form))


def _new_serial(turn: Turn) -> str:
    return f"{turn.update.update_id % 46656:x}"


async def advance(turn: Turn, form: Form, after: str | None = None) -> None:
    """Ask the next open question, or show the summary, or finish."""
    draft = turn.state.draft
    following = _following(form, draft, None if draft.get(EDITING) else after)
    if following is not None:
        turn.goto(form.name, following.key, draft)
        await ask(turn, form, following)
    elif form.summary is not None:
        turn.goto(form.name, SUMMARY, {key: value for key, value in draft.items() if key != EDITING})
        await show_summary(turn, form)
    else:
        await form.finish(turn, draft)


def _open(question: Question, draft: Draft) -> bool:
    return question.key not in draft and not (question.skip_when and question.skip_when(draft))


def _following(form: Form, draft: Draft, after: str | None) -> Question | None:
    keys = [question.key for question in form.questions]
    start_at = keys.index(after) + 1 if after in keys else 0
    return next((question for question in form.questions[start_at:] if _open(question, draft)), None)


async def ask(turn: Turn, form: Form, question: Question, *, anew: bool = True) -> None:
    """Send the question with its progress and buttons; not `anew`: in the message whose button was tapped."""
    serial, draft = _serial(turn), turn.state.draft
    rows: list[list[Button]] = []
    if question.choices:
        offered = question.choices(turn, draft)
        choice_buttons = [
            Button(choice.label, f"form.pick:{serial}:{question.key}:{number}") for number, choice in enumerate(offered)
        ]
        rows += columns(choice_buttons, question.columns)
    steering = [Button(turn.t("form.back"), f"form.back:{serial}:{question.key}")]
    if question.optional:
        steering.append(Button(turn.t("form.skip"), f"form.skip:{serial}:{question.key}"))
    steering.append(Button(turn.t("form.cancel"), f"form.cancel:{serial}"))
    relevant = [q for q in form.questions if not (q.skip_when and q.skip_when(draft))]
    position = relevant.index(question) + 1 if question in relevant else 1
    lines = [turn.t(question.text)]
    if len(relevant) >= PROGRESS_FROM and EDITING not in draft:
        lines.insert(0, turn.t("form.progress", position=position, total=len(relevant)))
    await (turn.say if anew else turn.edit)(join(lines), rows=[*rows, steering])


async def show_summary(turn: Turn, form: Form) -> None:
    """Send the card that sums the answers up, with buttons to confirm and to change."""
    assert form.summary is not None  # noqa: S101 - callers checked
    card = await form.summary(turn, turn.state.draft)
    serial = _serial(turn)
    rows = [[Button(turn.t(form.confirm), f"form.done:{serial}")]]
    if form.editable:
        rows.append([Button(turn.t("form.change"), f"form.change:{serial}")])
    rows[-1].append(Button(turn.t("form.cancel"), f"form.cancel:{serial}"))
    await turn.say(card, rows=rows)


async def answer(turn: Turn, form: Form) -> None:
    """Take typed words as the answer to the open question."""
    await answer_with(turn, form, turn.text)


async def answer_with(turn: Turn, form: Form, words: str) -> None:
    """Take these words as the answer, whatever form they came in."""
    question = form.question(turn.state.step)
    if question is None:
        await _reread(turn, form, words)
        return
    try:
        value = await question.parse(turn, turn.state.draft, words)
    except Stopped:
        return
    except Unclear as refusal:
        await _offer(turn, form, question, refusal)
        return
    except BadAnswer as refusal:
        await turn.say(turn.t(refusal.text_id, **refusal.params))
        return
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
    name = f"form.offered:{_serial(turn)}:{question.key}"
    rows = columns([Button(label, f"{name}:{number}") for number, (label, _) in enumerate(offered)], 2)
    await turn.say(turn.t(unclear.text_id, **unclear.params), rows=rows)


async def pick_offered(turn: Turn) -> None:
    """One of the things that an unclear answer may have meant."""
    key, number = (*turn.arguments, "", "")[1:3]
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
    arguments = turn.arguments
    if form is None or not arguments or arguments[0] != _serial(turn):
        raise Stale
    if key is not None and turn.state.step != key:
        raise Stale
    return form


async def pick(turn: Turn) -> None:
    """A choice button."""
    key, number = (*turn.arguments, "", "")[1:3]
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
    key = (*turn.arguments, "")[1]
    form = _expect(turn, active(turn), key)
    question = form.question(key)
    if question is None or not question.optional:
        raise Stale
    await _take(turn, form, question, None)


async def back(turn: Turn) -> None:
    """To the question before; from the first one, out of the form."""
    form = _expect(turn, active(turn))
    keys = [q.key for q in form.questions if not (q.skip_when and q.skip_when(turn.state.draft))]
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
    await turn.edit("form.which", rows=_changeable(turn, form))


def _changeable(turn: Turn, form: Form) -> list[list[Button]]:
    serial = _serial(turn)
    relevant = [q for q in form.questions if not (q.skip_when and q.skip_when(turn.state.draft))]
    return columns([Button(turn.t(f"{q.text}.short"), f"form.edit:{serial}:{q.key}") for q in relevant], 2)


async def edit(turn: Turn) -> None:
    """Ask one question again, then return to the summary."""
    key = (*turn.arguments, "")[1]
    form = _expect(turn, active(turn))
    question = form.question(key)
    if question is None:
        raise Stale
    draft = {name: value for name, value in turn.state.draft.items() if name != key} | {EDITING: True}
    turn.goto(form.name, key, draft)
    await ask(turn, form, question)


async def done(turn: Turn) -> None:
    """The summary is confirmed."""
    form = _expect(turn, active(turn))
    if turn.state.step != SUMMARY:
        raise Stale
    draft = {key: value for key, value in turn.state.draft.items() if not key.startswith("_")}
    await form.finish(turn, draft)


async def cancel_form(turn: Turn) -> None:
    """Leave the form; nothing is kept."""
    turn.goto(None)
    await turn.say("form.cancelled")


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
    "form.edit": edit,
    "form.done": done,
    "form.cancel": cancel,
}
