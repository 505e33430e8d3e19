"""Listing files: good rows in, every fault of a bad row named, nothing silently changed."""

import csv
import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from data.imports.files import MOST_FAULTS_OF_A_ROW, CourseRow, OpeningRow, ReadReport, Row, read, write
from data.imports.readers import UnknownEncoding, UnknownFormat, UnreadableFile, column_names
from data.imports.schema import ListingRow
from data.vocabulary import Education, Grade, Housing, LabourBrand, Shift

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]

OPENING = {
    "kind": "opening",
    "id": "t-1",
    "title": "车工学徒",
    "occupation_code": "6-18-01-01",
    "city": "210100",
    "description": "跟师傅学看图和车削。",
    "enterprise": "沈阳样例机床",
    "headcount": 3,
    "wage_min": 4000,
    "wage_max": 5000,
}
COURSE = {
    "kind": "course",
    "id": "t-2",
    "title": "养老护理员初级班",
    "occupation_code": "养老护理员",
    "city": "丹东",
    "description": "学照料、翻身和记录。",
    "provider": "丹东示范职校",
    "course_kind": "elder_care",
    "capacity": 30,
    "hours_total": 120,
    "fee": 0,
}


def read_json(folder: Path, *rows: dict[str, object]) -> ReadReport:
    path = folder / "listings.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read(path, TODAY)


def read_sheet(folder: Path, text: str, encoding: str = "utf-8") -> ReadReport:
    path = folder / "listings.csv"
    path.write_bytes(text.encode(encoding))
    return read(path, TODAY)


def faults(report: ReadReport) -> list[tuple[int, str | None, str]]:
    return [(one.row_number, one.field, one.reason_id.removeprefix("import.reason.")) for one in report.refused]


def fault_of(folder: Path, base: dict[str, object] = OPENING, **changes: object) -> tuple[str | None, str]:
    """The field and reason of the one fault that the changes make."""
    report = read_json(folder, {**base, **changes})
    assert report.rows == []
    [(_, field, reason)] = faults(report)
    return field, reason


def opening(folder: Path, **changes: object) -> OpeningRow:
    report = read_json(folder, {**OPENING, **changes})
    assert report.refused == []
    [row] = report.rows
    assert isinstance(row, OpeningRow)
    return row


def test_good_rows_go_in_and_bad_ones_are_refused_with_row_and_field(tmp_path: Path) -> None:
    bad = {**OPENING, "id": "t-3", "headcount": "几个", "city": "北京"}
    report = read_json(tmp_path, OPENING, bad, COURSE)
    assert [row.id for row in report.rows] == ["t-1", "t-2"]
    assert faults(report) == [(2, "city", "city"), (2, "headcount", "number")]
    assert report.refused_rows == 1
    assert report.row_numbers == {"t-1": 1, "t-2": 3}
    assert report.refused[1].value == "几个"


