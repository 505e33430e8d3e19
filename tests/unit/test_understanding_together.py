"""The sentences that the rules read to the letter, read by rules and model together: nearly all as before."""

from collections.abc import Iterator
from datetime import date

from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from data.people.profile import Understanding
from data.vocabulary import Intent, ProfileQuestion
from matching.understanding import understand
from matching.understanding.explained import explain
from tests.unit import (
    test_understanding_answers,
    test_understanding_english,
    test_understanding_fragments,
    test_understanding_papers_and_needs,
    test_understanding_people,
)
from tests.unit.reading import notes
from tests.unit.test_understanding_properties import HOSTILE

TODAY = date(2026, 11, 22)
LEAST_AS_BEFORE = 0.87
"""The rest is read otherwise, some of it better: who mends a sentence here mends the corpus."""


def _sentences() -> Iterator[tuple[str, ProfileQuestion | None, str]]:
    for module in (
        test_understanding_answers, test_understanding_english, test_understanding_fragments,
        test_understanding_papers_and_needs, test_understanding_people,
    ):  # fmt: skip
        for said, *asked, understood in module.SAID:
            yield said, asked[0] if asked else None, understood


def test_sentences_are_read_as_before() -> None:
    said = list(_sentences())
    other = [
        (text, notes(read))
        for text, asked, meant in said
        if notes(read := understand(text, asked, today=TODAY)) != meant
    ]
    assert len(other) <= (1 - LEAST_AS_BEFORE) * len(said), "\n".join(map(str, other))


@run(max_examples=40)
@given(st.text(max_size=300), st.sampled_from([None, *ProfileQuestion]))
def test_any_text_is_read_without_an_error(text: str, asked: ProfileQuestion | None) -> None:
    read = understand(text, asked)
    assert Understanding.model_validate_json(read.model_dump_json()) == read


def test_hostile_texts_say_nothing() -> None:
    for text in HOSTILE:
        assert understand(text).intent is Intent.OTHER


def test_a_long_message_is_read_to_its_end_and_no_further() -> None:
    long = "我是鞍山的，" * 600 + "想学电工。"
    assert len(long) < 4096
    read = understand(long + "，" * (4096 - len(long)) + "想学厨师")
    assert {place.code for place in read.places} == {"210300"}
    assert {work.code for work in read.occupations} == {"6-31-01-03"}


def test_an_explanation_tells_words_and_what_found_them() -> None:
    told = explain("我在鞍山，干过车工，想学电工", today=TODAY)
    assert {fact["code"] for fact in told["rules"]["occupations"]} == {"6-18-01-01", "6-31-01-03"}
    assert {"did", "wants", "here"} <= {mark["label"] for mark in told["model"]}
    words = {mark["words"] for mark in told["model"] if mark["label"] == "wants"}
    assert any("电工" in one for one in words)
    assert told["held"]["places"][0]["code"] == "210300"
