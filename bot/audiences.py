"""Every command and button of the bot, collected from the three audiences, and who hears free text.

A command or button is checked again by its handler: that someone knows its name gives no right.
"""

from bot import enterprise, seeker, staff
from bot.chat import commands, forms
from bot.chat.turn import Handler, Turn
from data import accounts
from data.vocabulary import Role

COMMANDS: dict[str, Handler] = {
    **commands.COMMANDS,
    **seeker.COMMANDS,
    **enterprise.COMMANDS,
    **staff.COMMANDS,
}

BUTTONS: dict[str, Handler] = {
    **forms.BUTTONS,
    **commands.BUTTONS,
    **seeker.BUTTONS,
    **enterprise.BUTTONS,
    **staff.BUTTONS,
}


async def listen(turn: Turn) -> None:
    """Typed words: an answer to the open question, else something said to the role the person is in."""
    if turn.text.startswith("/"):
        await turn.say("command.unknown")
        return
    form = forms.active(turn)
    if form is not None:
        await forms.answer(turn, form)
    elif turn.account.role == Role.MEMBER:
        await enterprise.listen(turn)
    elif turn.account.role == Role.STAFF:
        await staff.listen(turn)
    else:
        await seeker.listen(turn)


async def not_text(turn: Turn) -> None:
    """Voice notes, stickers, pictures, files, places, contacts, edited and old messages."""
    message = turn.update.effective_message
    if turn.update.callback_query is not None:
        await turn.say("form.stale")
    elif turn.update.edited_message is not None:
        await turn.say("media.edited")
    elif message is not None and message.contact is not None:
        await seeker.heard_contact(turn)
    elif message is not None and message.location is not None:
        await seeker.heard_location(turn)
    elif message is not None and (message.voice or message.video_note or message.audio):
        await turn.say("media.voice")
    else:
        await turn.say("media.other")


async def left(turn: Turn) -> None:
    """The person blocked or unblocked the bot."""
    change = turn.update.my_chat_member
    if change is not None and change.new_chat_member.status == "kicked":
        await accounts.mark_blocked(turn.session, turn.account.telegram_id)