def test_names_become_codes(tmp_path: Path) -> None:
    row = opening(tmp_path, occupation_code="数控车", city="鞍山", district="铁西区", hazards=["噪声大", "MECH"],
                  education_min="初中", brand="辽宁装备技工", grade_target="中级工（四级）",
                  certificates_required=["operation_permit:电工:", "health"])  # fmt: skip
    assert (row.occupation_code, row.city, row.district) == ("6-18-01-01", "210300", "210303")
    assert row.hazards == ["NOISE", "MECH"]
    assert (row.education_min, row.brand, row.grade_target) == (Education.JUNIOR, LabourBrand.EQUIPMENT, Grade.FOUR)
    assert row.certificates_required == ["operation_permit:6-31-01-03:", "health::"]


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"title": None}, "title", "missing"),
        ({"title": "  "}, "title", "missing"),
        ({"enterprise": ""}, "enterprise", "missing"),
        ({"title": 12}, "title", "text"),
        ({"title": "长" * 121}, "title", "too_long"),
        ({"description": "半个字\ud83d"}, "description", "characters"),
        ({"description": "有\0空"}, "description", "characters"),
        ({"id": "一号"}, "id", "id"),
        ({"id": "a" * 41}, "id", "id"),
        ({"salary": 4000}, "salary", "unknown_field"),
        ({"capacity": 3}, "capacity", "unknown_field"),
        ({"kind": "job"}, "kind", "choice"),
        ({"kind": None}, "kind", "missing"),
        ({"kind": ["opening"]}, "kind", "choice"),
        ({"occupation_code": "9-99-99-99"}, "occupation_code", "occupation"),
        ({"occupation_code": "普工"}, "occupation_code", "occupation"),
        ({"occupation_code": "钳工"}, "occupation_code", "occupation_ambiguous"),
        ({"city": "210106"}, "city", "city"),
        ({"city": "北京"}, "city", "city"),
        ({"district": "岫岩"}, "district", "district_elsewhere"),
        ({"district": "和谐区"}, "district", "district"),
        ({"lat": 41.8}, "lon", "half_point"),
        ({"lat": 31.2, "lon": 121.5}, "lat", "too_small"),
        ({"start_date": "2026-02-30"}, "start_date", "day"),
        ({"start_date": 20261201}, "start_date", "text"),
        ({"start_date": "+21d"}, "start_date", "day"),
        ({"deadline": "2026-11-21"}, "deadline", "past"),
        ({"expires_at": "2020-01-01"}, "expires_at", "past"),
        ({"education_min": "博士后"}, "education_min", "choice"),
        ({"age_min": 15}, "age_min", "too_small"),
        ({"age_min": 18, "age_max": 17}, "age_max", "reversed"),
        ({"eligible_groups": ["grp.heroes"]}, "eligible_groups", "choice"),
        ({"hazards": ["DRAGON"]}, "hazards", "choice"),
        ({"hazards": {"NIGHT": True}}, "hazards", "list"),
        ({"contact_mode": "telegram"}, "contact_mode", "choice"),
        ({"enterprise_code": "91210106FAKE00019X"}, "enterprise_code", "credit_code.error.check"),
        ({"headcount": 0}, "headcount", "too_small"),
        ({"headcount": -3}, "headcount", "too_small"),
        ({"headcount": 10_000}, "headcount", "too_large"),
        ({"headcount": 2.5}, "headcount", "whole"),
        ({"headcount": True}, "headcount", "number"),
        ({"headcount": float("nan")}, "headcount", "number"),
        ({"wage_min": "面议"}, "wage_min", "number"),
        ({"wage_min": 6000}, "wage_max", "reversed"),
        ({"wage_after_min": 7000, "wage_after_max": 6000}, "wage_after_max", "reversed"),
        ({"pay_day": 32}, "pay_day", "too_large"),
        ({"housing": "mansion"}, "housing", "choice"),
        ({"meals": "maybe"}, "meals", "yes_no"),
        ({"hours_week": 0}, "hours_week", "too_small"),
        ({"certificates_required": ["permit:6-31-01-03:"]}, "certificates_required", "certificate"),
        ({"certificates_required": ["grade:6-31-01-03:9"]}, "certificates_required", "certificate"),
        ({"certificates_required": ["grade:车夫:4"]}, "certificates_required", "occupation"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, changes: dict[str, object], field: str, reason: str) -> None:
    assert fault_of(tmp_path, **changes) == (field, reason)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"course_kind": "hobby"}, "course_kind", "choice"),
        ({"fee": None}, "fee", "missing"),
        ({"subsidy_rule": "appr.invented"}, "subsidy_rule", "policy"),
        ({"wage_min": 4000}, "wage_min", "unknown_field"),
        ({"documents": [f"材料{n}" for n in range(31)]}, "documents", "too_many"),
        ({"documents": ["长" * 121]}, "documents", "too_long"),
        ({"linked_openings": ["a b"]}, "linked_openings", "id"),
    ],
)
def test_each_fault_of_a_course_is_named(tmp_path: Path, changes: dict[str, object], field: str, reason: str) -> None:
    assert fault_of(tmp_path, COURSE, **changes) == (field, reason)


def test_a_deadline_today_is_still_open(tmp_path: Path) -> None:
    assert opening(tmp_path, deadline="2026-11-22").deadline == TODAY


def test_an_id_may_stand_once_in_a_file_whatever_the_kind(tmp_path: Path) -> None:
    report = read_json(tmp_path, OPENING, {**COURSE, "id": "t-1"}, COURSE)
    assert faults(report) == [(2, "id", "repeated_id")]
    assert report.refused[0].params == {"first": 1}
    assert [row.id for row in report.rows] == ["t-1", "t-2"]


def test_broken_json_lines_do_not_spoil_the_others(tmp_path: Path) -> None:
    path = tmp_path / "listings.jsonl"
    good = json.dumps(OPENING)
    lines = ["", good, "{", "[1]", "null", "[" * 100_000, '{"kind": "course", "kind": "opening"}', "9" * 5000]
    path.write_text("\n".join(lines), encoding="utf-8")
    report = read(path, TODAY)
    assert [row.id for row in report.rows] == ["t-1"]
    assert [number for number, _, _ in faults(report)] == [3, 4, 5, 6, 7, 8]
    assert (7, "kind", "repeated_field") in faults(report)


