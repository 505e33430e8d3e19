"""A listing handed to somebody who sends it on: the card with its link, and the poster."""

import asyncio

from bot.chat.buttons import ButtonRows, LinkButton
from bot.chat.cards import short
from bot.chat.turn import Turn
from bot.sharing import links, poster, printing
from data.lifecycle.places import places_left
from data.listings import share_links
from data.listings.lookup import ListingWithOrganisation
from data.listings.share_links import ShareChannel


async def send_card(turn: Turn, found: ListingWithOrganisation) -> str:
    """The short card with a button that opens it in the bot and one that sends it on; returns the address."""
    url = await _share_url(turn, found, ShareChannel.LINK)
    left = await places_left(turn.session, found.listing)
    card = short.card(turn.language, found.listing, found.organisation, left)
    rows = [
        [LinkButton(turn.t("share.open"), url)],
        [LinkButton(turn.t("share.hand_on"), links.share_link(url, found.listing.title))],
    ]
    await turn.say(card, rows=rows)
    return url


async def send_poster(turn: Turn, found: ListingWithOrganisation, rows: ButtonRows) -> None:
    """The poster as a picture for chats, and as files for the printer; `rows` stand under the last."""
    url = await _share_url(turn, found, ShareChannel.POSTER)
    left = await places_left(turn.session, found.listing)
    drawn = await asyncio.to_thread(
        printing.draw, poster.build(found.listing, found.organisation, places_left=left, url=url)
    )
    name = f"shitu-{url[-share_links.LENGTH :]}"
    await turn.send_picture(f"{name}.png", drawn.phone_png, "poster.for_chats", title=found.listing.title)
    await turn.send_file(f"{name}-A4.png", drawn.print_png, "poster.for_paper")
    await turn.send_file(f"{name}-A4.pdf", drawn.pdf, "poster.for_printer", rows=rows)


async def _share_url(turn: Turn, found: ListingWithOrganisation, way: ShareChannel) -> str:
    code = await share_links.code_of(turn.session, found.listing.id, way)
    return links.deep_link(turn.bot_name, code)
