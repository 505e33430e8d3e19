"""How a member spreads a listing: a link, a poster, and how often each was opened."""

from bot.chat.buttons import rows
from bot.chat.callback_args import listing_id_argument
from bot.chat.texts import Html
from bot.chat.turn import Handler, Turn
from bot.sharing import sending
from data.listings import lookup, share_links
from data.listings.lookup import ListingWithOrganisation
from data.organisations import service as organisations


async def share(turn: Turn) -> None:
    """The card to send on, and how often the listing was opened by link, poster and other chats."""
    found = await _own(turn)
    url = await sending.send_card(turn, found)
    words = turn.t("share.how", url=url)
    await turn.say(Html(f"{words}\n{await _opened(turn, found)}"), rows=rows([_poster(found)], turn.language))


async def send_poster(turn: Turn) -> None:
    """The poster: a picture, and files for the printer."""
    found = await _own(turn)
    link = [[("share.member_button", f"member.share:{found.listing.id}")]]
    await sending.send_poster(turn, found, rows(link, turn.language))


async def _own(turn: Turn) -> ListingWithOrganisation:
    """The live listing of an organisation the person acts for.

    Raises:
        NotAvailable: it is not live. NotAllowed: not a member.
    """
    found = await lookup.require_live(turn.session, listing_id_argument(turn))
    await organisations.get_for_member(turn.session, turn.account_id, found.listing.organisation_id)
    return found


async def _opened(turn: Turn, found: ListingWithOrganisation) -> Html:
    counted = await share_links.count_clicks_by_channel(turn.session, found.listing.id)
    return turn.t("share.opened", **{way.value: number for way, number in counted.items()})


def _poster(found: ListingWithOrganisation) -> list[tuple[str, str]]:
    return [("poster.button", f"member.poster:{found.listing.id}")]


BUTTONS: dict[str, Handler] = {"member.share": share, "member.poster": send_poster}
