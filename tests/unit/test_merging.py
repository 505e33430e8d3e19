"""A conversation's facts: what adds up, what corrects, and what waits for an answer."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.people.profile import CertificateFact, Facts, Understanding
from data.vocabulary import CertificateKind, Constraint, Grade, ProfileQuestion
from matching.understanding import understand
from matching.understanding.profile_merge import list_next_questions, merge_facts, rebase
from tests.people import WELDER, facts, place, work
from tests.unit.reading import notes


def talk(*messages: str | tuple[str, ProfileQuestion]) -> Facts:
    """Facts after these messages; a pair is an answer to a question."""
    known = Facts()
    for message in messages:
        text, asked = message if isinstance(message, tuple) else (message, None)
        known = merge_facts(known, understand(text, asked), asked)
    return known


def known(*messages: str | tuple[str, ProfileQuestion]) -> str:
    return notes(Understanding(**talk(*messages).model_dump()))


def test_the_city_said_later_tells_which_tiexi_was_meant() -> None:
    assert known("我在铁西，干过三年电焊", "沈阳") == "lives 铁西区; did 焊工 3y"
    assert talk("我在铁西，干过三年电焊", "沈阳").places[0].code == "210106"
    assert talk("我在铁西，干过三年电焊", ("鞍山", ProfileQuestion.PLACE)).places[0].code == "210303"


def test_until_then_both_are_candidates_and_the_place_is_asked() -> None:
    facts = talk("我在铁西，干过三年电焊，没证，想学数控")
    assert facts.places[0].candidates == ["210106", "210303"]
    assert list_next_questions(facts)[0] is ProfileQuestion.PLACE


def test_a_later_age_corrects_an_earlier_one() -> None:
    assert known("我四十五岁", "说错了，四十六岁") == "age 46"


def test_a_need_given_up_ends() -> None:
    assert known("不上夜班，包住", "夜班也行") == "housing"


def test_a_need_can_be_added() -> None:
    assert talk("包住", "不想登高").constraints == [Constraint.HOUSING, Constraint.NO_HEIGHTS]


def test_a_refusal_takes_a_wish_back() -> None:
    assert known("想学电工", "不想学电工了，想学焊工") == "rejects 电工; wants 焊工"


def test_a_wish_takes_a_refusal_back() -> None:
    assert known("保安不干", "保安也行") == "wants 保安员"


def test_past_work_stays_when_it_is_refused_for_the_future() -> None:
    assert known("干过三年保安", "保安不想干了") == "did 保安员 3y; rejects 保安员"


def test_living_and_wishing_are_kept_apart() -> None:
    assert known("我是法库的", "想去沈阳干") == "lives 法库县; prefers 沈阳市"


def test_an_excluded_place_is_no_longer_preferred() -> None:
    assert known("想去大连", "大连不去了，太远") == "excludes 大连市"


def test_a_finished_school_counts_over_a_hint() -> None:
    assert known("高中念了一年就下来了", ("初中毕业", ProfileQuestion.EDUCATION)) == "junior"


def test_a_school_turns_out_unfinished() -> None:
    assert known("大专", "其实大专没念完") == "senior?"


def test_no_papers_but_one() -> None:
    assert known("没证", "就一个健康证") == "has health"


def test_an_expired_paper_replaces_the_held_one() -> None:
    assert known("有电工证", "电工证过期了") == "lacks operation_permit 电工"


def test_years_come_to_the_work_already_known() -> None:
    assert known("干过电焊", "焊工干了五年") == "did 焊工 5y"


def test_a_group_once_stated_stays_stated() -> None:
    assert known("失业登记办完了", "厂子黄了") == "unemployed"


def test_of_a_child_nothing_is_kept() -> None:
    assert known("我在沈阳，想学理发", "我今年十五") == "age 15"


INDEPENDENT = [
    "我是法库的",
    "今年三十五岁",
    "初中毕业",
    "干过三年焊工",
    "想学数控",
    "包住",
    "不上夜班",
    "有健康证",
    "工资四千五",
    "会CAD",
]


@given(order=st.permutations(INDEPENDENT))
@settings(max_examples=40, deadline=None)
def test_the_order_of_independent_facts_does_not_matter(order: list[str]) -> None:
    assert talk(*order) == talk(*INDEPENDENT)


@pytest.mark.parametrize("pair", list(itertools.combinations(["在铁西住", "沈阳", "干过焊工", "想学电工", "没证"], 2)))
def test_nor_does_the_order_of_two(pair: tuple[str, str]) -> None:
    assert talk(*pair) == talk(*reversed(pair))


def test_saying_the_same_again_changes_nothing() -> None:
    once = talk("我在铁西，干过三年电焊，没证，想学数控，最好包住")
    assert merge_facts(once, understand("我在铁西，干过三年电焊，没证，想学数控，最好包住")) == once


def test_what_is_missing_is_asked_in_the_order_it_matters() -> None:
    assert list_next_questions(Facts()) == [
        ProfileQuestion.PLACE,
        ProfileQuestion.WANTS,
        ProfileQuestion.DID,
        ProfileQuestion.AGE,
    ]
    assert ProfileQuestion.PLACE not in list_next_questions(talk("我是法库的"))
    assert ProfileQuestion.HOUSEHOLD in list_next_questions(talk("在法库种地十年，想学电工"))


def test_a_place_named_instead_takes_the_place_of_the_earlier_one() -> None:
    assert known("我家辽阳的，想去沈阳学焊工", "改成大连吧") == "lives 辽阳市; prefers 大连市; wants 焊工"
    assert known("想去沈阳", "抚顺也行") == "prefers 沈阳市; prefers 抚顺市"


def test_a_wish_named_instead_takes_the_place_of_the_earlier_one() -> None:
    assert known("干过瓦工，想学电工", "算了还是学焊工吧") == "did 砌筑工; wants 焊工"


def test_years_said_after_the_work_belong_to_it() -> None:
    assert known("我以前是钳工", "一共干了十一年") == "did 装配钳工 11y"
    assert known("当过保安，也送过外卖", "干了四年") == known("当过保安，也送过外卖")


def test_a_wage_that_no_longer_matters_is_forgotten() -> None:
    assert known("一个月最少五千", "钱少点也行") == ""
    assert known("一个月最少五千", "四千五也行") == "4500 a month"


def test_a_place_put_right_in_the_next_message_plays_the_part_of_the_first() -> None:
    assert known("想去营口找活", "哦不，盘锦") == "prefers 盘锦市"


def test_the_right_tiexi_takes_the_place_of_the_wrong_one() -> None:
    assert known("家住沈阳铁西", "不对，是鞍山铁西") == "lives 铁西区"
    assert talk("家住沈阳铁西", "不对，是鞍山铁西").places[0].code == "210303"


def test_work_given_up_later_is_refused() -> None:
    assert known("井下采煤干了九年", "再也不下井了") == "did 井下采矿工 9y; rejects 井下采矿工"


def test_what_a_form_changed_is_laid_over_what_was_said_meanwhile() -> None:
    before = Facts(age=30, wage_min=4000, constraints=[Constraint.NO_NIGHT, Constraint.MEALS])
    after = Facts(age=31, wage_min=4000, constraints=[Constraint.NO_NIGHT, Constraint.HOUSING])
    meanwhile = Facts(age=30, wage_min=5000, constraints=[Constraint.NO_NIGHT, Constraint.MEALS, Constraint.SEATED])
    kept = [Constraint.NO_NIGHT, Constraint.SEATED, Constraint.HOUSING]
    assert rebase(meanwhile, before, after) == Facts(age=31, wage_min=5000, constraints=kept)


def test_what_a_form_left_alone_stays_as_it_was_said_meanwhile() -> None:
    before = Facts(age=30, constraints=[Constraint.MEALS])
    meanwhile = Facts(age=32, certificates=[], constraints=[])
    assert rebase(meanwhile, before, before) == meanwhile


def test_what_a_form_adds_and_a_message_added_too_stands_once() -> None:
    both = Facts(constraints=[Constraint.MEALS])
    assert rebase(both, Facts(), both) == both


def test_papers_named_in_a_form_take_the_place_of_an_unknown() -> None:
    after = Facts(certificates=[])
    assert rebase(Facts(age=20), Facts(), after) == Facts(age=20, certificates=[])


def test_a_place_that_was_ruled_out_can_be_wished_for_later() -> None:
    assert known("不去大连", "大连也行") == "prefers 大连市"


def test_another_place_wished_for_later_leaves_what_is_ruled_out() -> None:
    assert known("不去大连", "沈阳也行") == "excludes 大连市; prefers 沈阳市"


def merged(*said: Facts) -> Facts:
    """Facts after these readings, one a message."""
    after = Facts()
    for one in said:
        after = merge_facts(after, Understanding(**one.model_dump()))
    return after


def test_a_trade_named_once_stays_until_another_is_named() -> None:
    first, second = "电焊工", "气焊工"
    silent, named, other = (facts(work(WELDER, "did", trade=trade)) for trade in (None, first, second))
    assert [one.trade for one in merged(named, silent).occupations] == [first]
    assert [one.trade for one in merged(silent, named).occupations] == [first]
    assert second in [one.trade for one in merged(named, other).occupations]


def test_of_a_city_and_its_district_where_one_lives_the_district_stays() -> None:
    city, district = facts(place("210100", "lives")), facts(place("210106", "lives"))
    assert [one.code for one in merged(city, district).places] == ["210106"]
    assert [one.code for one in merged(facts(place("210100", "prefers")), district).places] == ["210106", "210100"]


def grade(level: Grade, occupation: str | None = None) -> Facts:
    return Facts(certificates=[CertificateFact(kind=CertificateKind.GRADE, grade=level, occupation=occupation)])


def test_a_grade_of_no_named_occupation_is_that_of_the_occupation_named_later_if_it_is_the_same_grade() -> None:
    one = merged(grade(Grade.FOUR), grade(Grade.FOUR, WELDER)).certificates
    both = merged(grade(Grade.FIVE), grade(Grade.FOUR, WELDER)).certificates
    assert [(paper.grade, paper.occupation) for paper in one or []] == [(Grade.FOUR, WELDER)]
    assert len(both or []) == 2


def test_two_grades_of_one_occupation_are_two_papers() -> None:
    assert len(merged(grade(Grade.FIVE, WELDER), grade(Grade.FOUR, WELDER)).certificates or []) == 2
