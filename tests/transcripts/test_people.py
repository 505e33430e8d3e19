"""Invented people talk with the bot; what was understood, answered and done is counted and held against thresholds.

They are written by others than the corpus, who know the sample listings and nothing else of the project. A file a
writer, a person a line: `turns` of `say` or `open`, and what a careful reader expects of each (`facts`, `asks`,
`does`).
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from data.db import clock
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.people import accounts, seekers
from data.people.profile import Facts, Understanding
from data.vocabulary import Language, Role
from matching.evaluation.gold import facts_of
from matching.matches import MatchQuery, find_matches, interleave
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

FOLDER = Path(__file__).parent / "people"
FILES = sorted(FOLDER.glob("*.jsonl"))
NOT_STATED = ("没写", "not stated", "don't know", "不知道")
LEAST = {"facts": 0.65, "wants": 0.6, "answered": 0.65, "unknown": 0.2, "done": 0.5}
"""Share that holds at least, of each writer's people: what was reached, less what a smaller set may differ by."""
ALWAYS = frozenset({"pei2", "tao"})
"""Writers whose people always come; the others in the long run."""
KEEP = ("可以记", "You may keep it")
FIRST_USER = 61_000
_FIRST = 5
Person = dict[str, Any]


def people(path: Path) -> Iterator[Person]:
    """The people of a file."""
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


async def meet(stage: Stage, person: Person, user: int) -> tuple[Counter[str], list[str]]:
    """Play a person; returns how many of each were expected and right, and what went wrong, in words."""
    phone = stage.phone(user, person["language"])
    await _arrive(stage, person, user, phone)
    count: Counter[str] = Counter()
    wrong: list[str] = []
    told = False
    for turn in person["turns"]:
        if "open" in turn:
            if person.get("wants") and told and not count["of wants"]:
                await _look(stage, person, user, count, wrong)
            await forged.press(stage, user, f"seek.open:{turn['open']}")
            await stage.settle()
            continue
        before = await _held(stage, user)
        await phone.send(turn["say"])
        heard = "\n".join([m.text for m in phone.answer] + [b for m in phone.answer for b in m.buttons])
        if any(fact[0] == "grp" for fact in turn.get("facts", ())):
            await _agree(phone)
        after = await _held(stage, user)
        told = told or bool(turn.get("facts"))
        for fact in map(tuple, turn.get("facts", ())):
            _tell(count, wrong, "facts", fact in after, f"{turn['say']} | {fact} not held, new {after - before}")
        if not turn.get("facts") and turn.get("asks"):
            _tell(
                count, wrong, "kept apart", not after - before, f"{turn['say']} | kept of a question: {after - before}"
            )
        for ask in turn.get("asks", ()):
            kind = "unknown" if ask.get("unknown") else "answered"
            right = any(
                words.lower() in heard.lower() for words in (NOT_STATED if kind == "unknown" else ask["answer"])
            )
            _tell(count, wrong, kind, right, f"{turn['say']} | {ask} | {heard[:150]}")
        if turn.get("does"):
            right = any(words.lower() in heard.lower() for words in turn["does"])
            _tell(count, wrong, "done", right, f"{turn['say']} | {turn['does']} | {heard[:150]}")
    return count, wrong


async def _agree(phone: Phone) -> None:
    """Who tells something sensitive agrees that it is kept, where the bot asks."""
    for button in KEEP:
        if any(button in message.buttons for message in phone.answer):
            await phone.tap(button)


def _tell(count: Counter[str], wrong: list[str], kind: str, right: bool, words: str) -> None:  # noqa: FBT001
    count[f"of {kind}"] += 1
    if right:
        count[kind] += 1
    else:
        wrong.append(f"{kind}: {words}".replace("\n", " / "))


async def _arrive(stage: Stage, person: Person, user: int, phone: Phone) -> None:
    if person["audience"] == "staff":
        await stage.appoint(user)
        async with stage.sessions() as session, session.begin():
            (await parties.account(session, user)).role = Role.STAFF
    elif person["audience"] == "member":
        async with stage.sessions() as session, session.begin():
            found = await session.exec(select(Organisation).where(Organisation.credit_code == person["org"]))
            number = await parties.account_id(session, user)
            await organisations.add_member(session, number, found.one())
            account = await accounts.by_telegram_id(session, user)
            assert account is not None
            account.role = Role.MEMBER
    else:
        async with stage.sessions() as session, session.begin():
            await parties.seeker(session, user, facts=Facts())
    async with stage.sessions() as session, session.begin():
        account = await accounts.by_telegram_id(session, user)
        assert account is not None
        account.language = Language(person["language"])
    await phone.send("/help")


async def _held(stage: Stage, user: int) -> set[tuple[Any, ...]]:
    async with stage.sessions() as session:
        account = await accounts.by_telegram_id(session, user)
        facts = await seekers.facts_of(session, account.id) if account and account.id else Facts()
    return {tuple(fact) for fact in facts_of(Understanding(**facts.model_dump()))}


async def _look(stage: Stage, person: Person, user: int, count: Counter[str], wrong: list[str]) -> None:
    """Whether something of what the person wants is among the first five matches."""
    async with stage.sessions() as session:
        account = await accounts.by_telegram_id(session, user)
        facts = await seekers.facts_of(session, account.id) if account and account.id else Facts()
        found = interleave(await find_matches(session, MatchQuery(facts, (await clock.now(session)).date())))
    titles = [one.row.title for one in found[:_FIRST]]
    right = any(want in title for want in person["wants"] for title in titles)
    _tell(count, wrong, "wants", right, f"{person['id']} {person['wants']} | {titles}")


@pytest.mark.parametrize(
    "path", [pytest.param(one, marks=() if one.stem in ALWAYS else pytest.mark.long, id=one.stem) for one in FILES]
)
async def test_people_are_understood_answered_and_served(path: Path, sample_stage: Stage) -> None:
    count: Counter[str] = Counter()
    wrong: list[str] = []
    for number, person in enumerate(people(path)):
        one, faults = await meet(sample_stage, person, FIRST_USER + number)
        count += one
        wrong += faults
    shares = {kind: count[kind] / count[f"of {kind}"] for kind in LEAST if count[f"of {kind}"]}
    print(path.stem, {kind: f"{count[kind]}/{count[f'of {kind}']}" for kind in (*LEAST, "kept apart")})
    print("\n".join(wrong))
    assert all(share >= LEAST[kind] for kind, share in shares.items()), shares
