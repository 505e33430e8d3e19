"""/applicants: who applied, by opening, and what the enterprise answers: yes, no with a humane reason, a place."""

from functools import partial

from bot.chat.buttons import Button, rows
from bot.chat.callback_args import number_argument, page_data, page_of, text_argument
from bot.chat.cards import applicant as applicant_card
from bot.chat.cards import phones
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.enterprise.courses import overview
from bot.enterprise.courses.overview import own_courses
from bot.enterprise.organisation.membership import own_organisations
from bot.notices.applications import announce_declined, announce_talking
from data.applications import history, shortlist, stale
from data.applications import service as applications
from data.applications.service import OPEN_STATES, Application
from data.applications.shortlist import ApplicationPage
from data.db.errors import NotAvailable
from data.listings import openings, transitions
from data.listings.openings import Opening
from data.organisations import service as organisations

REASONS = ("experience", "certificate", "hours", "distance", "other_person", "later")
"""Canned reasons that say nothing of age, gender, origin or health: `decline.…`."""

PAGE = 5
STARRED = "s"
"""Argument of the button that shows the shortlist only."""


async def show_openings(turn: Turn) -> None:
    """The openings somebody applied to, those with open applications first."""
    acting_for = [one.id or 0 for one in await own_organisations(turn)]
    mine = await transitions.of_organisations(turn.session, Opening, acting_for)
    teaching = await own_courses(turn)
    if teaching and not mine:
        await overview.show_all(turn)
        return
    figures = await applications.counts_by_opening(turn.session, [opening.id for opening in mine])
    waiting = [opening for opening in mine if figures[opening.id].open or figures[opening.id].held]
    if not waiting:
        await turn.say("applicants.none", rows=rows([[("join.post_now", "member.post")]], turn.language))
        return
    waiting.sort(key=lambda opening: -figures[opening.id].open)
    lines = [turn.t("applicants.heading")]
    buttons = []
    for place, opening in enumerate(waiting[:20], 1):
        known = figures[opening.id]
        waiting_words = turn.t("applicants.open" if known.open else "applicants.none_open", n=known.open)
        figures_here = {"open": waiting_words, "held": known.held, "headcount": opening.headcount}
        lines.append(turn.t("applicants.line", place=place, title=opening.title, **figures_here))
        buttons.append([Button(f"{place}. {opening.title[:30]}", f"member.applicants:{opening.id}")])
    if teaching:
        buttons.append([Button(turn.t("courses.see_mine", n=len(teaching)), "member.courses")])
    taken = {opening.organisation_id for opening in waiting if figures[opening.id].held}
    buttons += [[Button(turn.t("filing.all_button"), f"member.filing_all:{number}")] for number in sorted(taken)]
    await turn.say(join(lines), rows=buttons)


async def show_applicants(turn: Turn) -> None:
    """The applications to one opening, a few cards at a time: who waits for an answer first, the oldest first."""
    opening_id, start, mark = page_of(turn)
    starred = mark == STARRED
    opening = await openings.find(turn.session, opening_id)
    if opening is None:
        raise NotAvailable
    await organisations.get_for_member(turn.session, turn.account_id, opening.organisation_id)
    inbox = await shortlist.list_page(turn.session, opening.id, starred=starred, start=start, size=PAGE)
    if not inbox.page:
        await turn.say("applicants.none_here", title=opening.title, rows=_onwards(turn, opening, inbox, start, starred))
        return
    await history.mark_seen(turn.session, inbox.page)
    for application in inbox.page:
        await show(turn, application, opening)
    await turn.say(_footer(turn, inbox, start), rows=_onwards(turn, opening, inbox, start, starred))


def _footer(turn: Turn, inbox: ApplicationPage, start: int) -> Html:
    last = start + len(inbox.page)
    return turn.t("applicants.footer", first=start + 1, last=last, total=inbox.total, unanswered=inbox.unanswered)


def _onwards(turn: Turn, opening: Opening, inbox: ApplicationPage, start: int, starred: bool) -> list[list[Button]]:  # noqa: FBT001
    """From a page of applicants to the next, to the shortlist and back, and to the opening."""
    page = partial(page_data, "member.applicants", opening.id)
    mark = STARRED if starred else ""
    moves = []
    if start:
        moves.append(Button(turn.t("applicants.earlier"), page(max(0, start - PAGE), mark)))
    if start + PAGE < inbox.total:
        moves.append(Button(turn.t("applicants.more_button"), page(start + PAGE, mark)))
    other = []
    if starred:
        other.append(Button(turn.t("applicants.everybody"), page(0)))
    elif inbox.starred:
        other.append(Button(turn.t("applicants.starred", n=inbox.starred), page(0, STARRED)))
    other.append(Button(turn.t("openings.see"), f"member.opening:{opening.id}"))
    return [moves, other, [Button(turn.t("filing.button"), f"member.filing:{opening.id}")]]


