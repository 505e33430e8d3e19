"""For whom a person acts."""

from bot.chat.telling import rows
from bot.chat.turn import Turn
from data import organisations
from data.errors import Refusal
from data.organisations import Organisation


class NoOrganisation(Refusal):
    """The account acts for nobody yet."""

    text_id = "join.needed"


async def own_organisations(turn: Turn) -> list[Organisation]:
    """The organisations the person acts for, at least one.

    Raises:
        NoOrganisation: there is none.
    """
    mine = await organisations.of_member(turn.session, turn.account_id)
    if not mine:
        raise NoOrganisation
    return mine


async def invite_to_join(turn: Turn) -> None:
    """Say that registration comes first, with the way there."""
    await turn.say("join.needed", rows=rows([[("join.begin", "member.join")]], turn.language))
