"""Facts of a specially protected kind: kept and used only after a yes of their own."""

from bot.chat.buttons import Button
from bot.chat.cards.names import label
from bot.chat.turn import Handler, Turn
from data.people import seekers
from data.people.profile import Facts, GroupFact
from data.people.seekers import SENSITIVE_GROUPS


def groups_without_consent(groups: list[GroupFact], known: Facts) -> list[GroupFact]:
    """Those that nobody agreed to yet."""
    return [group for group in groups if group.id in SENSITIVE_GROUPS and group not in known.groups]


def remove_sensitive_groups(facts: Facts) -> Facts:
    """The facts without any of the kind."""
    return facts.model_copy(update={"groups": [group for group in facts.groups if group.id not in SENSITIVE_GROUPS]})


def remove_groups(facts: Facts, groups: list[GroupFact]) -> Facts:
    """The facts as they may be kept and used."""
    kept = [group for group in facts.groups if all(group.id != one.id for one in groups)]
    return facts.model_copy(update={"groups": kept})


async def ask_consent(turn: Turn, groups: list[GroupFact]) -> None:
    """Ask for the yes; a hint is never asked about."""
    for group in groups:
        if group.sure and not turn.account.browsing:
            buttons = [
                Button(turn.t("sensitive.yes"), f"seek.sensitive:{group.id}"),
                Button(turn.t("sensitive.no"), "seek.sensitive:no"),
            ]
            await turn.say("sensitive.ask", rows=[buttons], name=label("group", group.id, turn.language))


async def handle_consent_choice(turn: Turn) -> None:
    """The separate yes (or no) to keeping a sensitive fact."""
    choice = (*turn.arguments, "no")[0]
    if choice not in SENSITIVE_GROUPS:
        await turn.edit("sensitive.not_kept")
        return
    await seekers.keep_sensitive(turn.session, turn.account_id, choice)
    await turn.edit("sensitive.kept", rows=[[Button(turn.t("sensitive.look_again"), "seek.again")]])


BUTTONS: dict[str, Handler] = {"seek.sensitive": handle_consent_choice}
