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
from data.listings.lookup import Found
from data.listings.share_links import Way
from data.vocabulary import Language, Question
from matching.matches import Query, interleave, match
from matching.understanding import understand

PAGE = InlineQueryLimit.RESULTS.value
DEEPEST = 4 * PAGE
"""Nobody scrolls farther; what is asked for beyond it was never offered."""
CACHE_SECONDS = 60
"""How long Telegram may show the same answer again: places fill up."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Answer:
    """What `answerInlineQuery` needs."""

    results: list[InlineQueryResultArticle]
    next_offset: str
    """Where the next page begins; empty at the end."""
    personal: bool
    """Whether it depends on who asks: without words only their language tells which cards to show."""
    button: InlineQueryResultsButton


async def answer(session: AsyncSession, words: str, offset: str, language: Language, bot_name: str) -> Answer:
    """The page of listings that begins at `offset`: those that fit the words, or without words the newest.

    `language` is that of the asker's Telegram; words are answered in their own language.
    """
    words = words.strip()
    start = int(offset) if offset.isdecimal() and len(offset) < 5 else 0
    if words:
        found, language = await _fitting(session, words, start)
    else:
        found = await lookup.newest(session, start, PAGE + 1)
    page, more = found[:PAGE], len(found) > PAGE and start + PAGE < DEEPEST
    codes = await share_links.codes_of(session, [one.listing.id for one in page], Way.INLINE)
    left = await lookup.places_left_of(session, [one.listing.id for one in page])
    return Answer(
        results=[
            _result(one, left[one.listing.id], codes[one.listing.id], language, bot_name)
            for one in page
            if left.get(one.listing.id)
        ],
        next_offset=str(start + PAGE) if more else "",
        personal=not words,
        button=InlineQueryResultsButton(
            plain(render("inline.more" if page else "inline.none", language)), start_parameter=links.FROM_INLINE
        ),
    )


async def _fitting(session: AsyncSession, words: str, start: int) -> tuple[list[Found], Language]:
    """One more than a page of what fits the words, and the language they are in."""
    heard = await asyncio.to_thread(understand, words, Question.WANTS)  # a bare trade and city are what is looked for
    query = Query(heard.facts(), await clock.today(session), texts=(words,), k=min(start + PAGE + 1, DEEPEST))
    together = interleave(await match(session, query))
    ids = [one.row.listing_id for one in together[start : start + PAGE + 1]]
    return await lookup.several(session, ids), heard.language


def _result(found: Found, left: int, code: str, language: Language, bot_name: str) -> InlineQueryResultArticle:
    separator = render("matches.separator", language)
    facts = [listing.heading(language, found.listing, found.organisation), *short.facts(language, found.listing)]
    return InlineQueryResultArticle(
        id=code,
        title=plain(short.title(language, found.listing)),
        description=plain(join(facts, separator)),
        input_message_content=InputTextMessageContent(
            short.card(language, found.listing, found.organisation, left),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=InlineKeyboardMarkup(
            [[InlineKeyboardButton(render("share.open", language), url=links.address(bot_name, code))]]
        ),
    )


def plain(words: Html) -> str:
    """The words without markup."""
    return html.unescape(_TAG.sub("", words))
