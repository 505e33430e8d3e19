"""Members and staff who ask what the rules are get an answer, as seekers do; what they command is still done."""

from typing import Any

import pytest

from data.applications import offers
from data.listings import openings
from data.people import seekers
from data.people.profile import Facts
from data.vocabulary import Language, Role
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

OFFICER, MEMBER, SEEKER = 3811, 3812, 3813


@pytest.fixture
async def officer(stage: Stage) -> Phone:
    """A member of staff in the chat."""
    await stage.appoint(OFFICER)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, OFFICER)).role = Role.STAFF
    return stage.phone(OFFICER)


async def _member(stage: Stage, *titles: str, kinds: tuple[str, ...] = ("enterprise",)) -> Phone:
    """Who acts for an organisation with openings of these titles."""
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER, kinds=kinds)
        for number, title in enumerate(titles):
            more: dict[str, Any] = {"id": f"o-rules{number}", "title": title, "contract_months": 24, "term_months": 12}
            await parties.live_opening(session, organisation, **more)
        (await parties.account(session, MEMBER)).role = Role.MEMBER
    return stage.phone(MEMBER)


async def _told(phone: Phone, words: str) -> str:
    """All that the bot answers."""
    return "\n".join(message.text for message in await phone.send(words))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("鞍山这边考下来高级工给补多少钱", "考下高级工（三级）证的，原来补 2000 元"),
        ("退伍兵想学叉车，有啥补贴政策没有", "属于退役军人的，可以上补贴班"),
        ("一个人同一个工种同一级，能不能领两回培训补贴", "同一职业同一等级只能一次"),
        ("大连的厂子搞学徒制，紧缺工种能多补吗", "紧缺工种可上浮 10%–30%，即 5,500–6,500 元"),
        ("有个厂来问办学徒制开班前要交哪些材料", "· 学徒花名册"),
        ("有人打电话说要把他的信息全删了，怎么弄", "别人不能替他删"),
        ("群众反映有个学校让先交两千块钱才给上课，我们咋处理", "/review 里退回并写明原因"),
    ],
)
async def test_staff_are_told_what_the_rules_say(officer: Phone, words: str, told: str) -> None:
    assert told in await _told(officer, words)


async def test_staff_who_command_are_not_told_rules(officer: Phone) -> None:
    assert "发什么？" in await _told(officer, "给铁西区学电工的发个补贴通知")


async def test_what_staff_ask_for_others_is_kept_of_nobody(stage: Stage, officer: Phone) -> None:
    await officer.send("退伍兵想学叉车，有啥补贴政策没有")
    async with stage.sessions() as session:
        assert await seekers.facts_of(session, await parties.account_id(session, OFFICER)) == Facts()


async def test_without_an_opening_a_member_hears_what_the_state_pays(stage: Stage) -> None:
    said = await _told(await _member(stage), "国家给一个学徒补多少钱")
    assert "每人每年不低于 5,000 元" in said
    assert "带的是新招用的职工、转岗的职工，合同至少 12 个月" in said
    assert "最多可先预支 50%" in said
    assert "开班前先备案：培养计划、学徒花名册" in said
    assert "依据：人社部发〔2021〕39号，2021 年起；把握大" in said
    assert "沈阳自己的标准没有查到" in said


async def test_the_city_and_the_grade_are_those_of_the_words(stage: Stage) -> None:
    member = await _member(stage, "焊工学徒")
    said = await _told(member, "在鞍山带高级工学徒，国家一年给补多少钱")
    assert "企业新型学徒制（鞍山）" in said
    assert "预计每人每年 6,000 元" in said
    assert "鞍山市企业新型学徒制补贴" in said


async def test_of_several_openings_each_is_a_tap_away(stage: Stage) -> None:
    member = await _member(stage, "焊工学徒", "车工学徒")
    await member.send("国家给一个学徒补多少钱")
    last = await member.last()
    assert "每人每年不低于 5,000 元" in last.text
    assert {"焊工学徒", "车工学徒"} < set(last.buttons)
    assert "“车工学徒”：企业新型学徒制补贴" in (await member.tap("车工学徒"))[0].text


