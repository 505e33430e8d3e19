"""Messages that the bot passes on between a seeker and an enterprise once both said yes; accounts stay hidden."""

import html

from telegram import Message

from bot import crossing
from bot.chat.callback_args import number_argument
from bot.chat.forms import plain_text
from bot.chat.forms.engine import Draft, Form, FormQuestion, register, start_form
from bot.chat.turn import Handler, Turn
from bot.notices.deliver import notify_people
from bot.notices.tickets import tell_staff
from data.applications import service as applications
from data.applications.models import Application
from data.db.errors import NotAllowed, NotAvailable
from data.listings.openings import Opening
from data.messaging import crossings, sent_notices
from data.organisations.service import Organisation
from data.staff.tickets import store_ticket

MAX_MESSAGE_LENGTH = 1000
_LONGEST_REPORT = 2000


async def start_relay_message(turn: Turn) -> None:
    """Begin a message to the other side."""
    application_id = number_argument(turn)
    await applications.get_contact_partners(turn.session, application_id, turn.account_id)
    await crossings.require_room(turn.session, turn.account_id)
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
    await crossings.require_room(turn.session, turn.account_id)
    await crossings.record(turn.session, turn.account_id)
    to_enterprise = application.account_id == turn.account_id
    answer = ("relay.answer", f"relay.write:{application.id}")
    report = ("relay.report", f"relay.report:{application.id}")
    reached = await notify_people(
        turn.session, others, "relay.from_seeker" if to_enterprise else "relay.from_enterprise",
        [[answer] if to_enterprise else [answer, report]],
        about=turn.account_id, code=application.code, title=opening.title, said=draft["said"],
    )  # fmt: skip
    await turn.say("relay.sent" if reached else "relay.not_reached")


async def report(turn: Turn) -> None:
    """The message under the button goes to staff on duty; whoever wrote it hears nothing."""
    application = await turn.session.get(Application, number_argument(turn))
    opening = await turn.session.get(Opening, application.opening_id) if application else None
    if application is None or opening is None or application.account_id != turn.account_id:
        raise NotAllowed
    query = turn.update.callback_query
    message = query.message if query and isinstance(query.message, Message) else None
    shown = message.text if message else None
    organisation = await turn.session.get(Organisation, opening.organisation_id)
    if message is None or shown is None or organisation is None:
        raise NotAvailable
    if not await sent_notices.record_if_new(turn.session, "relay.reported", f"{turn.account_id}:{message.message_id}"):
        return
    about = html.unescape(turn.t("relay.reported", title=opening.title, name=organisation.name, code=application.code))
    said = f"{about}\n{shown}"
    ticket = await store_ticket(turn.session, turn.account_id, said[:_LONGEST_REPORT], shares_profile=False)
    reached = await tell_staff(turn.session, ticket, "ticket.new")
    await turn.say("relay.report_sent" if reached else "ticket.nobody", number=ticket.id)


RELAY_FORM = register(
    Form("relay", (FormQuestion("said", "relay.ask", _read),), finish=_finish, subject_keys=("application",))
)

BUTTONS: dict[str, Handler] = {"relay.write": start_relay_message, "relay.report": report}
