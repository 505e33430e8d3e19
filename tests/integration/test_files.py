"""Many listings by a spreadsheet in the chat: the template out, the filled-in file in, a report row by row back."""

import base64
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from data.db import clock
from data.imports import uploads
from data.imports.uploads import Upload
from data.listings.courses import Course
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.organisations import service as organisations
from data.organisations.service import Membership, Organisation
from data.people import accounts
from data.vocabulary import ListingState, OrganisationState
from data.workbooks import MOST_UNPACKED_BYTES
from tests import parties, teaching
from tests.phones import Message, Phone
from tests.stages import Stage

MEMBER, STAFF, OTHER, STRANGER = 2501, 3501, 2502, 2599
BIG = b"a" * 10_000_001
OWN = "北岭样板机械厂1"


def row(number: int, **more: Any) -> dict[str, Any]:
    """An opening as a line of a file."""
    return {
        "kind": "opening", "id": f"f-{number}", "title": f"焊工学徒{number}", "occupation_code": "焊工", "city": "沈阳",
        "district": "铁西区", "description": "跟着师傅学下料、打磨和平焊，三个月后独立上手。", "enterprise": OWN,
        "headcount": 3, "wage_min": 4000, "wage_max": 5000, "social_insurance": True, **more,
    }  # fmt: skip


def lines(*rows: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in rows).encode()


async def upload(phone: Phone, name: str, content: bytes, words: str = "") -> Message:
    """Send a file; waits for the answer with these words."""
    encoded = base64.b64encode(content).decode()
    await phone.send_other(document={"name": name, "base64": encoded})
    return await phone.until(words or "读完了", seconds=40)


async def documents(phone: Phone) -> list[Message]:
    """The files that the bot sent."""
    return [message for message in await phone.messages() if message.raw.get("document") and not message.mine]


async def fetch(stage: Stage, message: Message) -> bytes:
    """What is in a file that the bot sent."""
    async with stage.http.get(f"{stage.telegram.url}{message.raw['document']}") as response:
        return await response.read()


async def report_of(stage: Stage, phone: Phone) -> list[list[Any]]:
    """The rows of the newest report on the phone."""
    await stage.settle()
    book = load_workbook(io.BytesIO(await fetch(stage, (await documents(phone))[-1])))
    return [list(one) for one in book.worksheets[0].iter_rows(values_only=True)][1:]


@pytest.fixture
async def member(stage: Stage) -> Phone:
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, MEMBER)
    phone = stage.phone(MEMBER)
    await phone.send("/help")
    return phone


async def states(stage: Stage) -> dict[str, ListingState]:
    async with stage.sessions() as session:
        return {one.id: one.state for one in (await session.exec(select(Opening))).all()}


async def test_an_enterprise_gets_the_template_for_openings_only(member: Phone) -> None:
    await member.send("/file")
    assert [one.text.partition("：")[0] for one in await documents(member)] == ["学徒岗位模板"]
    assert "填好把文件发到这里" in (await member.last()).text


async def test_the_template_sent_back_as_it_is_brings_in_nothing(stage: Stage, member: Phone) -> None:
    await member.send("/file")
    template = await fetch(stage, (await documents(member))[0])
    assert "没有可导入的行" in (await upload(member, "模板.xlsx", template, "没有可导入")).text
    assert await states(stage) == {}


async def test_good_rows_go_to_review_and_bad_ones_are_told_row_by_row(stage: Stage, member: Phone) -> None:
    await stage.appoint(STAFF)
    officer = stage.phone(STAFF)
    await officer.send("/help")
    content = lines(row(1), row(2, city="火星"), row(3, wage_max=3000), row(4))
    said = (await upload(member, "岗位.jsonl", content)).text
    assert "2 条已提交审核（新的 2 条，改动 0 条）" in said
    assert "第 2 行，城市（“火星”）" in said
    assert await states(stage) == {"f-1": ListingState.IN_REVIEW, "f-4": ListingState.IN_REVIEW}
    assert [(one[0], one[1]) for one in await report_of(stage, member)] == [(2, "城市"), (2, "区县"), (3, "薪资上限")][
        ::2
    ]
    assert "用文件提交了 2 条" in (await officer.until("用文件提交了")).text


async def test_a_workbook_with_chinese_headers_comes_in(stage: Stage, member: Phone) -> None:
    book = Workbook()
    book.active.append(["类型", "编号", "标题", "职业", "城市", "说明", "企业名称", "招收人数", "薪资下限", "薪资上限"])
    book.active.append(["学徒岗位", "x-1", "焊工学徒", "焊工", "沈阳市", "跟师傅学平焊", OWN, 2, 4000, 5000])
    book.active.append(["学徒岗位", "x-2", "焊工学徒", "焊工", "沈阳市", "跟师傅学平焊", OWN, 2, "=2000*2", 5000])
    target = io.BytesIO()
    book.save(target)
    said = (await upload(member, "岗位.xlsx", target.getvalue())).text
    assert await states(stage) == {"x-1": ListingState.IN_REVIEW}
    assert "有公式" in said


