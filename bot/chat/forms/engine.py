"""One form engine for all audiences. A question is data; the engine asks, goes back, skips, edits and resumes.

Where a form stands is the chat's state row: `flow` is the form's name, `step` the question's key, `draft` the answers.
Buttons carry the form's serial number of this chat, so that those of an older run are recognised.
A form that another one interrupts waits in the draft of that one, and is taken up again afterwards.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from bot.chat.buttons import Button, arrange_in_columns
from bot.chat.callback_args import text_argument
from bot.chat.forms.questions import (
    AmbiguousAnswer,
    BadAnswer,
    Choice,
    ConversationEnded,
    Draft,
    Form,
    FormQuestion,
    RefusedAnswer,
    StaleButton,
)
from bot.chat.forms.screens import (
    EDITED_ANSWER_KEY,
    SERIAL_KEY,
    ask_question,
    edit_answer_buttons,
    form_serial,
    leave_texts,
    say_waiting,
    show_summary,
)
from bot.chat.turn import Handler, Turn
from data.db.errors import NotAllowed, Refusal

__all__ = [
    "EDITED_ANSWER_KEY",
    "AmbiguousAnswer",
    "BadAnswer",
    "Choice",
    "ConversationEnded",
    "Draft",
    "Form",
    "FormQuestion",
    "StaleButton",
    "show_summary",
]

OFFERED_CHOICES_KEY, OFFER_MARK_KEY = "_offered", "_offer"
"""Draft keys of what an unclear answer may have meant, and of what the buttons that offer it carry."""
SUMMARY_STEP = "_summary"
SUSPENDED_FORMS_KEY = "_suspended"
"""Draft key of the forms that wait, the one to go on with last: `flow`, `step` and `draft` of each."""
MAX_SUSPENDED_FORMS = 5
ASIDES_KEY = "_asides"
"""Draft key of how often in a row something else was answered than the open question."""
_OF_ONE_ANSWER = frozenset({OFFERED_CHOICES_KEY, OFFER_MARK_KEY, ASIDES_KEY})
"""Draft keys that an answer makes an end of."""


FORMS: dict[str, Form] = {}


def register(form: Form) -> Form:
    """Make a form known, so that any process can resume it from the chat's state."""
    FORMS[form.name] = form
    return form


def active_form(turn: Turn) -> Form | None:
    """The form this chat is in, if it is in one."""
    return FORMS.get(turn.state.flow or "")


def unfinished_forms(turn: Turn) -> list[Draft]:
    """The forms that are not finished, the one under way last, as they wait in a draft."""
    suspended = [*turn.state.draft.get(SUSPENDED_FORMS_KEY, ())]
    if active_form(turn) is not None:
        answers = {key: value for key, value in turn.state.draft.items() if key != SUSPENDED_FORMS_KEY}
        suspended.append({"flow": turn.state.flow, "step": turn.state.step, "draft": answers})
    return suspended[-MAX_SUSPENDED_FORMS:]


def suspended_entry(suspended: list[Draft]) -> Draft:
    """What a draft keeps of the forms that wait."""
    return {SUSPENDED_FORMS_KEY: suspended} if suspended else {}


async def resume_last_form(turn: Turn, suspended: list[Draft]) -> None:
    """Go on with the form that was put aside last."""
    *others, last = suspended or [{}]
    if (form := FORMS.get(last.get("flow", ""))) is None:
        return
    await _go_on_with(turn, form, last, others)
    await turn.say("form.resumed")
    await repeat_open_question(turn, form)


async def _go_on_with(turn: Turn, form: Form, suspended_form: Draft, others: list[Draft]) -> None:
    draft = suspended_form["draft"]
    draft = await form.refresh_draft(turn, draft) if form.refresh_draft else draft
    turn.goto(form.name, suspended_form["step"], draft | suspended_entry(others))


def preserve_form_during(handler: Handler) -> Handler:
    """A handler of something else than the form under way, which loses none of the form's answers."""

    @wraps(handler)
    async def beside(turn: Turn) -> None:
        waiting = unfinished_forms(turn)
        await handler(turn)
        if not waiting or SUSPENDED_FORMS_KEY in turn.state.draft or _goes_on(turn, waiting):
            return
        if turn.state.flow is None:
            await resume_last_form(turn, waiting)
        else:
            turn.goto(turn.state.flow, turn.state.step, turn.state.draft | suspended_entry(waiting))

    return beside


