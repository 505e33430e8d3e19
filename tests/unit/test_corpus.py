"""The corpus and the gold set are what their README says, and the check finds what is not."""

import json
from pathlib import Path

import pytest

from matching.language.training.corpus import FOLDER, Row, Span, parse, problems, read

GOLD = Path(__file__).parents[1] / "gold"


def _row(text: str, kind: str = "messages", writer: str = "a", **rest: object) -> Row:
    plain, spans = parse(text)
    return Row(kind, writer, "here", plain, spans, rest)


def test_nothing_is_wrong_with_the_corpus_and_no_text_of_the_gold_set_is_in_it() -> None:
    assert problems(read(FOLDER), apart=[row.text for row in read(GOLD)]) == []


def test_nothing_is_wrong_with_the_gold_set() -> None:
    assert problems(read(GOLD)) == []


def test_who_wrote_the_gold_set_wrote_nothing_of_the_corpus() -> None:
    assert not {row.writer for row in read(FOLDER)} & {row.writer for row in read(GOLD)}


def test_labels_stand_where_their_words_do() -> None:
    text, spans = parse("我{did=6-18-02-04|干过焊工}{years|三年}")
    assert text == "我干过焊工三年"
    assert spans == (Span("did", "6-18-02-04", 1, 5), Span("years", "", 5, 7))


@pytest.mark.parametrize("broken", ["我{did=6-18-02-04|}", "我{焊工}", "我{did=1|焊{years|三年}}"])
def test_a_broken_label_is_named_with_its_line(broken: str, tmp_path: Path) -> None:
    (tmp_path / "messages_a.jsonl").write_text(json.dumps({"q": None, "m": broken}), "utf-8")
    with pytest.raises(ValueError, match=r"messages_a\.jsonl:1"):
        list(read(tmp_path))


@pytest.mark.parametrize(
    "row",
    [
        _row("{did=9-99-99-99|飞毯}"), _row("{lives=219999|月球}"), _row("{need:sunshine|要有太阳}"),
        _row("{edu=doctor|博士}"),
        _row("{hours|几点}"), _row("沈阳", q="hobby"), _row("{dance@|跳舞}", "acts"), _row("几点", "acts"),
        _row("{dismiss@ugly|难看}", "acts"), _row("{hours|几点}", "acts", may=["sing"]), _row("{rude|滚}", "law"),
        _row("{did=0|零工}", "adverts"), _row("你好", "songs"),
    ],
)  # fmt: skip
def test_what_no_head_could_learn_is_found(row: Row) -> None:
    assert len(problems([row])) == 1


def test_a_text_again_and_a_text_of_a_measured_set_are_found() -> None:
    twice = [_row("我在沈阳干电焊"), Row("messages", "a", "there", "我在沈阳干电焊", (), {})]
    assert problems(twice) == ["there: the text of here again"]
    assert problems([_row("我在{lives=210100|沈阳}，干电焊")], apart=["我在沈阳干电焊！"]) == [
        "here: stands in a set that is measured with"
    ]


def test_one_writer_who_wrote_most_is_named() -> None:
    rows = [_row(f"第{number}句", writer=writer) for number, writer in enumerate("aaab" + "c")]
    assert problems(rows) == ["messages: a wrote 3 of 5 rows"]
