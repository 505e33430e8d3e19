"""Posters: every word that is known and none that is not, on one page, with a code that scanners read."""

import io
from datetime import date
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from bot.sharing import poster, printing
from bot.sharing.poster import Poster
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import CourseKind, Education, Housing, OrganisationState, Shift

URL = "https://t.me/shitu_local_bot?start=k7m2q9xw"
LONG = "数控机床操作调整工（含五轴加工中心、车铣复合方向）学徒，包吃住，送考操作证，满师后月薪六千到九千，欢迎零基础"


def _of(organisation: str = "北岭样板机械厂", *, verified: bool = True, **more: Any) -> Poster:
    fields: dict[str, Any] = {
        "id": "o-1", "organisation_id": 1, "title": "焊工学徒", "occupation_code": "6-18-02-04", "city": "210100",
        "district": "210106", "description": "跟着师傅学下料、打磨和平焊。", "headcount": 5, "wage_min": 4000,
        "wage_max": 5000, "housing": Housing.PROVIDED, "meals": True, "shift": Shift.DAY,
        "deadline": date(2026, 12, 20), "education_min": Education.JUNIOR, "mentor": "张师傅",
    }  # fmt: skip
    state = OrganisationState.VERIFIED if verified else OrganisationState.PENDING
    by = Organisation(id=1, name=organisation, kinds=[], city="210100", state=state, contact_phone="024-81234567")
    return poster.build(Opening(**{**fields, **more}), by, places_left=3, url=URL)


def _course(**more: Any) -> Poster:
    fields: dict[str, Any] = {
        "id": "c-1", "organisation_id": 1, "title": "叉车取证班", "occupation_code": "6-30-05-01", "city": "210200",
        "description": "二十天学完。", "capacity": 40, "course_kind": CourseKind.EMPLOYMENT_SKILLS, "hours_total": 80,
        "fee": 0,
    }  # fmt: skip
    by = Organisation(id=1, name="大连样例技工学校", kinds=[], city="210200", state=OrganisationState.VERIFIED)
    return poster.build(Course(**{**fields, **more}), by, places_left=40, url=URL)


def _said(one: Poster) -> str:
    return " ".join(str(value) for key, value in one.layout_fields().items() if key != "code")


@pytest.mark.parametrize(
    "words",
    ["焊工学徒", "Welder", "北岭样板机械厂", "已核验", "沈阳铁西区", "Tiexi District, Shenyang", "每月 4000–5000 元",
     "4000–5000 yuan a month", "包住，包吃", "meals provided", "白班", "还剩 3 个", "3 places left", "12月20日",
     "20 December", "任何收费都不要交", "Never pay anyone a fee", "t.me/shitu_local_bot?start=k7m2q9xw"],
)  # fmt: skip
def test_a_poster_says_in_both_languages(words: str) -> None:
    assert words in _said(_of())


def test_what_is_not_known_is_not_on_the_poster() -> None:
    bare = _of(housing=None, meals=None, shift=None, deadline=None, education_min=None)
    assert [fact.label for fact in (*bare.main, *bare.facts)] == ["学徒期工资", "要求", "名额"]


def test_an_enterprise_that_is_not_verified_is_not_called_so() -> None:
    assert "已核验" not in _said(_of(verified=False))


def test_no_name_and_number_of_a_person_is_on_the_poster() -> None:
    said = _said(_of())
    assert "张师傅" not in said
    assert "81234567" not in said


def test_a_course_with_a_fee_does_not_claim_to_be_free() -> None:
    said = _said(_course(fee=480))
    assert "自己交 480 元" in said
    assert "除写明的学费" in said


def test_pictograms_without_a_glyph_are_left_out() -> None:
    assert _of(title="🔥急招👨‍🏭焊工 学徒").title == "急招焊工 学徒"


def _png(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("one", [_of(), _of(title=LONG, organisation=LONG), _course(title="A" * 60)])
def test_every_picture_carries_a_code_that_a_scanner_reads(one: Poster) -> None:
    drawn = printing.draw(one)
    for picture in (drawn.phone_png, drawn.print_png):
        assert [found.text for found in zxingcpp.read_barcodes(_png(picture))] == [URL]


def test_the_pictures_fit_a_phone_and_a_sheet_of_paper() -> None:
    drawn = printing.draw(_of())
    assert _png(drawn.phone_png).size == (1080, 1527)
    assert _png(drawn.print_png).size == (2480, 3508)


def test_the_document_is_one_page_however_long_the_title() -> None:
    pdf = printing.draw(_of(title=LONG, organisation=LONG)).pdf
    assert pdf.startswith(b"%PDF")
    assert b"/Type/Pages/Count 1/" in pdf


def test_words_are_set_as_they_are_and_never_run() -> None:
    drawn = printing.draw(_of(title='#panic() *焊工* $x$ \\ "引号" @a <b>'))
    assert _png(drawn.phone_png).size == (1080, 1527)


def test_a_long_title_leaves_the_lower_part_untouched() -> None:
    short, long = (_png(printing.draw(one).phone_png).crop((0, 1000, 1080, 1527)) for one in (_of(), _of(title=LONG)))
    assert short.tobytes() == long.tobytes()
