"""Two numbers may be left in one message, and whose they are; the words go where the numbers go."""

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.notices import courses
from data import privacy
from data.applications import service as applications
from data.applications.models import Application
from data.closed_forms.telephones import WrongPhoneNumber, read_given
from data.enrolments import service as enrolments
from data.listings.courses import Course
from data.people import seekers
from data.vocabulary import Language
from tests import parties, teaching
from tests.applying import tap_apply
from tests.stages import Stage

MEMBER, SEEKER = 2951, 1951
FIRST, SECOND = "13800138000", "13900139000"


@pytest.mark.parametrize(
    ("said", "given"),
    [
        (f"这是我妈的，{FIRST}", {FIRST: "这是我妈的"}),
        (f"138 0013 8000 我爸，{SECOND} 我妈", {FIRST: "我爸", SECOND: "我妈"}),
        (f"{FIRST}我自己的，{SECOND}是我媳妇的", {FIRST: "我自己的", SECOND: "我媳妇的"}),
        (f"{FIRST}，打不通打我媳妇的{SECOND}", {FIRST: "", SECOND: "打不通打我媳妇的"}),
        (f"我的{FIRST}，我媳妇的{SECOND}", {FIRST: "我的", SECOND: "我媳妇的"}),
        (f"{FIRST}，我爸的 {SECOND}", {FIRST: "", SECOND: "我爸的"}),
        (f"{FIRST}是我的，打不通打我爸的{SECOND}", {FIRST: "我的", SECOND: "打不通打我爸的"}),
        (
            f"{FIRST}, or my wife's {SECOND} if I don't pick up",
            {FIRST: "", SECOND: "my wife's, if I don't pick up"},
        ),
        (f"{FIRST}或者{SECOND}", {FIRST: "", SECOND: ""}),
        (f"my father's number {FIRST}", {FIRST: "my father's number"}),
        (f"联系电话：{FIRST}", {FIRST: ""}),
        (f"{FIRST}，{SECOND}，13700137000", {FIRST: "", SECOND: ""}),
        ("024-81234567转801，找老王", {"024-81234567-801": "找老王"}),
        (f"加我微信 abc12345，{FIRST}", {FIRST: ""}),
        (
            f"{FIRST} mine, but only in the evening because of the noise",
            {FIRST: "mine, but only in the evening because…"},
        ),
    ],
)
def test_numbers_and_the_words_beside_each_are_read(said: str, given: dict[str, str]) -> None:
    found = read_given(said)
    assert dict(zip(found.numbers, found.notes, strict=True)) == given


def test_without_a_number_there_is_nothing() -> None:
    with pytest.raises(WrongPhoneNumber):
        read_given("没有电话，1380013800")


async def test_both_numbers_and_whose_they_are_stand_on_the_card_once_both_agree(stage: Stage) -> None:
    member, seeker = await tap_apply(stage, MEMBER, SEEKER)
    await seeker.send("就打原来那个号")
    assert "留个电话" in (await seeker.last()).text
    await seeker.send(f"{FIRST}，我爸<b>的 {SECOND}")
    await seeker.tap("跳过")
    assert f"留的电话：{FIRST}、{SECOND}（我爸<b>的）" in (await seeker.last()).text
    assert FIRST not in await member.said()
    await member.tap("同意谈谈")
    assert f"{FIRST}、{SECOND}（我爸<b>的）" in await member.said()


async def test_a_school_sees_them_and_they_go_with_the_place(session: AsyncSession) -> None:
    course: Course = await teaching.live_course(session, await teaching.provider(session, MEMBER))
    person = await parties.seeker(session, SEEKER)
    made = await enrolments.enrol(
        session, person, course.id, phone=FIRST, second_phone=SECOND, phone_note="我妈的"
    )  # fmt: skip
    assert f"{FIRST}, {SECOND} (我妈的)" in courses.reach(made, Language.EN)
    await enrolments.withdraw(session, person, made.id or 0)
    assert (made.phone, made.second_phone, made.phone_note) == (None, None, None)


async def test_they_are_in_the_export_and_go_with_the_person(session: AsyncSession) -> None:
    opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    person = await parties.seeker(session, SEEKER)
    await applications.apply(session, person, opening.id, phone=FIRST, second_phone=SECOND, phone_note="我妈的")
    exported = (await privacy.export_person(session, person))["application"][0]
    assert (exported["second_phone"], exported["phone_note"]) == (SECOND, "我妈的")
    await privacy.withdraw_everything(session, person)
    left = select(Application.phone, Application.second_phone, Application.phone_note)
    assert list((await session.exec(left)).all()) == [(None, None, None)]


async def test_what_is_known_of_oneself_lists_the_numbers_and_the_line_of_what_runs(stage: Stage) -> None:
    _, seeker = await tap_apply(stage, MEMBER, SEEKER)
    await seeker.send(f"{FIRST}我自己的，{SECOND}是我媳妇的")
    assert f"{FIRST}（我自己的）、{SECOND}（我媳妇的）" in (await seeker.last()).text
    await seeker.tap("随时能上班")
    await seeker.send("/mydata")
    shown = (await seeker.last()).text
    assert f"{FIRST}（我自己的）、{SECOND}（我媳妇的）" in shown
    assert "说的话：随时能上班" in shown
    await seeker.send("/my")
    assert "退出：焊工学徒" in (await seeker.last()).buttons


@pytest.mark.parametrize("said", ["算了，不去了，太远", "这个不合适，不报了"])
async def test_who_finds_at_the_question_for_a_number_that_it_is_not_for_them_has_sent_nothing(
    stage: Stage, said: str
) -> None:
    _, seeker = await tap_apply(stage, MEMBER, SEEKER)
    await seeker.send(said)
    assert "还没交上去" in await seeker.said()
    async with stage.sessions() as session:
        assert not (await session.exec(select(Application))).all()


async def test_an_age_put_right_at_the_question_for_a_number_stands_and_is_checked(stage: Stage) -> None:
    _, seeker = await tap_apply(stage, MEMBER, SEEKER)
    await seeker.send("我其实17")
    await seeker.tap("不留电话")
    await seeker.tap("跳过")
    assert "报上了" not in await seeker.said()
    async with stage.sessions() as session:
        assert not (await session.exec(select(Application))).all()
        assert (await seekers.facts_of(session, await parties.account_id(session, SEEKER))).age == 17
