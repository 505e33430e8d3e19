"""Listings as `.xlsx` sheets with Chinese headers: the template that people fill in, and an export they can read.

Values are written as people say them (是, 白班, 沈阳市); `data.listing_rows` reads them back.
"""

from collections.abc import Callable, Iterable, Mapping

from data.catalogue import labels, occupations, places
from data.listing_rows import CourseRow, OpeningRow, Row
from data.listing_tables import column_names
from data.vocabulary import Kind, Language
from data.workbooks import Sheet, write_book

_MODELS: dict[Kind, type[OpeningRow] | type[CourseRow]] = {Kind.OPENING: OpeningRow, Kind.COURSE: CourseRow}
_LABELS = {
    "kind": "kind", "education_min": "education", "eligible_groups": "group", "brand": "brand", "hazards": "hazard",
    "contact_mode": "contact_mode", "housing": "housing", "shift": "shift", "grade_target": "grade",
    "course_kind": "course_kind", "certificate_kind": "certificate_kind", "mode": "mode",
}  # fmt: skip
"""Field → the closed vocabulary its value is from."""
_YES, _NO = "是", "否"
_ONE_BY_ONE = frozenset({"eligible_groups", "hazards"})
"""Fields that hold several values: a drop-down would offer only one."""


def filled(rows: Iterable[Row]) -> bytes:
    """A workbook with these rows, in one sheet."""
    rows = list(rows)
    used = {name for row in rows for name in type(row).model_fields} or set(column_names())
    fields = [name for name in column_names() if name in used]
    return write_book(Sheet("岗位和班次", [_header(name) for name in fields], (_cells(row, fields) for row in rows)))


def template(kind: Kind, example: Mapping[str, object] | None = None) -> bytes:
    """An empty sheet for one kind of listing: ★ marks what is needed; drop-downs offer what is known.

    `example` fills one row, to be written over.
    """
    model = _MODELS[kind]
    fields = [name for name in column_names() if name in model.model_fields]
    header = [_header(name) + ("★" if model.model_fields[name].is_required() else "") for name in fields]
    header[fields.index("kind")] += "★"
    values = {"kind": labels.label("kind", kind, Language.ZH), **(example or {})}
    choices = {place: offered for place, name in enumerate(fields) if (offered := _offered(name, kind))}
    title = labels.label("kind", kind, Language.ZH)
    return write_book(Sheet(title, header, [[values.get(name) for name in fields]], choices))


def _header(field: str) -> str:
    return column_names()[field][0]


def _offered(field: str, kind: Kind) -> list[str]:
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
