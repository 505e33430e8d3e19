"""The card of a listing tells what the law and the person need, in both languages, and escapes what people typed."""

from datetime import date
from typing import Any

import pytest

from bot.chat.cards.listing import card, open_to_minors
from bot.chat.texts import Html
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import (
    CertificateKind,
    CourseKind,
    CourseMode,
    Education,
    Grade,
    Housing,
    Language,
    OrganisationState,
    Shift,
)


def _organisation(state: OrganisationState = OrganisationState.VERIFIED) -> Organisation:
    return Organisation(id=1, name="北岭<样板>厂", kinds=["enterprise"], city="210100", state=state)


def _opening(**more: Any) -> Opening:
    fields: dict[str, Any] = {
        "id": "o-1", "organisation_id": 1, "title": "下料学徒 <b>急招</b>", "occupation_code": "6-18-02-04",
        "city": "210100", "district": "210106", "description": "跟着师傅下料 & 打磨", "headcount": 5,
        "wage_min": 4200, "wage_max": 5000, "wage_after_min": 5500, "wage_after_max": 5500,
        "housing": Housing.PROVIDED, "meals": False, "shift": Shift.TWO, "night_shift": False, "term_months": 24,
        "grade_target": Grade.FOUR, "education_min": Education.JUNIOR, "hazards": ["ARC"],
        "deadline": date(2026, 12, 3), "social_insurance": True, "accepts_no_experience": True,
    }  # fmt: skip
    return Opening(**{**fields, **more})


def _course(**more: Any) -> Course:
    fields: dict[str, Any] = {
        "id": "c-1", "organisation_id": 1, "title": "叉车班", "occupation_code": "6-30-05-01", "city": "210400",
        "description": "二十天拿证", "course_kind": CourseKind.SPECIFIC_SKILL, "capacity": 30, "hours_total": 120,
        "weeks": 3, "mode": CourseMode.ONSITE, "evening": True, "fee": 0, "start_date": date(2026, 12, 1),
        "dormitory": True, "certificate_kind": CertificateKind.OPERATION_PERMIT, "documents": ["身份证<原件>"],
    }  # fmt: skip
    return Course(**{**fields, **more})


def test_opening_in_chinese() -> None:
    words = card(Language.ZH, _opening(), _organisation(), places_left=4, extras=[Html("同区")])
    for expected in (
        "北岭&lt;样板&gt;厂（已核验）", "&lt;b&gt;急招&lt;/b&gt;", "沈阳铁西区", "每月 4200–5000 元", "每月 5500 元",
        "包住，不管吃", "两班倒，不上夜班", "学 24 个月", "初中及以上", "满 18 岁", "电焊弧光", "还剩 4 个名额",
        "12月3日", "同区", "跟着师傅下料 &amp; 打磨", "任何收费都不要交",
    ):  # fmt: skip
        assert expected in words


def test_opening_in_english() -> None:
    words = card(Language.EN, _opening(), _organisation(), places_left=1)
    for expected in ("(verified)", "Tiexi District, Shenyang", "1 place left", "3 December", "Never pay anyone a fee"):
        assert expected in words


def test_course_says_what_it_costs() -> None:
    free = card(Language.ZH, _course(), _organisation())
    paid = card(Language.ZH, _course(fee=300), _organisation())
    assert "免费" in free
    assert "任何收费都不要交" in free
    assert "自己交 300 元" in paid
    assert "除上面写明的学费" in paid
    assert "身份证&lt;原件&gt;" in free


@pytest.mark.parametrize("language", list(Language))
def test_unverified_organisation_is_marked(language: Language) -> None:
    verified = card(language, _opening(), _organisation())
    pending = card(language, _opening(), _organisation(OrganisationState.PENDING))
    assert verified != pending


@pytest.mark.parametrize(
    ("more", "open_"),
    [
        ({"accepts_minors": True, "hazards": []}, True),
        ({"accepts_minors": True, "hazards": ["TOX"]}, False),
        ({"accepts_minors": True, "hazards": [], "night_shift": True}, False),
        ({"accepts_minors": False, "hazards": []}, False),
    ],
)
def test_minors_only_where_the_law_allows(more: dict[str, Any], *, open_: bool) -> None:
    opening = _opening(**more)
    assert open_to_minors(opening) is open_
    assert ("满 16 岁" in card(Language.ZH, opening, _organisation())) is open_


def test_age_limit_without_a_lawful_reason_is_not_shown() -> None:
    assert "40" not in card(Language.ZH, _opening(age_max=40), _organisation())
    assert "18–40 岁" in card(Language.ZH, _opening(age_max=40, age_basis="特种作业规定"), _organisation())


def test_card_of_the_longest_listing_fits_one_message() -> None:
    everything = _opening(
        title="长" * 120, description="述" * 3000, mentor="师" * 120, hazards=["ARC", "HT", "NOISE"] * 6
    )
    assert len(card(Language.EN, everything, _organisation(), places_left=5)) < 4096


def test_english_card_names_the_trade_and_the_day_of_pay_in_words() -> None:
    words = card(Language.EN, _opening(pay_day=22), _organisation(), fold=True)
    assert "</b> (Welder)" in words
    assert "Paid on the 22nd of each month" in words


def test_no_empty_line_stands_beside_the_quote() -> None:
    words = card(Language.ZH, _opening(), _organisation(), extras=[Html("同区")], fold=True)
    assert "同区\n<blockquote" in words
    assert "</blockquote>\n<b>任何" in words


def test_an_english_card_says_whose_chinese_words_stand_at_its_end() -> None:
    assert "In the employer's own words (Chinese):" in card(Language.EN, _opening(), _organisation())
    assert "own words" not in card(Language.EN, _opening(description="Cutting and grinding."), _organisation())
    assert "原话" not in card(Language.ZH, _opening(), _organisation())