def _goes_on(turn: Turn, waiting: Sequence[Draft]) -> bool:
    """Whether the form under way is one of those that waited, also with buttons of its own by now."""
    form = active_form(turn)
    same_run = any(form_serial(turn) == str(one["draft"].get(SERIAL_KEY)) for one in waiting)
    return same_run or (form is not None and bool(about_the_same(waiting, form, turn.state.draft)))


async def start_form(turn: Turn, form: Form, draft: Mapping[str, Any] | None = None) -> None:
    """Begin a form, with answers that are already known, or go on with it; another one under way waits."""
    suspended, known = unfinished_forms(turn), dict(draft or {})
    if same := about_the_same(suspended, form, known):
        same_form = same[-1]
        others = [one for one in suspended if one is not same_form]
        await _go_on_with(turn, form, same_form, others)
        await repeat_open_question(turn, form)
        return
    await begin_form(turn, form, known, suspended)


async def restart_form(turn: Turn, form: Form, draft: Mapping[str, Any]) -> None:
    """Begin a form with these answers, instead of one about the same thing that was not finished."""
    suspended, known_answers = unfinished_forms(turn), dict(draft)
    same = about_the_same(suspended, form, known_answers)
    await begin_form(turn, form, known_answers, [one for one in suspended if one not in same])


async def begin_form(turn: Turn, form: Form, draft: Mapping[str, Any], waiting: list[Draft]) -> None:
    """Begin a form with these answers; `waiting` are the forms of `unfinished_forms` to take up afterwards."""
    turn.goto(form.name, None, {**draft, SERIAL_KEY: new_serial(turn)} | suspended_entry(waiting))
    await ask_next_question(turn, form)


def about_the_same(waiting: Sequence[Draft], form: Form, draft: Mapping[str, Any]) -> list[Draft]:
    """Those of the forms of `unfinished_forms` that are this form, for what the draft is for."""
    subject = {key: draft.get(key) for key in form.subject_keys}
    of_form = [one for one in waiting if one["flow"] == form.name]
    return [one for one in of_form if {key: one["draft"].get(key) for key in subject} == subject]


async def return_to_form(turn: Turn, form: Form) -> None:
    """Something else was answered: send what is open once more; from the second time in a row a line will do."""
    if turn.form_shown:
        return
    asides = turn.state.draft.get(ASIDES_KEY, 0)
    turn.goto(form.name, turn.state.step, turn.state.draft | {ASIDES_KEY: asides + 1})
    if asides:
        await say_waiting(turn, form)
    else:
        await repeat_open_question(turn, form)


async def show_again(turn: Turn) -> None:
    """The button of the line that stood for the question or the card."""
    form = _require_current_form(turn, active_form(turn))
    turn.goto(form.name, turn.state.step, without_asides(turn.state.draft))
    await repeat_open_question(turn, form)


def without_asides(draft: Draft) -> Draft:
    """The draft from which on the question, or the card, is sent in full again."""
    return {key: value for key, value in draft.items() if key != ASIDES_KEY}


async def repeat_open_question(turn: Turn, form: Form) -> None:
    """Send the open question, or the summary, once more."""
    question = form.question(turn.state.step)
    if question is not None:
        await ask_question(turn, form, question)
    else:
        await show_summary(turn, form)


def new_serial(turn: Turn) -> str:
    """What the buttons of a run of a form that begins now carry."""
    return f"{turn.update.update_id:x}"


async def ask_next_question(turn: Turn, form: Form, after: str | None = None) -> None:
    """Ask the next open question, or show the summary, or finish."""
    draft = turn.state.draft
    following = _next_open_question(form, draft, None if EDITED_ANSWER_KEY in draft else after)
    if following is not None:
        turn.goto(form.name, following.key, draft)
        await ask_question(turn, form, following)
    elif form.summary is not None:
        turn.goto(form.name, SUMMARY_STEP, {key: value for key, value in draft.items() if key != EDITED_ANSWER_KEY})
        await show_summary(turn, form)
    else:
        await _finish_form(turn, form)


