"""After the yes: papers ticked off with their days, the filing pack, and the end of the training."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import contracts, filing_pack, offers
from data.applications.models import Agreement, Application
from data.db import clock
from data.listings import openings
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, Grade
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, OTHER, STRANGER = 2601, 1601, 1602, 2602
SIGNED = tuple[Stage, Phone, Phone, Application]


@pytest.fixture
async def signed(stage: Stage) -> SIGNED:
    """A place was taken in an opening that names a school."""
    member, seeker = stage.phone(MEMBER), stage.phone(SEEKER)
    await member.send("/help")
    await seeker.send("/help")
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(
            session, await parties.enterprise(session, MEMBER), partner_provider="沈阳样板技师学院", term_months=12,
            title="=HYPERLINK(1)焊工", mentor="刘师傅", grade_target=Grade.FOUR, address="兴顺街 1 号",
        )  # fmt: skip
        application = await parties.offered(session, SEEKER, opening, MEMBER)
        await offers.accept_offer(session, application.account_id or 0, application.id or 0)
    await member.send("/applicants")
    await member.tap("1. ")
    return stage, member, seeker, application


async def _dates(stage: Stage) -> dict[ApprenticeshipPaper, date]:
    async with stage.sessions() as session:
        return {row.paper: row.signed_on for row in (await session.exec(select(Agreement))).all()}


async def _state(stage: Stage) -> State:
    async with stage.sessions() as session:
        return (await session.exec(select(Application.state))).one()


async def pass_days(stage: Stage, days: float) -> None:
    """Let days pass and everything due be done, twice."""
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(timedelta(days=days).total_seconds()))
    for _ in range(2):
        await stage.worker.do_due_work()
    await stage.settle()


async def test_three_papers_are_ticked_off_with_their_days_and_the_apprentice_hears(signed: SIGNED) -> None:
    stage, member, seeker, _ = signed
    await pass_days(stage, 5)
    await member.tap("协议登记")
    assert (await member.last()).text.count("还没签") == 3
    await member.tap("劳动合同")
    await member.tap("昨天")
    told = await seeker.until("登记了")
    assert "劳动合同" in told.text
    assert "/human" in told.text
    await member.tap("企业和学徒的培养协议")
    await member.send("前天")
    await member.tap("企业和院校的合作协议")
    await member.tap("今天")
    assert "都签好了" in (await member.last()).text
    async with stage.sessions() as session:
        today = await clock.today(session)
    days = {ApprenticeshipPaper.CONTRACT: 1, ApprenticeshipPaper.TRAINING: 2, ApprenticeshipPaper.SCHOOL: 0}
    assert await _dates(stage) == {paper: today - timedelta(days=ago) for paper, ago in days.items()}
    assert "院校" not in await seeker.said()
    await member.tap("学成出徒")
    await seeker.until("恭喜出徒")
    assert await _state(stage) == State.COMPLETED


async def test_a_day_that_cannot_be_gets_a_sentence_and_the_question_stays(signed: SIGNED) -> None:
    stage, member, _, _ = signed
    await pass_days(stage, 5)
    await member.tap("协议登记")
    await member.tap("劳动合同")
    for said, answer in (("明天", "还没到那天"), ("忘了", "日期"), ("2020年1月1日", "还没报名")):
        await member.send(said)
        assert answer in (await member.last()).text
    await member.tap("今天")
    assert set(await _dates(stage)) == {ApprenticeshipPaper.CONTRACT}


async def test_without_its_papers_no_training_is_finished(signed: SIGNED) -> None:
    stage, member, _, application = signed
    await forged.press(stage, MEMBER, f"member.completed:{application.id}")
    await member.until("要签的还没登记全")
    assert await _state(stage) == State.SIGNED


async def test_the_school_signs_once_for_the_whole_opening(signed: SIGNED) -> None:
    stage, _, _, application = signed
    async with stage.sessions() as session, session.begin():
        opening = await contracts.record_signing(
            session, application.id or 0, ApprenticeshipPaper.SCHOOL, await clock.today(session),
            member=await parties.account_id(session, MEMBER),
        )  # fmt: skip
        found = (await session.exec(select(Agreement))).one()
        assert (found.opening_id, found.application_id) == (opening.opening_id, None)
        other = await parties.application(session, OTHER, await _opening(session, application))
        assert ApprenticeshipPaper.SCHOOL in await contracts.signing_dates(session, other)


async def _opening(session: AsyncSession, application: Application) -> Opening:
    return await openings.lock(session, application.opening_id)


async def test_before_a_contract_either_side_can_step_back_and_after_it_no_button_does(signed: SIGNED) -> None:
    stage, member, seeker, application = signed
    await member.tap("协议登记")
    await member.tap("劳动合同")
    await member.tap("今天")
    await forged.press(stage, SEEKER, f"seek.withdraw_yes:a:{application.id}")
    await seeker.until("劳动合同已经签了")
    await forged.press(stage, MEMBER, f"member.missed_yes:{application.id}")
    await member.until("劳动合同已经签了")
    assert await _state(stage) == State.SIGNED


async def test_who_changes_their_mind_before_the_contract_frees_the_place(signed: SIGNED) -> None:
    stage, member, seeker, _ = signed
    await seeker.send("/my")
    await seeker.tap("不去了")
    await seeker.tap("确定退出")
    await member.until("名额空出来了")
    assert await _state(stage) == State.WITHDRAWN


async def test_who_does_not_come_to_work_frees_the_place_and_is_heard(signed: SIGNED) -> None:
    stage, member, seeker, _ = signed
    await member.tap("没来报到")
    await member.tap("确定没来")
    await seeker.until("没到场")
    assert await _state(stage) == State.NO_SHOW


async def test_a_missing_contract_and_the_end_of_the_term_are_recalled_once(signed: SIGNED) -> None:
    stage, member, _, _ = signed
    for _ in range(40):
        await pass_days(stage, 1)
    assert (await member.said()).count("劳动合同还没登记") == 1
    await pass_days(stage, 330)
    await pass_days(stage, 30)
    assert (await member.said()).count("学徒期到了") == 1


async def test_the_filing_pack_holds_who_took_a_place_and_nothing_that_runs(signed: SIGNED) -> None:
    stage, member, _, application = signed
    async with stage.sessions() as session, session.begin():
        await parties.application(session, OTHER, await _opening(session, application), phone="13800138000")
    await member.tap("备案材料")
    book = await _book(stage, member)
    roster = _rows(book, "学徒名册")
    assert len(roster) == 1
    assert roster[0]["报名编号"] == application.code
    assert (roster[0]["姓名（单位填写）"], roster[0]["未成年工（16–17岁）"]) == (None, "否")
    assert (roster[0]["培养工种"], roster[0]["目标等级"]) == ("焊工", "中级工（四级）")
    terms = _rows(book, "岗位条件")[0]
    assert (terms["岗位"], terms["工作地点"]) == ("=HYPERLINK(1)焊工", "沈阳市铁西区兴顺街 1 号")
    assert _rows(book, "协议登记")[0]["还缺"] == "劳动合同、培养协议、院校合作协议"
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all("13800138000" not in str(cell.value) for cell in cells)


def _rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


async def _book(stage: Stage, phone: Phone) -> Workbook:
    url = next(message.raw["document"] for message in reversed(await phone.messages()) if message.raw.get("document"))
    async with stage.http.get(f"{stage.telegram.url}{url}" if url.startswith("/") else url) as response:
        return load_workbook(io.BytesIO(await response.read()))


async def test_of_all_openings_of_an_organisation_there_is_one_pack(signed: SIGNED) -> None:
    stage, member, _, _ = signed
    await member.send("/applicants")
    await member.tap("全部备案材料")
    assert len(_rows(await _book(stage, member), "学徒名册")) == 1


async def test_nobody_else_gets_the_pack(signed: SIGNED) -> None:
    stage, _, _, application = signed
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, STRANGER, number=2)
    stranger = stage.phone(STRANGER)
    await stranger.send("/help")
    await forged.press(stage, STRANGER, f"member.filing:{application.opening_id}")
    await forged.press(stage, STRANGER, f"member.paper:{application.id}:contract")
    await stage.settle()
    assert (await stranger.said()).count("相应的身份") == 2
    assert not any(message.raw.get("document") for message in await stranger.messages())


async def test_an_empty_roster_is_not_sent(signed: SIGNED) -> None:
    stage, member, _, _ = signed
    async with stage.sessions() as session, session.begin():
        by = await parties.account_id(session, MEMBER)
        organisation = (await organisations.list_for_member(session, by))[0]
        empty = await parties.live_opening(session, organisation, headcount=3)
        assert (await filing_pack.build_filing_pack(session, [empty.id], member=by)).people == 0
    await forged.press(stage, MEMBER, f"member.filing:{empty.id}")
    await member.until("名册是空的")


@pytest.mark.parametrize(
    ("answer", "heard", "line"),
    [("签了，对得上", "确认了", "对方已确认"), ("没签，或对不上", "没签或对不上", "对方说没签或对不上")],
)
async def test_the_apprentice_says_whether_a_paper_was_signed_so(
    signed: SIGNED, answer: str, heard: str, line: str
) -> None:
    stage, member, seeker, application = signed
    await member.tap("协议登记")
    await member.tap("劳动合同")
    await member.tap("今天")
    await seeker.until("登记了")
    for forged_data in ("contract", "contract:2020-01-01", "contract:x", "contract:"):
        await forged.press(stage, SEEKER, f"seek.paper_yes:{application.id}:{forged_data}")
    await forged.press(
        stage, OTHER, f"seek.paper_yes:{application.id}:contract:{datetime.now(clock.ZONE).date().isoformat()}"
    )
    await seeker.tap(answer)
    await member.until(heard)
    await forged.press(stage, MEMBER, f"member.papers:{application.id}")
    await member.until(line)


async def test_nothing_is_confirmed_that_was_not_entered(signed: SIGNED) -> None:
    stage, _, _, application = signed
    for data in (f"{application.id}:contract", f"{application.id}:school", f"{application.id}:x", "x:contract", ""):
        await forged.press(stage, SEEKER, f"seek.paper_yes:{data}")
    await stage.settle()
    assert await _dates(stage) == {}
