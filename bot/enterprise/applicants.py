"""/applicants: who applied, by opening, and what the enterprise answers: yes, no with a humane reason, a place."""

from bot.chat.buttons import Button
from bot.chat.pressed import number_of, word_of
from bot.chat.telling import rows
from bot.chat.texts import join
from bot.chat.turn import Handler, Turn
from bot.enterprise import applicant_card
from bot.enterprise.announcing import (
    announce_application,
    announce_declined,
    announce_offer,
    announce_talking,
    buttons_for,
)
from bot.enterprise.membership import own_organisations
from data import applications, openings, organisations
from data.applications import HOLDING_STATES, OPEN_STATES, Application
from data.errors import Gone
from data.openings import Opening

__all__ = ["announce_application", "announce_talking"]

REASONS = ("experience", "certificate", "hours", "distance", "other_person", "later")
"""Canned reasons that say nothing of age, gender, origin or health: `decline.…`."""

PAGE = 5


async def show_openings(turn: Turn) -> None:
    """The openings somebody applied to, those with open applications first."""
    mine: list[Opening] = []
    for organisation in await own_organisations(turn):
        mine += await openings.of_organisation(turn.session, organisation.id or 0)
    figures = await applications.figures(turn.session, [opening.id for opening in mine])
    waiting = [opening for opening in mine if figures[opening.id].open or figures[opening.id].held]
    if not waiting:
        await turn.say("applicants.none", rows=rows([[("join.post_now", "member.post")]], turn.language))
        return
    waiting.sort(key=lambda opening: -figures[opening.id].open)
    lines = [turn.t("applicants.heading")]
    buttons = []
    for place, opening in enumerate(waiting[:20], 1):
        known = figures[opening.id]
        figures_here = {"open": known.open, "held": known.held, "headcount": opening.headcount}
        lines.append(turn.t("applicants.line", place=place, title=opening.title, **figures_here))
        buttons.append([Button(f"{place}. {opening.title[:30]}", f"member.applicants:{opening.id}")])
    await turn.say(join(lines), rows=buttons)


async def show_applicants(turn: Turn) -> None:
    """The applications to one opening, a few cards at a time, open ones only."""
    opening = await openings.find(turn.session, word_of(turn))
    if opening is None:
        raise Gone
    await organisations.for_member(turn.session, turn.account_id, opening.organisation_id)
    shown = [
        application
        for application in await applications.of_opening(turn.session, opening.id)
        if application.state in (*OPEN_STATES, *HOLDING_STATES)
    ]
    start = number_of(turn, 1, default=0)
    if not shown[start:]:
        await turn.say("applicants.none_here", title=opening.title)
        return
    for application in shown[start : start + PAGE]:
        await _show(turn, application, opening)
    left = len(shown) - start - PAGE
    if left > 0:
        more = Button(turn.t("applicants.more_button"), f"member.applicants:{opening.id}:{start + PAGE}")
        await turn.say("applicants.more", rows=[[more]], n=left)


async def _show(turn: Turn, application: Application, opening: Opening, *, edit: bool = False) -> None:
    facts = await applicant_card.known_of(turn.session, application)
    words = applicant_card.card(turn.language, application, opening, facts)
    buttons = rows(buttons_for(application), turn.language)
    await (turn.edit if edit else turn.say)(words, rows=buttons)


async def show_one(turn: Turn) -> None:
    """Back to the card of one application."""
    application, opening = await applications.view(turn.session, number_of(turn), member=turn.account_id)
    await _show(turn, application, opening, edit=True)


async def agree(turn: Turn) -> None:
    """Yes, let us talk: both get each other's contact."""
    application = await applications.accept(turn.session, number_of(turn), member=turn.account_id)
    await turn.edit("applicant.agreed", code=application.code)
    await announce_talking(turn.session, application)


async def ask_reason(turn: Turn) -> None:
    """Why not: the person will read it."""
    application, _ = await applications.view(turn.session, number_of(turn), member=turn.account_id)
    if application.state not in OPEN_STATES:
        raise Gone
    buttons = [[(f"decline.{reason}.short", f"member.no_because:{application.id}:{reason}")] for reason in REASONS]
    buttons.append([("decline.keep", f"member.applicant:{application.id}")])
    await turn.edit("decline.which", rows=rows(buttons, turn.language), code=application.code)


async def refuse(turn: Turn) -> None:
    """No, with the reason that was picked."""
    reason = word_of(turn, 1)
    if reason not in REASONS:
        raise Gone
    application = await applications.decline(
        turn.session, number_of(turn), member=turn.account_id, reason=f"decline.{reason}"
    )
    await turn.edit("applicant.refused", code=application.code)
    await announce_declined(turn.session, application)


async def offer(turn: Turn) -> None:
    """Offer a place; it is held for seven days."""
    application = await applications.offer(turn.session, number_of(turn), member=turn.account_id)
    await turn.edit("applicant.offered", code=application.code)
    await announce_offer(turn.session, application)


COMMANDS: dict[str, Handler] = {"applicants": show_openings}

BUTTONS: dict[str, Handler] = {
    "member.all_applicants": show_openings,
    "member.applicants": show_applicants,
    "member.applicant": show_one,
    "member.yes": agree,
    "member.no": ask_reason,
    "member.no_because": refuse,
    "member.offer": offer,
}
