"""Interviews on the enterprise's side: invite, move, call off, say who did not come, talk again."""

from datetime import UTC, datetime

from bot import crossing
from bot.chat.buttons import Buttons, rows
from bot.chat.callback_args import MAX_DIGITS, number_argument
from bot.chat.cards.names import full_place_name
from bot.chat.forms import meeting_time, plain_text
from bot.chat.forms.engine import BadAnswer, Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import Html, format_moment
from bot.chat.turn import Handler, Turn
from bot.enterprise.applicants.overview import warn_if_unreached
from bot.notices import interviews as announcing
from data.applications import interviews
from data.applications import service as applications
from data.applications.models import Interview
from data.db.clock import ZONE
from data.db.errors import NotAvailable
from data.listings.openings import Opening
from data.vocabulary import ApplicationState as State
from data.vocabulary import Language

MOST_PLACE, MOST_NOTE = 200, 300


async def begin(turn: Turn) -> None:
    """Ask when and where; for another time only when."""
    application, opening = await applications.get_for_member(
        turn.session, number_argument(turn), member=turn.account_id
    )
    if application.state not in (State.TALKING, State.INTERVIEW) or application.account_id is None:
        raise NotAvailable
    known: Draft = {"application": application.id, "usual_place": usual_place(opening, turn.language)}
    interview = await interviews.find(turn.session, application.id or 0)
    if interview is not None:
        known |= {"place": interview.place, "note": interview.note}
    await start_form(turn, INVITING, known | meeting_time.initial_draft(turn))


def usual_place(opening: Opening, language: Language) -> str:
    """Where the work is, street and number as the enterprise wrote them."""
    return full_place_name(opening.city, opening.district, language) + (opening.address or "")


def _places(_: Turn, draft: Draft) -> list[Choice]:
    return [Choice(draft["usual_place"], draft["usual_place"])]


async def _read_place(_: Turn, __: Draft, said: str) -> str:
    return plain_text.read_text(said, shortest=2, longest=MOST_PLACE, allow_contacts=True)


async def _read_note(turn: Turn, _: Draft, said: str) -> str:
    return await crossing.read_text(turn, said, "interview_note", shortest=2, longest=MOST_NOTE, allow_contacts=True)


async def _summary(turn: Turn, draft: Draft) -> Html:
    when = meeting_time.format_value(turn, draft["at"])
    note = draft["note"] or turn.t("interview.no_note")
    return turn.t("interview.summary", moment=Html(when), place=draft["place"], note=note)


async def _finish(turn: Turn, draft: Draft) -> None:
    try:
        await _invite(turn, draft["application"], datetime.fromisoformat(draft["at"]), draft["place"], draft["note"])
    except interviews.TimePassed as passed:  # the rest of the answers is still good
        raise BadAnswer(passed.text_id, **passed.params) from passed
    turn.goto(None)


async def _invite(turn: Turn, application_id: int, at: datetime, place: str, note: str | None) -> None:
    interview = await interviews.schedule_interview(
        turn.session, application_id, member=turn.account_id, at=at, place=place, note=note
    )
    application, _ = await applications.get_for_member(turn.session, application_id, member=turn.account_id)
    see = rows([[("applicants.see_one", f"member.applicant:{application_id}")]], turn.language)
    await turn.say("interview.sent", rows=see, code=application.code, moment=format_moment(interview.at, turn.language))
    reached = await announcing.announce_interview(turn.session, application, interview)
    await warn_if_unreached(turn, reached, application)


async def accept_requested_time(turn: Turn) -> None:
    """The time that the person asked for."""
    interview = await _require_interview(turn)
    if number_argument(turn, 1) != interview.sequence:
        raise interviews.InvitationReplaced
    seconds = number_argument(turn, 2)
    if len(str(seconds)) > MAX_DIGITS - 6:
        raise NotAvailable
    at = datetime.fromtimestamp(seconds, UTC).astimezone(ZONE)
    await _invite(turn, interview.application_id, at, interview.place, interview.note)


async def _require_interview(turn: Turn) -> Interview:
    application, _ = await applications.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    interview = await interviews.find(turn.session, application.id or 0)
    if application.state != State.INTERVIEW or interview is None:
        raise NotAvailable
    return interview


async def ask_call_off(turn: Turn) -> None:
    """Ask once: somebody has kept the time free."""
    interview = await _require_interview(turn)
    application, _ = await applications.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    buttons: Buttons = [
        [("interview.call_off.yes", f"member.meet_off_yes:{application.id}")],
        [("interview.call_off.keep", f"member.applicant:{application.id}")],
    ]
    when = format_moment(interview.at, turn.language)
    await turn.edit("interview.call_off.ask", rows=rows(buttons, turn.language), code=application.code, moment=when)


async def call_off(turn: Turn) -> None:
    """Call it off; both go on talking."""
    interview = await interviews.call_off(turn.session, number_argument(turn), member=turn.account_id)
    application, _ = await applications.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    buttons: Buttons = [
        [("interview.arrange", f"member.meet:{application.id}"), ("applicant.no", f"member.no:{application.id}")]
    ]
    await turn.edit("interview.called_off", rows=rows(buttons, turn.language), code=application.code)
    await announcing.announce_called_off(turn.session, application, interview)


async def ask_missed(turn: Turn) -> None:
    """Ask once before somebody is marked as not come."""
    application, _ = await applications.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    number = application.id
    buttons: Buttons = [
        [("relay.write", f"relay.write:{number}"), ("absence.yes", f"member.missed_yes:{number}")],
        [("absence.keep", f"member.applicant:{number}")],
    ]
    which = "first_day" if application.state == State.SIGNED else "interview"
    await turn.edit(f"absence.ask.{which}", rows=rows(buttons, turn.language), code=application.code)


async def missed(turn: Turn) -> None:
    """The person did not come."""
    application = await interviews.mark_no_show(turn.session, number_argument(turn), member=turn.account_id)
    onwards = rows([[("applicants.see", f"member.applicants:{application.opening_id}")]], turn.language)
    await turn.edit("absence.marked", rows=onwards, code=application.code)
    await announcing.announce_no_show(turn.session, application)


async def reopen(turn: Turn) -> None:
    """Talk again to somebody who explained why they did not come."""
    application = await interviews.reopen_after_no_show(turn.session, number_argument(turn), member=turn.account_id)
    see = rows([[("applicants.see_one", f"member.applicant:{application.id}")]], turn.language)
    await turn.edit("absence.reopened", rows=see, code=application.code)
    await announcing.announce_talks_reopened(turn.session, application)


INVITING = register(
    Form(
        "interview",
        (
            FormQuestion("at", "interview.when", meeting_time.parse, choices=meeting_time.choices),
            FormQuestion("place", "interview.where", _read_place, choices=_places, columns=1),
            FormQuestion("note", "interview.note", _read_note, optional=True),
        ),
        finish=_finish,
        summary=_summary,
        confirm_text_id="interview.send",
        subject_keys=("application",),
        refresh_draft=meeting_time.refresh,
    )
)

BUTTONS: dict[str, Handler] = {
    "member.meet": begin,
    "member.meet_take": accept_requested_time,
    "member.meet_off": ask_call_off,
    "member.meet_off_yes": call_off,
    "member.missed": ask_missed,
    "member.missed_yes": missed,
    "member.reopen": reopen,
}
