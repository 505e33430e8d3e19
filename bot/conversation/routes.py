"""Every command and button of the bot, collected from the three audiences, and who hears free text.

A command or button is checked again by its handler: that someone knows its name gives no right.
"""

from types import ModuleType

from bot import enterprise, seeker, staff
from bot.chat import commands
from bot.chat.forms import engine
from bot.chat.turn import Handler, Turn
from bot.conversation import start
from bot.enterprise import acts as enterprise_acts
from bot.seeker import acts as seeker_acts
from bot.staff import acts as staff_acts
from data.people import accounts
from data.vocabulary import Role

FORM_DISCARDING_BUTTONS = frozenset({"consent.no", "data.facts", "team.leave_yes", "team.close_yes"})
"""Buttons that see to the forms under way themselves: what was answered in them is forgotten with the rest."""

AUDIENCES: dict[str, ModuleType] = {"everyone": commands, "seeker": seeker, "enterprise": enterprise, "staff": staff}
"""Who the commands and buttons of a module are for."""

COMMANDS: dict[str, Handler] = {
    name: handler if name == "cancel" else engine.preserve_form_during(handler)
    for audience in (start, *AUDIENCES.values())
    for name, handler in audience.COMMANDS.items()
}

BUTTONS: dict[str, Handler] = {
    **engine.BUTTONS,
    **{
        name: handler if name in FORM_DISCARDING_BUTTONS else engine.preserve_form_during(handler)
        for audience in AUDIENCES.values()
        for name, handler in audience.BUTTONS.items()
    },
}

ACTS: dict[str, frozenset[str]] = {
    "seeker": frozenset({*seeker_acts.HANDLERS, *seeker_acts.LISTING_QUESTIONS, *seeker_acts.ELSEWHERE}),
    "enterprise": frozenset({*enterprise_acts.HANDLERS, *enterprise_acts.CHANGES}),
    "staff": frozenset(staff_acts.HANDLERS),
}
"""What typed words can do outside any form, by audience; together all of `matching.language.acts`."""

LISTENERS: dict[Role, Handler] = {
    Role.SEEKER: seeker.handle_text,
    Role.MEMBER: enterprise.handle_text,
    Role.STAFF: staff.handle_text,
}
"""Who hears free text outside any form, by the role the person is in."""


ASIDES: dict[Role, engine.Aside] = {
    Role.SEEKER: seeker.answer_aside, Role.MEMBER: enterprise.answer_aside, Role.STAFF: staff.answer_aside,
}  # fmt: skip
"""Who answers what is typed into a form and does not answer its question."""


LONGEST_ASIDE = 60
"""Characters: more is no question beside a form, but something that was pasted."""
LONGEST_AT_CARD = 200
"""The same where the card of a form waits, which takes no answer: a sentence to be written may be longer."""


async def handle_text(turn: Turn) -> None:
    """Typed words: an answer to the open question, else something said to the role the person is in."""
    if turn.text.startswith("/"):
        await turn.say("command.unknown")
        return
    if _is_own_inline_card(turn):
        await turn.say("inline.here")
        return
    form = engine.active_form(turn)
    if form is not None:
        short = len(turn.text) <= (LONGEST_ASIDE if form.question(turn.state.step) else LONGEST_AT_CARD)
        may_request = (
            short and form.long and turn.account.role == Role.MEMBER and not engine.leaves(turn, form, turn.text)
        )
        if may_request and await _does_request(turn):
            return
        await engine.handle_typed_answer(turn, form, ASIDES[turn.account.role] if short else None)
    else:
        listener = (
            enterprise.start_from_advert if await enterprise.is_pasted_advert(turn) else LISTENERS[turn.account.role]
        )
        await engine.preserve_form_during(listener)(turn)


async def _does_request(turn: Turn) -> bool:
    """Whether a member plainly asked for something else than the open question, which then waits."""
    done = False

    async def handle(turn: Turn) -> None:
        nonlocal done
        done = await engine.do_or_refuse(turn, enterprise_acts.answer_request_in_form)

    form = engine.active_form(turn)
    await engine.preserve_form_during(handle)(turn)
    if done and form is not None and engine.active_form(turn) is form:
        await engine.return_to_form(turn, form)
    return done


def _is_own_inline_card(turn: Turn) -> bool:
    """Whether this is a card that the bot itself offered in inline mode, put into the chat with the bot."""
    message = turn.update.effective_message
    return message is not None and message.via_bot is not None and message.via_bot.username == turn.bot_name


async def handle_unknown_button(turn: Turn) -> None:
    """A button that no message of today's bot has."""
    await turn.say("form.stale")


async def handle_non_text(turn: Turn) -> None:
    """Voice notes, stickers, pictures, files, places, contacts, edited and old messages."""
    message = turn.update.effective_message
    if turn.update.edited_message is not None:
        await turn.say("media.edited")
    elif message is not None and message.contact is not None:
        await seeker.handle_contact(turn)
    elif message is not None and message.location is not None:
        await seeker.handle_location(turn)
    elif message is not None and (message.voice or message.video_note or message.audio):
        await turn.say("media.voice")
    elif message is not None and (message.photo or message.document) and await engine.handle_file_answer(turn):
        return
    elif message is not None and message.document is not None:
        await enterprise.handle_document(turn, message.document)
    else:
        await turn.say("media.other")


async def handle_block_change(turn: Turn) -> None:
    """The person blocked or unblocked the bot."""
    change = turn.update.my_chat_member
    if change is not None and change.new_chat_member.status == "kicked":
        await accounts.mark_blocked(turn.session, turn.account.telegram_id)


OTHERS: dict[str, Handler] = {
    "text": handle_text,
    "other content": handle_non_text,
    "unknown button": handle_unknown_button,
    "left": handle_block_change,
}
"""What answers to all that is neither a command nor a known button."""
