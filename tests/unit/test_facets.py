"""Figures of marked words by closed forms, and what is held of what the model hears."""

from datetime import date

import numpy as np
import pytest

from data.vocabulary import Language, ProfileQuestion
from matching.language.heads.labels import HEADS
from matching.language.heads.reading import Mark, Reading
from matching.understanding.facets import age, groups, needs, papers, places, schooling, wage, work, years
from matching.understanding.facts import read_facts
from matching.understanding.message import Message

TODAY = date(2026, 11, 29)
WELDER, COOK = "6-18-02-04", "4-03-02-01"


def reading(text: str, *heard: tuple[str, str]) -> Reading:
    """A text whose every character is a token; the words are heard as the label for sure."""
    table, child = (np.zeros((len(text), len(HEADS[head])), dtype=np.float32) for head in ("facts", "child"))
    only = np.zeros((len(text), len(HEADS["only"])), dtype=np.float32)
    for words, label in heard:
        start = text.index(words)
        if label in HEADS["child"]:
            child[start : start + len(words), 0] = 0.99
        else:
            table[start : start + len(words), HEADS["facts"].index(label)] = 0.99
    tokens = tuple((i, i + 1) for i in range(len(text)))
    return Reading(
        text, tokens, np.zeros((len(text), 384), dtype=np.float32), {"facts": table, "child": child, "only": only}
    )


def told(words: str, role: str, links: dict[str, float], score: float = 0.95) -> work.Work:
    found = tuple(work.Link(code, score) for code, score in links.items())
    return work.Work(Mark("work", 0, len(words), 0.95), words, role, score, None, found)


@pytest.mark.parametrize(
    ("words", "lasted"),
    [
        ("三年", 3), ("两年半", 2.5), ("半年", 0.5), ("十来年", 10), ("八个月", 0.7), ("七八年", 7), ("5 年", 5),
        ("3年，不对，两年半", 2.5), ("一年零三个月", 1.2), ("一个半月", 0.1), ("72个月", 6), ("十五年", 15),
        ("从19年到23年", None), ("15年开始", None), ("很久", None),
        ("three years", 3), ("two and a half years", 2.5), ("a year and a half", 1.5), ("3 years and 2 months", 3.2),
    ],
)  # fmt: skip
def test_how_long_work_lasted(words: str, lasted: float | None) -> None:
    assert years.spoken(words) == lasted


@pytest.mark.parametrize(
    ("words", "old"),
    [
        ("四十五", 45), ("38", 38), ("52岁8个月", 52), ("17、8岁", 17), ("快16了", 15), ("快18了", 17),
        ("差三个月16岁", 15),
        ("1988年5月生", 38), ("七六年的", 50), ("85 年的", 41), ("2013年的", 13), ("2010年生人", None),
        ("四十多", None), ("40 多岁", None), ("四十上下", None), ("in my 40s", None),
        ("twenty-eight", 28), ("28 years old", 28),
    ],
)  # fmt: skip
def test_how_old_somebody_is(words: str, old: int | None) -> None:
    assert age.read_age(words, words, TODAY) == old


def test_nominal_years_are_no_age_and_a_humble_heart_is_none() -> None:
    assert age.read_age("三十", "虚岁三十", TODAY) is None
    assert age.read_age("25岁", "25岁,想虚心学门手艺", TODAY) == 25


@pytest.mark.parametrize(
    ("text", "young"),
    [
        ("快16了", True), ("还差俩月满十六", True), ("还差3个月16", True), ("虚岁16", True), ("almost sixteen", True),
        ("not 16 yet", True), ("虚岁三十", False), ("十六周岁虚岁十七", False), ("不到四十", False), ("快18了", False),
    ],
)  # fmt: skip
def test_who_is_not_sixteen_yet(text: str, *, young: bool) -> None:
    assert age.is_too_young(text) is young


