"""/start: in by the front door, or by a link to a listing or an invitation."""

from bot.chat.buttons import Button
from bot.chat.turn import Handler, Turn
from bot.enterprise.organisation import join_requests
from bot.seeker import consent
from bot.seeker.search import sharing
from bot.staff import invite
from data.people import consents

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
    if turn.account.browsing or not await consents.has_required(turn.session, turn.account_id):
        await consent.send_notice(turn)
        return
    turn.goto(None)
    rows = [[Button(turn.t("intake.step_by_step"), "seek.intake"), Button(turn.t("matches.again"), "seek.again")]]
    await turn.say("start.again", rows=rows)


COMMANDS: dict[str, Handler] = {"start": start}
