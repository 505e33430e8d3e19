"""What can be changed of an opening and of a course in words, and how: the same room for both."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot import crossing
from bot.chat.forms import plain_text
from bot.chat.forms.engine import Draft, Form
from bot.chat.turn import Turn
from bot.enterprise.courses import post as course
from bot.enterprise.openings import edit
from bot.enterprise.openings.post import OPENING_FORM
from data.listings.courses import Course
from data.listings.openings import Opening

RENEWED = "renew"
"""Beside the values of `matching.language.acts.ABOUT`: a longer life of so much, or until a day."""
WRITTEN = frozenset({"hours", "benefits", "requirements", "text", "other", "address", "start_date"})
"""What a change is about whose words go into the description where no question takes them."""


async def _read_for_opening(_: Turn, sentence: str, longest: int) -> str:
    """The law check of the form asks about it later."""
    return plain_text.read_text(sentence, shortest=2, longest=longest)


async def _read_for_course(turn: Turn, sentence: str, longest: int) -> str:
    return await crossing.read_text(turn, sentence, "course", shortest=2, longest=longest)


@dataclass(frozen=True)
class ChangeableKind:
    """One kind of listing, as words change it."""

    form: Form
    questions: Mapping[str, tuple[str, ...]]
    """By what a change is about: the questions of the form that may hold it; none: only its description may."""
    places: str
    """The question for the number of places."""
    draft_to_edit: Callable[[Turn, str], Awaitable[Draft]]
    read_sentence: Callable[[Turn, str, int], Awaitable[str]]
    """A sentence for the description with no more characters than this."""


_BOTH: Mapping[str, tuple[str, ...]] = {
    "deadline": ("deadline",), RENEWED: ("deadline",), "text": ("description",), "other": (),
}  # fmt: skip
OPENING = ChangeableKind(
    form=OPENING_FORM,
    questions={
        **_BOTH, "wage": ("wage",), "headcount": ("headcount",), "hours": ("shift",), "benefits": ("living",),
        "address": ("address", "district"), "requirements": ("education", "certificates"), "start_date": (),
    },
    places="headcount",
    draft_to_edit=edit.draft_to_edit,
    read_sentence=_read_for_opening,
)  # fmt: skip
COURSE = ChangeableKind(
    form=course.COURSE_FORM,
    questions={
        **_BOTH, "headcount": ("capacity",), "start_date": ("start",), "hours": ("times",), "fees": ("fee",),
        "address": ("district",), "benefits": ("dormitory",), "requirements": ("education",),
    },
    places="capacity",
    draft_to_edit=course.draft_to_edit,
    read_sentence=_read_for_course,
)  # fmt: skip


def kind_of(listing: Opening | Course) -> ChangeableKind:
    """How words change a listing."""
    return OPENING if isinstance(listing, Opening) else COURSE