async def _finish_form(turn: Turn, form: Form) -> None:
    """Do what the form is for. What the rules refuse ends it; an answer that does not do leaves it open."""
    answers = {key: value for key, value in turn.state.draft.items() if not key.startswith("_")}
    suspended = turn.state.draft.get(SUSPENDED_FORMS_KEY, [])
    try:
        async with turn.session.begin_nested():
            await form.finish(turn, answers)
    except BadAnswer:
        raise
    except Refusal as refusal:
        await _read_anew(turn)
        await _leave_form(turn, refusal.text_id, **refusal.params)
        return
    if active_form(turn) is None:
        await resume_last_form(turn, suspended)
    elif suspended:
        turn.goto(turn.state.flow, turn.state.step, turn.state.draft | suspended_entry(suspended))


async def _leave_form(turn: Turn, text_id: str, **params: Any) -> None:
    """Leave the form with a sentence, and go on with the one that waits."""
    suspended = turn.state.draft.get(SUSPENDED_FORMS_KEY, [])
    turn.goto(None)
    await turn.say(text_id, **params)
    await resume_last_form(turn, suspended)


def _is_open(question: FormQuestion, draft: Draft) -> bool:
    return question.key not in draft and not (question.skip_when and question.skip_when(draft))


def _next_open_question(form: Form, draft: Draft, after: str | None) -> FormQuestion | None:
    keys = [question.key for question in form.questions]
    urgent = next((question for question in form.questions if question.asked_first and _is_open(question, draft)), None)
    if urgent is not None:
        return urgent
    start_at = keys.index(after) + 1 if after in keys else 0
    return next((question for question in form.questions[start_at:] if _is_open(question, draft)), None)


Aside = Callable[[Turn], Awaitable[bool]]
"""Answers words that are no answer to the open question; False where they ask nothing either."""


async def handle_typed_answer(turn: Turn, form: Form, aside: Aside | None = None) -> None:
    """Take typed words as the answer to the open question; what does not answer it may be answered itself."""
    await handle_answer_text(turn, form, turn.text, aside)


async def handle_answer_text(turn: Turn, form: Form, text: str, aside: Aside | None = None) -> None:
    """Take these words as the answer, whatever form they came in; those of the button that leaves it press that."""
    question = form.question(turn.state.step)
    if leaves(turn, form, text):
        await cancel_form(turn)
    elif question is None:
        await _handle_text_at_summary(turn, form, text, aside)
    else:
        await _handle_parsed_answer(turn, form, question, question.parse(turn, turn.state.draft, text), aside)


def leaves(turn: Turn, form: Form, text: str) -> bool:
    """Whether the words are those of the button that leaves the form."""
    return text.strip().casefold() == turn.t(leave_texts(form, turn.state.draft)[0]).casefold()


async def _is_answered_aside(turn: Turn, form: Form, aside: Aside | None) -> bool:
    """Whether the words were answered by themselves; then the form stands again."""
    if aside is None or not await do_or_refuse(turn, aside):
        return False
    if active_form(turn) is form:
        await return_to_form(turn, form)
    return True


async def do_or_refuse(turn: Turn, act: Aside) -> bool:
    """Whether words do something beside a form: all of it, or, where the rules refuse it, the sentence that says so.

    What is not for this person is as if nobody had heard it.
    """
    try:
        async with turn.session.begin_nested():
            return await act(turn)
    except Refusal as refusal:
        await _read_anew(turn)
        if isinstance(refusal, NotAllowed):
            return False
        await turn.say(refusal.text_id, **refusal.params)
        return True


async def _read_anew(turn: Turn) -> None:
    """What a handler works with, which rolling back has emptied; no form that it showed is sent."""
    turn.form_shown = False
    await turn.session.refresh(turn.account)
    await turn.session.refresh(turn.state)


async def handle_file_answer(turn: Turn) -> bool:
    """Take a photo or file as the answer; False when the open question, if there is one, is not answered by such."""
    form = active_form(turn)
    question = form.question(turn.state.step) if form else None
    if form is None or question is None or question.parse_file is None:
        return False
    await _handle_parsed_answer(turn, form, question, question.parse_file(turn, turn.state.draft))
    return True


