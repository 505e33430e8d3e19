"""Messages that the bot passes on between a seeker and an enterprise once both said yes; accounts stay hidden."""

from bot import crossing
from bot.chat.callback_args import number_argument
from bot.chat.forms import plain_text
from bot.chat.forms.engine import Draft, Form, FormQuestion, register, start_form
from bot.chat.turn import Handler, Turn
from bot.notices.deliver import notify_people
from data.applications import service as applications
from data.applications.models import Application

MAX_MESSAGE_LENGTH = 1000


async def start_relay_message(turn: Turn) -> None:
    """Begin a message to the other side."""
    application_id = number_argument(turn)
    await applications.get_contact_partners(turn.session, application_id, turn.account_id)
    await start_form(turn, RELAY_FORM, {"application": application_id})


async def _read(turn: Turn, draft: Draft, text: str) -> str:
    """What an enterprise writes is held against the law; a seeker may write what they like."""
    said = plain_text.read_text(text, shortest=1, longest=MAX_MESSAGE_LENGTH, allow_contacts=True)
    application = await turn.session.get(Application, draft["application"])
    if application is None or application.account_id != turn.account_id:
        await crossing.require_lawful(turn, said, "message", allow_contacts=True)
    return said


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    application, opening, others = await applications.get_contact_partners(
        turn.session, draft["application"], turn.account_id
    )
    to_enterprise = application.account_id == turn.account_id
    reached = await notify_people(
        turn.session, others, "relay.from_seeker" if to_enterprise else "relay.from_enterprise",
        [[("relay.answer", f"relay.write:{application.id}")]],
        about=turn.account_id, code=application.code, title=opening.title, said=draft["said"],
    )  # fmt: skip
    await turn.say("relay.sent" if reached else "relay.not_reached")


RELAY_FORM = register(
    Form("relay", (FormQuestion("said", "relay.ask", _read),), finish=_finish, subject_keys=("application",))
)

BUTTONS: dict[str, Handler] = {"relay.write": start_relay_message}
