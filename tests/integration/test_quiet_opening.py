"""An opening that few applied to: the member is pointed to who teaches the work nearby, and to a poster in one tap."""

import pytest

from data.vocabulary import CourseMode, Language
from tests import parties, teaching
from tests.integration.test_listing_life import pass_days
from tests.phones import Phone
from tests.stages import Stage

MEMBER, PROVIDER = 8601, 8602


async def _quiet(stage: Stage, language: str = "zh", **course: object) -> Phone:
    """The phone of a member in Shenyang whose opening stayed quiet, where such a course is held."""
    member = stage.phone(MEMBER, language)
    await member.send("/help")
    async with stage.sessions() as session, session.begin():
        by = await parties.account_id(session, MEMBER)
        await parties.live_opening(session, await parties.enterprise(session, MEMBER), created_by=by)
        (await parties.account(session, MEMBER)).language = Language(language)
        await teaching.live_course(session, await teaching.provider(session, PROVIDER), **course)  # type: ignore[arg-type]
    await pass_days(stage, 6)
    return member


async def test_the_nearest_provider_of_the_work_is_named_and_its_course_opens(stage: Stage) -> None:
    member = await _quiet(stage)
    assert "北岭样板培训学校70（沈阳铁西区）" in await member.said()
    assert "还没人报名" in await member.said()
    assert "再挂 60 天" not in (await member.last()).buttons
    answer = await member.tap("看这个培训班")
    assert "从平焊练起" in answer[-1].text


async def test_the_poster_is_one_tap_away(stage: Stage) -> None:
    member = await _quiet(stage)
    answer = await member.tap("出海报")
    assert any(message.raw["photo"] for message in answer)


async def test_it_speaks_english(stage: Stage) -> None:
    member = await _quiet(stage, "en")
    assert "teaches this work" in await member.said()


@pytest.mark.parametrize(
    "course",
    [{"occupation_code": "4-03-02-01"}, {"city": "210200", "district": "210213"}, {"mode": CourseMode.ONLINE}],
    ids=["other work", "far away", "online"],
)
async def test_who_is_no_help_is_not_named(stage: Stage, course: dict[str, object]) -> None:
    member = await _quiet(stage, **course)
    said = await member.said()
    assert "上线 5 天" in said
    assert "办订单班" not in said
