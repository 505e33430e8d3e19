"""The filing pack for the labour bureau (企业新型学徒制备案): roster, agreements and terms as one workbook, in Chinese.

Only people who took a place are in it, and of them only what filing needs and the product knows: no phone, no name, no
identity number - those the enterprise writes in itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import eligibility
from data.applications import contracts
from data.applications.models import Application, ApplicationEvent
from data.catalogue import labels, occupations, places
from data.db import clock
from data.listings import transitions
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.people import seekers
from data.people.profile import Facts
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, Language
from data.workbooks import Sheet, write_book

_ROSTER = (
    "序号", "报名编号", "姓名（单位填写）", "身份证号（单位填写）", "岗位", "培养工种", "工种代码", "目标等级",
    "未成年工（16–17岁）", "接受录用日期", "学徒期（月）", "师傅", "状态",
)  # fmt: skip
_PAPERS = (
    "报名编号", "岗位", "劳动合同签订日期", "合同期限（月）", "企业与学徒培养协议签订日期", "院校或培训机构",
    "企业与院校合作协议签订日期", "还缺",
)  # fmt: skip
_TERMS = (
    "岗位", "单位", "统一社会信用代码", "工种", "工种代码", "工作地点", "招收人数", "已接受人数", "学徒期工资（元/月）",
    "出徒后工资（元/月）", "发薪日", "住宿", "工作餐", "班次", "夜班", "每周工时", "社会保险",
    "合同期限（月）", "试用期（月）",
    "学徒期（月）", "目标等级", "师傅", "合作院校", "危害因素", "报名截止",
)  # fmt: skip
_PAPER_NAMES = {
    ApprenticeshipPaper.CONTRACT: "劳动合同",
    ApprenticeshipPaper.TRAINING: "培养协议",
    ApprenticeshipPaper.SCHOOL: "院校合作协议",
}
_STATES = {State.SIGNED: "在培", State.COMPLETED: "已出徒"}


@dataclass(frozen=True)
class FilingPack:
    content: bytes
    """An `.xlsx` file."""
    people: int
    written_on: date


async def build_filing_pack(session: AsyncSession, opening_ids: Sequence[str], *, member: int) -> FilingPack:
    """The filing pack of some openings of one's own organisation.

    Raises:
        NotAllowed: not a member. NotAvailable: no such opening.
    """
    found = [await transitions.lock_for_member(session, Opening, one, member=member) for one in sorted(opening_ids)]
    roster: list[list[object]] = []
    papers: list[list[object]] = []
    terms: list[list[object]] = []
    for opening in found:
        people = await _apprentices(session, opening)
        for application in people:
            roster.append([len(roster) + 1, *await _person(session, application, opening)])
            papers.append(await _agreements(session, application, opening))
        organisation = await organisations.get_for_member(session, member, opening.organisation_id)
        terms.append(_terms(opening, organisation, len(people)))
    book = write_book(
        Sheet("学徒名册", _ROSTER, roster), Sheet("协议登记", _PAPERS, papers), Sheet("岗位条件", _TERMS, terms)
    )
    return FilingPack(book, len(roster), await clock.today(session))


async def list_with_apprentices(session: AsyncSession, opening_ids: Sequence[str]) -> set[str]:
    """Ids of those of the openings in which somebody took a place."""
    query = select(Application.opening_id).where(
        col(Application.opening_id).in_(opening_ids), col(Application.state).in_(_STATES)
    )
    return set((await session.exec(query.distinct())).all())


async def _apprentices(session: AsyncSession, opening: Opening) -> list[Application]:
    query = select(Application).where(Application.opening_id == opening.id, col(Application.state).in_(_STATES))
    return list((await session.exec(query.order_by(col(Application.id)))).all())


async def _person(session: AsyncSession, application: Application, opening: Opening) -> list[object]:
    seeker = await seekers.find(session, application.account_id) if application.account_id else None
    age = Facts.model_validate(seeker.facts).age if seeker else None
    work = occupations.get(opening.occupation_code)
    return [
        application.code, None, None, opening.title, opening.trade or (work and work.name), opening.occupation_code,
        _label("grade", opening.grade_target), None if age is None else _yes_no(age < eligibility.ADULT_AGE),
        await _signed_on(session, application), opening.term_months, opening.mentor, _STATES[application.state],
    ]  # fmt: skip


async def _signed_on(session: AsyncSession, application: Application) -> date | None:
    query = select(ApplicationEvent.at).where(
        ApplicationEvent.application_id == application.id, ApplicationEvent.state == State.SIGNED
    )
    at = (await session.exec(query.order_by(col(ApplicationEvent.id).desc()))).first()
    return at.astimezone(clock.ZONE).date() if at else None


async def _agreements(session: AsyncSession, application: Application, opening: Opening) -> list[object]:
    dates = await contracts.signing_dates(session, application)
    missing = [_PAPER_NAMES[paper] for paper in contracts.papers_of(opening) if paper not in dates]
    return [
        application.code,
        opening.title,
        dates.get(ApprenticeshipPaper.CONTRACT),
        opening.contract_months,
        dates.get(ApprenticeshipPaper.TRAINING),
        opening.partner_provider,
        dates.get(ApprenticeshipPaper.SCHOOL),
        "、".join(missing) or None,
    ]


def _terms(opening: Opening, organisation: Organisation, people: int) -> list[object]:
    work = occupations.get(opening.occupation_code)
    named = [places.get(code) for code in (opening.city, opening.district) if code]
    where = "".join(place.name for place in named if place) + (opening.address or "")
    return [
        opening.title, organisation.name, organisation.credit_code, opening.trade or (work and work.name),
        opening.occupation_code, where, opening.headcount, people, _range(opening.wage_min, opening.wage_max),
        _range(opening.wage_after_min, opening.wage_after_max), opening.pay_day, _label("housing", opening.housing),
        _yes_no(opening.meals), _label("shift", opening.shift), _yes_no(opening.night_shift), opening.hours_week,
        _yes_no(opening.social_insurance), opening.contract_months, opening.probation_months, opening.term_months,
        _label("grade", opening.grade_target), opening.mentor, opening.partner_provider,
        "、".join(labels.label("hazard", code, Language.ZH) for code in sorted(opening.hazards)) or None,
        opening.deadline,
    ]  # fmt: skip


def _range(low: int | None, high: int | None) -> str | int | None:
    return low if low == high or high is None else f"{low}–{high}"


def _label(kind: str, value: str | None) -> str | None:
    return None if value is None else labels.label(kind, value, Language.ZH)


def _yes_no(value: bool | None) -> str | None:  # noqa: FBT001 - three-valued fact
    return None if value is None else "是" if value else "否"
