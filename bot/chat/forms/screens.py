"""What a form shows: a question with its buttons, the card that sums up, the choice of what to change."""

from collections.abc import Sequence

from bot.chat.buttons import Button, arrange_in_columns
from bot.chat.forms.questions import Choice, Draft, Form, FormQuestion
from bot.chat.texts import join
from bot.chat.turn import Turn

EDITED_ANSWER_KEY = "_editing"
SERIAL_KEY = "_serial"
HIDE_PROGRESS_KEY = "_uncounted"
"""Draft key of a run whose answers were mostly known from the start: steps are not counted."""

MIN_STEPS_FOR_PROGRESS = 3
"""Shorter forms do not count their steps."""


def form_serial(turn: Turn) -> str:
    """What the buttons of this run of a form carry."""
    return str(turn.state.draft.get(SERIAL_KEY, ""))


def leave_texts(form: Form | None, draft: Draft) -> tuple[str, str]:
    """What leaving the form is called, and what is said of it."""
    own = form.leave_texts(draft) if form and form.leave_texts else None
    return own or ("form.cancel", "form.cancelled")


def _applicable_questions(form: Form, draft: Draft) -> list[FormQuestion]:
    return [question for question in form.questions if not (question.skip_when and question.skip_when(draft))]


async def ask_question(turn: Turn, form: Form, question: FormQuestion, *, as_new_message: bool = True) -> None:
    """Send the question with its progress and buttons; not `anew`: in the message whose button was tapped."""
    turn.form_shown = True
    serial, draft = form_serial(turn), turn.state.draft
    rows: list[list[Button]] = []
    if question.choices:
        offered = question.choices(turn, draft)
        choice_buttons = [
            Button(choice.label, f"form.pick:{serial}:{question.key}:{number}") for number, choice in enumerate(offered)
        ]
        rows += _choice_rows(offered, choice_buttons, question.columns)
    steering = [] if question.asked_first else [Button(turn.t("form.back"), f"form.back:{serial}:{question.key}")]
    if question.optional:
        steering.append(Button(turn.t("form.skip"), f"form.skip:{serial}:{question.key}"))
    steering.append(Button(turn.t(leave_texts(form, draft)[0]), f"form.cancel:{serial}"))
    lines = [question.render_text(turn, draft) if question.render_text else turn.t(question.text_id)]
    counted = [one for one in _applicable_questions(form, draft) if not one.is_detail and not one.asked_first]
    if (
        len(counted) >= MIN_STEPS_FOR_PROGRESS
        and question in counted
        and not draft.keys() & {EDITED_ANSWER_KEY, HIDE_PROGRESS_KEY}
    ):
        lines.insert(0, turn.t("form.progress", position=counted.index(question) + 1, total=len(counted)))
    await (turn.say if as_new_message else turn.edit)(join(lines), rows=[*rows, steering])


def _choice_rows(offered: Sequence[Choice], buttons: list[Button], columns: int) -> list[list[Button]]:
    """The buttons in columns, or in the rows that their choices ask for."""
    if not any(choice.beside_previous for choice in offered):
        among = [button for choice, button in zip(offered, buttons, strict=True) if not choice.own_row]
        alone = [[button] for choice, button in zip(offered, buttons, strict=True) if choice.own_row]
        return arrange_in_columns(among, columns) + alone
    rows: list[list[Button]] = []
    for choice, button in zip(offered, buttons, strict=True):
        if choice.beside_previous:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


async def show_summary(turn: Turn, form: Form) -> None:
    """Send the card that sums the answers up, with buttons to confirm and to change."""
    assert form.summary is not None  # noqa: S101 - callers checked
    turn.form_shown = True
    card = await form.summary(turn, turn.state.draft)
    serial = form_serial(turn)
    rows = [[confirm_button(turn, form)]]
    rows += form.offers(turn, turn.state.draft) if form.offers else []
    if form.editable:
        rows.append([Button(turn.t("form.change"), f"form.change:{serial}")])
    if any(question.is_detail for question in form.questions):
        rows[-1].append(Button(turn.t("form.details"), f"form.details:{serial}"))
    rows[-1].append(leave_button(turn, form))
    await turn.say(card, rows=rows)


def confirm_button(turn: Turn, form: Form) -> Button:
    """Ends the form at its card."""
    text_id = form.confirm_text_id if isinstance(form.confirm_text_id, str) else form.confirm_text_id(turn)
    return Button(turn.t(text_id), f"form.done:{form_serial(turn)}")


def leave_button(turn: Turn, form: Form) -> Button:
    """Leaves the form, called as the form has it."""
    return Button(turn.t(leave_texts(form, turn.state.draft)[0]), f"form.cancel:{form_serial(turn)}")


async def say_waiting(turn: Turn, form: Form) -> None:
    """One line instead of the question or the card that was sent already, with a button that sends it once more."""
    which = "form.waiting" if form.question(turn.state.step) else "form.waiting_card"
    go_on = Button(turn.t(f"{which}.button"), f"form.show:{form_serial(turn)}")
    await turn.say(which, rows=[[go_on]])


def edit_answer_buttons(turn: Turn, form: Form, *, details: bool = False) -> list[list[Button]]:
    """A button for every answer that can be changed: the usual ones, or the details."""
    serial = form_serial(turn)
    offered = [
        one for one in _applicable_questions(form, turn.state.draft) if one.is_detail == details and not one.asked_first
    ]
    rows = arrange_in_columns(
        [Button(turn.t(f"{one.text_id}.short"), f"form.edit:{serial}:{one.key}") for one in offered], 2
    )
    if not details and any(question.is_detail for question in form.questions):
        rows.append([Button(turn.t("form.details"), f"form.details:{serial}")])
    return rows
