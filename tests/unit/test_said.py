"""Sentences that people in Liaoning say of themselves, and what is understood: nearly all of it."""

import json
from datetime import date
from pathlib import Path

import pytest

from data.people.profile import Facts
from data.vocabulary import Intent, ProfileQuestion
from matching.understanding import understand
from matching.understanding.explained import explain
from tests.unit.reading import notes

TODAY = date(2026, 11, 22)
LEAST = 0.77
"""F1 of the notes. Who mends a sentence here mends the corpus."""
_SENTENCES = [json.loads(line) for line in Path(__file__).with_name("said.jsonl").read_text("utf-8").splitlines()]


def test_sentences_are_understood() -> None:
    right = wrong = missed = 0
    read_otherwise = []
    for row in _SENTENCES:
        asked = ProfileQuestion(row["asked"]) if row["asked"] else None
        found = set(filter(None, notes(understand(row["said"], asked, today=TODAY)).split("; ")))
        meant = set(row["meant"])
        right, wrong, missed = right + len(found & meant), wrong + len(found - meant), missed + len(meant - found)
        if found != meant:
            read_otherwise.append((row["said"], sorted(found - meant), sorted(meant - found)))
    assert 2 * right / (2 * right + wrong + missed) >= LEAST, "\n".join(map(str, read_otherwise))


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("来找活的", "search"), ("找个活干", "search"), ("我要找工作", "search"), ("I'm looking for work.", "search"),
        ("The recruiter kept 800 yuan of mine", "report"), ("交完服装费人就没影了，我要举报这家", "report"),
        ("五十六了 想找点活干", "answer"),
    ],
)  # fmt: skip
def test_looking_for_work_and_being_cheated_are_told_apart(said: str, intent: str) -> None:
    assert understand(said).intent == intent


def test_nothing_is_kept_of_words_that_ask_to_delete_everything_even_with_other_wishes() -> None:
    heard = understand("把我的信息都删了，也别再给我发消息了，我在大连干过焊工")
    assert heard.intent is Intent.DELETE
    assert heard.facts() == Facts()


def test_a_long_message_is_read_to_its_end_and_no_further() -> None:
    long = "我在鞍山。" * 600 + "想学电工。"
    assert len(long) < 4096
    read = understand(long + "，" * (4096 - len(long)) + "想学厨师")
    assert {place.code for place in read.places} == {"210300"}
    assert {work.code for work in read.occupations} == {"6-31-01-03"}


def test_an_explanation_tells_the_words_and_what_is_held() -> None:
    told = explain("我在鞍山，干过车工，想学电工")
    assert {"did", "wants", "here"} <= {mark["label"] for mark in told["model"]}
    words = {mark["words"] for mark in told["model"] if mark["label"] == "wants"}
    assert any("电工" in one for one in words)
    assert told["held"]["places"][0]["code"] == "210300"
    assert {fact["code"] for fact in told["held"]["occupations"]} == {"6-18-01-01", "6-31-01-03"}
