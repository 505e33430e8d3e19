"""The draft that a new opening begins with."""

from bot.chat.forms.engine import Draft
from bot.chat.turn import Turn
from bot.enterprise.openings.draft import DETAILS
from bot.enterprise.organisation.membership import new_listing_draft
from data.vocabulary import ListingKind


async def new_opening_draft(turn: Turn) -> Draft | None:
    """For whom the person may post, and the details as unknown; None for who has to register first.

    Raises:
        NotVerified: none of the person's organisations may post. WrongKind: none is an enterprise.
    """
    draft = await new_listing_draft(turn, ListingKind.OPENING)
    return None if draft is None else dict.fromkeys(DETAILS) | draft
