"""Messages that the bot passes on between a seeker and an enterprise once both said yes; accounts stay hidden."""

from bot.chat.callback_args import number_of
from bot.chat.forms import plain_text
from bot.chat.forms.engine import Draft, Form, Question, register, start
from bot.chat.turn import Handler, Turn
from bot.notices.deliver import tell
from data.applications import service as applications

LONGEST = 1000


async def write(turn: Turn) -> None:
    """Begin a message to the other side."""
    application_id = number_of(turn)
    await applications.partners(turn.session, application_id, turn.account_id)
    await start(turn, WRITING, {"application": application_id})


async def _read(_: Turn, __: Draft, said: str) -> str:
    return plain_text.read(said, shortest=1, longest=LONGEST, contacts=True)


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    application, opening, others = await applications.partners(turn.session, draft["application"], turn.account_id)
    to_enterprise = application.account_id == turn.account_id
    reached = await tell(
        turn.session, others, "relay.from_seeker" if to_enterprise else "relay.from_enterprise",
        [[("relay.answer", f"relay.write:{application.id}")]],
        about=turn.account_id, code=application.code, title=opening.title, said=draft["said"],
    )  # fmt: skip
    await turn.say("relay.sent" if reached else "relay.not_reached")


WRITING = register(Form("relay", (Question("said", "relay.ask", _read),), finish=_finish, about=("application",)))

BUTTONS: dict[str, Handler] = {"relay.write": write}
