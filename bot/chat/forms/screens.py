"""What a form shows: a question with its buttons, the card that sums up, the choice of what to change."""

from bot.chat.buttons import Button, columns
from bot.chat.forms.questions import Draft, Form, Question
from bot.chat.texts import join
from bot.chat.turn import Turn

EDITING = "_editing"
SERIAL = "_serial"
UNCOUNTED = "_uncounted"
"""Draft key of a run whose answers were mostly known from the start: steps are not counted."""

PROGRESS_FROM = 3
"""Shorter forms do not count their steps."""


def serial(turn: Turn) -> str:
    """What the buttons of this run of a form carry."""
    return str(turn.state.draft.get(SERIAL, ""))


def _relevant(form: Form, draft: Draft) -> list[Question]:
    return [question for question in form.questions if not (question.skip_when and question.skip_when(draft))]


async def ask(turn: Turn, form: Form, question: Question, *, anew: bool = True) -> None:
    """Send the question with its progress and buttons; not `anew`: in the message whose button was tapped."""
    mark, draft = serial(turn), turn.state.draft
    rows: list[list[Button]] = []
    if question.choices:
        offered = question.choices(turn, draft)
        choice_buttons = [
            Button(choice.label, f"form.pick:{mark}:{question.key}:{number}") for number, choice in enumerate(offered)
        ]
        rows += columns(choice_buttons, question.columns)
    steering = [] if question.first else [Button(turn.t("form.back"), f"form.back:{mark}:{question.key}")]
    if question.optional:
        steering.append(Button(turn.t("form.skip"), f"form.skip:{mark}:{question.key}"))
    steering.append(Button(turn.t("form.cancel"), f"form.cancel:{mark}"))
    lines = [question.words(turn, draft) if question.words else turn.t(question.text)]
    counted = [one for one in _relevant(form, draft) if not one.detail and not one.first]
    if len(counted) >= PROGRESS_FROM and question in counted and not draft.keys() & {EDITING, UNCOUNTED}:
        lines.insert(0, turn.t("form.progress", position=counted.index(question) + 1, total=len(counted)))
    await (turn.say if anew else turn.edit)(join(lines), rows=[*rows, steering])


async def show_summary(turn: Turn, form: Form) -> None:
    """Send the card that sums the answers up, with buttons to confirm and to change."""
    assert form.summary is not None  # noqa: S101 - callers checked
    card = await form.summary(turn, turn.state.draft)
    mark = serial(turn)
    rows = [[Button(turn.t(form.confirm), f"form.done:{mark}")]]
    if form.editable:
        rows.append([Button(turn.t("form.change"), f"form.change:{mark}")])
    if any(question.detail for question in form.questions):
        rows[-1].append(Button(turn.t("form.details"), f"form.details:{mark}"))
    rows[-1].append(Button(turn.t("form.cancel"), f"form.cancel:{mark}"))
    await turn.say(card, rows=rows)


def changeable(turn: Turn, form: Form, *, details: bool = False) -> list[list[Button]]:
    """A button for every answer that can be changed: the usual ones, or the details."""
    mark = serial(turn)
    offered = [one for one in _relevant(form, turn.state.draft) if one.detail == details and not one.first]
    rows = columns([Button(turn.t(f"{one.text}.short"), f"form.edit:{mark}:{one.key}") for one in offered], 2)
    if not details and any(question.detail for question in form.questions):
        rows.append([Button(turn.t("form.details"), f"form.details:{mark}")])
    return rows