async def show(turn: Turn, application: Application, opening: Opening, *, edit: bool = False) -> None:
    """The card of one application, with what can be done."""
    applicant = await applicant_card.load(turn.session, application, opening)
    buttons = rows(applicant_card.buttons(applicant), turn.language)
    await (turn.edit if edit else turn.say)(applicant_card.card(turn.language, applicant), rows=buttons)


async def show_one(turn: Turn) -> None:
    """Back to the card of one application."""
    application, opening = await applications.get_for_member(
        turn.session, number_argument(turn), member=turn.account_id
    )
    await history.mark_seen(turn.session, [application])
    await show(turn, application, opening, edit=True)


async def star(turn: Turn) -> None:
    """On the shortlist, or off it."""
    application = await shortlist.toggle_starred(turn.session, number_argument(turn), member=turn.account_id)
    opening = await openings.find(turn.session, application.opening_id)
    if opening is None:
        raise NotAvailable
    await history.mark_seen(turn.session, [application])
    await show(turn, application, opening, edit=True)


async def agree(turn: Turn) -> None:
    """Yes, let us talk: both get each other's contact."""
    application = await applications.accept(turn.session, number_argument(turn), member=turn.account_id)
    await turn.edit("applicant.agreed", code=application.code)
    await warn_if_unreached(turn, await announce_talking(turn.session, application), application)


async def warn_if_unreached(turn: Turn, reached: bool, application: Application) -> None:  # noqa: FBT001
    """Who stopped the bot hears nothing: then the enterprise knows, and rings where there is a number."""
    if not reached:
        await turn.say("applicant.unreached.phone" if application.phone else "applicant.unreached",
                       code=application.code, phone=phones.numbers(turn.language, application))  # fmt: skip


def reasons_for(opening: Opening) -> list[str]:
    """The reasons that can be true: who welcomes newcomers cannot miss experience, nor a paper never asked for."""
    untrue = {"experience"} if opening.accepts_no_experience else set[str]()
    if not opening.certificates_required:
        untrue.add("certificate")
    return [reason for reason in REASONS if reason not in untrue]


async def ask_reason(turn: Turn) -> None:
    """Why not: the person will read it."""
    application, opening = await applications.get_for_member(
        turn.session, number_argument(turn), member=turn.account_id
    )
    if application.state not in OPEN_STATES:
        raise NotAvailable
    await history.mark_seen(turn.session, [application])
    buttons = [
        [(f"decline.{reason}.short", f"member.no_because:{application.id}:{reason}")] for reason in reasons_for(opening)
    ]
    buttons.append([("decline.keep", f"member.applicant:{application.id}")])
    await turn.edit("decline.which", rows=rows(buttons, turn.language), code=application.code)


async def refuse(turn: Turn) -> None:
    """No, with the reason that was picked."""
    reason = text_argument(turn, 1)
    if reason not in REASONS:
        raise NotAvailable
    application = await applications.decline(
        turn.session, number_argument(turn), member=turn.account_id, reason=f"decline.{reason}"
    )
    onwards = rows([[("applicants.see", f"member.applicants:{application.opening_id}")]], turn.language)
    await turn.edit("applicant.refused", code=application.code, rows=onwards)
    await announce_declined(turn.session, application)


async def still_talking(turn: Turn) -> None:
    """Not stalled: the days are counted anew."""
    application = await stale.confirm_still_talking(turn.session, number_argument(turn), member=turn.account_id)
    see = rows([[("applicants.see_one", f"member.applicant:{application.id}")]], turn.language)
    await turn.edit("talk.still.noted", rows=see, code=application.code)


COMMANDS: dict[str, Handler] = {"applicants": show_openings}

BUTTONS: dict[str, Handler] = {
    "member.all_applicants": show_openings,
    "member.applied": show_openings,
    "member.applicants": show_applicants,
    "member.applicant": show_one,
    "member.star": star,
    "member.yes": agree,
    "member.no": ask_reason,
    "member.no_because": refuse,
    "member.still": still_talking,
}
