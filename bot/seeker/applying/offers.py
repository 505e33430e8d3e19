"""An offered place: the person accepts it or lets it go; nobody else's button does anything."""

from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.cards import offer as offer_card
from bot.chat.texts import join
from bot.chat.turn import Handler, Turn
from bot.notices import departures
from bot.notices.applications import SEE_OTHERS_BUTTONS, announce_offer_refused, announce_signed
from bot.seeker.applying import undo
from data.applications import offers
from data.listings import openings


async def sign(turn: Turn) -> None:
    """Accept the offered place."""
    application = await offers.accept_offer(turn.session, turn.account_id, number_argument(turn))
    opening = await openings.find(turn.session, application.opening_id)
    title = opening.title if opening else ""
    buttons = rows([[("relay.write", f"relay.write:{application.id}")]], turn.language)
    found = await offers.find_terms(turn.session, application)
    lines = [turn.t("offer.signed", code=application.code, title=title)]
    lines += [offer_card.terms(turn.language, found)] if found else []
    await turn.edit(join([*lines, turn.t("offer.signed.then")], "\n\n"), rows=buttons)
    await announce_signed(turn.session, application)
    if waiting := len(await offers.others_of(turn.session, turn.account_id)):
        others = rows(
            [[("offer.others.withdraw", "seek.leave_others"), ("offer.others.keep", "seek.my")]], turn.language
        )
        await turn.say("offer.others", rows=others, n=waiting)


async def leave_others(turn: Turn) -> None:
    """One tap takes everything else back, and nobody waits in vain."""
    left = await offers.withdraw_other_applications(turn.session, turn.account_id)
    for application in left:
        await departures.notify_enterprise(turn.session, application, "offer.others.told")
    my = rows([[("my.button", "seek.my")]], turn.language)
    await turn.edit("offer.others.withdrawn", rows=my, n=len(left))


async def ask_refusal(turn: Turn) -> None:
    """Ask once before the place is given back."""
    await ask_to_refuse(turn, number_argument(turn))


async def ask_to_refuse(turn: Turn, application_id: int) -> None:
    """The same, of an application."""
    buttons = [[("offer.refuse_yes", f"seek.refuse_offer_yes:{application_id}"), ("offer.keep", "seek.my")]]
    await turn.say("offer.refuse_ask", rows=rows(buttons, turn.language))


async def refuse(turn: Turn) -> None:
    """Let the place go; it is free for somebody else at once."""
    application = await offers.refuse_offer(turn.session, turn.account_id, number_argument(turn))
    buttons = [*rows(SEE_OTHERS_BUTTONS, turn.language), [undo.of_withdrawing(turn, application)]]
    await turn.edit("offer.refused", rows=buttons, code=application.code)
    await announce_offer_refused(turn.session, application)


COMMANDS: dict[str, Handler] = {}
BUTTONS: dict[str, Handler] = {
    "seek.sign": sign,
    "seek.leave_others": leave_others,
    "seek.refuse_offer": ask_refusal,
    "seek.refuse_offer_yes": refuse,
}
