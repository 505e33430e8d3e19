"""A text that somebody pasted: whether it is an advert, for a course or for an opening, and the form that it begins."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.forms import question_kinds as kinds
from bot.chat.forms.engine import (
    BadAnswer,
    ConversationEnded,
    Draft,
    Form,
    FormQuestion,
    begin_form,
    register,
    unfinished_forms,
)
from bot.chat.forms.question_kinds import Parse
from bot.chat.turn import Turn
from data.organisations import service as organisations
from data.vocabulary import ListingKind
from matching.adverts.courses import PLAINLY, course_lean
from matching.adverts.reading import MOST_READ

SHORTEST_ADVERT = 12
"""Characters."""
LONGEST_ANSWER = 60
"""A longer answer to a short question is a text of its own."""


@dataclass(frozen=True)
class PastedKind:
    """What is done with adverts for one kind of listing."""

    is_advert: Callable[[str], bool]
    begin: Callable[[Turn, str], Awaitable[None]]


KINDS: dict[ListingKind, PastedKind] = {}
"""By kind of listing; each form makes its own known."""


async def is_pasted_advert(turn: Turn, text: str) -> bool:
    """Whether a member pasted an advert, whatever role the person is in."""
    if len(text) < SHORTEST_ADVERT:
        return False
    return await asyncio.to_thread(_is_advert, text, await _offered(turn))


def _is_advert(text: str, offered: set[ListingKind]) -> bool:
    return KINDS[ListingKind.OPENING].is_advert(text) or (
        ListingKind.COURSE in offered and KINDS[ListingKind.COURSE].is_advert(text)
    )


async def _offered(turn: Turn) -> set[ListingKind]:
    """What the person's organisations may offer."""
    mine = await organisations.list_for_member(turn.session, turn.account_id)
    return {kind for kind in ListingKind for one in mine if organisations.may_offer(one, kind)}


async def begin_from_advert(turn: Turn, text: str, likely: ListingKind | None = None) -> None:
    """Begin the form that a pasted advert is for; where it may be either, one question comes before.

    `likely`: the form that the text was pasted into, which is meant where the text itself leaves it open.
    """
    kind = await _kind_of(turn, text, likely)
    if kind is None:
        await begin_form(turn, WHICH_FORM, {"text": text[:MOST_READ]}, unfinished_forms(turn))
        return
    await KINDS[kind].begin(turn, text)


async def _kind_of(turn: Turn, text: str, likely: ListingKind | None) -> ListingKind | None:
    """The kind that is meant, among those that may be posted; None where it has to be asked."""
    offered = await _offered(turn)
    if ListingKind.COURSE not in offered:
        return ListingKind.OPENING
    lean = await asyncio.to_thread(course_lean, text)
    if lean <= -PLAINLY:  # a school that may offer no openings hears so
        return ListingKind.OPENING
    if lean >= PLAINLY or ListingKind.OPENING not in offered:
        return ListingKind.COURSE
    return likely


def parse_or_read_advert(parse: Parse, kind: ListingKind, *, expects_short_answer: bool = False) -> Parse:
    """The question's own reading, unless the answer is an advert: then that is read.

    `expects_short_answer`: the question before all others, whose answers are a word or two.
    """

    async def read(turn: Turn, draft: Draft, said: str) -> object:
        new = not draft.get("opening") and not draft.get("course")
        worth_reading = new and (expects_short_answer or len(said) > LONGEST_ANSWER)
        if worth_reading and await is_pasted_advert(turn, said):
            await begin_from_advert(turn, said, kind)
            raise ConversationEnded
        if expects_short_answer and kind == ListingKind.OPENING and len(said) > LONGEST_ANSWER:
            raise BadAnswer("paste.no_advert")
        return await parse(turn, draft, said)

    return read


async def _begin_chosen(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    await KINDS[ListingKind(draft["kind"])].begin(turn, draft["text"])


WHICH_FORM = register(
    Form(
        "pasted",
        (
            FormQuestion(
                "kind", "paste.which", *kinds.pick("paste.which", [one.value for one in ListingKind]), columns=1
            ),
        ),
        finish=_begin_chosen,
    )
)
