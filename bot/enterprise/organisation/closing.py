"""Ending an organisation's registration, and what happens to one whose last admin deletes their account."""

from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.turn import Handler, Turn
from bot.enterprise.organisation import member_removal
from bot.notices.organisations import close_organisation
from data.organisations import membership
from data.organisations import service as organisations


async def ask(turn: Turn) -> None:
    """Ask once: what ends with it cannot be brought back."""
    organisation = await membership.require_admin(turn.session, number_argument(turn), turn.account_id)
    number = organisation.id
    buttons = [[("team.close_yes", f"team.close_yes:{number}"), ("team.stay", f"team.of:{number}")]]
    await turn.edit("team.close_ask", name=organisation.name, rows=rows(buttons, turn.language))


async def close(turn: Turn) -> None:
    """End it; everybody who acted for it, applied or has a place hears it."""
    organisation = await membership.require_admin(turn.session, number_argument(turn), turn.account_id)
    await close_organisation(turn.session, organisation.id or 0, by=turn.account_id, today=turn.now.date())
    for one in await organisations.list_member_ids(turn.session, organisation.id or 0):
        await turn.session.delete(await membership.get_membership(turn.session, organisation.id or 0, one))
        await turn.session.flush()
        await member_removal.close_forms_and_notify(turn.session, one, organisation, "team.closed")


BUTTONS: dict[str, Handler] = {"team.close": ask, "team.close_yes": close}
