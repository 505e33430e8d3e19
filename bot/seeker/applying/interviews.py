"""An interview on the person's side: will come, another time, will not come; and a word about having been absent."""

from datetime import datetime

from bot import crossing
from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.forms import meeting_time
from bot.chat.forms.engine import BadAnswer, Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import format_moment
from bot.chat.turn import Handler, Turn
from bot.notices import departures
from bot.notices import interviews as announcing
from bot.notices.applications import SEE_OTHERS_BUTTONS, load_parties
from bot.notices.deliver import notify_people
from bot.seeker.applying import undo
from data.applications import interviews
from data.applications import service as applications
from data.applications.service import Application
from data.db.errors import NotAllowed, NotAvailable
from data.vocabulary import ApplicationState as State
from data.vocabulary import InterviewAnswer

LONGEST = 500


async def _own(turn: Turn, application_id: int) -> Application:
    found = await turn.session.get(Application, application_id)
    if found is None:
        raise NotAvailable
    if found.account_id != turn.account_id:
        raise NotAllowed
    return found


async def come(turn: Turn) -> None:
    """Will come."""
    await say_coming(turn, number_argument(turn), number_argument(turn, 1))


async def say_coming(turn: Turn, application_id: int, sequence: int) -> None:
    """The person comes to the meeting with this number of an application."""
    interview = await interviews.answer_invitation(
        turn.session, turn.account_id, application_id, InterviewAnswer.COMING, sequence=sequence
    )
    when = format_moment(interview.at, turn.language)
    change = f"{interview.application_id}:{interview.sequence}"
    buttons = [[("interview.wish", f"seek.meet_move:{change}"), ("my.button", "seek.my")]]
    await turn.edit("interview.coming.noted", rows=rows(buttons, turn.language), moment=when, place=interview.place)
    await announcing.announce_attendance(turn.session, await _own(turn, interview.application_id), interview)


async def ask_time(turn: Turn) -> None:
    """Another time: which?"""
    await ask_other_time(turn, number_argument(turn), number_argument(turn, 1))


async def ask_other_time(turn: Turn, application_id: int, sequence: int) -> None:
    """The same, of the meeting with this number of an application."""
    interview = await interviews.require_upcoming(turn.session, turn.account_id, application_id)
    if interview.sequence != sequence:
        raise interviews.InvitationReplaced
    about = {"application": interview.application_id, "sequence": interview.sequence}
    await start_form(turn, WISHING, about | meeting_time.initial_draft(turn))


async def _wish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    await wish_for(turn, draft["application"], draft["sequence"], draft["at"])


async def wish_for(turn: Turn, application_id: int, sequence: int, at: str) -> None:
    """Ask the enterprise for another time (ISO) than that of the meeting with this number.

    Raises:
        InvitationReplaced: it was moved since. BadAnswer: the time has passed.
    """
    wish = datetime.fromisoformat(at)
    if wish <= turn.now:
        raise BadAnswer("interview.error.passed", n=interviews.FARTHEST_DAYS)
    interview = await interviews.answer_invitation(
        turn.session, turn.account_id, application_id, InterviewAnswer.WANTS_OTHER_TIME, sequence=sequence
    )
    application = await _own(turn, application_id)
    my = rows([[("my.button", "seek.my")]], turn.language)
    await turn.say("interview.wish.noted", rows=my, moment=format_moment(wish, turn.language))
    await announcing.announce_reschedule_request(turn.session, application, interview, wish)


async def ask_give_up(turn: Turn) -> None:
    """Not coming ends the application: asked once."""
    await ask_to_give_up(turn, number_argument(turn))


async def ask_to_give_up(turn: Turn, application_id: int) -> None:
    """The same, of an application."""
    interview = await interviews.require_upcoming(turn.session, turn.account_id, application_id)
    opening, _, _ = await load_parties(turn.session, await _own(turn, interview.application_id))
    about = f"{interview.application_id}:{interview.sequence}"
    buttons = [
        [("interview.give_up.yes", f"seek.meet_no_yes:{interview.application_id}")],
        [("interview.wish", f"seek.meet_move:{about}"), ("interview.coming", f"seek.meet_yes:{about}")],
    ]
    await turn.edit("interview.give_up.ask", rows=rows(buttons, turn.language), title=opening.title)


async def give_up(turn: Turn) -> None:
    """Leave the application; the enterprise hears it."""
    await interviews.require_upcoming(turn.session, turn.account_id, number_argument(turn))
    application = await applications.withdraw(turn.session, turn.account_id, number_argument(turn))
    opening, _, _ = await load_parties(turn.session, application)
    buttons = [*rows(SEE_OTHERS_BUTTONS, turn.language), [undo.of_withdrawing(turn, application)]]
    await turn.edit("interview.give_up.done", rows=buttons, title=opening.title)
    await departures.notify_enterprise(turn.session, application)


async def begin_explaining(turn: Turn) -> None:
    """A word about not having come, or having been there all the same."""
    application = await _own(turn, number_argument(turn))
    if application.objected_at is not None:
        raise interviews.ObjectedAlready
    if application.state != State.NO_SHOW:
        raise NotAvailable
    await start_form(turn, EXPLAINING, {"application": application.id})


async def _read(_: Turn, __: Draft, said: str) -> str:
    return await crossing.read_own_words(said, longest=LONGEST)


async def _explain(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    application = await interviews.object_to(turn.session, turn.account_id, draft["application"])
    opening, _, members = await load_parties(turn.session, application)
    again = [[("absence.reopen", f"member.reopen:{application.id}")]]
    await notify_people(
        turn.session, members, "absence.explained.told", again, about=turn.account_id, code=application.code,
        title=opening.title, said=draft["said"],
    )  # fmt: skip
    await turn.say("absence.explained", rows=rows(SEE_OTHERS_BUTTONS, turn.language))


WISHING = register(
    Form(
        "meeting_wish",
        (FormQuestion("at", "interview.wish.ask", meeting_time.parse, choices=meeting_time.choices),),
        finish=_wish,
        subject_keys=("application", "sequence"),
        refresh_draft=meeting_time.refresh,
    )
)
EXPLAINING = register(
    Form(
        "absence", (FormQuestion("said", "absence.explain.ask", _read),), finish=_explain, subject_keys=("application",)
    )
)

BUTTONS: dict[str, Handler] = {
    "seek.meet_yes": come,
    "seek.meet_move": ask_time,
    "seek.meet_no": ask_give_up,
    "seek.meet_no_yes": give_up,
    "seek.explain": begin_explaining,
}
