"""The answer to the consent notice, and on to what the person came for: applying, keeping, or what they said."""

from bot.chat.buttons import Button
from bot.chat.callback_args import listing_id_argument
from bot.chat.turn import Handler, Turn
from bot.seeker.applying import apply as applying
from bot.seeker.consent import (
    APPLY_ACTION,
    NEXT_ACTION_KEY,
    PENDING_TEXT_KEY,
    SHOW_ACTION,
    abroad_buttons,
    ask_before_action,
    show_details,
    switch_language,
)
from bot.seeker.search import free_text, listing
from data import privacy
from data.db.errors import Refusal
from data.people import consents
from data.people.consents import ConsentKind


async def agree(turn: Turn) -> None:
    """Yes to keeping answers; the transfer abroad is asked for itself."""
    await consents.give(turn.session, turn.account_id, ConsentKind.MATCHING)
    if await consents.has_required(turn.session, turn.account_id):
        turn.account.browsing = False
        await _welcome(turn)
        return
    await turn.edit("consent.abroad", rows=abroad_buttons(turn))


async def agree_abroad(turn: Turn) -> None:
    """Yes to Telegram's servers abroad."""
    await consents.give(turn.session, turn.account_id, ConsentKind.TELEGRAM_ABROAD)
    turn.account.browsing = False
    await _welcome(turn)


async def decline(turn: Turn) -> None:
    """Browse without anything being kept; what was kept until now is forgotten."""
    await consents.withdraw_all(turn.session, turn.account_id)
    await privacy.forget_facts(turn.session, turn.account_id)
    turn.account.browsing = True
    pending, then = str(turn.state.draft.get(PENDING_TEXT_KEY, "")), turn.state.draft.get(NEXT_ACTION_KEY)
    turn.goto(None)
    await turn.edit("consent.browsing")
    if then:
        await _go_on(turn, SHOW_ACTION, then[1])
    elif pending:
        await free_text.handle_text(turn, pending, fallback_text_id="listen.not_understood")


async def _welcome(turn: Turn) -> None:
    pending, then = str(turn.state.draft.get(PENDING_TEXT_KEY, "")), turn.state.draft.get(NEXT_ACTION_KEY)
    turn.goto(None)
    rows = [[Button(turn.t("intake.step_by_step"), "seek.intake")]]
    if then:
        await turn.edit("consent.thanks")
        await _go_on(turn, *then)
    elif pending:
        await turn.edit("consent.thanks")
        await free_text.handle_text(turn, pending, fallback_text_id="consent.welcome")
    else:
        await turn.edit("consent.welcome", rows=rows)


async def _go_on(turn: Turn, act: str, listing_id: str) -> None:
    """What the person came for. That it cannot be done any more does not undo the answer they gave."""
    try:
        await (applying.begin if act == APPLY_ACTION else listing.show)(turn, listing_id)
    except Refusal as refusal:
        await turn.say(refusal.text_id, **refusal.params)


async def apply(turn: Turn) -> None:
    """The apply button of a card."""
    await apply_to(turn, listing_id_argument(turn))


async def apply_to(turn: Turn, listing_id: str) -> None:
    """Apply to a listing: first the yes, where it is missing."""
    if await consents.has_required(turn.session, turn.account_id):
        await applying.begin(turn, listing_id)
    else:
        await ask_before_action(turn, APPLY_ACTION, listing_id)


async def save(turn: Turn) -> None:
    """The keep button of a card."""
    await save_listing(turn, listing_id_argument(turn))


async def save_listing(turn: Turn, listing_id: str) -> None:
    """Keep a listing: first the yes, where it is missing."""
    if await consents.has_required(turn.session, turn.account_id):
        await listing.save(turn, listing_id)
    else:
        await ask_before_action(turn, SHOW_ACTION, listing_id)


BUTTONS: dict[str, Handler] = {
    "consent.yes": agree,
    "consent.more": show_details,
    "consent.no": decline,
    "consent.abroad": agree_abroad,
    "consent.lang": switch_language,
    "seek.apply": apply,
    "seek.save": save,
}