@pytest.mark.parametrize(
    ("text", "heard", "asked", "child", "years_old"),
    [
        ("我15岁", [("15", "age"), ("我", "under_16")], None, True, 15),
        ("我15岁", [("15", "age")], None, True, None),
        ("15", [("15", "age")], ProfileQuestion.AGE, True, 15),
        ("快16了", [("快16", "age"), ("快", "under_16")], None, True, 15),
        ("上初二", [("初二", "under_16")], None, True, None),
        ("我38了，孩子上初二", [("38", "age"), ("初二", "under_16")], None, False, 38),
    ],
)
def test_who_is_a_child(
    text: str, heard: list[tuple[str, str]], asked: ProfileQuestion | None, *, child: bool, years_old: int | None
) -> None:
    found = read_facts(Message(text, Language.ZH, asked), reading(text, *heard), TODAY, searching=False)
    assert (found.child, found.facts.age) == (child, years_old)


@pytest.mark.parametrize(
    ("words", "before", "behind", "yuan"),
    [
        ("四千五", "", "", 4500), ("5k", "", "", 5000), ("三千五四千", "", "", 3500), ("5-6千", "", "", 5000),
        ("8000", "", "", 8000), ("一万二千", "", "", 12000), ("4-5000", "", "", 4000), ("4000,4500", "", "", 4000),
        ("5,000", "", "", 5000), ("一年六万", "", "", 5000), ("年薪120000", "", "", 10000), ("六千", "", "", 6000),
        ("5000", "", ",每天8小时", 5000), ("四千五", "干了一年,要", "", 4500), ("一天三百", "", "", None),
        ("300", "", "一天", None), ("二十", "", "", None), ("two thousand", "", "", 2000),
        ("five to six thousand", "", "", 5000), ("four thousand five hundred", "", "", 4500),
    ],
)  # fmt: skip
def test_what_somebody_wants_to_earn(words: str, before: str, behind: str, yuan: int | None) -> None:
    assert wage.read_wage(words, before, behind) == yuan


def test_a_prison_past_is_never_kept() -> None:
    heard = reading("出来两年了，退伍的", ("出来", "group:released"), ("退伍", "group:veteran"))
    assert [(group.id, group.sure) for group in groups.read_groups(heard, None, [], TODAY)] == [("grp.veteran", True)]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("2026届毕业", ["grp.grad_year"]),
        ("25年毕业的", ["grp.grad_2y_ln"]),
        ("2025年6月毕业", ["grp.grad_2y_ln"]),
        ("2020届毕业", []),
        ("98年初中毕业", []),
    ],
)
def test_the_calendar_tells_which_graduates(text: str, group: list[str]) -> None:
    heard = reading(text, ("毕业", "group:grad_year"))
    assert [one.id for one in groups.read_groups(heard, None, [], TODAY)] == group


def test_a_need_given_up_is_no_need() -> None:
    heard = reading("夜班也行，管住", ("夜班也行", "lifted:no_night"), ("管住", "need:housing"))
    assert needs.read_needs(heard) == (["housing"], ["no_night"])


def test_words_taken_back_are_no_place() -> None:
    text = "不是大连，是丹东"
    heard = reading(text, ("大连", "wrong"), ("大连", "in"), ("丹东", "in"))
    assert [place.code for place in places.read_places(heard, None, searching=False)] == ["210600"]


def test_the_city_tells_which_district_is_meant() -> None:
    heard = reading("鞍山的，铁西住", ("鞍山", "lives"), ("铁西", "lives"))
    assert [place.code for place in places.read_places(heard, None, searching=False)] == ["210303"]


def test_a_grade_is_of_the_work_beside_it() -> None:
    heard = reading("电工，四级", ("电工", "work"), ("电工", "did"), ("四级", "paper"))
    found, _ = work.read_work(heard)
    papers_found = papers.read_papers(heard, found, asked=False) or []
    assert [(paper.kind, paper.occupation, paper.grade) for paper in papers_found] == [("grade", "6-31-01-03", "4")]


def test_each_paper_has_its_own_grade() -> None:
    heard = reading("电工四级,叉车证", ("电工四级,叉车证", "paper"))
    found = papers.read_papers(heard, [], asked=False) or []
    told = {(paper.kind, paper.occupation, paper.grade) for paper in found}
    assert told == {("operation_permit", "6-30-05-01", None), ("grade", "6-31-01-03", "4")}


@pytest.mark.parametrize("words", ["残疾证二级", "英语四级证", "普通话二级甲等", "律师资格证"])
def test_other_papers_are_no_rung_of_the_ladder(words: str) -> None:
    found = papers.read_papers(reading(words, (words, "paper")), [], asked=False) or []
    assert all(paper.grade is None for paper in found)


