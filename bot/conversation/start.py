"""/start: in by the front door, or by a link to a listing or an invitation."""

from bot.chat.buttons import Button
from bot.chat.turn import Handler, Turn
from bot.enterprise import greeting as member_greeting
from bot.enterprise.organisation import join_requests
from bot.seeker import consent
from bot.seeker.search import sharing
from bot.staff import greeting as staff_greeting
from bot.staff import invite
from data.people import consents
from data.people.accounts import CONSENT_FLOW
from data.staff import members
from data.vocabulary import Role

STAFF_LINK_PREFIX, TEAM_LINK_PREFIX = "staff-", "team-"


async def start(turn: Turn) -> None:
    """Greet; a link's payload leads on."""
    payload = turn.arguments[0] if turn.arguments else ""
    if payload.startswith(STAFF_LINK_PREFIX):
        await invite.accept_invitation(turn, payload.removeprefix(STAFF_LINK_PREFIX))
        return
    if payload.startswith(TEAM_LINK_PREFIX):
        await join_requests.open_link(turn, payload.removeprefix(TEAM_LINK_PREFIX))
        return
    if payload and await sharing.open_shared_link(turn, payload):
        return
    seat = await _seat(turn)
    if seat is not None:
        await _greet_by_seat(turn, seat)
        return
    if turn.account.browsing or not await consents.has_required(turn.session, turn.account_id):
        await consent.send_notice(turn)
        return
    turn.goto(None)
    rows = [[Button(turn.t("intake.step_by_step"), "seek.intake"), Button(turn.t("matches.again"), "seek.again")]]
    await turn.say("start.again", rows=rows)


async def _seat(turn: Turn) -> Role | None:
    """The seat to greet by: the role the person is in; for a newcomer to seeking, the seat that was given to them.

    Who has answered or is looking at the consent notice came to seek.
    """
    roles = await members.roles_of(turn.session, turn.account_id)
    if turn.account.role in roles and turn.account.role != Role.SEEKER:
        return turn.account.role
    came_to_seek = turn.account.browsing or turn.state.flow == CONSENT_FLOW
    if came_to_seek or await consents.has_required(turn.session, turn.account_id):
        return None
    return roles[1] if len(roles) > 1 else None


async def _greet_by_seat(turn: Turn, seat: Role) -> None:
    consent.set_language_from_telegram(turn)
    turn.account.role = seat
    turn.goto(None)
    await (staff_greeting if seat == Role.STAFF else member_greeting).greet(turn)


COMMANDS: dict[str, Handler] = {"start": start}