def test_a_line_with_forty_thousand_keys_is_read_in_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "listings.jsonl"
    path.write_text(json.dumps({f"k{number}": 1 for number in range(40_000)}), encoding="utf-8")
    begun = time.process_time()
    read(path, TODAY)
    assert time.process_time() - begun < 10


def test_a_header_of_forty_thousand_columns_is_read_in_a_moment(tmp_path: Path) -> None:
    begun = time.process_time()
    read_sheet(tmp_path, ",".join(f"k{number}" for number in range(40_000)))
    assert time.process_time() - begun < 10


def test_of_one_row_no_more_faults_are_told_than_somebody_reads(tmp_path: Path) -> None:
    report = read_json(tmp_path, OPENING | {f"k{number}": 1 for number in range(1000)})
    assert len(report.refused) == MOST_FAULTS_OF_A_ROW


HEADER = "kind,id,title,occupation_code,city,description,enterprise,headcount,wage_min,wage_max"
LINE = "opening,t-1,车工学徒,车工,沈阳,跟师傅学车床。,沈阳样例机床,3,4000,5000"


def test_a_sheet_numbers_rows_as_a_spreadsheet_does(tmp_path: Path) -> None:
    report = read_sheet(tmp_path, f'{HEADER}\r\n{LINE}\r\n,,,\r\nopening,t-2,"两行\n标题",车工,沈阳,学,样例,零,1,2\r\n')
    assert [row.id for row in report.rows] == ["t-1"]
    assert faults(report) == [(4, "headcount", "number")]


def test_chinese_headers_and_values_work(tmp_path: Path) -> None:
    text = (
        "类型★,编号★,标题★,职业★,城市★,说明★,企业名称★,招收人数★,薪资下限★,薪资上限★,夜班,住宿,班制,接收十六七岁,危险与负荷\n"
        '学徒岗位,t-1,车工学徒,车工,沈阳,学车床,样例机床,3,"4,000",5000.0,否,包住,白班,是,噪声大；MECH\n'
    )
    report = read_sheet(tmp_path, text, "gb18030")
    [row] = report.rows
    assert isinstance(row, OpeningRow)
    assert (row.wage_min, row.wage_max, row.night_shift, row.accepts_minors) == (4000, 5000, False, True)
    assert (row.housing, row.shift, row.hazards) == (Housing.PROVIDED, Shift.DAY, ["NOISE", "MECH"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_spreadsheets_are_read(tmp_path: Path, encoding: str) -> None:
    [row] = read_sheet(tmp_path, f"{HEADER}\n{LINE}\n", encoding).rows
    assert row.title == "车工学徒"


def test_a_row_with_broken_bytes_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "listings.csv"
    broken = LINE.replace("t-1", "t-2").encode().replace("车工学徒".encode(), "车工学徒".encode()[:-1])
    path.write_bytes(f"{HEADER}\n{LINE}\n".encode() + broken)
    report = read(path, TODAY)
    assert [row.id for row in report.rows] == ["t-1"]
    assert faults(report) == [(3, "title", "characters")]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (f"{HEADER},salary", (1, "salary", "unknown_column")),
        (HEADER.replace("title", "标题目"), (1, "标题目", "unknown_column")),
        (HEADER.replace("city,", ""), (1, "city", "missing_column")),
        (f"{HEADER},职业", (1, "occupation_code", "repeated_column")),
    ],
)
def test_a_wrong_column_refuses_the_sheet(tmp_path: Path, header: str, expected: tuple[int, str, str]) -> None:
    report = read_sheet(tmp_path, f"{header}\n{LINE}\n")
    assert report.rows == []
    assert expected in faults(report)


def test_an_empty_sheet_lacks_every_column(tmp_path: Path) -> None:
    assert {reason for _, _, reason in faults(read_sheet(tmp_path, ""))} == {"missing_column"}


def test_a_comma_too_many_is_noticed(tmp_path: Path) -> None:
    assert faults(read_sheet(tmp_path, f"{HEADER}\n{LINE},住宿\n")) == [(2, None, "extra_cell")]


def test_a_quotation_mark_that_never_closes_is_a_fault_of_its_row(tmp_path: Path) -> None:
    report = read_sheet(tmp_path, f'{HEADER}\n{LINE}\nopening,t-2,"车工\n')
    assert [row.id for row in report.rows] == ["t-1"]
    assert faults(report) == [(3, None, "csv")]