def test_school_that_was_not_finished_is_a_hint_of_the_level_below() -> None:
    found = schooling.read_education(reading("高中念了一年", ("高中念了一年", "unfinished")))
    assert found is not None
    assert (found.level, found.sure) == ("junior", False)


def test_a_subject_keeps_its_first_character() -> None:
    majors = schooling.read_majors(reading("学前教育", ("学前教育", "major")), None)
    assert [major.name for major in majors] == ["学前教育"]


@pytest.mark.parametrize(
    ("text", "label", "found"),
    [
        ("不去沈阳", "excludes", [("210100", "excludes")]), ("沈阳吧", "lives", [("210100", "prefers")]),
        ("住沈阳", "lives", [("210100", "lives")]), ("随便", "other", [("210000", "prefers")]), ("不知道", "other", []),
    ],
)  # fmt: skip
def test_an_answer_to_the_question_for_a_place(text: str, label: str, found: list[tuple[str, str]]) -> None:
    heard = reading(text, (text[1:] if text.startswith("不去") else text, label))
    read = places.read_places(heard, ProfileQuestion.PLACE, searching=False)
    assert [(place.code, place.role) for place in read] == found


def test_names_side_by_side_are_two_trades() -> None:
    heard = reading("电工焊工都干过", ("电工焊工", "work"), ("电工焊工", "did"))
    assert {fact.code for fact in work.facts_of(work.read_work(heard)[0])[0]} == {"6-31-01-03", WELDER}


def test_a_name_with_words_around_it_is_one_work() -> None:
    heard = reading("在船厂焊船板", ("船厂焊船板", "work"), ("船厂焊船板", "did"))
    assert [one.words for one in work.read_work(heard)[0]] == ["船厂焊船板"]


@pytest.mark.parametrize(
    ("words", "code"),
    [("消控证", "4-07-05-03"), ("低压证", "6-31-01-03"), ("司索证", "6-30-05-02"), ("货运资格证", "4-02-02-02")],
)
def test_a_wish_for_a_paper_is_a_wish_for_its_work(words: str, code: str) -> None:
    heard = reading(f"想考{words}", (words, "work"), (words, "wants"))
    assert [(fact.code, fact.role) for fact in work.facts_of(work.read_work(heard)[0])[0]] == [(code, "wants")]


def test_the_one_who_does_it_is_named_by_what_is_done() -> None:
    heard = reading("我爸是切墩的", ("切墩的", "work"), ("切墩的", "did"))
    assert [fact.code for fact in work.facts_of(work.read_work(heard)[0])[0]] == [COOK]


def test_years_are_of_the_work_that_was_done() -> None:
    heard = reading(
        "焊工干了三年，想学厨师",
        ("焊工", "work"),
        ("焊工", "did"),
        ("三年", "years"),
        ("厨师", "work"),
        ("厨师", "wants"),
    )
    facts, unclear = work.facts_of(work.read_work(heard)[0])
    assert [(fact.code, fact.role, fact.years) for fact in facts] == [(WELDER, "did", 3), (COOK, "wants", None)]
    assert not unclear


def test_work_is_held_asked_or_left_by_the_likeness_of_its_link() -> None:
    near, unsure, far = (told("抡大锤", "wants", {WELDER: score}) for score in (1.0, 0.7, 0.4))
    assert [fact.code for fact in work.facts_of([near])[0]] == [WELDER]
    assert work.facts_of([unsure])[0] == []
    assert work.facts_of([unsure])[1][0].candidates == [WELDER]
    assert work.facts_of([far]) == ([], [])


@pytest.mark.parametrize("role", ["learned", "other"])
def test_work_of_somebody_else_or_only_studied_is_not_kept(role: str) -> None:
    assert work.facts_of([told("抡大锤", role, {WELDER: 1.2})]) == ([], [])


def test_a_refusal_ends_a_wish_for_the_same() -> None:
    both = [told("颠勺", role, {COOK: 1.2}) for role in ("wants", "rejects")]
    assert [fact.role for fact in work.facts_of(both)[0]] == ["rejects"]
