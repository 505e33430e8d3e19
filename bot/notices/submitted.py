"""What is said of a listing that was handed in, to who did it and to the reviewers."""

from bot.chat.buttons import Buttons, rows
from bot.chat.turn import Turn
from bot.notices.deliver import notify_people
from data.listings.models import ListingFields
from data.organisations.service import Organisation
from data.staff import members
from data.vocabulary import OrganisationState


async def announce_submission(
    turn: Turn, listing: ListingFields, organisation: Organisation, see_buttons: Buttons, reviewer_text_id: str
) -> None:
    """End the form with what happens next; reviewers hear `announced` once the organisation is verified."""
    turn.goto(None)
    buttons = rows(see_buttons, turn.language)
    if organisation.state != OrganisationState.VERIFIED:
        await turn.say("post.waits_for_verification", title=listing.title, rows=buttons)
        return
    await turn.say("post.submitted", title=listing.title, rows=buttons)
    reviewers = await members.list_account_ids_with_permission(turn.session, "review")
    await notify_people(
        turn.session, reviewers, reviewer_text_id, [[("review.open", "staff.review")]],
        name=organisation.name, title=listing.title,
    )  # fmt: skip
