"""A member taps once and reads what the enterprise may get for an opening, on what grounds and on what conditions."""

import pytest
from sqlmodel import select

from data.listings.openings import Opening
from data.vocabulary import Grade
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, STRANGER = 8501, 8502


async def _asked(stage: Stage, language: str = "zh", **opening: object) -> str:
    """What the bot says to the member about the subsidy for such an opening."""
    fields = {"grade_target": Grade.THREE, "contract_months": 24, "term_months": 12, **opening}
    async with stage.sessions() as session, session.begin():
        await parties.live_opening(session, await parties.enterprise(session, MEMBER), **fields)  # type: ignore[arg-type]
        (await parties.account(session, MEMBER)).language = language  # type: ignore[assignment]
    member = stage.phone(MEMBER, language)
    await member.send("/openings")
    await member.tap("1. 焊工学徒")
    return (await member.tap("企业能拿多少补贴" if language == "zh" else "Subsidy for us"))[0].text


@pytest.mark.parametrize(
    "words",
    ["预计每人每年 6,000 元（初步估算，以当地人社部门审核为准）", "钱发给企业",
     "招满 2 人、学 12 个月，合计约 12,000 元",
     "最多可先预支 50%", "✅ 合同至少 12 个月：您写的是 24 个月", "开班前先备案：培养计划、学徒花名册",
     "学徒要考下高级工（三级）证",
     "鞍山市企业新型学徒制补贴（2022年10月），2022 年起；把握一般"],
)  # fmt: skip
async def test_amount_conditions_and_source_stand_in_one_message(stage: Stage, words: str) -> None:
    assert words in await _asked(stage, city="210300", district="210303")


async def test_where_the_city_is_not_known_it_says_so(stage: Stage) -> None:
    said = await _asked(stage)
    assert "不低于 5,000 元" in said
    assert "沈阳自己的标准没有查到" in said


async def test_a_short_contract_is_named_as_the_obstacle(stage: Stage) -> None:
    assert "❌ 合同至少 12 个月：您写的是 6 个月" in await _asked(stage, contract_months=6)


async def test_a_grade_outside_the_scheme_is_explained_with_a_way_out(stage: Stage) -> None:
    said = await _asked(stage, grade_target=Grade.FIVE)
    assert "不在这项补贴里" in said
    assert "目标改成中级工" in said
    assert "每人每年不低于 5,000 元" in said


async def test_it_speaks_english_without_a_chinese_source(stage: Stage) -> None:
    said = await _asked(stage, "en")
    assert "At least 5,000 yuan a person a year (a first estimate; the local labour bureau decides)" in said
    assert "labour ministry, notice 39 of 2021, since 2021; quite sure" in said
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in said.replace("焊工学徒", ""))


async def test_a_stranger_learns_nothing(stage: Stage) -> None:
    await _asked(stage)
    stranger: Phone = stage.phone(STRANGER)
    await stranger.send("/start")
    async with stage.sessions() as session:
        opening = (await session.exec(select(Opening.id))).one()
    await forged.press(stage, STRANGER, f"member.subsidy:{opening}")
    await stage.settle()
    assert "需要相应的身份" in (await stranger.last()).text
