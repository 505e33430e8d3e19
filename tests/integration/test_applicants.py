"""Applicants reach the enterprise as cards; talk, offer, signature; places, rights and contacts."""

from sqlmodel import select

from bot.notices.applications import announce_application
from data.applications import service as applications
from data.applications.service import Application
from data.listings.openings import Opening
from data.people.profile import CertificateFact, EducationFact, Facts, GroupFact, OccupationFact, PlaceFact
from data.vocabulary import ApplicationState, Education, ListingState
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, OTHER = 2301, 1301, 1302
FACTS = Facts(
    age=27,
    education=EducationFact(level=Education.JUNIOR),
    places=[PlaceFact(code="210106", name="铁西区", city="210100", role="lives")],
    occupations=[
        OccupationFact(code="6-18-02-04", name="焊工", role="did", years=3),
        OccupationFact(code="6-18-01-01", name="车工", role="wants"),
    ],
    certificates=[CertificateFact(kind="operation_permit", occupation="6-18-02-04")],
    groups=[GroupFact(id="grp.difficulty"), GroupFact(id="grp.disabled")],
    constraints=["no_heights"],
)


async def _apply(stage: Stage, user: int = SEEKER, phone: str | None = None) -> Application:
    async with stage.sessions() as session, session.begin():
        opening = (await session.exec(select(Opening))).one()
        application = await parties.application(session, user, opening, phone=phone, facts=FACTS)
        await announce_application(session, application)
    return application


async def _stage_set(stage: Stage, headcount: int = 2) -> tuple[Phone, Phone]:
    """An enterprise with a live opening, and a seeker, both in the chat."""
    async with stage.sessions() as session, session.begin():
        await parties.live_opening(session, await parties.enterprise(session, MEMBER), headcount=headcount)
    member, seeker = stage.phone(MEMBER), stage.phone(SEEKER)
    await member.send("/help")
    await seeker.send("/help")
    return member, seeker


async def test_card_tells_the_work_facts_and_no_sensitive_ones(stage: Stage) -> None:
    member, _ = await _stage_set(stage)
    application = await _apply(stage, phone="13800138000")
    card = (await member.until("有人报名了")).text
    for words in (application.code, "焊工（3年）", "车工", "初中", "铁西", "操作证", "干过3年焊工"):
        assert words in card
    for words in ("13800138000", "27", "岁", "困难", "残疾", "登高"):
        assert words not in card


async def test_both_sides_see_contacts_only_after_both_said_yes(stage: Stage) -> None:
    member, seeker = await _stage_set(stage)
    await _apply(stage, phone="13800138000")
    await member.until("有人报名了")
    assert "024-81234567" not in await seeker.said()
    await member.tap("同意谈谈")
    assert "13800138000" in (await member.until("可以联系了")).text
    assert "024-81234567" in (await seeker.until("愿意和您谈")).text


async def test_messages_are_passed_on_when_no_number_was_given(stage: Stage) -> None:
    member, seeker = await _stage_set(stage)
    await _apply(stage)
    await member.until("有人报名了")
    await member.tap("同意谈谈")
    await seeker.until("愿意和您谈")
    await member.tap("写给对方")
    await member.send("明天上午十点来车间看看？<b>带身份证</b>")
    answer = await seeker.until("来信")
    assert "<b>带身份证</b>" in answer.text
    await seeker.tap("回复")
    await seeker.send("好的，准时到")
    await member.until("好的，准时到")


async def test_closing_an_opening_tells_those_who_wait(stage: Stage) -> None:
    member, seeker = await _stage_set(stage)
    await _apply(stage)
    await member.until("有人报名了")
    await member.send("/openings")
    await member.tap("1. 焊工学徒")
    await member.tap("结束招人")
    assert "在办的 1 个报名" in (await member.last()).text
    await member.tap("确定结束")
    await seeker.until("已经结束招人")


async def test_refusal_reaches_the_person_with_a_humane_reason(stage: Stage) -> None:
    member, seeker = await _stage_set(stage)
    await _apply(stage)
    await member.until("有人报名了")
    await member.tap("不合适")
    await member.tap("名额给了别人")
    told = await seeker.until("答复了")
    assert "名额有限" in told.text
    assert "看看别的岗位" in told.buttons


async def test_offer_is_signed_and_the_last_place_fills_the_opening(stage: Stage) -> None:
    member, seeker = await _stage_set(stage, headcount=1)
    other = stage.phone(OTHER)
    await other.send("/help")
    await _apply(stage)
    await member.until("有人报名了")
    await member.tap("同意谈谈")
    await member.until("可以联系了")
    await _apply(stage, OTHER)
    await member.send("/applicants")
    await member.tap("1. 焊工学徒")
    await parties.offer_by_phone(member)
    await seeker.until("录用您了")
    await seeker.tap("接受")
    await member.until("招满了")
    await other.until("招满了")
    async with stage.sessions() as session:
        assert (await session.exec(select(Opening))).one().state == ListingState.FILLED


async def test_declined_offer_frees_the_place(stage: Stage) -> None:
    member, seeker = await _stage_set(stage, headcount=1)
    await _apply(stage)
    await member.until("有人报名了")
    await member.tap("同意谈谈")
    await member.until("可以联系了")
    await parties.offer_by_phone(member)
    await seeker.until("录用您了")
    await seeker.tap("不去了")
    await seeker.tap("确定不去")
    await member.until("名额空出来了")
    async with stage.sessions() as session:
        assert await applications.count_held_places(session, (await session.exec(select(Opening))).one().id) == 0


async def test_members_of_other_enterprises_cannot_answer(stage: Stage) -> None:
    await _stage_set(stage)
    application = await _apply(stage)
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, MEMBER + 1, number=2)
    rival = stage.phone(MEMBER + 1)
    await rival.send("/help")
    for act in ("member.yes", "member.offer", "member.applicant", "member.no", "relay.write"):
        await forged.press(stage, MEMBER + 1, f"{act}:{application.id}")
    await stage.settle()
    assert (await rival.said()).count("相应的身份") == 5
    async with stage.sessions() as session:
        assert (await session.get(Application, application.id)).state == ApplicationState.APPLIED  # type: ignore[union-attr]


async def test_someone_elses_offer_cannot_be_signed(stage: Stage) -> None:
    _, seeker = await _stage_set(stage)
    async with stage.sessions() as session, session.begin():
        opening = (await session.exec(select(Opening))).one()
        made = await parties.offered(session, OTHER, opening, MEMBER)
    await forged.press(stage, SEEKER, f"seek.sign:{made.id}")
    await seeker.until("相应的身份")
    async with stage.sessions() as session:
        assert (await session.get(Application, made.id)).state == ApplicationState.OFFERED  # type: ignore[union-attr]
