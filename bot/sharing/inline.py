"""Listings for whoever types the bot's name and a few words in any chat: cards to put there, each with its link.

Who asks is nobody here: no profile is read, no account is made, the words are not kept.
"""

import asyncio
import html
import re
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import InlineQueryLimit, ParseMode

from bot.chat.cards import listing, short
from bot.chat.texts import Html, join, render
from bot.sharing import links
from data.db import clock
from data.listings import lookup, share_links
from data.listings.lookup import ListingWithOrganisation
from data.listings.share_links import ShareChannel
from data.vocabulary import Language, ProfileQuestion
from matching.matches import MatchQuery, find_matches, interleave
from matching.search.intent import words_for_work
from matching.understanding import understand

PAGE_SIZE = InlineQueryLimit.RESULTS.value
MAX_OFFSET = 4 * PAGE_SIZE
"""Nobody scrolls farther; what is asked for beyond it was never offered."""
CACHE_SECONDS = 60
"""How long Telegram may show the same answer again: places fill up."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class InlineAnswer:
    """What `answerInlineQuery` needs."""

    results: list[InlineQueryResultArticle]
    next_offset: str
    """Where the next page begins; empty at the end."""
    is_personal: bool
    """Whether it depends on who asks: without words only their language tells which cards to show."""
    button: InlineQueryResultsButton


async def answer_query(
    session: AsyncSession, query_text: str, offset: str, language: Language, bot_name: str
) -> InlineAnswer:
    """The page of listings that begins at `offset`: those that fit the words, or without words the newest.

    `language` is that of the asker's Telegram; words are answered in their own language.
    """
    query_text = query_text.strip()
    start = int(offset) if offset.isdecimal() and len(offset) < 5 else 0
    if query_text:
        found, language = await _search(session, query_text, start)
    else:
        found = await lookup.list_newest(session, start, PAGE_SIZE + 1)
    page, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE and start + PAGE_SIZE < MAX_OFFSET
    codes = await share_links.codes_of(session, [one.listing.id for one in page], ShareChannel.INLINE)
    left = await lookup.places_left_of(session, [one.listing.id for one in page])
    return InlineAnswer(
        results=[
            _inline_result(one, left[one.listing.id], codes[one.listing.id], language, bot_name)
            for one in page
            if left.get(one.listing.id)
        ],
        next_offset=str(start + PAGE_SIZE) if more else "",
        is_personal=not query_text,
        button=InlineQueryResultsButton(
            strip_markup(render("inline.more" if page else "inline.none", language)),
            start_parameter=links.INLINE_START_PARAMETER,
        ),
    )


async def _search(session: AsyncSession, query_text: str, start: int) -> tuple[list[ListingWithOrganisation], Language]:
    """One more than a page of what fits the words, and the language they are in."""
    understood = await asyncio.to_thread(
        understand, query_text, ProfileQuestion.WANTS
    )  # a bare trade and city are what is looked for
    words = words_for_work(understood.facts(), query_text, understood.unclear_work)
    query = MatchQuery(
        understood.facts(),
        await clock.today(session),
        texts=(words,) if words else (),
        limit_per_kind=min(start + PAGE_SIZE + 1, MAX_OFFSET),
    )
    together = interleave(await find_matches(session, query))
    ids = [one.row.listing_id for one in together[start : start + PAGE_SIZE + 1]]
    return await lookup.list_by_ids(session, ids), understood.language


def _inline_result(
    found: ListingWithOrganisation, left: int, code: str, language: Language, bot_name: str
) -> InlineQueryResultArticle:
    separator = render("matches.separator", language)
    facts = [listing.heading(language, found.listing, found.organisation), *short.facts(language, found.listing)]
    return InlineQueryResultArticle(
        id=code,
        title=strip_markup(short.title(language, found.listing)),
        description=strip_markup(join(facts, separator)),
        input_message_content=InputTextMessageContent(
            short.card(language, found.listing, found.organisation, left),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=InlineKeyboardMarkup(
            [[InlineKeyboardButton(render("share.open", language), url=links.deep_link(bot_name, code))]]
        ),
    )


def strip_markup(text: Html) -> str:
    """The words without markup."""
    return html.unescape(_TAG.sub("", text))
