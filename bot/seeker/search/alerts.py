"""What is told by itself: new matches, at once, daily or weekly, for as long as the person wants; and reminders."""

from bot.chat.buttons import Button
from bot.chat.callback_args import enum_argument, listing_id_argument, text_argument
from bot.chat.turn import Handler, Turn
from data.db.errors import NotAllowed, NotAvailable
from data.listings.lookup import find
from data.people import alerts, consents, feedback, unasked
from data.vocabulary import AlertPace, UnaskedKind

OFF = "off"


async def offer(turn: Turn) -> None:
    """Daily from now on, and how to have it otherwise."""
    await _set(turn, AlertPace.DAILY)
    await turn.say("alerts.daily", rows=_choices(turn, AlertPace.DAILY), n=unasked.MOST_A_WEEK)


async def stop(turn: Turn) -> None:
    """No more of it."""
    await alerts.set_pace(turn.session, turn.account_id, None)
    await turn.say("alerts.off", rows=_choices(turn, None))


async def show(turn: Turn) -> None:
    """How it is now, and how it could be otherwise; what was stopped can be had again."""
    alert = await alerts.find(turn.session, turn.account_id)
    pace = alert.pace if alert else None
    rows = _choices(turn, pace)
    for kind in await unasked.list_stopped(turn.session, turn.account_id):
        rows.append([Button(turn.t(f"unasked.resume.{kind}"), f"seek.wanted:{kind}")])
    await turn.say("alerts.ask", rows=rows, pace=turn.t(f"alerts.choose.{pace or OFF}"), n=unasked.MOST_A_WEEK)


async def choose(turn: Turn) -> None:
    """A button that says how often."""
    said = text_argument(turn)
    if said not in (OFF, *AlertPace):
        raise NotAvailable
    pace = None if said == OFF else AlertPace(said)
    await _set(turn, pace)
    await turn.edit(f"alerts.{said}", rows=_choices(turn, pace), n=unasked.MOST_A_WEEK)


async def _set(turn: Turn, pace: AlertPace | None) -> None:
    """Only of one whose answers may be kept; to be told no more is anybody's right.

    Raises:
        NotAllowed.
    """
    if pace is not None and not await consents.has_required(turn.session, turn.account_id):
        raise NotAllowed
    await alerts.set_pace(turn.session, turn.account_id, pace)


def _choices(turn: Turn, now: AlertPace | None) -> list[list[Button]]:
    paces = [Button(turn.t(f"alerts.choose.{one}"), f"seek.alerts:{one}") for one in AlertPace if one is not now]
    return [paces, [Button(turn.t("alerts.choose.off"), f"seek.alerts:{OFF}")] if now else []]


async def stop_kind(turn: Turn) -> None:
    """No more reminders of this kind."""
    kind = _kind(turn)
    await unasked.stop(turn.session, turn.account_id, kind)
    resume = Button(turn.t(f"unasked.resume.{kind}"), f"seek.wanted:{kind}")
    await turn.say("unasked.stopped", rows=[[resume]])


async def resume_kind(turn: Turn) -> None:
    """They are wanted again."""
    kind = _kind(turn)
    await unasked.resume(turn.session, turn.account_id, kind)
    await turn.edit("unasked.resumed", rows=[[Button(turn.t(f"unasked.stop.{kind}"), f"seek.unwanted:{kind}")]])


def _kind(turn: Turn) -> UnaskedKind:
    """The kind that a button names. New matches have buttons of their own.

    Raises:
        NotAvailable: it names none of the others.
    """
    kind = enum_argument(turn, UnaskedKind)
    if kind is UnaskedKind.MATCHES:
        raise NotAvailable
    return kind


async def forget_saved(turn: Turn) -> None:
    """A kept listing that is not wanted any more; until it ends it can be kept again."""
    listing_id = listing_id_argument(turn)
    found = await find(turn.session, listing_id)
    if found is None:
        raise NotAvailable
    await feedback.forget_saved(turn.session, turn.account_id, listing_id)
    keep = Button(turn.t("saved.keep"), f"seek.save:{listing_id}")
    await turn.edit("saved.forgotten", title=found.listing.title, rows=[[keep]])


BUTTONS: dict[str, Handler] = {
    "seek.alerts": choose,
    "seek.alerts_stop": stop,
    "seek.alerts_pace": show,
    "seek.unwanted": stop_kind,
    "seek.wanted": resume_kind,
    "seek.forget": forget_saved,
}