def test_files_that_cannot_be_read_raise(tmp_path: Path) -> None:
    (tmp_path / "list.doc").write_text("x")
    (tmp_path / "list.csv").write_bytes(b"\x80\xff\xfe\x80" * 9)
    with pytest.raises(UnknownFormat):
        read(tmp_path / "list.doc", TODAY)
    with pytest.raises(UnknownEncoding):
        read(tmp_path / "list.csv", TODAY)
    with pytest.raises(UnreadableFile):
        read(tmp_path / "absent.csv", TODAY)
    with pytest.raises(UnknownFormat):
        write(tmp_path / "list.doc", [])


def test_formulas_are_guarded_in_sheets_and_come_back_as_they_were(tmp_path: Path) -> None:
    titles = ["=HYPERLINK(1)", "+86", "-20℃冷库学徒", "@all", "'=1+1", "''=x", "'引号'", "＝全角"]
    rows: list[Row] = [
        OpeningRow.model_validate({**OPENING, "id": f"t-{place}", "title": title}) for place, title in enumerate(titles)
    ]
    path = tmp_path / "export.csv"
    write(path, rows)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert not [cell for line in csv.reader(file) for cell in line if re.match(r"[=+\-@＝＋－＠]", cell)]
    assert read(path, TODAY).rows == rows


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40).map(str.strip)
WORDS = TEXTS.filter(bool)


OPENINGS = st.fixed_dictionaries(
    {"title": WORDS, "description": WORDS, "wage_min": st.integers(1, 5000), "wage_max": st.integers(5000, 9000)},
    optional={
        "mentor": WORDS,
        "night_shift": st.booleans(),
        "hours_week": st.floats(0, 60, exclude_min=True),
        "deadline": st.dates(TODAY),
        "hazards": st.lists(st.sampled_from(["NIGHT", "HEIGHT", "DUST"])),
    },
)
COURSES = st.fixed_dictionaries(
    {"provider": WORDS}, optional={"documents": st.lists(WORDS, max_size=4), "rolling_entry": st.booleans()}
)


@given(openings=OPENINGS, courses=COURSES)
@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_what_was_written_reads_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, ending: str, openings: dict[str, object], courses: dict[str, object]
) -> None:
    written: list[Row] = [
        OpeningRow.model_validate({**OPENING, **openings}),
        CourseRow.model_validate({**COURSE, **courses}),
    ]
    path = tmp_path_factory.mktemp("export") / f"export.{ending}"
    write(path, written)
    report = read(path, TODAY)
    assert report.refused == []
    assert report.rows == written


def test_every_field_has_a_column_name_in_both_languages() -> None:
    assert set(column_names()) == set(OpeningRow.model_fields) | set(CourseRow.model_fields)
    assert len({name for names in column_names().values() for name in names}) == 2 * len(column_names())
    assert set(ListingRow.model_fields) <= set(column_names())


def texts(language: str) -> dict[str, str]:
    found = {}
    for name in ("listing_files", "files", "credit_code"):
        with (ROOT / "bot" / "texts" / language / f"{name}.po").open("rb") as file:
            found |= {str(one.id): str(one.string) for one in read_po(file) if one.id}
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_has_its_sentence_in_both_languages(language: str) -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "data" / "imports").glob("*.py"))
    used = set(re.findall(r'"(import\.(?:reason|error)\.\w+)"', code))
    assert len(used) > 30
    assert used <= {key for key, sentence in texts(language).items() if sentence}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sentences_need_nothing_that_a_refusal_does_not_carry(tmp_path: Path, language: str) -> None:
    changes: list[dict[str, object]] = [
        {"kind": "job"}, {"occupation_code": "钳工"}, {"occupation_code": "?"}, {"city": "北京"}, {"district": "岫岩"},
        {"district": "?"}, {"deadline": "2020-01-01"}, {"wage_min": 9000}, {"age_min": 3}, {"headcount": 99999},
        {"title": "长" * 200}, {"hazards": ["?"]}, {"enterprise_code": "9" * 18}, {"enterprise_code": "9"},
        {"enterprise_code": "O" * 18}, {"certificates_required": ["?"]}, {"id": "t-1"},
    ]  # fmt: skip
    rows = [{"id": f"t-{number}", **change} for number, change in enumerate(changes, start=100)]
    report = read_json(tmp_path, OPENING, *({**OPENING, **row} for row in rows))
    report.refused.extend(read_json(tmp_path, {**COURSE, "documents": [str(n) for n in range(99)]}).refused)
    report.refused.extend(read_json(tmp_path, {**COURSE, "subsidy_rule": "?"}).refused)
    report.refused.extend(read_sheet(tmp_path, f"{HEADER}\n{LINE},住宿\n").refused)
    assert len(report.refused) == len(changes) + 3
    for refusal in report.refused:
        sentence = texts(language)[refusal.reason_id].format(**refusal.params)
        assert "{" not in sentence
