"""`shitu match` from messages to JSON: the conversation is understood, merged and matched as in the chat."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click

from bot.chat.cards.explanations import explain
from bot.chat.texts import render
from data.db import clock, engine
from data.db.clock import ZONE
from data.db.errors import Refusal
from data.imports import files
from data.imports import service as imports
from data.imports.schema import OpeningRow
from data.listings.courses import Course
from data.listings.openings import Opening
from data.people.profile import Facts, UnclearWork
from data.vocabulary import Intent, Language
from matching.explain.reasons import NearMiss
from matching.matches import Match, Matches, MatchQuery, find_matches, find_matches_in_memory
from matching.search import indexing
from matching.search.intent import words_for_work
from matching.search.memory import InMemoryIndex
from matching.understanding import understand
from matching.understanding.profile_merge import list_next_questions, merge_facts

FindMatches = Callable[[MatchQuery], Awaitable[Matches]]


@dataclass(frozen=True)
class Conversation:
    """What was said, what was known before, and the language to answer in (None: that of the last message)."""

    messages: tuple[str, ...]
    facts: Facts
    language: Language | None


@dataclass(frozen=True)
class ListingSource:
    """Where listings come from: a database, or a listing file."""

    url: str | None
    file: Path | None


async def today_of(source: ListingSource) -> date:
    """Today by the product's clock; that of a file is the real one."""
    if source.file is not None:
        return datetime.now(ZONE).date()
    async with engine.open_sessions(source.url or "") as sessions, sessions() as session:
        return await clock.today(session)


@asynccontextmanager
async def open_listing_source(source: ListingSource, day: date) -> AsyncIterator[FindMatches]:
    """A function that finds matches in the database, or in the file's listings."""
    if source.file is not None:
        listings_in_memory = InMemoryIndex(indexing.build_rows_in_memory(_read_listings(source.file, day)))

        async def in_file(query: MatchQuery) -> Matches:
            return find_matches_in_memory(listings_in_memory, query)

        yield in_file
        return
    async with engine.open_sessions(source.url or "") as sessions:
        async with sessions() as session:
            await indexing.require_dimension(session)

        async def in_database(query: MatchQuery) -> Matches:
            async with sessions() as session:
                return await find_matches(session, query)

        yield in_database


def _read_listings(file: Path, day: date) -> list[Opening | Course]:
    try:
        report = files.read(file, day)
    except Refusal as refusal:
        raise click.ClickException(render(refusal.text_id, Language.EN, **refusal.params)) from refusal
    for number in sorted({refused.row_number for refused in report.refused}):
        click.echo(f"{file.name}: row {number} was refused; `shitu import --dry-run` says why.", err=True)
    moment = datetime.combine(day, time(), ZONE)
    organisation_ids: dict[str, int] = {}
    listings = []
    for row in report.rows:
        name = row.enterprise if isinstance(row, OpeningRow) else row.provider
        listings.append(imports.listing_of(row, organisation_ids.setdefault(name, len(organisation_ids) + 1), moment))
    return listings


async def match_conversation(conversation: Conversation, find: FindMatches, day: date, k: int) -> dict[str, Any]:
    """The matches of a conversation as the contract's JSON."""
    facts, language, underage = conversation.facts, conversation.language, False
    unclear: list[UnclearWork] = []
    heard_language = Language.ZH
    for message in conversation.messages:
        understood = understand(message, today=day)
        underage = underage or understood.intent == Intent.UNDERAGE
        heard_language = understood.language
        unclear += understood.unclear_work
        facts = merge_facts(facts, understood)
    words = words_for_work(facts, "，".join(conversation.messages), unclear)
    language = language or heard_language
    matches = (
        Matches() if underage else await find(MatchQuery(facts, day, texts=(words,) if words else (), limit_per_kind=k))
    )
    return {
        "facets": facts.model_dump(mode="json"),
        "openings": [_match_json(one, language) for one in matches.openings],
        "courses": [_match_json(one, language) for one in matches.courses],
        "near_misses": [_near_miss_json(one, language) for one in matches.near_misses],
        "widened": [explain(one, language) for one in matches.widened],
        "ask_next": [question.value for question in ([] if underage else list_next_questions(facts))],
    }


def _match_json(entry: Match, language: Language) -> dict[str, Any]:
    row = entry.row
    return {
        "id": row.listing_id,
        "title": row.title,
        "occupation_code": row.occupation_code,
        "trade": row.trade,
        "city": row.city,
        "district": row.district,
        "rank": entry.rank,
        "score": round(entry.score, 4),
        "parts": {name: round(value, 4) for name, value in entry.parts.items()},
        "distance_km": entry.distance_km,
        "reasons": [explain(reason, language) for reason in entry.reasons],
        "gaps": [{"rule": gap.rule, "text": explain(gap, language), "course": gap.course} for gap in entry.gaps],
    }


def _near_miss_json(miss: NearMiss, language: Language) -> dict[str, Any]:
    return {"id": miss.listing_id, "rule": miss.rule, "text": explain(miss, language), "course": miss.course}
