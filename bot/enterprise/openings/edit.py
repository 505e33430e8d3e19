"""Changing an opening that exists: what a reviewer sent back, or what people can see already."""

from bot.chat.callback_args import listing_id_argument
from bot.chat.cards.explanations import reason_text
from bot.chat.forms.editing import start_editing
from bot.chat.forms.engine import Draft, start_form
from bot.chat.texts import join
from bot.chat.turn import Handler, Turn
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY, BASE_STATE_KEY
from bot.enterprise.openings import draft as opening_draft
from bot.enterprise.openings.post import OPENING_FORM
from data.db.errors import NotAvailable
from data.lifecycle import listing_edits
from data.listings import transitions
from data.listings.openings import Opening
from data.vocabulary import ListingState


def _draft_of(opening: Opening) -> Draft:
    answers = opening_draft.draft_of(opening)
    return {**answers, BASE_ANSWERS_KEY: answers, BASE_STATE_KEY: opening.state.value}


async def fix_returned_opening(turn: Turn) -> None:
    """Take up an opening that a reviewer sent back: exactly the questions they named are asked again."""
    opening = await transitions.lock_for_member(
        turn.session, Opening, listing_id_argument(turn), member=turn.account_id
    )
    if opening.state != ListingState.NEEDS_CHANGES:
        raise NotAvailable
    wanted = await listing_edits.requested_fields(turn.session, opening)
    draft = _draft_of(opening)
    if wanted:
        names = join([turn.t(f"post.{key}.short") for key in wanted], turn.t("card.comma"))
        await turn.say("edit.wanted", fields=names, reason=reason_text(opening.state_reason or "", turn.language))
    await start_form(
        turn, OPENING_FORM, {key: value for key, value in draft.items() if key not in _with_dependent_questions(wanted)}
    )


def _with_dependent_questions(wanted: list[str]) -> set[str]:
    """The questions to ask, with those that hang on them."""
    return {*wanted, *(["district"] if "city" in wanted else []), *(["ticked"] if "hazards" in wanted else [])}


async def edit_opening(turn: Turn) -> None:
    """Change an opening: the answers are filled in, and the person picks what to change."""
    await start_editing(turn, OPENING_FORM, await draft_to_edit(turn, listing_id_argument(turn)))


async def draft_to_edit(turn: Turn, opening_id: str) -> Draft:
    """The answers that lead to an opening, to be changed.

    Raises:
        NotAvailable: it has ended.
    """
    opening = await transitions.lock_for_member(turn.session, Opening, opening_id, member=turn.account_id)
    if opening.state not in listing_edits.EDITABLE_STATES:
        raise NotAvailable
    return _draft_of(opening)


BUTTONS: dict[str, Handler] = {
    "member.fix": fix_returned_opening,
    "member.edit": edit_opening,
}
