"""Step by step: the same facts as one sentence would give, asked one at a time. Any step can be skipped or typed."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.chat import forms, profile_card
from bot.chat.forms import BadAnswer, Choice, Draft, Form, Question, Stopped, register
from bot.chat.naming import label, occupation_name, place_name
from bot.chat.texts import Html
from bot.chat.turn import Handler, Turn
from bot.seeker import listening, matches
from data import consents, seekers
from data.catalogue import places
from data.facts import Facts, Understanding
from data.seekers import MINIMUM_AGE
from data.vocabulary import Constraint, Education
from data.vocabulary import Question as Asked
from matching.merging import merge
from matching.understanding import understand

FACTS = "facts"


def _known(draft: Draft) -> Facts:
    return Facts.model_validate(draft.get(FACTS, {}))


def _reader(asked: Asked) -> Callable[[Turn, Draft, str], Any]:
    async def parse(turn: Turn, _: Draft, words: str) -> dict[str, Any]:
        heard = understand(words, asked)
        if heard.age is not None and heard.age < MINIMUM_AGE:
            await listening.refuse_child(turn)
            raise Stopped
        if heard.facts() == Facts() and not _says_nothing(words):
            raise BadAnswer(f"intake.{asked.value}.unclear")
        return heard.facts().model_dump(mode="json", exclude_unset=True)

    return parse


def _says_nothing(words: str) -> bool:
    """A short "no", "don't know", "whatever": the question is passed over."""
    return len(words.strip()) <= 4


def _store(asked: Asked) -> Callable[[Draft, Any], Draft]:
    def store(draft: Draft, value: Any) -> Draft:
        heard = Understanding.model_validate(value or {})
        facts = merge(_known(draft), heard, asked) if value else _known(draft)
        return draft | {FACTS: facts.model_dump(mode="json", exclude_defaults=True), asked.value: True}

    return store


def _places(turn: Turn, _: Draft) -> Sequence[Choice]:
    def said(code: str) -> dict[str, Any]:
        place = places.place(code)
        return {"places": [{"code": code, "name": place.name, "city": place.city or code, "role": "prefers"}]}

    cities = [Choice(place_name(city.code, turn.language), said(city.code)) for city in places.cities()]
    return [*cities, Choice(turn.t("ask.anywhere"), said("210000"))]


SUGGESTED = (
    "6-18-02-04",
    "6-31-01-03",
    "6-18-01-07",
    "6-30-05-01",
    "4-10-01-05",
    "4-03-02-01",
    "4-12-01-01",
    "4-04-05-05",
)
"""Occupations offered as buttons, across the province's brands: each has openings in most cities."""


def _wishes(turn: Turn, _: Draft) -> Sequence[Choice]:
    return [
        Choice(
            occupation_name(code, turn.language),
            {"occupations": [{"code": code, "name": occupation_name(code, turn.language), "role": "wants"}]},
        )
        for code in SUGGESTED
    ]


def _educations(turn: Turn, _: Draft) -> Sequence[Choice]:
    levels = (
        Education.PRIMARY, Education.JUNIOR, Education.SENIOR,
        Education.SECONDARY_VOCATIONAL, Education.COLLEGE, Education.BACHELOR,
    )  # fmt: skip
    return [Choice(label("education", level, turn.language), {"education": {"level": level.value}}) for level in levels]


def _no_certificate(turn: Turn, _: Draft) -> Sequence[Choice]:
    return [Choice(turn.t("intake.certificates.none"), {"certificates": []})]


def _constraints(turn: Turn, _: Draft) -> Sequence[Choice]:
    offered = (
        Constraint.HOUSING, Constraint.NO_NIGHT, Constraint.NEAR_HOME,
        Constraint.NO_HEIGHTS, Constraint.NO_HEAVY, Constraint.WEEKENDS_OFF,
    )  # fmt: skip
    return [Choice(label("constraint", item, turn.language), {"constraints": [item.value]}) for item in offered]


def _question(
    asked: Asked, choices: Callable[[Turn, Draft], Sequence[Choice]] | None = None, columns: int = 2
) -> Question:
    return Question(
        asked.value, f"intake.{asked.value}", _reader(asked), choices=choices, optional=True,
        store=_store(asked), columns=columns,
    )  # fmt: skip


async def _summary(turn: Turn, draft: Draft) -> Html:
    return profile_card.card(_known(draft), turn.language)


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    facts = _known(draft)
    if await consents.complete(turn.session, turn.account_id):
        await seekers.keep(turn.session, turn.account_id, facts)
    await matches.show(turn, facts, "")


INTAKE = register(
    Form(
        "intake",
        (
            _question(Asked.PLACE, _places, columns=4),
            _question(Asked.WANTS, _wishes),
            _question(Asked.DID),
            _question(Asked.AGE),
            _question(Asked.EDUCATION, _educations),
            _question(Asked.CERTIFICATES, _no_certificate),
            _question(Asked.CONSTRAINTS, _constraints),
            _question(Asked.WAGE),
        ),
        _finish,
        summary=_summary,
        confirm="intake.find",
    )
)


async def begin(turn: Turn) -> None:
    """Ask what is not known yet; when all is known, the card comes at once."""
    facts = await _stored(turn)
    await forms.start(turn, INTAKE, _draft(facts, [name for name, known in _answered(facts).items() if known]))


async def correct(turn: Turn) -> None:
    """Show the card; any line of it can be changed."""
    facts = await _stored(turn)
    await forms.start(turn, INTAKE, _draft(facts, [question.key for question in INTAKE.questions]))


async def _stored(turn: Turn) -> Facts:
    return Facts() if turn.account.browsing else await seekers.facts_of(turn.session, turn.account_id)


def _draft(facts: Facts, answered: list[str]) -> Draft:
    return {FACTS: facts.model_dump(mode="json", exclude_defaults=True)} | dict.fromkeys(answered, True)


def _answered(facts: Facts) -> dict[str, bool]:
    roles = {item.role for item in facts.occupations}
    return {
        Asked.PLACE: any(not place.candidates and place.role != "excludes" for place in facts.places),
        Asked.WANTS: "wants" in roles,
        Asked.DID: "did" in roles,
        Asked.AGE: facts.age is not None,
        Asked.EDUCATION: facts.education is not None and facts.education.sure,
        Asked.CERTIFICATES: facts.certificates is not None,
        Asked.CONSTRAINTS: bool(facts.constraints),
        Asked.WAGE: facts.wage_min is not None,
    }


BUTTONS: dict[str, Handler] = {"seek.intake": begin, "seek.correct": correct}
