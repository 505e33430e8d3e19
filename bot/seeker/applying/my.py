"""/my: applications, enrolments and kept listings, with their states, and the way back out of each."""

from collections.abc import Sequence

from bot.chat.buttons import Button
from bot.chat.callback_args import number_argument, text_argument
from bot.chat.cards import offer as offer_card
from bot.chat.cards.names import label
from bot.chat.texts import Html, format_moment, join
from bot.chat.turn import Handler, Turn
from bot.notices import courses, departures
from bot.seeker.applying import introduction, undo
from bot.seeker.search import listing
from data.applications import interviews, offers
from data.applications import service as applications
from data.applications.service import HOLDING_STATES, OPEN_STATES, Application
from data.db.errors import NotAvailable
from data.enrolments import service as enrolments
from data.enrolments.service import LEAVABLE_STATES, Enrolment
from data.listings import openings
from data.people import feedback
from data.vocabulary import ApplicationState, ListingState

SHOWN = 12
_LONGEST_NAME = 20
_WITH_BUTTONS = {*OPEN_STATES, ApplicationState.SIGNED}


async def show(turn: Turn) -> None:
    """Everything of this person, newest first."""
    lines: list[Html] = []
    rows: list[list[Button]] = []
    mine = (await applications.of_account(turn.session, turn.account_id))[:SHOWN]
    names = await _short_names(turn, mine)
    for application in mine:
        await _application(turn, application, names.get(application.code, ""), lines, rows)
    for enrolment in (await enrolments.of_account(turn.session, turn.account_id))[:SHOWN]:
        await _enrolment(turn, enrolment, lines, rows)
    await _kept(turn, lines, rows)
    if not lines:
        await turn.say("my.nothing", rows=[[Button(turn.t("matches.again"), "seek.again")]])
        return
    rows.append([Button(turn.t("alerts.button"), "seek.alerts_pace")])
    await turn.say(join([turn.t("my.heading"), *lines]), rows=rows)


async def _short_names(turn: Turn, mine: Sequence[Application]) -> dict[str, str]:
    """What buttons call the jobs that were applied for, by the application's code; with the code where two jobs that
    something can be done with have one title.
    """
    titles = {}
    for application in mine:
        opening = await openings.find(turn.session, application.opening_id)
        titles[application.code] = opening.title[:_LONGEST_NAME] if opening else ""
    alive = [titles[one.code] for one in mine if one.state in _WITH_BUTTONS]
    return {code: f"{title} {code}" if alive.count(title) > 1 else title for code, title in titles.items()}


async def _application(
    turn: Turn, application: Application, name: str, lines: list[Html], rows: list[list[Button]]
) -> None:
    opening = await openings.find(turn.session, application.opening_id)
    if opening is None:
        return
    state = label("application_state", application.state, turn.language)
    lines.append(turn.t("my.line", code=application.code, title=opening.title, state=state))
    if application.state == ApplicationState.OFFERED:
        rows.append([Button(turn.t("my.sign", name=name), f"seek.sign:{application.id}")])
    if terms := await offers.find_terms(turn.session, application):
        lines.append(offer_card.terms(turn.language, terms))
    if meeting := await interviews.find_upcoming(turn.session, application):
        lines.append(turn.t("interview.my", moment=format_moment(meeting.at, turn.language), place=meeting.place))
        other_time = f"seek.meet_move:{meeting.application_id}:{meeting.sequence}"
        rows.append([Button(turn.t("my.other_time", name=name), other_time)])
    if application.state == ApplicationState.SIGNED and not await applications.is_under_contract(
        turn.session, application
    ):
        rows.append([Button(turn.t("my.leave", name=name), f"seek.withdraw:a:{application.id}")])
    if add := introduction.button_id(application):
        rows.append([Button(turn.t(add, name=name), f"seek.introduce:{application.id}")])
    if application.state in OPEN_STATES:
        rows.append([Button(turn.t("my.withdraw", name=name), f"seek.withdraw:a:{application.id}")])


