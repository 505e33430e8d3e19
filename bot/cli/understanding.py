"""`shitu understand` and `shitu match`: what was understood, and what fits, without Telegram."""

import asyncio
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from bot.cli.batches import BATCH_OPTION, JSON_OPTION, print_json, read_json_lines, row_text
from bot.cli.matching import Conversation, ListingSource, match_conversation, open_listing_source, today_of
from bot.settings import settings
from data.db import engine
from data.people.profile import Facts, Understanding
from data.vocabulary import Language, ProfileQuestion


def understanding_json(understood: Understanding) -> dict[str, Any]:
    """The contract's JSON: what was not said is null or absent."""
    return understood.model_dump(mode="json", exclude=set(Understanding.BETWEEN_MESSAGES))


@click.command()
@click.argument("text", required=False)
@JSON_OPTION
@BATCH_OPTION
@click.option("--explain", "explained", is_flag=True, help="Say what was heard in which words, and how surely.")
def understand(text: str | None, batch: Path | None, *, explained: bool) -> None:
    """What is understood of a person's words."""
    from matching.understanding import understand as understand_text  # noqa: PLC0415 - only these commands need it
    from matching.understanding.explained import explain  # noqa: PLC0415
    from matching.understanding.message import LONGEST  # noqa: PLC0415

    if explained:
        if text is None or batch is not None:
            raise click.UsageError("--explain goes with one text.")
        print_json(explain(text))
        return
    if batch is not None:
        for words, question in read_json_lines(batch, lambda row: (row_text(row), _question(row.get("question")))):
            print_json(understanding_json(understand_text(words, question)))
        return
    if text is None:
        raise click.UsageError("Give a text, or --batch FILE.")
    if len(text) > LONGEST:
        click.echo(f"Only the first {LONGEST:,} characters were read.", err=True)
    print_json(understanding_json(understand_text(text)))


def _messages(row: dict[str, Any]) -> tuple[str, ...]:
    """One message, or a list of them."""
    said = row.get("say", [])
    messages = [said] if isinstance(said, str) else said
    if not isinstance(messages, list) or not all(isinstance(words, str) for words in messages):
        raise click.ClickException("say: a string or a list of strings is needed.")
    return tuple(messages)


def _conversation(row: dict[str, Any]) -> Conversation:
    return Conversation(_messages(row), _facts(row.get("facts")), _language(row))


def _question(value: object) -> ProfileQuestion | None:
    try:
        return ProfileQuestion(str(value)) if value else None
    except ValueError as error:
        raise click.ClickException(f"{value} is not a question; use one of: {', '.join(ProfileQuestion)}.") from error


def _facts(value: object) -> Facts:
    value = {} if value is None else value
    if not isinstance(value, dict):
        raise click.ClickException("facts: a JSON object is needed.")
    try:
        known = {key: item for key, item in value.items() if key in Understanding.model_fields}
        unknown = set(value) - set(known)
        if unknown:
            raise click.ClickException(f"facts: unknown key {min(unknown)}.")
        return Understanding.model_validate({k: v for k, v in known.items() if v is not None}).facts()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise click.ClickException(f"facts: {where}: {first['msg']}.") from error


@click.command()
@click.option("--say", "said", multiple=True, help="One message; repeat for a whole conversation.")
@JSON_OPTION
@click.option("--facts", "facts_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--listings", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Instead of the database."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day the listings and rules are looked at.")
@click.option("--k", type=click.IntRange(1, 200), default=10, show_default=True, help="How many of each kind.")
@BATCH_OPTION
def match(
    said: tuple[str, ...],
    facts_file: Path | None,
    listings: Path | None,
    today: datetime | None,
    k: int,
    batch: Path | None,
) -> None:
    """A whole conversation's matches, without Telegram."""
    if not (said or facts_file or batch):
        raise click.UsageError("Give --say TEXT, --facts FILE or --batch FILE.")
    facts = _facts(_json_file(facts_file)) if facts_file else Facts()
    conversations = list(read_json_lines(batch, _conversation)) if batch else [Conversation(said, facts, None)]
    url = None
    if listings is None:
        url = settings().resolve_database_url()
        engine.upgrade(url)
    asyncio.run(_match_all(ListingSource(url, listings), conversations, today.date() if today else None, k))


async def _match_all(source: ListingSource, conversations: list[Conversation], today: date | None, k: int) -> None:
    day = today or await today_of(source)
    async with open_listing_source(source, day) as find:
        for conversation in conversations:
            print_json(await match_conversation(conversation, find, day, k))


def _json_file(path: Path) -> object:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{path.name}: not JSON.") from error
    if not isinstance(value, dict):
        raise click.ClickException(f"{path.name}: a JSON object is needed.")
    return value


def _language(row: dict[str, Any]) -> Language | None:
    said = row.get("language")
    return Language(said) if isinstance(said, str) and said in set(Language) else None