async def test_rows_of_another_organisation_are_refused(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, OTHER, number=2)
    said = (await upload(member, "a.jsonl", lines(row(1, enterprise="北岭样板机械厂2"), row(2)))).text
    assert "只能导入您自己单位的" in said
    assert list(await states(stage)) == ["f-2"]


async def test_the_id_of_another_organisations_listing_is_never_overwritten(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        other = await parties.enterprise(session, OTHER, number=2)
        await parties.live_opening(session, other, id="f-1", title="别家的")
    assert "已被别的单位用了" in (await upload(member, "a.jsonl", lines(row(1)))).text
    async with stage.sessions() as session:
        found = await session.get(Opening, "f-1")
    assert found is not None
    assert (found.title, found.state) == ("别家的", ListingState.LIVE)


async def test_what_a_file_changes_of_a_live_opening_returns_to_review(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        own = (await session.exec(select(Organisation))).one()
        await parties.live_opening(session, own, id="f-1")
    assert "改动 1 条" in (await upload(member, "a.jsonl", lines(row(1, wage_max=9000)))).text
    assert await states(stage) == {"f-1": ListingState.IN_REVIEW}
    async with stage.sessions() as session:
        assert await session.get(ListingIndex, "f-1") is None


async def test_the_same_file_twice_changes_nothing(stage: Stage, member: Phone) -> None:
    await upload(member, "a.jsonl", lines(row(1), row(2)))
    said = (await upload(member, "b.jsonl", lines(row(1), row(2)), "“b.jsonl”读完了")).text
    assert "2 条和原来一样" in said
    assert len(await states(stage)) == 2


async def test_a_provider_brings_in_courses_but_no_openings(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        provider = await teaching.provider(session, MEMBER)
        name = provider.name
    phone = stage.phone(MEMBER)
    await phone.send("/file")
    assert [one.text.partition("：")[0] for one in await documents(phone)] == ["培训班模板"]
    course = {
        "kind": "course", "id": "c-1", "title": "焊工班", "occupation_code": "焊工", "city": "沈阳", "provider": name,
        "description": "从平焊练起", "course_kind": "employment_skills", "capacity": 30, "hours_total": 100, "fee": 0,
    }  # fmt: skip
    said = (await upload(phone, "c.jsonl", lines(course, row(1, enterprise=name)))).text
    assert "没有登记为企业" in said
    async with stage.sessions() as session:
        assert [one.state for one in (await session.exec(select(Course))).all()] == [ListingState.IN_REVIEW]
    assert await states(stage) == {}


async def test_unlawful_words_are_named_in_the_report_and_seen_by_the_reviewer(stage: Stage, member: Phone) -> None:
    await stage.appoint(STAFF)
    description = "只招男性，跟着师傅学下料、打磨和平焊，三个月后独立上手。"
    said = (await upload(member, "a.jsonl", lines(row(1, description=description)))).text
    assert "其中 1 条有不能这样写的内容" in said
    assert (await report_of(stage, member))[0][:2] == [1, "说明"]
    officer = stage.phone(STAFF)
    await officer.send("/review")
    assert "性别限制" in (await officer.last()).text


def _bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED_BYTES + 1))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("坏的.xlsx", b"PK\x03\x04 broken", "打不开“坏的.xlsx”"),
        ("炸弹.xlsx", _bomb(), "打不开“炸弹.xlsx”"),
        ("简历.pdf", b"%PDF-1.4", "只收"),
        ("没有后缀", b"hello", "只收"),
        ("大.csv", BIG, "文件太大了"),
        ("空.csv", "类型,编号,标题,职业,城市,说明\n".encode(), "没有可导入的行"),
        ("../../etc/passwd.jsonl", b"{}", "第 1 行"),
        ("列.csv", "类型,编号,标题,职业,城市,说明,星座\n".encode(), "没有这个列名"),
    ],
)
async def test_what_cannot_be_taken_gets_one_clear_sentence(
    stage: Stage, member: Phone, name: str, content: bytes, words: str
) -> None:
    await upload(member, name, content, words)
    assert await states(stage) == {}
    async with stage.sessions() as session:
        assert (await session.exec(select(Upload))).all() == []