async def _enrolment(turn: Turn, enrolment: Enrolment, lines: list[Html], rows: list[list[Button]]) -> None:
    found = await listing.find(turn.session, enrolment.course_id)
    if found is None:
        return
    state = label("enrolment_state", enrolment.state, turn.language)
    lines.append(turn.t("my.line", code=enrolment.code, title=found.listing.title, state=state))
    if enrolment.state in LEAVABLE_STATES:
        rows.append(
            [Button(turn.t("my.withdraw", name=found.listing.title[:_LONGEST_NAME]), f"seek.withdraw:e:{enrolment.id}")]
        )


async def has_enrolments(turn: Turn) -> bool:
    """Whether the person has a place in a course, or waits for one."""
    return any(one.state in LEAVABLE_STATES for one in await enrolments.of_account(turn.session, turn.account_id))


async def _kept(turn: Turn, lines: list[Html], rows: list[list[Button]]) -> None:
    kept = []
    for listing_id in (await feedback.list_saved_ids(turn.session, turn.account_id))[:SHOWN]:
        found = await listing.find(turn.session, listing_id)
        if found is None:
            continue
        live = found.listing.state == ListingState.LIVE
        kept.append(turn.t("my.saved" if live else "my.saved_over", title=found.listing.title))
        if live:
            rows.append(
                [Button(turn.t("my.open", title=found.listing.title[:_LONGEST_NAME]), f"seek.open:{listing_id}")]
            )
    if kept:
        lines += [turn.t("my.saved_heading"), *kept]


async def withdraw(turn: Turn) -> None:
    """Ask once before anything is taken back."""
    await ask_to_withdraw(turn, text_argument(turn), number_argument(turn, 1))


async def ask_to_withdraw(turn: Turn, kind: str, number: int) -> None:
    """The same, of an application (`a`) or an enrolment (`e`)."""
    if kind not in ("a", "e"):
        raise NotAvailable
    rows = [
        [Button(turn.t("my.withdraw_yes"), f"seek.withdraw_yes:{kind}:{number}"), Button(turn.t("my.keep"), "seek.my")]
    ]
    await turn.say("my.withdraw_ask", rows=rows, what=await _what(turn, kind, number))


async def _what(turn: Turn, kind: str, number: int) -> Html:
    """The own application or enrolment by its title.

    Raises:
        NotAvailable: it is somebody else's, or there is none.
    """
    found: tuple[int | None, str] | None = None
    if kind == "a" and (application := await turn.session.get(Application, number)):
        found = (application.account_id, application.opening_id)
    elif kind == "e" and (enrolment := await turn.session.get(Enrolment, number)):
        found = (enrolment.account_id, enrolment.course_id)
    if found is None or found[0] != turn.account_id:
        raise NotAvailable
    listed = await listing.find(turn.session, found[1])
    return turn.t("my.what", title=listed.listing.title if listed else "")


async def withdraw_yes(turn: Turn) -> None:
    """Take the application or enrolment back, and tell the other side."""
    kind, number = text_argument(turn), number_argument(turn, 1)
    if kind not in ("a", "e"):
        raise NotAvailable
    if kind == "a":
        before = await turn.session.get(Application, number)
        had_place = before is not None and before.state in HOLDING_STATES
        application = await applications.withdraw(turn.session, turn.account_id, number)
        words = "offer.left.told" if had_place else "my.told_withdrawn"
        await departures.notify_enterprise(turn.session, application, words)
        back = undo.of_withdrawing(turn, application)
    else:
        left, promoted = await enrolments.withdraw(turn.session, turn.account_id, number)
        await courses.announce_leaving(turn.session, left)
        await courses.announce_promoted(turn.session, promoted)
        back = Button(turn.t("my.enrol_again"), f"seek.apply:{left.course_id}")
    await turn.edit("my.withdrawn", rows=[[Button(turn.t("matches.again"), "seek.again"), back]])


COMMANDS: dict[str, Handler] = {"my": show}
BUTTONS: dict[str, Handler] = {"seek.my": show, "seek.withdraw": withdraw, "seek.withdraw_yes": withdraw_yes}
