"""What became of an opening, when, by whom and why, as one readable message."""

from bot.chat.buttons import rows
from bot.chat.callback_args import listing_id_argument
from bot.chat.cards import opening_fields
from bot.chat.cards.explanations import reason_text
from bot.chat.cards.names import label
from bot.chat.texts import Html, format_day, join
from bot.chat.turn import Handler, Turn
from data.db import clock
from data.listings import models, transitions
from data.listings.models import EDITED, RENEWED, ListingEvent
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.vocabulary import ListingState

MOST_EVENTS = 20
"""The latest are shown; with the longest reasons they fit one message."""
LONGEST_REASON = 100


async def show(turn: Turn) -> None:
    """The history, oldest first."""
    opening = await transitions.lock_for_member(
        turn.session, Opening, listing_id_argument(turn), member=turn.account_id
    )
    members = await organisations.list_member_ids(turn.session, opening.organisation_id)
    events = (await models.list_history(turn.session, opening.id))[-MOST_EVENTS:]
    lines = [turn.t("history.heading", title=opening.title)]
    lines += [_line(turn, event, members) for event in events]
    if not events:
        lines.append(turn.t("history.none"))
    back = rows([[("openings.see", f"member.opening:{opening.id}")]], turn.language)
    await turn.say(join(lines), rows=back)


def _line(turn: Turn, event: ListingEvent, members: list[int]) -> Html:
    when = format_day(event.at.astimezone(clock.ZONE), turn.language)
    what = turn.t("history.line", day=when, who=_who(turn, event, members), what=_what(turn, event))
    details: list[Html] = []
    if event.fields:
        details.append(turn.t("history.fields", list=_names(turn, event)))
    if event.reason and event.reason not in (EDITED, RENEWED):
        details.append(reason_text(event.reason[:LONGEST_REASON], turn.language))
    return join([what, *details], turn.t("history.gap"))


def _who(turn: Turn, event: ListingEvent, members: list[int]) -> Html:
    if event.by is None:
        return turn.t("history.by.itself")
    if event.by == turn.account_id:
        return turn.t("history.by.you")
    return turn.t("history.by.colleague" if event.by in members else "history.by.reviewer")


def _what(turn: Turn, event: ListingEvent) -> str | Html:
    if event.reason in (EDITED, RENEWED) and not (event.state == ListingState.IN_REVIEW and event.reason == EDITED):
        return turn.t(f"history.{event.reason}")
    return label("listing_state", event.state, turn.language)


def _names(turn: Turn, event: ListingEvent) -> Html:
    """The questions that were sent back, or those whose answers changed."""
    sent_back = event.state == ListingState.NEEDS_CHANGES
    keys = event.fields if sent_back else opening_fields.questions_of(event.fields)
    return join([turn.t(f"post.{key}.short") for key in keys], turn.t("card.comma"))


BUTTONS: dict[str, Handler] = {"member.history": show}
