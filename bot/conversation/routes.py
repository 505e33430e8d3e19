"""Every command and button of the bot, collected from the three audiences, and who hears free text.

A command or button is checked again by its handler: that someone knows its name gives no right.
"""

from types import ModuleType

from bot import enterprise, seeker, staff
from bot.chat import commands
from bot.chat.forms import engine
from bot.chat.turn import Handler, Turn
from bot.conversation import start
from data.people import accounts
from data.vocabulary import Role

FORGETTING = frozenset({"consent.no", "data.facts", "team.leave_yes", "team.close_yes"})
"""Buttons that see to the forms under way themselves: what was answered in them is forgotten with the rest."""

AUDIENCES: dict[str, ModuleType] = {"everyone": commands, "seeker": seeker, "enterprise": enterprise, "staff": staff}
"""Who the commands and buttons of a module are for."""

COMMANDS: dict[str, Handler] = {
    name: handler if name == "cancel" else engine.keeping(handler)
    for audience in (start, *AUDIENCES.values())
    for name, handler in audience.COMMANDS.items()
}

BUTTONS: dict[str, Handler] = {
    **engine.BUTTONS,
    **{
        name: handler if name in FORGETTING else engine.keeping(handler)
        for audience in AUDIENCES.values()
        for name, handler in audience.BUTTONS.items()
    },
}

LISTENERS: dict[Role, Handler] = {Role.SEEKER: seeker.listen, Role.MEMBER: enterprise.listen, Role.STAFF: staff.listen}
"""Who hears free text outside any form, by the role the person is in."""


async def listen(turn: Turn) -> None:
    """Typed words: an answer to the open question, else something said to the role the person is in."""
    if turn.text.startswith("/"):
        await turn.say("command.unknown")
        return
    if _is_own_card(turn):
        await turn.say("inline.here")
        return
    form = engine.active(turn)
    if form is not None:
        await engine.answer(turn, form)
    else:
        listener = enterprise.take_advert if await enterprise.is_an_advert(turn) else LISTENERS[turn.account.role]
        await engine.keeping(listener)(turn)


def _is_own_card(turn: Turn) -> bool:
    """Whether this is a card that the bot itself offered in inline mode, put into the chat with the bot."""
    message = turn.update.effective_message
    return message is not None and message.via_bot is not None and message.via_bot.username == turn.bot_name


async def unknown_button(turn: Turn) -> None:
    """A button that no message of today's bot has."""
    await turn.say("form.stale")


async def not_text(turn: Turn) -> None:
    """Voice notes, stickers, pictures, files, places, contacts, edited and old messages."""
    message = turn.update.effective_message
    if turn.update.edited_message is not None:
        await turn.say("media.edited")
    elif message is not None and message.contact is not None:
        await seeker.heard_contact(turn)
    elif message is not None and message.location is not None:
        await seeker.heard_location(turn)
    elif message is not None and (message.voice or message.video_note or message.audio):
        await turn.say("media.voice")
    elif message is not None and (message.photo or message.document) and await engine.answer_file(turn):
        return
    elif message is not None and message.document is not None:
        await enterprise.heard_document(turn, message.document)
    else:
        await turn.say("media.other")


async def left(turn: Turn) -> None:
    """The person blocked or unblocked the bot."""
    change = turn.update.my_chat_member
    if change is not None and change.new_chat_member.status == "kicked":
        await accounts.mark_blocked(turn.session, turn.account.telegram_id)


OTHERS: dict[str, Handler] = {"text": listen, "other content": not_text, "unknown button": unknown_button, "left": left}
"""What answers to all that is neither a command nor a known button."""
