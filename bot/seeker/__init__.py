"""The seeker's side: one sentence, what was understood, matches, applications, one's own data."""

from bot.chat.turn import Handler, Turn
from bot.conversation import start
from bot.seeker import (
    applying,
    asking,
    consent,
    intake,
    interviews,
    ladder,
    liking,
    listening,
    listing,
    matches,
    my,
    mydata,
    offers,
    pathway,
    questions,
    sensitive,
    sharing,
    subsidy,
    why,
)
from data.people import consents

COMMANDS: dict[str, Handler] = {
    **start.COMMANDS,
    **matches.COMMANDS,
    **why.COMMANDS,
    **my.COMMANDS,
    **mydata.COMMANDS,
    **ladder.COMMANDS,
    **subsidy.COMMANDS,
}

BUTTONS: dict[str, Handler] = {
    **consent.BUTTONS,
    **intake.BUTTONS,
    **asking.BUTTONS,
    **sensitive.BUTTONS,
    **matches.BUTTONS,
    **listing.BUTTONS,
    **sharing.BUTTONS,
    **why.BUTTONS,
    **liking.BUTTONS,
    **my.BUTTONS,
    **mydata.BUTTONS,
    **offers.BUTTONS,
    **pathway.BUTTONS,
    **questions.BUTTONS,
    **interviews.BUTTONS,
    **ladder.BUTTONS,
    **subsidy.BUTTONS,
}


async def listen(turn: Turn) -> None:
    """Typed words of a seeker: first the notice, then everything else."""
    if turn.account.browsing or await consents.complete(turn.session, turn.account_id):
        await listening.hear(turn, turn.text)
    else:
        await consent.ask(turn, pending=turn.text)


async def heard_contact(turn: Turn) -> None:
    """A contact card: the person's own number while applying, else not needed."""
    await applying.take_contact(turn)


async def heard_location(turn: Turn) -> None:
    """A place on the map: only its district is kept."""
    await listening.hear_location(turn)
