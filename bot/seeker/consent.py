"""Consent first: what is kept and why, Telegram's servers abroad (a separate yes), and the way without either."""

from typing import Any

from bot.chat.buttons import Button
from bot.chat.callback_args import enum_argument
from bot.chat.turn import Turn
from data.people import consents
from data.people.accounts import CONSENT_FLOW
from data.people.consents import ConsentKind
from data.vocabulary import Language

PENDING_TEXT_KEY = "pending"
"""Draft key of the sentence that was said before the notice was answered; gone with the answer."""
NEXT_ACTION_KEY, APPLY_ACTION, SHOW_ACTION = "then", "apply", "show"
"""Draft key of what the person was about to do with a listing, and what that can be; done once they agreed."""


async def send_notice(turn: Turn, pending_text: str = "") -> None:
    """Send the notice; what the person already said waits for the answer."""
    set_language_from_telegram(turn)
    if pending_text and turn.state.flow == CONSENT_FLOW:
        await turn.say("consent.kept")
    await _ask(turn, {PENDING_TEXT_KEY: pending_text} if pending_text else {})


async def repeat_notice(turn: Turn) -> None:
    """Send the notice below an answer; what the person said or came for before still waits."""
    await _ask(turn, turn.state.draft if turn.state.flow == CONSENT_FLOW else {})


async def send_notice_then_show(turn: Turn, listing_id: str) -> None:
    """Send the notice; whatever the answer is, the listing that the person came for is shown after it."""
    await _ask(turn, {NEXT_ACTION_KEY: [SHOW_ACTION, listing_id]})


def set_language_from_telegram(turn: Turn) -> None:
    """Speak the language of the person's Telegram until they choose one."""
    if turn.account.language is None:
        code = (turn.update.effective_user.language_code or "") if turn.update.effective_user else ""
        turn.account.language = Language.EN if code.startswith("en") else Language.ZH


async def ask_before_action(turn: Turn, action: str, listing_id: str) -> None:
    """Applying and keeping need the yes; afterwards the person is back where they were."""
    turn.goto(CONSENT_FLOW, "matching", {NEXT_ACTION_KEY: [action, listing_id]})
    await turn.say(f"consent.needed.{action}", rows=_yes_or_more(turn))


async def ask_before_intake(turn: Turn) -> None:
    """Telling of oneself step by step is for those whose answers may be kept."""
    turn.goto(CONSENT_FLOW, "matching")
    await turn.say("consent.needed.show", rows=_yes_or_more(turn))


def _yes_or_more(turn: Turn) -> list[list[Button]]:
    return [[Button(turn.t("consent.yes"), "consent.yes"), Button(turn.t("consent.more"), "consent.more")]]


async def _ask(turn: Turn, draft: dict[str, Any]) -> None:
    turn.goto(CONSENT_FLOW, "matching", draft)
    if await consents.find_current(turn.session, turn.account_id, ConsentKind.MATCHING):
        await turn.say("consent.abroad", rows=abroad_buttons(turn))
        return
    other = Language.ZH if turn.language == Language.EN else Language.EN
    rows = [
        [Button(turn.t("consent.yes"), "consent.yes")],
        [Button(turn.t("consent.more"), "consent.more")],
        [Button(turn.t("consent.no"), "consent.no")],
        [Button(turn.t("door.enterprise"), "member.join")],
        [Button(turn.t(f"language.{other.value}"), f"consent.lang:{other.value}")],
    ]
    await turn.say("consent.notice", rows=rows)


async def show_details(turn: Turn) -> None:
    """How the information is used, in full."""
    rows = [[Button(turn.t("consent.yes"), "consent.yes"), Button(turn.t("consent.no"), "consent.no")]]
    await turn.edit("consent.details", rows=rows)


async def switch_language(turn: Turn) -> None:
    """The notice again, in the other language."""
    turn.account.language = enum_argument(turn, Language)
    await _ask(turn, turn.state.draft)


def abroad_buttons(turn: Turn) -> list[list[Button]]:
    """Yes to Telegram's servers abroad, or browsing without."""
    return [[Button(turn.t("consent.abroad_yes"), "consent.abroad"), Button(turn.t("consent.abroad_no"), "consent.no")]]
