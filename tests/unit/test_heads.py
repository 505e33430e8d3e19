"""A text read by the heads: windows, words, another model without heads."""

from pathlib import Path

import pytest

from data.vocabulary import ProfileQuestion
from matching.adverts.quotes import sentences_answering
from matching.adverts.reading import read_advert
from matching.language.heads import prompts
from matching.language.heads.acts import read_acts
from matching.language.heads.linker import link
from matching.language.heads.reading import has_heads, read
from matching.law.findings import lint
from matching.understanding import understand
from tests.encoders import save_other_model

FACTS = ("facts",)
PROMPT = prompts.of_message("seeker", prompts.IDLE)


def test_words_of_a_long_text_lie_where_they_stand() -> None:
    filler = "今天天气不错，我们随便聊聊家常。" * 40
    text = f"{filler}我以前在厂里开过叉车。{filler}"
    marks = read(text, PROMPT, FACTS).marks("facts", "work", 0.5)
    assert any("叉车" in text[mark.start : mark.end] for mark in marks)


def test_tokens_cover_the_text_in_order_and_leave_the_prompt_out() -> None:
    text = "Welding in 沈阳，三年"
    places = read(text, PROMPT, FACTS).places
    assert places[0][0] == 0
    assert places[-1][1] == len(text)
    assert all(start < end <= len(text) for start, end in places)


def test_a_text_without_words_carries_nothing() -> None:
    assert read("   ", PROMPT, FACTS).labels("facts", 0.0) == dict.fromkeys(
        read("a", PROMPT, FACTS).labels("facts", 0), 0
    )


def test_the_same_words_are_another_act_elsewhere() -> None:
    chosen = {act.name for act in read_acts("第二个", "seeker", "list")}
    told = {act.name for act in read_acts("第二个", "seeker", "form_question")}
    assert "open_n" in chosen
    assert "open_n" not in told


def test_work_told_without_its_name_is_linked() -> None:
    reading = read("我在车间开天车吊钢卷", PROMPT, FACTS)
    first, *_ = link(reading.vector(5, 10), "天车吊钢卷")
    assert first.code == "6-30-05-01"


@pytest.fixture
def other_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHITU_MODEL", str(save_other_model(tmp_path / "shorter")))


@pytest.mark.usefixtures("other_model")
def test_another_model_has_no_heads_and_plain_answers_go_on() -> None:
    assert not has_heads()
    assert read_acts("几点上班", "seeker") == []
    assert understand("电工", ProfileQuestion.WANTS).occupations[0].code == "6-31-01-03"
    assert understand("鞍山", ProfileQuestion.PLACE).places[0].code == "210300"
    assert understand("四十五", ProfileQuestion.AGE).age == 45
    assert lint("招电工，月薪900元")[0].rule.category == "wage_below_minimum"
    assert not read_advert("急招电工两名，月薪5000元，沈阳").is_advert
    with pytest.raises(RuntimeError):
        read("几点上班", PROMPT, FACTS)


def test_a_sentence_beside_the_answer_is_not_as_sure_as_the_answer() -> None:
    heard = sentences_answering("晚上能住校吗", "有宿舍：不提供\n可以插班")
    assert heard.get("可以插班", 0) < 0.75 < heard["有宿舍：不提供"]
