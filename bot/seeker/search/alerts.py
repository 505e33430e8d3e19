"""New matches told by themselves, daily or weekly, for as long as the person wants."""

from bot.chat.buttons import Button
from bot.chat.callback_args import text_argument
from bot.chat.turn import Handler, Turn
from data.db.errors import NotAllowed, NotAvailable
from data.people import alerts, consents
from data.vocabulary import AlertPace

OFF = "off"


async def offer(turn: Turn) -> None:
    """Daily from now on, and how to have it otherwise."""
    await _set(turn, AlertPace.DAILY)
    await turn.say("alerts.daily", rows=_choices(turn, AlertPace.DAILY))


async def stop(turn: Turn) -> None:
    """No more of it."""
    await alerts.set_pace(turn.session, turn.account_id, None)
    await turn.say("alerts.off", rows=_choices(turn, None))


async def choose(turn: Turn) -> None:
    """A button that says how often."""
    said = text_argument(turn)
    if said not in (OFF, *AlertPace):
        raise NotAvailable
    pace = None if said == OFF else AlertPace(said)
    await _set(turn, pace)
    await turn.edit(f"alerts.{said}", rows=_choices(turn, pace))


async def _set(turn: Turn, pace: AlertPace | None) -> None:
    """Only of one whose answers may be kept.

    Raises:
        NotAllowed.
    """
    if not await consents.has_required(turn.session, turn.account_id):
        raise NotAllowed
    await alerts.set_pace(turn.session, turn.account_id, pace)


def _choices(turn: Turn, now: AlertPace | None) -> list[list[Button]]:
    others = [one for one in (*AlertPace, None) if one is not now]
    return [[Button(turn.t(f"alerts.choose.{one or OFF}"), f"seek.alerts:{one or OFF}") for one in others]]


BUTTONS: dict[str, Handler] = {"seek.alerts": choose, "seek.alerts_stop": stop}