async def _handle_parsed_answer(
    turn: Turn, form: Form, question: FormQuestion, parsing: Awaitable[Any], aside: Aside | None = None
) -> None:
    suspended = turn.state.draft.get(SUSPENDED_FORMS_KEY, [])
    try:
        value = await parsing
    except ConversationEnded:
        if turn.state.flow is None:
            await resume_last_form(turn, suspended)
        return
    except AmbiguousAnswer as refusal:
        if question.heard and refusal.heard is not None:
            await question.heard(turn, refusal.heard)
        await _offer_choices(turn, form, question, refusal)
        return
    except Refusal as refusal:
        # what the rules refuse of an answer (a wrong check digit, a code that is taken) leaves the question open
        not_heard = isinstance(refusal, BadAnswer) and not isinstance(refusal, RefusedAnswer)
        if not_heard and await _is_answered_aside(turn, form, aside):
            return
        await turn.say(turn.t(refusal.text_id, **refusal.params))
        return
    if question.heard:
        await question.heard(turn, value)
    await _store_answer(turn, form, question, value)


async def _handle_text_at_summary(turn: Turn, form: Form, text: str, aside: Aside | None) -> None:
    """Words instead of a button at the summary."""
    if form.parse_at_summary is None:
        if await _is_answered_aside(turn, form, aside):
            return
        if not turn.state.draft.get(ASIDES_KEY):
            await turn.say("form.use_buttons")
        await return_to_form(turn, active_form(turn) or form)  # the words may have begun another one
        return
    try:
        turn.goto(form.name, SUMMARY_STEP, await form.parse_at_summary(turn, turn.state.draft, text))
    except ConversationEnded:
        return
    except BadAnswer as refusal:
        if not isinstance(refusal, RefusedAnswer) and await _is_answered_aside(turn, form, aside):
            return
        await turn.say(turn.t(refusal.text_id, **refusal.params))
    await show_summary(turn, form)


async def _offer_choices(turn: Turn, form: Form, question: FormQuestion, ambiguous: AmbiguousAnswer) -> None:
    """Ask which of several things was meant; any process can take the answer, so they are kept in the draft."""
    offered = [(choice.label, choice.value) for choice in ambiguous.choices]
    mark = new_serial(turn)
    turn.goto(form.name, question.key, turn.state.draft | {OFFERED_CHOICES_KEY: offered, OFFER_MARK_KEY: mark})
    name = f"form.offered:{form_serial(turn)}:{question.key}:{mark}"
    rows = arrange_in_columns([Button(label, f"{name}:{number}") for number, (label, _) in enumerate(offered)], 2)
    await turn.say(turn.t(ambiguous.text_id, **ambiguous.params), rows=rows)


async def pick_offered_choice(turn: Turn) -> None:
    """One of the things that an unclear answer may have meant; buttons of an earlier one are stale."""
    key, mark, number = text_argument(turn, 1), text_argument(turn, 2), text_argument(turn, 3)
    form = _require_current_form(turn, active_form(turn), key)
    question, offered = form.question(key), turn.state.draft.get(OFFERED_CHOICES_KEY, [])
    if question is None or mark != turn.state.draft.get(OFFER_MARK_KEY):
        raise StaleButton
    if not number.isdecimal() or int(number) >= len(offered):
        raise StaleButton
    await _store_answer(turn, form, question, offered[int(number)][1])


async def _store_answer(turn: Turn, form: Form, question: FormQuestion, value: Any) -> None:
    draft = {key: known for key, known in turn.state.draft.items() if key not in _OF_ONE_ANSWER}
    draft = question.store_answer(draft, value) if question.store_answer else draft | {question.key: value}
    if question.repeat_while and question.repeat_while(draft):
        turn.goto(form.name, question.key, {key: known for key, known in draft.items() if key != question.key})
        await ask_question(turn, form, question, as_new_message=False)
        return
    draft.setdefault(question.key, None)
    turn.goto(form.name, question.key, draft)
    await ask_next_question(turn, form, after=question.key)


