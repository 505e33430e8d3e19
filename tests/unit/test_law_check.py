"""The law check of a draft: what is found, rewritten, kept with a reason, and what of a pasted advert is asked."""

from datetime import date, datetime
from typing import Any, cast

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.chat.forms.questions import BadAnswer
from bot.chat.turn import Turn, open_turn
from bot.enterprise.listings import compliance
from bot.enterprise.listings.questions import LONGEST_DESCRIPTION
from bot.enterprise.openings import advert_draft
from bot.staff.review import notes
from data.closed_forms import contacts
from data.db.clock import ZONE
from data.listings.openings import Opening
from data.vocabulary import Language
from matching.law import findings

TODAY = date(2026, 11, 25)
BARE = "招焊工学徒5名，月薪4000-5000元，沈阳大东，跟着师傅学下料、打磨和平焊，三个月独立上手"


def _seeded(text: str) -> dict[str, Any]:
    return advert_draft.new_draft_from_advert(text, {"organisation": 1}, TODAY)


def test_same_words_in_two_texts_are_one_question() -> None:
    draft = {"title": "焊工，限男性", "description": "跟着师傅学焊工。限男性。"}
    assert [one.words for one in compliance.unresolved_findings(draft)] == ["限男性"]


async def test_a_draft_is_held_against_the_minimum_wage_of_today(session: AsyncSession) -> None:
    draft = {"description": "月薪1500元"}
    await open_turn(session, Update(1), 1, datetime(2025, 6, 1, tzinfo=ZONE), "bot")
    assert compliance.unresolved_findings(draft) == []
    await open_turn(session, Update(2), 1, datetime(2026, 6, 1, tzinfo=ZONE), "bot")
    assert [one.words for one in compliance.unresolved_findings(draft)] == ["月薪1500元"]


def test_a_reviewer_reads_doubts_by_the_minimum_wage_of_today() -> None:
    opening = Opening(title="焊工学徒", description="月薪1500元")
    assert notes.lint_flags_text(opening, date(2025, 6, 1), Language.ZH) is None
    assert notes.lint_flags_text(opening, date(2026, 6, 1), Language.ZH) is not None


def test_rewriting_leaves_nothing_unresolved_and_the_rest_as_it_was() -> None:
    draft = compliance.apply_suggestions(
        {"title": "焊工学徒", "description": "限男性，月薪4000-6000元，入职交押金200元"}
    )
    assert compliance.unresolved_findings(draft) == []
    assert draft["title"] == "焊工学徒"
    assert "4000-6000" in draft["description"]


def test_what_was_kept_without_a_reason_is_asked_again() -> None:
    (one,) = compliance.unresolved_findings({"title": "招男焊工"})
    rule, words = one.key
    kept = {"title": "招男焊工", "doubts": [{"rule": rule, "category": "gender", "words": words, "reason": ""}]}
    assert len(compliance.unresolved_findings(kept)) == 1


def test_doubts_go_with_the_words_they_are_about() -> None:
    draft = compliance.store_decision(
        {"title": "招男焊工"}, ["keep", *compliance.unresolved_findings({"title": "招男焊工"})[0].key]
    )
    draft = compliance.store_decision(draft, ["reason", "井下作业依规定"])
    assert compliance.unresolved_findings(draft) == []
    assert len(compliance.published_flags(draft)) == 1
    assert compliance.published_flags(draft | {"title": "焊工学徒"}) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("联系电话13800138000", ""),
        ("月薪4000-6000元 电话：024-81234567", "月薪4000-6000元"),
        ("详情见 https://example.com/a?b=1，包住", "详情见 ，包住"),
        ("加微信abc12345报名", "报名"),
        ("地址样板街1号，电话024-81234567，包住", "地址样板街1号，包住"),
        ("包住。联系电话：13800138000。", "包住。"),
        ("学徒期12个月，月薪4500", "学徒期12个月，月薪4500"),
    ],
)
def test_contacts_are_taken_out_and_figures_stay(text: str, left: str) -> None:
    assert contacts.without_contacts(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "预约号20260407",
        "出厂编号20240611085",
        "班级代码210381202605200012",
        "批号 202603180471，货架 4 层",
        "合同编号100200300400500",
    ],
)
def test_numbers_of_things_are_no_contacts(text: str) -> None:
    assert contacts.without_contacts(text) == text
    assert not contacts.has_contact(text)


@pytest.mark.parametrize(
    "text",
    ["8613812345678", "找我 13812345678", "0411-12345678", "041112345678", "QQ群里说，88123456", "11010519491231002X"],
)
def test_numbers_of_people_are_contacts(text: str) -> None:
    assert contacts.has_contact(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("详情上ganghao.com看", "详情上看"),
        ("材料寄li.si@ganghao.org谢谢", "材料寄谢谢"),
        ("加V：gang88细聊", "细聊"),
        ("加vgang8812细聊", "细聊"),
    ],
)
def test_what_chinese_follows_at_once_is_a_contact_too(text: str, left: str) -> None:
    assert contacts.has_contact(text)
    assert contacts.without_contacts(text) == left


