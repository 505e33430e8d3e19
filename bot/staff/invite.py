"""How staff come in: a one-time link that `shitu staff invite` prints."""

from bot.chat.cards.names import label
from bot.chat.turn import Turn
from data.staff import members
from data.vocabulary import Role


async def accept_invitation(turn: Turn, token: str) -> None:
    """Use the invitation of a `/start staff-…` link.

    Raises:
        InvitationSpent: used before, run out, or unknown. MayMoreAlready: there is nothing to gain by it.
    """
    member = await members.accept_invitation(turn.session, turn.account_id, token)
    turn.account.role = Role.STAFF
    turn.goto(None)
    await turn.say("staff.welcome", role=label("staff_role", member.role, turn.language))
    await turn.say("help.staff")
