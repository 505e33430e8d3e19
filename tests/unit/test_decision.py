"""Rules and model decide together: what is held, what is asked, what is left."""

import dataclasses

import numpy as np
import pytest

from data.people.profile import Facts, OccupationFact
from data.vocabulary import Constraint
from matching.language.heads.labels import HEADS
from matching.language.heads.linker import Link
from matching.language.heads.reading import Mark, Reading
from matching.understanding.decision import decide
from matching.understanding.heard import Heard, Named, Work

LATHE, WELDER, COOK, GUARD = "6-18-01-01", "6-18-02-04", "4-03-02-01", "4-07-05-01"


def reading(text: str, **scores: float) -> Reading:
    """A text of one token with these probabilities of facts."""
    table = np.zeros((1, len(HEADS["facts"])), dtype=np.float32)
    for label, score in scores.items():
        table[0, HEADS["facts"].index(label)] = score
    return Reading(text, ((0, len(text)),), np.zeros((1, 384), dtype=np.float32), {"facts": table})


def heard(*work: Work, needs: tuple[Named, ...] = (), at_all: float = 0.9) -> Heard:
    return Heard(
        reading=reading("…", work=at_all), work=work, places=(), age=None, wage=None, education=None,
        papers=(), needs=needs, groups=(),
    )  # fmt: skip


def told(words: str, role: str, links: dict[str, float], *, sure: float = 0.95, years: float | None = None) -> Work:
    found = tuple(Link(code, score) for code, score in links.items())
    return Work(Mark("work", 0, len(words), sure), words, role, sure, found, years)


def test_nobody_is_a_child_on_the_models_word_alone() -> None:
    twelve = dataclasses.replace(heard(), age=(12, 0.99))
    forty = dataclasses.replace(heard(), age=(40, 0.99))
    assert decide(Facts(), twelve).facts.age is None
    assert decide(Facts(), forty).facts.age == 40


def test_a_prison_past_is_never_kept() -> None:
    past = dataclasses.replace(heard(), groups=(Named("released", 0.99), Named("veteran", 0.99)))
    assert [group.id for group in decide(Facts(), past).facts.groups] == ["grp.veteran"]


def test_a_name_said_later_is_not_given_to_the_words_before() -> None:
    before = told("开床子", "did", {LATHE: 1.2, COOK: 0.9})
    named = told("厨师", "wants", {COOK: 1.4})
    decision = decide(Facts(occupations=[ruled(COOK, "wants")]), heard(before, named))
    assert roles(decision.facts) == {(LATHE, "did"), (COOK, "wants")}


def ruled(code: str, role: str) -> OccupationFact:
    return OccupationFact(code=code, name="…", role=role)  # type: ignore[arg-type]


def roles(facts: Facts) -> set[tuple[str, str]]:
    return {(fact.code, fact.role) for fact in facts.occupations}


def test_work_that_only_the_model_hears_is_held_when_its_link_is_near() -> None:
    decision = decide(Facts(), heard(told("那旋活", "did", {LATHE: 1.3, WELDER: 0.5}, years=8)))
    assert roles(decision.facts) == {(LATHE, "did")}
    assert decision.facts.occupations[0].years == 8
    assert decision.unclear == ()


def test_work_with_two_like_links_is_asked() -> None:
    decision = decide(Facts(), heard(told("整那玩意儿", "wants", {LATHE: 0.88, WELDER: 0.87, COOK: 0.3})))
    assert decision.facts.occupations == []
    assert [work.candidates for work in decision.unclear] == [[LATHE, WELDER]]


def test_words_far_from_any_work_are_left() -> None:
    decision = decide(Facts(), heard(told("嗯哪", "did", {LATHE: 0.4, WELDER: 0.1})))
    assert decision.facts.occupations == []
    assert decision.unclear == ()


def test_the_role_that_the_model_is_sure_of_counts() -> None:
    decision = decide(Facts(occupations=[ruled(COOK, "wants")]), heard(told("厨师", "rejects", {COOK: 1.4})))
    assert roles(decision.facts) == {(COOK, "rejects")}


@pytest.mark.parametrize("role", ["other", "learned"])
def test_work_of_somebody_else_or_only_studied_is_not_kept(role: str) -> None:
    decision = decide(Facts(occupations=[ruled(GUARD, "did")]), heard(told("保安", role, {GUARD: 1.4})))
    assert decision.facts.occupations == []


def test_rules_count_where_the_model_is_not_sure() -> None:
    decision = decide(Facts(occupations=[ruled(COOK, "rejects")]), heard(told("厨师", "wants", {COOK: 1.4}, sure=0.3)))
    assert roles(decision.facts) == {(COOK, "rejects")}


def test_needs_of_both_are_held_once() -> None:
    facts = Facts(constraints=[Constraint.HOUSING])
    needs = (Named("housing", 0.9), Named("no_night", 0.9), Named("meals", 0.2))
    assert decide(facts, heard(needs=needs)).facts.constraints == [Constraint.HOUSING, Constraint.NO_NIGHT]