@pytest.mark.parametrize("text", ["新增加VR喷漆模拟课", "参加V形坡口练习", "会ASP.NET的优先", "另增加QQ飞车比赛"])
def test_what_is_added_or_taken_part_in_is_no_messenger(text: str) -> None:
    assert contacts.without_contacts(text) == text
    assert not contacts.has_contact(text)


@pytest.mark.parametrize("text", ["只要00后", "05后优先", "95后优先"])
def test_those_born_since_a_year_are_no_children(text: str) -> None:
    assert "child_labour" not in {one.rule.category for one in findings.lint(text)}


def test_gaps_of_an_advert_fit_into_five_steps() -> None:
    draft = _seeded(BARE)
    asked = [key for key in (*advert_draft.REQUIRED, *advert_draft.USEFUL) if key not in draft]
    assert len(asked) + 2 == advert_draft.MOST_STEPS


def test_what_an_advert_does_not_say_is_unknown() -> None:
    draft = _seeded(BARE + "，包吃住，白班，交社保")
    assert (draft["contract"], draft["pay_day"], draft["probation"], draft["mentor"]) == (None, None, None, None)


def test_wage_below_the_minimum_is_asked_again() -> None:
    assert "wage" not in _seeded("招焊工学徒5名，月薪1200元，沈阳大东，包吃住，跟着师傅学下料、打磨和平焊，三个月上手")


def test_last_day_in_the_past_is_asked_again() -> None:
    draft = _seeded(BARE + "，报名截止2026年11月1日")
    assert "deadline" not in draft
    assert draft["late"] == "2026-11-01"


@pytest.mark.parametrize("text", ["焊工", "你好", "我想找个焊工的活，沈阳，月薪5000，要包住"])
def test_other_messages_are_no_adverts(text: str) -> None:
    assert not advert_draft.looks_like_an_advert(text)


HAZARDOUS = [
    "招喷漆学徒2名，大连甘井子，工资4500-6000，包吃住，白班，交五险，漆味大没有面罩",
]


@pytest.mark.parametrize("text", HAZARDOUS)
def test_a_tap_adds_the_protection_to_a_pasted_advert_of_hazardous_work(text: str) -> None:
    draft = _seeded(text)
    assert compliance.unresolved_findings(draft)
    decided = compliance.question(update_draft=advert_draft.refresh_title_and_description).store_answer(draft, ["all"])
    assert compliance.unresolved_findings(decided) == []
    assert "防护" in decided["description"]
    assert decided["title"] == draft["title"]


def test_the_protection_stays_when_another_thing_is_put_right_afterwards() -> None:
    store = compliance.question(update_draft=advert_draft.refresh_title_and_description).store_answer
    draft = _seeded("招喷漆学徒2名，限男性，大连甘井子，工资4500-6000，包吃住，白班，交五险，漆味大没有面罩")
    draft = store(draft, ["protect", "发防毒面具"])
    (offence,) = compliance.unresolved_findings(draft)
    draft = store(draft, ["fix", *offence.key])
    assert compliance.unresolved_findings(draft) == []
    assert draft["description"].endswith("发防毒面具")


DANGEROUS = "跟着师傅学喷漆，漆味大没有面罩。"
FULL = {"title": "喷漆学徒", "description": DANGEROUS + "学" * (LONGEST_DESCRIPTION - len(DANGEROUS))}


@pytest.mark.parametrize("decision", [["all"], ["protect", "发防毒面具"]])
def test_a_protection_that_does_not_fit_cuts_nothing_off_the_description(decision: list[str]) -> None:
    with pytest.raises(BadAnswer) as refused:
        compliance.store_decision(FULL, decision)
    assert refused.value.text_id == "law.no_room_for_protection"


async def test_a_description_sent_again_with_its_protection_takes_the_place_of_one_without_room() -> None:
    question = compliance.question()
    shorter = "跟着师傅学喷漆，漆味大，发防毒面具。" + "学" * 200
    decided = question.store_answer(FULL, await question.parse(cast("Turn", None), FULL, shorter))
    assert decided["description"] == shorter
    assert compliance.unresolved_findings(decided) == []


def test_dangers_that_the_title_names_wait_for_the_description() -> None:
    draft = {"title": "喷漆学徒，漆味大没有面罩"}
    assert compliance.unresolved_findings(draft) == []
    assert compliance.unresolved_findings(draft | {"description": "跟着师傅学喷涂和调色"})


@pytest.mark.parametrize("protection", ["发防毒面具", "没有"])
def test_what_was_said_of_the_protection_stays_beside_the_danger_for_the_reviewer(protection: str) -> None:
    draft = compliance.store_decision({"title": "喷漆学徒", "description": DANGEROUS}, ["protect", protection])
    assert compliance.unresolved_findings(draft) == []
    kept = compliance.published_flags(draft)
    assert kept
    assert {doubt["reason"] for doubt in kept} == {protection}


@pytest.mark.parametrize(
    ("text", "is_child"),
    [
        ("有个十七岁的小伙子想来学车工，收不收", False),
        ("有个十五岁的小伙子想来学车工，收不收", True),
        ("招学徒，未满16的也收", True),
    ],
)
def test_who_is_sixteen_or_older_is_no_child(text: str, *, is_child: bool) -> None:
    assert ("child_labour" in {one.rule.category for one in findings.lint(text)}) is is_child
