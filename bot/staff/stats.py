"""/stats: where things stand, in one message."""

from bot.chat.buttons import rows
from bot.chat.cards.names import label, place_name
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.staff.review import listings
from data import stats
from data.staff import members
from data.stats import SMALLEST_CELL

CITIES_SHOWN = 6
STATES = {
    "organisations": "organisation_state",
    "openings": "listing_state",
    "courses": "listing_state",
    "applications": "application_state",
    "enrolments": "enrolment_state",
    "broadcasts": "broadcast_state",
    "deliveries": "delivery_state",
}
"""Each figure by state, with the vocabulary its states are named by."""


async def show(turn: Turn) -> None:
    """The figures as they are now."""
    await members.require_permission(turn.session, turn.account_id, "stats")
    figures = await stats.figures(turn.session)
    lines = [turn.t("stats.heading"), turn.t("stats.seekers", n=figures["seekers"])]
    if figures["seekers_by_city"]:
        lines.append(_cities(turn, figures["seekers_by_city"]))
    for name, vocabulary in STATES.items():
        by_state: dict[str, int] = figures[name]
        parts = [
            turn.t("stats.part", name=label(vocabulary, state, turn.language), number=number)
            for state, number in by_state.items()
        ]
        lines.append(turn.t(f"stats.{name}", total=sum(by_state.values()), parts=_details(turn, parts)))
    lines.append(
        turn.t(
            "stats.this_month",
            applications=figures["applications_this_month"],
            enrolments=figures["enrolments_this_month"],
        )
    )
    may_review = "review" in await members.permissions_of(turn.session, turn.account_id)
    lists = [[one] for one in listings.LISTS] if may_review else []
    await turn.say(join(lines), rows=rows(lists, turn.language))


async def show_instead_of_export(turn: Turn) -> None:
    """Where a file comes from; the figures, which may be all that is wanted, stand below."""
    await turn.say("staff_act.export")
    if "stats" in await members.permissions_of(turn.session, turn.account_id):
        await show(turn)


def _details(turn: Turn, parts: list[Html]) -> Html:
    return turn.t("stats.details", parts=join(parts, turn.t("stats.comma"))) if parts else Html("")


def _cities(turn: Turn, by_city: dict[str, int | None]) -> Html:
    parts = [
        turn.t("stats.part", name=place_name(city, turn.language), number=f"<{SMALLEST_CELL}" if n is None else n)
        for city, n in list(by_city.items())[:CITIES_SHOWN]
    ]
    return turn.t("stats.by_city", parts=join(parts, turn.t("stats.comma")))


COMMANDS: dict[str, Handler] = {"stats": show}
BUTTONS: dict[str, Handler] = {"staff.stats": show}