@pytest.mark.parametrize("titles", [(), ("焊工学徒",), ("焊工学徒", "车工学徒")])
async def test_what_persons_get_is_a_tap_away(stage: Stage, titles: tuple[str, ...]) -> None:
    member = await _member(stage, *titles)
    await member.send("国家给一个学徒补多少钱")
    said = (await member.tap("给个人的补贴"))[0].text
    assert "培训补贴：如果是" in said
    assert "您" not in said


async def test_a_member_may_ask_for_a_learner(stage: Stage) -> None:
    member = await _member(stage, kinds=("provider",))
    assert "一年最多享受 3 次培训补贴" in await _told(member, "一年最多能享受几次培训补贴")


async def test_the_papers_are_told_before_anybody_is_hired(stage: Stage) -> None:
    said = await _told(await _member(stage, "焊工学徒"), "办学徒制得往人社局报哪些材料")
    assert "· 和学校的合作协议" in said
    assert "依据：人社部发〔2018〕66号" in said
    assert "有人接受录用以后" in said


async def test_where_somebody_started_the_pack_is_a_tap_away(stage: Stage) -> None:
    member = await _member(stage, "焊工学徒", "车工学徒")
    async with stage.sessions() as session, session.begin():
        opening = await openings.find(session, "o-rules0")
        assert opening is not None
        made = await parties.offered(session, SEEKER, opening, MEMBER)
        await offers.accept_offer(session, made.account_id or 0, made.id or 0)
    await member.send("办学徒制得往人社局报哪些材料")
    last = await member.last()
    assert "· 学徒花名册" in last.text
    assert last.buttons == ["焊工学徒"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("应聘的人问他手机号会不会让别人看着", "电话要双方都同意才互相看到"),
        ("有人冒充我们厂的名义收押金，找谁管", "有人冒用您单位的名字"),
        ("公司不办了，我们的账号和资料全给删掉", "注销登记"),
    ],
)
async def test_members_who_ask_for_others_hear_what_those_can_do(stage: Stage, words: str, told: str) -> None:
    assert told in await _told(await _member(stage, "焊工学徒"), words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("十七的学生想来车间干，能要不", "16、17 岁的是未成年工"),
        ("天天加班到半夜，给补钱行不行", "加班费：平时不低于工资的 150%"),
    ],
)
async def test_who_hires_hears_the_rule_that_is_asked_for(stage: Stage, words: str, told: str) -> None:
    assert told in await _told(await _member(stage, "焊工学徒"), words)


async def test_beside_a_form_support_and_the_papers_for_it_are_both_told(stage: Stage) -> None:
    member = await _member(stage, "焊工学徒")
    await member.send("/post")
    said = await _told(member, "招学徒能拿的补贴要准备哪些材料")
    assert "企业新型学徒制" in said
    assert "· 学徒花名册" in said


async def test_a_member_who_commands_is_not_told_rules(stage: Stage) -> None:
    member = await _member(stage, "焊工学徒")
    assert "要先停“焊工学徒”吗" in await _told(member, "焊工先停了吧")


async def test_it_speaks_english(stage: Stage) -> None:
    await _member(stage)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, MEMBER)).language = Language.EN
    member = stage.phone(MEMBER, "en")
    said = await _told(member, "what subsidy can our factory get for apprentices in Dalian")
    assert "Trades in short supply get 10–30% more, that is 5,500–6,500 yuan" in said
    said += (await member.tap("Support for the person"))[0].text if (await member.last()).buttons else ""
    said += await _told(member, "which papers do we file before the apprentices start")
    assert "labour ministry, notice 66 of 2018" in said
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in said)


async def test_a_forged_tap_tells_what_everybody_may_know(stage: Stage) -> None:
    member = await _member(stage)
    await member.send("/help")
    await forged.press(stage, MEMBER, "rules.enterprise:999999")
    await stage.settle()
    assert "给企业的补贴：企业新型学徒制" in (await member.last()).text


@pytest.mark.parametrize(
    ("words", "told"),
    [("十七的孩子来当学徒行不行", "16、17 岁的是未成年工"), ("五十五的人还能招不", "年龄上限容易把能干的人挡在门外")],
)
async def test_who_hires_is_told_of_minors_where_they_are_asked_about(stage: Stage, words: str, told: str) -> None:
    member = await _member(stage, "海鲜分拣学徒")
    assert told in await _told(member, words)
