"""Answers of the form become an opening, and an opening becomes its answers again; the law's limits hold in between."""

from datetime import date
from typing import Any

import pytest

from bot.enterprise.listings import compliance
from bot.enterprise.openings import advert_draft, draft
from data.organisations.service import Organisation

WELDER, PROGRAMMER = "6-18-02-04", "4-04-05-01"
ANSWERS: dict[str, Any] = {
    "organisation": 1, "occupation": PROGRAMMER, "title": "学徒", "headcount": 2, "city": "210100",
    "district": "210106", "wage": [4000, 5000], "wage_after": None, "living": "all", "shift": "day",
    "insurance": True, "contract": 24, "term": 12, "grade": "5", "mentor": None, "education": "junior",
    "newcomers": True, "minors": True, "description": "学着写程序", "deadline": "2026-12-31",
}  # fmt: skip


def _minors(**more: Any) -> bool:
    return bool(draft.column_values({**ANSWERS, **more})["accepts_minors"])


def test_minors_are_let_in_only_without_nights_and_hazards() -> None:
    assert _minors() is True
    assert _minors(shift="three") is False
    assert _minors(occupation=WELDER) is False
    assert _minors(hazards=["HEAVY"]) is False


@pytest.mark.parametrize(("shift", "night"), [("day", False), ("two_night", True), ("three", True)])
def test_night_work_follows_from_the_shifts(shift: str, night: bool) -> None:  # noqa: FBT001
    fields = draft.column_values({**ANSWERS, "occupation": WELDER, "shift": shift})
    assert fields["night_shift"] is night
    assert ("NIGHT" in fields["hazards"]) is night


def test_ticked_hazards_replace_the_usual_ones() -> None:
    fields = draft.column_values({**ANSWERS, "occupation": WELDER, "hazards": ["ARC"]})
    assert fields["hazards"] == ["ARC"]


@pytest.mark.parametrize("living", list(draft.LIVING))
@pytest.mark.parametrize("shift", list(draft.SHIFTS))
def test_a_correction_starts_from_the_same_answers(living: str, shift: str) -> None:
    answers = {**ANSWERS, "living": living, "shift": shift, "hazards": ["VIEW"], "minors": False}
    opening = draft.preview(answers, Organisation(id=1, name="厂", city="210100"))
    again = draft.draft_of(opening)
    assert {key: again[key] for key in answers} == answers


def test_what_an_advert_says_of_one_job_alone_holds_for_no_other() -> None:
    said = "沈阳铁西饭店招人：厨师学徒两名3500到4500，包吃住；服务员四名3000到3500，包吃不包住；洗碗工一名2800"
    begun = advert_draft.new_draft_from_advert(said, {"organisation": 1}, date(2026, 11, 30))
    chosen = {job: advert_draft.choose_job(begun, job).get("living") for job in begun["jobs"]}
    assert chosen == {"厨师学徒": "all", "服务员": "meals", "洗碗工": None}


SEVERAL = "沈阳样板厂招工：1、数控车床学徒3名，月薪4500-5500，包住，白班，限35岁以下；2、电焊工学徒2名，5000-6000，长白班，管午饭，学徒期6个月。地址沈阳铁西区样板街1号，电话024-81234567，入职交押金300元"  # noqa: E501


def test_a_job_of_a_pasted_advert_is_described_in_its_own_signs_and_order_after_the_law_check() -> None:
    begun = advert_draft.new_draft_from_advert(SEVERAL, {"organisation": 1}, date(2026, 11, 30))
    chosen = advert_draft.choose_job(begun, "数控车床学徒")
    store = compliance.question(update_draft=advert_draft.refresh_title_and_description).store_answer
    assert store is not None
    assert store(chosen, ["all"])["description"] == (
        "沈阳样板厂招工：数控车床学徒3名，月薪4500-5500，包住，白班，年龄不限\n地址沈阳铁西区样板街1号，不收任何费用"
    )