async def test_a_second_file_waits_for_the_first(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        account = await accounts.get_or_create(session, MEMBER)
        # a row that nobody works on: its file is in the hands of another process
        first = await uploads.receive(session, account.id or 0, file_id="elsewhere", name="a.jsonl")
        session.add(first)
        await session.flush()
        encoded = base64.b64encode(lines(row(1))).decode()
    await member.send_other(document={"name": "b.jsonl", "base64": encoded})
    await member.until("没能取到")
    said = await member.said()
    assert "上一个文件还在读" in said or "读完了" in said


async def test_a_member_who_was_removed_meanwhile_brings_in_nothing(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        mine = (await session.exec(select(Membership))).one()
        await session.delete(mine)
        await session.flush()
    encoded = base64.b64encode(lines(row(1))).decode()
    await member.send_other(document={"name": "b.jsonl", "base64": encoded})
    await stage.settle()
    assert await states(stage) == {}


async def test_a_seekers_file_is_no_listing_file(stage: Stage) -> None:
    stranger = stage.phone(STRANGER)
    await stranger.send("/help")
    await stranger.send_other(document={"name": "b.jsonl", "base64": base64.b64encode(lines(row(1))).decode()})
    assert "看不懂" in (await stranger.last()).text
    await stranger.send("/file")
    assert "登记单位" in (await stranger.last()).text


async def test_rows_of_a_pending_organisation_wait_for_its_verification(stage: Stage) -> None:
    await stage.appoint(STAFF)
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, MEMBER, state=OrganisationState.PENDING)
    phone, officer = stage.phone(MEMBER), stage.phone(STAFF)
    await phone.send("/help")
    await upload(phone, "a.jsonl", lines(row(1)))
    await officer.send("/review")
    await officer.tap("通过")
    assert "审核岗位" in (await officer.last()).text


async def test_a_reviewer_lets_the_undoubted_rows_of_a_file_through_together(stage: Stage, member: Phone) -> None:
    await stage.appoint(STAFF)
    bad = row(5, description="只招男性，跟着师傅学下料、打磨和平焊，三个月后独立上手。")
    await upload(member, "a.jsonl", lines(*(row(number) for number in range(1, 5)), bad))
    officer = stage.phone(STAFF)
    await officer.send("/review")
    await officer.tap("这家的都通过")
    assert "有 4 条在等审核" in (await officer.last()).text
    await officer.tap("确定都通过")
    await member.until("您提交的 4 条通过了审核")
    found = await states(stage)
    assert found.pop("f-5") == ListingState.IN_REVIEW
    assert set(found.values()) == {ListingState.LIVE}
    async with stage.sessions() as session:
        assert len((await session.exec(select(ListingIndex))).all()) == 4


async def test_what_is_let_through_together_was_seen_and_is_lawful(stage: Stage, member: Phone) -> None:
    await stage.appoint(STAFF)
    await upload(member, "a.jsonl", lines(*(row(number) for number in range(1, 5))))
    async with stage.sessions() as session, session.begin():
        opening = await session.get_one(Opening, "f-1")
        opening.description = "只招男性，跟着师傅学下料、打磨和平焊，三个月后独立上手。"
    officer = stage.phone(STAFF)
    await officer.send("/review")
    await officer.tap("这家的都通过")
    assert "有 3 条在等审核" in (await officer.last()).text
    async with stage.sessions() as session, session.begin():
        (await session.get_one(Opening, "f-2")).version += 1
    await officer.tap("确定都通过")
    assert set((await states(stage)).values()) == {ListingState.IN_REVIEW}
    await officer.send("/review")
    await officer.tap("这家的都通过")
    await officer.tap("确定都通过")
    found = await states(stage)
    assert found.pop("f-1") == ListingState.IN_REVIEW
    assert set(found.values()) == {ListingState.LIVE}


async def test_fewer_places_than_are_held_are_refused(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        own = (await session.exec(select(Organisation))).one()
        opening = await parties.live_opening(session, own, id="f-1", headcount=2)
        for user in (9001, 9002):
            await parties.offered(session, user, opening, MEMBER)
    said = (await upload(member, "a.jsonl", lines(row(1, headcount=1)))).text
    assert "不能少于已经占上的 2 个" in said


async def test_english_members_read_an_english_report(member: Phone) -> None:
    await member.send("/lang")
    await member.tap("English")
    said = (await upload(member, "a.jsonl", lines(row(1, housing="castle")), "is done: 0")).text
    assert "Housing" in said
    assert "No housing / Housing provided" in said


async def test_deadlines_in_the_past_are_refused(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session:
        past = await clock.today(session) - timedelta(days=1)
        assert (await organisations.list_member_ids(session, 0)) == []
    assert "已经过了" in (await upload(member, "a.jsonl", lines(row(1, deadline=past.isoformat())))).text
