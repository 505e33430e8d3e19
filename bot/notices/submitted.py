"""What is said of a listing that was handed in, to who did it and to the reviewers."""

from bot.chat.buttons import Buttons, rows
from bot.chat.turn import Turn
from bot.notices.deliver import tell
from data.listings.models import ListingFields
from data.organisations.service import Organisation
from data.staff import members
from data.vocabulary import OrganisationState


async def say_submitted(
    turn: Turn, listing: ListingFields, organisation: Organisation, see: Buttons, announced: str
) -> None:
    """End the form with what happens next; reviewers hear `announced` once the organisation is verified."""
    turn.goto(None)
    buttons = rows(see, turn.language)
    if organisation.state != OrganisationState.VERIFIED:
        await turn.say("post.waits_for_verification", title=listing.title, rows=buttons)
        return
    await turn.say("post.submitted", title=listing.title, rows=buttons)
    reviewers = await members.who_may(turn.session, "review")
    await tell(
        turn.session, reviewers, announced, [[("review.open", "staff.review")]],
        name=organisation.name, title=listing.title,
    )  # fmt: skip
