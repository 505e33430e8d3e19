"""What forms are made of: questions and answers as data, and the ways in which an answer can fail."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.buttons import Button
from bot.chat.texts import Html
from bot.chat.turn import Turn
from data.db.errors import Refusal

Draft = dict[str, Any]


class BadAnswer(Refusal):
    """The answer cannot be taken; the sentence says what would do. The question stays open."""

    def __init__(self, text_id: str, **params: Any) -> None:
        super().__init__(**params)
        self.text_id = text_id


class RefusedAnswer(BadAnswer):
    """The answer was understood and may not stand: nothing else is to be looked for in it."""


class ConversationEnded(Exception):
    """The answer ended the conversation; there is nothing left to ask."""


class AmbiguousAnswer(BadAnswer):
    """The answer fits several things: `choices` offers them as buttons. The question stays open.

    `heard` is what the question's `heard` looks at, where it has one.
    """

    def __init__(self, text_id: str, choices: "Sequence[Choice]", *, heard: Any = None, **params: Any) -> None:
        super().__init__(text_id, **params)
        self.choices = choices
        self.heard = heard


class StaleButton(Refusal):
    """A button of a form that is over, or of another step."""

    text_id = "form.stale"


@dataclass(frozen=True)
class Choice:
    """A common answer as a button: `label` is ready text, `value` what the draft gets (JSON)."""

    label: str
    value: Any
    beside_previous: bool = False
    """Whether its button stands in the row of the one before, however many columns there are."""
    own_row: bool = False
    """Whether its button stands in a row of its own: it answers nothing, but ends the choosing."""


@dataclass(frozen=True)
class FormQuestion:
    """One question of a form.

    `parse` turns typed words into the value the draft gets, or raises `BadAnswer`; `choices` offers buttons;
    `skip_when` passes the question over; `show` renders the value for the summary, None hides it there.
    """

    key: str
    text_id: str
    parse: Callable[[Turn, Draft, str], Awaitable[Any]]
    choices: Callable[[Turn, Draft], Sequence[Choice]] | None = None
    optional: bool = False
    skip_when: Callable[[Draft], bool] | None = None
    format_value: Callable[[Turn, Any], str] | None = None
    store_answer: Callable[[Draft, Any], Draft] | None = None
    """How an answer enters the draft; by default under `key`."""
    repeat_while: Callable[[Draft], bool] | None = None
    """Whether, after an answer, the same question is asked once more (several cities, say)."""
    columns: int = 2
    render_text: Callable[[Turn, Draft], Html] | None = None
    """What is asked, where it depends on the draft; by default `text`."""
    is_detail: bool = False
    """Offered under "more details" of the summary rather than asked; a run starts with it answered as unknown."""
    asked_first: bool = False
    """Asked before anything else as soon as it is open."""
    parse_file: Callable[[Turn, Draft], Awaitable[Any]] | None = None
    """Turns a photo or file into the value, or raises `BadAnswer`; without it only words and buttons answer."""
    heard: Callable[[Turn, Any], Awaitable[None]] | None = None
    """Says what a typed answer (the value) gives rise to, before the next question is asked."""


@dataclass(frozen=True)
class Form:
    """A list of questions, the card that sums them up, and what to do when it is confirmed.

    `summary` renders the card; without one the form ends with its last answer.
    """

    name: str
    questions: tuple[FormQuestion, ...]
    finish: Callable[[Turn, Draft], Awaitable[None]]
    summary: Callable[[Turn, Draft], Awaitable[Html]] | None = None
    confirm_text_id: str | Callable[[Turn], str] = "form.confirm"
    """Of the button that ends it, or what tells which it is now."""
    editable: bool = True
    offers: Callable[[Turn, Draft], list[list[Button]]] | None = None
    """Buttons below the confirmation of the card, where something of the draft can be put right by a tap."""
    parse_at_summary: Callable[[Turn, Draft, str], Awaitable[Draft]] | None = None
    """Takes words typed at the summary into the draft, or raises `BadAnswer`; without it the buttons must be used."""
    subject_keys: tuple[str, ...] = ()
    """Draft keys that tell what the form is for; begun for the same thing again, it goes on where it was."""
    long: bool = False
    """Many short answers over a while: what is plainly asked for in between is done, and is no answer."""
    leave_texts: Callable[[Draft], tuple[str, str] | None] | None = None
    """What leaving the form is called and what is said then, where the usual words would not be true of a draft."""
    refresh_draft: Callable[[Turn, Draft], Awaitable[Draft]] | None = None
    """The draft after it was put aside, with what became known elsewhere meanwhile."""

    def question(self, key: str | None) -> FormQuestion | None:
        return next((question for question in self.questions if question.key == key), None)