def _require_current_form(turn: Turn, form: Form | None, key: str | None = None) -> Form:
    """The form a button belongs to, if it is the one under way (and at that question).

    Raises:
        StaleButton: it is not.
    """
    if form is None or text_argument(turn) != form_serial(turn):
        raise StaleButton
    if key is not None and turn.state.step != key:
        raise StaleButton
    return form


async def pick_choice(turn: Turn) -> None:
    """A choice button."""
    key, number = text_argument(turn, 1), text_argument(turn, 2)
    form = _require_current_form(turn, active_form(turn), key)
    question = form.question(key)
    if question is None or question.choices is None:
        raise StaleButton
    offered = question.choices(turn, turn.state.draft)
    if not number.isdecimal() or int(number) >= len(offered):
        raise StaleButton
    await _store_answer(turn, form, question, offered[int(number)].value)


async def skip_question(turn: Turn) -> None:
    """The skip button of an optional question."""
    key = text_argument(turn, 1)
    form = _require_current_form(turn, active_form(turn), key)
    question = form.question(key)
    if question is None or not question.optional:
        raise StaleButton
    await _store_answer(turn, form, question, None)


async def go_back(turn: Turn) -> None:
    """To the question before; from the first one, out of the form; from a change, to the summary, as it was."""
    form = _require_current_form(turn, active_form(turn), text_argument(turn, 1))
    if EDITED_ANSWER_KEY in turn.state.draft:
        known = {key: value for key, value in turn.state.draft.items() if key != EDITED_ANSWER_KEY}
        turn.goto(form.name, SUMMARY_STEP, known | turn.state.draft[EDITED_ANSWER_KEY])
        await repeat_open_question(turn, form)
        return
    navigable_questions = [one for one in form.questions if not one.is_detail and not one.asked_first]
    keys = [q.key for q in navigable_questions if not (q.skip_when and q.skip_when(turn.state.draft))]
    here = keys.index(turn.state.step) if turn.state.step in keys else len(keys)
    if here == 0:
        await cancel_form(turn)
        return
    previous = form.question(keys[here - 1])
    assert previous is not None  # noqa: S101 - a key of this form
    draft = {key: value for key, value in turn.state.draft.items() if key != previous.key}
    turn.goto(form.name, previous.key, draft)
    await ask_question(turn, form, previous)


async def offer_answers_to_edit(turn: Turn) -> None:
    """Offer every answer of the summary for change."""
    form = _require_current_form(turn, active_form(turn))
    await turn.edit("form.which", rows=edit_answer_buttons(turn, form))


async def offer_details_to_edit(turn: Turn) -> None:
    """Offer what can be added beyond the usual questions."""
    form = _require_current_form(turn, active_form(turn))
    await turn.edit("form.which_details", rows=edit_answer_buttons(turn, form, details=True))


async def edit_answer(turn: Turn) -> None:
    """Ask one question again, then return to the summary."""
    key = text_argument(turn, 1)
    form = _require_current_form(turn, active_form(turn))
    question = form.question(key)
    if question is None:
        raise StaleButton
    kept = {name: value for name, value in turn.state.draft.items() if name == key}
    draft = {name: value for name, value in turn.state.draft.items() if name != key} | {EDITED_ANSWER_KEY: kept}
    turn.goto(form.name, key, draft)
    await ask_question(turn, form, question)


async def confirm_summary(turn: Turn) -> None:
    """The summary is confirmed."""
    form = _require_current_form(turn, active_form(turn))
    if turn.state.step != SUMMARY_STEP:
        raise StaleButton
    await _finish_form(turn, form)


async def cancel_form(turn: Turn) -> None:
    """Leave the form; nothing of it is kept."""
    await _leave_form(turn, leave_texts(active_form(turn), turn.state.draft)[1])


async def handle_cancel_button(turn: Turn) -> None:
    """The cancel button."""
    _require_current_form(turn, active_form(turn))
    await cancel_form(turn)


BUTTONS: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "form.pick": pick_choice,
    "form.offered": pick_offered_choice,
    "form.skip": skip_question,
    "form.back": go_back,
    "form.change": offer_answers_to_edit,
    "form.details": offer_details_to_edit,
    "form.edit": edit_answer,
    "form.done": confirm_summary,
    "form.cancel": handle_cancel_button,
    "form.show": show_again,
}
