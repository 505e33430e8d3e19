"""Listings as `.xlsx` sheets with Chinese headers: the template that people fill in, and an export they can read.

Values are written as people say them (是, 白班, 沈阳市); `data.imports.schema` reads them back.
"""

from collections.abc import Callable, Iterable, Mapping

from data.catalogue import labels, occupations, places
from data.imports.readers import column_names
from data.imports.schema import CourseRow, OpeningRow, Row
from data.vocabulary import Language, ListingKind
from data.workbooks import Sheet, write_book

_MODELS: dict[ListingKind, type[OpeningRow] | type[CourseRow]] = {
    ListingKind.OPENING: OpeningRow,
    ListingKind.COURSE: CourseRow,
}
_LABELS = {
    "kind": "kind", "education_min": "education", "eligible_groups": "group", "brand": "brand", "hazards": "hazard",
    "contact_mode": "contact_mode", "housing": "housing", "shift": "shift", "grade_target": "grade",
    "course_kind": "course_kind", "certificate_kind": "certificate_kind", "mode": "mode",
}  # fmt: skip
"""Field → the closed vocabulary its value is from."""
_YES, _NO = "是", "否"
EXAMPLE = "示例"
"""Beginning of the id of a row that only shows how it is done."""
_HINTS = {
    "id": "自己编的编号，字母和数字，不能重复；再次导入时同一编号会更新同一条。以“示例”开头的行不导入",
    "occupation_code": "工种名称或职业代码，如 焊工",
    "trade": "同一职业里要分清的工种，如 叉车司机、起重机司机；标题里写明了可以不填",
    "enterprise": "和登记的单位全称一致",
    "enterprise_code": "18 位统一社会信用代码，可以不填",
    "provider": "和登记的单位全称一致",
    "district": "区县名称，要在所填的城市里",
    "certificates_required": (
        "种类:职业代码:等级:工种，后面的可以不填，如 operation_permit:6-30-05-01::叉车司机，多个用分号隔开"
    ),
    "subsidy_rule": "政策依据的编号，没有可以不填",
    "documents": "报名要带的材料，多个用分号隔开",
    "linked_openings": "对应岗位的编号，多个用分号隔开",
    "age_basis": "只有法律要求的年龄限制才填，写明依据",
}
"""How to fill in columns that their type does not explain."""
_ONE_BY_ONE = frozenset({"eligible_groups", "hazards"})
"""Fields that hold several values: a drop-down would offer only one."""


def filled(rows: Iterable[Row]) -> bytes:
    """A workbook with these rows, in one sheet."""
    rows = list(rows)
    used = {name for row in rows for name in type(row).model_fields} or set(column_names())
    fields = [name for name in column_names() if name in used]
    return write_book(Sheet("岗位和班次", [_header(name) for name in fields], (_cells(row, fields) for row in rows)))


def template(kind: ListingKind, example: Mapping[str, object] | None = None) -> bytes:
    """A sheet for one kind of listing: ★ marks what is needed, drop-downs offer what is known, a second sheet explains.

    `example` fills the first row; where its id begins with `EXAMPLE` it may stay, because no import takes it.
    """
    model = _MODELS[kind]
    fields = [name for name in column_names() if name in model.model_fields]
    header = [_header(name) + ("★" if model.model_fields[name].is_required() else "") for name in fields]
    header[fields.index("kind")] += "★"
    values = {"kind": labels.label("kind", kind, Language.ZH), **(example or {})}
    choices = {place: offered for place, name in enumerate(fields) if (offered := _offered(name, kind))}
    title = labels.label("kind", kind, Language.ZH)
    listings = Sheet(
        title, header, [[values.get(name) for name in fields]], choices, faint_rows=int(example is not None)
    )
    return write_book(listings, _guide(kind, fields))


def _guide(kind: ListingKind, fields: Iterable[str]) -> Sheet:
    """What each column is for."""
    required = {name for name, one in _MODELS[kind].model_fields.items() if one.is_required()} | {"kind"}
    rows = [[_header(name), "必填" if name in required else "", _how(name, kind)] for name in fields]
    return Sheet("填写说明", ["列名", "必填", "怎么填"], rows)


def _how(field: str, kind: ListingKind) -> str:
    if field in _HINTS:
        return _HINTS[field]
    if field in _ONE_BY_ONE:
        names = [labels.label(_LABELS[field], value, Language.ZH) for value in labels.values(_LABELS[field])]
        return "可以填几个，用分号隔开：" + "；".join(names)
    annotation = str(_MODELS[kind].model_fields[field].annotation)
    offered = _offered(field, kind)
    if offered:
        return "从下拉里选：" + "、".join(offered)
    if "date" in annotation:
        return "日期，写成 2026-12-01 这样"
    return "数字" if "int" in annotation or "float" in annotation else "文字"


def _header(field: str) -> str:
    return column_names()[field][0]


def _offered(field: str, kind: ListingKind) -> list[str]:
    if field == "kind":
        return [labels.label("kind", kind, Language.ZH)]
    if field == "city":
        return [city.name for city in places.cities()]
    if field in _LABELS and field not in _ONE_BY_ONE:
        return [labels.label(_LABELS[field], value, Language.ZH) for value in labels.values(_LABELS[field])]
    annotation = str(_MODELS[kind].model_fields[field].annotation)
    return [_YES, _NO] if "bool" in annotation else []


def _cells(row: Row, fields: Iterable[str]) -> list[object]:
    values = row.model_dump(exclude_none=True)
    return [_said(name, values[name]) if name in values else None for name in fields]


def _said(field: str, value: object) -> object:
    """The value in words, wherever reading the words gives the value back."""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, list):
        return ";".join(str(_said(field, one)) for one in value) or None
    if field in _LABELS:
        return labels.label(_LABELS[field], str(value), Language.ZH)
    name = _NAMES[field](str(value)) if field in _NAMES else None
    return name or value


def _occupation_name(code: str) -> str | None:
    work = occupations.get(code)
    known = work and occupations.find(work.name)
    return work.name if work and known and known.code == code else None


def _city_name(code: str) -> str:
    return places.place(code).name


def _district_name(code: str) -> str | None:
    """The name, where it is not also that of a place of the same city."""
    found = places.place(code)
    same = [one for one in places.find(found.name) if one.level == "county" and one.city == found.city]
    return found.name if len(same) == 1 else None


_NAMES: dict[str, Callable[[str], str | None]] = {
    "occupation_code": _occupation_name,
    "city": _city_name,
    "district": _district_name,
}
