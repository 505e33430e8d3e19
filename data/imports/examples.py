"""The example rows of the templates: how a filled-in opening and a filled-in course look. No import takes them."""

from datetime import date, timedelta

from data.catalogue import places
from data.imports.templates import EXAMPLE
from data.organisations.service import Organisation
from data.vocabulary import ListingKind


def example(kind: ListingKind, organisation: Organisation, today: date) -> dict[str, object]:
    """A row of the organisation's own, with days that are still to come."""
    district = places.get(organisation.district) if organisation.district else None
    common = {
        "id": f"{EXAMPLE}（这一行不导入）", "city": places.place(organisation.city).name,
        "district": district.name if district else None, "start_date": today + timedelta(days=45),
        "deadline": today + timedelta(days=30), "education_min": "初中", "contact_mode": "打电话",
    }  # fmt: skip
    return common | (_opening(organisation) if kind == ListingKind.OPENING else _course(organisation))


def _opening(organisation: Organisation) -> dict[str, object]:
    return {
        "title": "焊工学徒", "occupation_code": "焊工", "enterprise": organisation.name,
        "enterprise_code": organisation.credit_code, "headcount": 5, "wage_min": 4000, "wage_max": 5000,
        "wage_after_min": 5500, "wage_after_max": 7000, "pay_day": 10, "housing": "包住", "meals": "是",
        "shift": "白班",        "grade_target": "中级工（四级）", "shuttle": "否",
        "night_shift": "否", "hours_week": 40, "social_insurance": "是", "contract_months": 24, "probation_months": 2,
        "term_months": 12, "mentor": "刘师傅，焊工技师", "accepts_no_experience": "是", "accepts_minors": "否",
        "description": "跟着师傅学下料、打磨和平焊，先在练习台上练三周，再上工件，三个月后独立上手。",
    }  # fmt: skip


def _course(organisation: Organisation) -> dict[str, object]:
    return {
        "title": "焊工培训班", "occupation_code": "焊工", "provider": organisation.name, "capacity": 30,
        "course_kind": "就业技能培训", "certificate_kind": "技能等级证", "grade_target": "初级工（五级）",
        "mode": "到现场上课",
        "assessing_body": "写评价机构的全称", "hours_total": 120, "weeks": 6, "evening": "是", "weekend": "否",
        "dormitory": "否", "fee": 0, "documents": "身份证;失业登记凭证", "rolling_entry": "否",
        "description": "前三周练平焊和立焊，后三周练管板，两个老师带，最后一周模拟考试，考不过免费再练。",
    }  # fmt: skip
