"""Links to a listing: opened by whoever got one, and made for whoever wants to send one on."""

from bot.chat.buttons import Button
from bot.chat.cards import short
from bot.chat.turn import Handler, Turn
from bot.seeker import consent
from bot.seeker.search import listing
from bot.sharing import links, sending
from data.listings import share_links
from data.people import consents
from data.vocabulary import ListingState, Role


async def open_shared_link(turn: Turn, code: str) -> bool:
    """Open the listing behind the code of a link; False when it leads nowhere special.

    A newcomer sees at once what the link is about, then the notice, then the card with all that can be done.
    """
    consent.set_language_from_telegram(turn)
    if code == links.INLINE_START_PARAMETER:
        return False
    listing_id = await share_links.record_click(turn.session, code)
    found = await listing.find(turn.session, listing_id) if listing_id else None
    if found is None:
        await turn.say("share.unknown")
        return False
    state = found.listing.state
    if state == ListingState.LIVE and await _is_new(turn):
        left = await listing.places_left(turn.session, found.listing)
        await turn.say(short.card(turn.language, found.listing, found.organisation, left))
        await consent.send_notice_then_show(turn, found.listing.id)
    elif state == ListingState.LIVE or state in listing.EXPLAINED_STATES:
        await listing.show(turn, found.listing.id)
    else:
        await listing.offer_similar(turn, found, turn.t("share.over"))
    return True


async def _is_new(turn: Turn) -> bool:
    """Whether this is a seeker who never answered the notice."""
    if turn.account.role != Role.SEEKER or turn.account.browsing:
        return False
    return not await consents.has_required(turn.session, turn.account_id)


async def share(turn: Turn) -> None:
    """A card to send on, with the link under it."""
    found = await listing.require_live(turn.session, listing.listing_id_argument(turn))
    url = await sending.send_card(turn, found)
    back = Button(turn.t("card.back_to_listing"), f"seek.open:{found.listing.id}")
    await turn.say("share.how", url=url, rows=[[back]])


BUTTONS: dict[str, Handler] = {"seek.share": share}
