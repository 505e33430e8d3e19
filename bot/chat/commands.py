"""Commands that everyone has: help, cancel, language, role, a human."""

from bot.chat.buttons import Button
from bot.chat.callback_args import enum_argument
from bot.chat.forms import engine
from bot.chat.turn import Handler, Turn
from data.db.errors import NotAllowed
from data.people import consents
from data.people.accounts import CONSENT_FLOW
from data.staff import members
from data.vocabulary import Language, Role


async def show_help(turn: Turn) -> None:
    """What can be done here, for the role the person is in."""
    await turn.say(f"help.{turn.account.role.value}")


async def cancel(turn: Turn) -> None:
    """Leave whatever is under way."""
    if engine.active_form(turn):
        await engine.cancel_form(turn)
    else:
        await turn.say("cancel.nothing")


async def choose_language(turn: Turn) -> None:
    """Offer the languages."""
    await turn.say("language.which", rows=language_buttons(turn))


def language_buttons(turn: Turn) -> list[list[Button]]:
    """One for each, in a row."""
    return [[Button(turn.t(f"language.{language.value}"), f"lang:{language.value}") for language in Language]]


async def set_language(turn: Turn) -> None:
    """A language button."""
    turn.account.language = enum_argument(turn, Language)
    await turn.edit("language.set")


async def choose_role(turn: Turn) -> None:
    """Offer the roles this account has."""
    roles = await members.roles_of(turn.session, turn.account_id)
    if len(roles) == 1:
        await turn.say("role.only_seeker")
        return
    rows = [[Button(turn.t(f"role.{role.value}"), f"role:{role.value}")] for role in roles]
    await turn.say("role.which", rows=rows)


async def set_role(turn: Turn) -> None:
    """A role button; the right is checked again."""
    role = enum_argument(turn, Role)
    if role not in await members.roles_of(turn.session, turn.account_id):
        raise NotAllowed
    turn.account.role = role
    waiting = engine.unfinished_forms(turn)  # they are gone on with
    turn.goto(None)
    if role == Role.SEEKER and not waiting and not await consents.has_required(turn.session, turn.account_id):
        turn.goto(CONSENT_FLOW)  # what is said next is answered with the notice, and /start too
    await turn.edit(f"role.set.{role.value}")


COMMANDS: dict[str, Handler] = {
    "help": show_help,
    "cancel": cancel,
    "lang": choose_language,
    "role": choose_role,
}

BUTTONS: dict[str, Handler] = {"lang": set_language, "role": set_role}
