"""Step by step: the same facts as one sentence would give, asked one at a time. Any step can be skipped or typed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.chat.cards import profile
from bot.chat.cards.names import label, occupation_name, place_name
from bot.chat.forms import editing, engine
from bot.chat.forms.engine import (
    AmbiguousAnswer,
    BadAnswer,
    Choice,
    ConversationEnded,
    Draft,
    Form,
    FormQuestion,
    register,
)
from bot.chat.texts import Html
from bot.chat.turn import Handler, Turn
from bot.seeker import consent
from bot.seeker.profile import known_facts, occupation_choices, sensitive
from bot.seeker.search import free_text, next_question
from data.catalogue import occupations, places
from data.people import consents, seekers
from data.people.profile import Facts, OccupationFact, PlaceFact, UnclearWork, Understanding
from data.vocabulary import Constraint, Education, Intent
from data.vocabulary import ProfileQuestion as Asked
from matching.understanding import understand
from matching.understanding.declines import is_decline
from matching.understanding.profile_merge import merge_facts, rebase

FACTS = "facts"
BEFORE = "before"
"""Draft key of what was known when the form began: what differs from it was said in the form."""
TICK = "tick"


def _known(draft: Draft) -> Facts:
    return Facts.model_validate(draft.get(FACTS, {}))


def _with(draft: Draft, facts: Facts) -> Draft:
    """The draft with these facts; questions that they answer are not asked."""
    answered = dict.fromkeys([name for name, told in _answered(facts).items() if told], True)
    return draft | {FACTS: _as_kept(facts)} | answered


def _as_kept(facts: Facts) -> dict[str, Any]:
    """For the draft, which no consent to sensitive facts covers: they stay where they are."""
    return sensitive.remove_sensitive_groups(facts).model_dump(mode="json", exclude_defaults=True)


async def _understood(turn: Turn, words: str, asked: Asked | None, unclear: str) -> Understanding:
    """What the words say, sensitive facts too; `_ask_consent` asks whether these may be kept.

    Raises:
        ConversationEnded: the person is too young to work.
        BadAnswer: nothing was understood.
    """
    heard = await asyncio.to_thread(understand, words, asked)
    if heard.intent is Intent.UNDERAGE and (heard.age is not None or asked is Asked.AGE):
        await free_text.refuse_child(turn, words)
        raise ConversationEnded
    if not heard.says_something() and not _unclear_work(heard, asked) and not (asked and is_decline(words)):
        raise BadAnswer(unclear)
    return heard


def _unclear_work(heard: Understanding, asked: Asked | None) -> UnclearWork | None:
    """The work of an answer about work whose name has to be asked, unless the answer names another."""
    if asked not in (Asked.WANTS, Asked.DID) or any(work.role == asked.value for work in heard.occupations):
        return None
    return next((work.model_copy(update={"role": asked.value}) for work in heard.unclear_work), None)


def _plain(heard: Understanding) -> Understanding:
    """What was heard without sensitive facts, as it may stand in the draft."""
    return heard.model_copy(update={"groups": sensitive.remove_sensitive_groups(heard.facts()).groups})


async def _ask_consent(turn: Turn, heard: Any) -> None:
    """Ask for the yes to sensitive facts that an answer in words tells."""
    groups = Understanding.model_validate(heard).groups
    await sensitive.ask_consent(turn, sensitive.groups_without_consent(groups, await known_facts.facts_of(turn)))


def _reader(asked: Asked) -> Callable[[Turn, Draft, str], Any]:
    async def parse(turn: Turn, _: Draft, words: str) -> dict[str, Any]:
        heard = await _understood(turn, words, asked, f"intake.{asked.value}.unclear")
        doubtful = next((place for place in heard.places if place.candidates), None)
        if asked == Asked.PLACE and doubtful is not None:
            choices = [
                Choice(next_question.place_button_text(turn, code), _in_place(heard, code))
                for code in doubtful.candidates
            ]
            raise AmbiguousAnswer("ask.place_which", choices, heard=_value(heard), name=doubtful.name)
        unclear = _unclear_work(heard, asked)
        if unclear is not None:
            named = [
                Choice(occupation_name(code, turn.language), _as_work(heard, unclear, code))
                for code in unclear.candidates
            ]
            none = Choice(turn.t("ask.work_none"), _value(heard))
            raise AmbiguousAnswer("ask.work_which", [*named, none], heard=_value(heard), words=unclear.words)
        return _value(heard)

    return parse


def _value(heard: Understanding) -> dict[str, Any]:
    return heard.model_dump(mode="json", exclude_defaults=True, exclude={"ask_next", "intent", "unclear_work"})


def _as_work(heard: Understanding, unclear: UnclearWork, code: str) -> dict[str, Any]:
    """What was heard, with this occupation for the words that were in doubt."""
    name = occupations.occupation(code).name
    work = OccupationFact(code=code, name=name, role=unclear.role, years=unclear.years)
    return _value(_plain(heard).model_copy(update={"occupations": [*heard.occupations, work]}))


def _in_place(heard: Understanding, code: str) -> dict[str, Any]:
    """What was heard, with this place for the doubtful one."""
    place = places.place(code)
    meant = PlaceFact(code=code, name=place.name, city=place.city or code, role="prefers")
    certain = [other for other in heard.places if not other.candidates]
    return _value(_plain(heard).model_copy(update={"places": [*certain, meant]}))


def _store(asked: Asked) -> Callable[[Draft, Any], Draft]:
    def store(draft: Draft, value: Any) -> Draft:
        before = _without(_known(draft), asked) if engine.EDITED_ANSWER_KEY in draft else _known(draft)
        facts = merge_facts(before, _plain(Understanding.model_validate(value)), asked) if value else before
        return _with(draft, facts) | {asked.value: True}

    return store


def _without(facts: Facts, asked: Asked) -> Facts:
    """The facts before this question was answered: who changes an answer takes the earlier one back."""
    if asked == Asked.PLACE:
        return facts.model_copy(update={"places": [place for place in facts.places if place.role == "excludes"]})
    if asked in (Asked.WANTS, Asked.DID):
        kept = [item for item in facts.occupations if item.role != asked.value]
        return facts.model_copy(update={"occupations": kept})
    fields = {
        Asked.AGE: "age", Asked.EDUCATION: "education", Asked.CERTIFICATES: "certificates", Asked.WAGE: "wage_min",
    }  # fmt: skip
    return facts.model_copy(update={fields[asked]: getattr(Facts(), fields[asked])})


async def _reread(turn: Turn, draft: Draft, words: str) -> Draft:
    """Words at the card are a correction."""
    heard = await _understood(turn, words, None, "form.use_buttons")
    await _ask_consent(turn, heard)
    return _with(draft, merge_facts(_known(draft), _plain(heard)))


def _places(turn: Turn, _: Draft) -> Sequence[Choice]:
    def said(code: str) -> dict[str, Any]:
        place = places.place(code)
        return {"places": [{"code": code, "name": place.name, "city": place.city or code, "role": "prefers"}]}

    cities = [Choice(place_name(city.code, turn.language), said(city.code)) for city in places.cities()]
    return [*cities, Choice(turn.t("ask.anywhere"), said("210000"))]


def _wishes(turn: Turn, draft: Draft) -> Sequence[Choice]:
    def said(code: str) -> dict[str, Any]:
        return {"occupations": [{"code": code, "name": occupations.occupation(code).name, "role": "wants"}]}

    return [
        Choice(turn.t(text), said(code)) for code, text in occupation_choices.offered_occupations(_known(draft)).items()
    ]


def _educations(turn: Turn, _: Draft) -> Sequence[Choice]:
    levels = (
        Education.PRIMARY, Education.JUNIOR, Education.SENIOR,
        Education.SECONDARY_VOCATIONAL, Education.COLLEGE, Education.BACHELOR,
    )  # fmt: skip
    return [Choice(label("education", level, turn.language), {"education": {"level": level.value}}) for level in levels]


def _no_certificate(turn: Turn, _: Draft) -> Sequence[Choice]:
    return [Choice(turn.t("intake.certificates.none"), {"certificates": []})]


def _constraints(turn: Turn, draft: Draft) -> Sequence[Choice]:
    """Each with a tick when it holds; the last button keeps what is ticked."""
    offered = (
        Constraint.HOUSING, Constraint.NO_NIGHT, Constraint.NEAR_HOME,
        Constraint.NO_HEIGHTS, Constraint.NO_HEAVY, Constraint.WEEKENDS_OFF,
    )  # fmt: skip
    held = _known(draft).constraints
    names = {item: label("constraint", item, turn.language) for item in dict.fromkeys((*offered, *held))}
    ticks = [
        Choice(turn.t("choice.ticked", name=name) if item in held else name, {TICK: item.value})
        for item, name in names.items()
    ]
    return [*ticks, Choice(turn.t("choice.enough"), {})]


def _tick(draft: Draft, value: Any) -> Draft:
    """A tap ticks or unticks; words add to what is ticked."""
    facts = _known(draft)
    if value and TICK in value:
        chosen = Constraint(value[TICK])
        held = {*facts.constraints} ^ {chosen}
        facts = facts.model_copy(update={"constraints": [item for item in Constraint if item in held]})
        return draft | {FACTS: _as_kept(facts)}
    if value:
        facts = merge_facts(facts, _plain(Understanding.model_validate(value)), Asked.CONSTRAINTS)
    return _with(draft, facts) | {Asked.CONSTRAINTS.value: True}


def _question(
    asked: Asked, choices: Callable[[Turn, Draft], Sequence[Choice]] | None = None, columns: int = 2
) -> FormQuestion:
    return FormQuestion(
        asked.value, f"intake.{asked.value}", _reader(asked), choices=choices, optional=True,
        store_answer=_store(asked), columns=columns, heard=_ask_consent,
    )  # fmt: skip


async def _summary(turn: Turn, draft: Draft) -> Html:
    return profile.card(_known(draft), turn.language)


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    before = Facts.model_validate(draft.get(BEFORE, {}))
    facts = rebase(await known_facts.facts_of(turn), before, _known(draft))
    if await consents.has_required(turn.session, turn.account_id):
        await seekers.save_facts(turn.session, turn.account_id, facts)
    # a question that was passed over in the form is not asked again
    await next_question.ask_or_show_matches(turn, facts, "", not_to_ask=[Asked.PLACE, Asked.WANTS])


async def _renew(turn: Turn, draft: Draft) -> Draft:
    """An age that was told meanwhile, while applying, is not asked again."""
    facts, age = _known(draft), (await known_facts.facts_of(turn)).age
    return _with(draft, facts.model_copy(update={"age": age})) if facts.age is None and age is not None else draft


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
            replace(
                _question(Asked.CONSTRAINTS, _constraints),
                store_answer=_tick,
                repeat_while=lambda draft: Asked.CONSTRAINTS.value not in draft,
            ),
            _question(Asked.WAGE),
        ),
        _finish,
        summary=_summary,
        confirm_text_id="intake.find",
        parse_at_summary=_reread,
        refresh_draft=_renew,
    )
)


async def begin(turn: Turn) -> None:
    """Ask what is not known yet; when all is known, the card comes at once."""
    if not await consents.has_required(turn.session, turn.account_id):
        await consent.ask_before_intake(turn)
        return
    facts = await known_facts.facts_of(turn)
    await engine.start_form(turn, INTAKE, _with({BEFORE: _as_kept(facts)}, facts))


async def correct(turn: Turn) -> None:
    """Any line of the card can be changed, by button or in words."""
    if not await consents.has_required(turn.session, turn.account_id):
        await consent.ask_before_intake(turn)
        return
    facts = await known_facts.facts_of(turn)
    everything: Draft = {question.key: True for question in INTAKE.questions} | {BEFORE: _as_kept(facts)}
    await editing.start_editing(turn, INTAKE, _with(everything, facts))


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
