"""The samples are enough, varied, lawful and plainly fictional, whatever day they are shown."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.catalogue import occupations, places, policy
from data.closed_forms.credit_codes import check
from data.eligibility import ADULT_AGE, HAZARDS_FORBIDDEN_TO_MINORS
from data.imports.files import CourseRow, OpeningRow, read, write
from data.samples import SampleSet, load_samples
from data.vocabulary import CertificateKind, CourseKind, CourseMode, Housing, LabourBrand, Shift

TODAY = date(2026, 11, 22)
LATER = date(2028, 2, 29)
FICTIONAL = re.compile("样例|示范|示例|样板|虚拟|范例")


@pytest.fixture(scope="module")
def samples() -> SampleSet:
    return load_samples(TODAY)


@pytest.fixture(scope="module")
def listings(samples: SampleSet) -> list[OpeningRow | CourseRow]:
    return [*samples.openings, *samples.courses]


def test_there_are_hundreds_of_openings_and_of_courses(samples: SampleSet) -> None:
    for rows, kind, least in ((samples.openings, "op", 460), (samples.courses, "co", 189)):
        assert len(rows) >= least
        assert len({row.id for row in rows}) == len(rows)
        assert all(re.fullmatch(rf"s-{kind}-\d{{3}}", row.id) for row in rows)


def test_every_city_has_openings_and_courses_and_many_districts_do(samples: SampleSet) -> None:
    cities = {city.code for city in places.cities()}
    assert {row.city for row in samples.openings} == cities
    assert {row.city for row in samples.courses} == cities
    districts = {row.district for row in samples.openings}
    assert {"210106", "210303"} < districts
    assert len(districts) >= 95
    assert sum(places.place(str(code)).name.endswith("县") for code in districts) >= 20


def test_every_brand_and_kind_of_course_occurs(samples: SampleSet) -> None:
    assert {row.brand for row in samples.openings} >= set(LabourBrand)
    assert {row.course_kind for row in samples.courses} == set(CourseKind)


def test_occupations_are_many_and_mostly_of_the_provinces_list(listings: list[OpeningRow | CourseRow]) -> None:
    codes = {row.occupation_code for row in listings}
    assert sum(occupations.occupation(code).liaoning for code in codes) >= 0.7 * len(codes)
    assert len(codes) >= 150
    for row in listings:
        assert row.brand in (None, occupations.occupation(row.occupation_code).brand), row.id


ORDINARY_TRADES = (
    "插花花艺师", "美甲师", "美容师", "家用电器产品维修工", "信息通信网络终端维修员", "计算机软件测试员",
    "陶瓷成型施釉工", "工艺品雕刻工", "电子商务师", "食用菌生产工", "农产品食品检验员",
    "食品安全管理师", "劳务派遣管理员", "西式面点师",
    "机电设备维修工", "客房服务员", "保健按摩师", "保育师", "计量员", "客运车辆驾驶员", "美发师", "宠物美容师",
    "医疗护理员", "保安员", "仓储管理员",
)  # fmt: skip


@pytest.mark.parametrize("name", ORDINARY_TRADES)
def test_an_ordinary_trade_is_listed_in_two_cities(listings: list[OpeningRow | CourseRow], name: str) -> None:
    cities = {row.city for row in listings if occupations.occupation(row.occupation_code).name == name}
    assert len(cities) >= 2, cities


def test_lives_differ(samples: SampleSet) -> None:
    assert {row.housing for row in samples.openings} >= set(Housing)
    assert {row.shift for row in samples.openings} >= set(Shift)
    assert sum(bool(row.accessible) for row in samples.openings) >= 10
    assert sum(row.accepts_minors for row in samples.openings) >= 5
    assert sum(not row.accepts_no_experience for row in samples.openings) >= 10
    assert {row.mode for row in samples.courses} == set(CourseMode)
    for said in ("evening", "weekend", "dormitory", "rolling_entry"):
        assert sum(bool(getattr(row, said)) for row in samples.courses) >= 3, said


@pytest.mark.parametrize("today", [TODAY, LATER])
def test_wages_stand_well_above_the_minimum_wage_of_the_place(today: date) -> None:
    for row in load_samples(today).openings:
        floor, _ = policy.minimum_wage(row.district or row.city, today)
        assert floor is not None
        assert row.wage_min >= 1.2 * floor, row.id
        assert row.wage_after_min is not None
        assert row.wage_after_min >= row.wage_min, row.id


def test_apprentices_are_employed_as_the_law_wants_it(samples: SampleSet) -> None:
    for row in samples.openings:
        assert row.social_insurance is True, row.id
        assert row.hours_week is None or row.hours_week <= 40, row.id
        assert row.contract_months is not None
        assert row.term_months is not None
        assert row.contract_months >= max(12, row.term_months), row.id
        longest_probation = 2 if row.contract_months < 36 else 6  # 劳动合同法 19 条
        assert (row.probation_months or 0) <= longest_probation, row.id


def test_sixteen_year_olds_are_offered_only_what_is_free_of_hazards(samples: SampleSet) -> None:
    for row in samples.openings:
        occupation = occupations.occupation(row.occupation_code)
        if row.accepts_minors:
            assert HAZARDS_FORBIDDEN_TO_MINORS.isdisjoint(row.hazards), row.id
            assert row.night_shift is False, row.id
            assert row.shift == Shift.DAY, row.id
            assert row.age_min is None, row.id
            assert occupation.under18 == "allowed_16plus", row.id
        if occupation.under18 == "prohibited":
            assert row.age_min == ADULT_AGE, row.id


def test_courses_for_operation_permits_are_for_adults_where_the_law_says_so(samples: SampleSet) -> None:
    for row in samples.courses:
        if row.certificate_kind == CertificateKind.OPERATION_PERMIT and row.occupation_code != "4-02-04-06":
            assert row.age_min == ADULT_AGE, row.id


def test_an_age_limit_names_its_law(listings: list[OpeningRow | CourseRow]) -> None:
    assert all(row.age_basis for row in listings if row.age_min or row.age_max)


def test_night_work_is_named_everywhere_the_same(samples: SampleSet) -> None:
    for row in samples.openings:
        assert ("NIGHT" in row.hazards) == bool(row.night_shift), row.id
        assert row.night_shift or row.shift != Shift.THREE, row.id


def test_a_trade_that_needs_a_permit_asks_for_it_or_starts_with_getting_it(samples: SampleSet) -> None:
    for row in samples.openings:
        needed = {kind for kind, _ in occupations.occupation(row.occupation_code).certificates_required}
        asked = {CertificateKind(said.split(":")[0]) for said in row.certificates_required}
        if not needed <= asked:
            assert row.accepts_no_experience, row.id
            assert re.search("考|证|驾照|送培", row.description), row.id


def test_every_organisation_is_plainly_fictional(samples: SampleSet) -> None:
    assert len({one.name for one in samples.organisations}) == len(samples.organisations)
    assert len({one.credit_code for one in samples.organisations}) == len(samples.organisations)
    for one in samples.organisations:
        assert FICTIONAL.search(one.name), one.name
        assert check(one.credit_code) == one.credit_code
        assert one.credit_code[2:12] == f"{one.district}FAKE"
        assert places.place(one.district).city == one.city
        assert "-0000" in one.contact_phone


def test_enterprises_and_providers_are_sample_organisations(samples: SampleSet) -> None:
    known = {one.name: one for one in samples.organisations}
    for opening in samples.openings:
        assert "enterprise" in known[opening.enterprise].kinds
        assert known[opening.enterprise].credit_code == opening.enterprise_code
        assert opening.partner_provider is None or "provider" in known[opening.partner_provider].kinds
    for course in samples.courses:
        assert "provider" in known[course.provider].kinds
    assert sum(one.answers_by_itself for one in samples.organisations) >= 12
    assert sum(one.kinds == ["provider"] for one in samples.organisations) >= 15


def test_linked_openings_exist_and_most_courses_lead_to_one(samples: SampleSet) -> None:
    ids = {row.id for row in samples.openings}
    assert all(ids.issuperset(row.linked_openings) for row in samples.courses)
    assert sum(bool(row.linked_openings) for row in samples.courses) >= 60


def test_some_course_gives_the_permit_that_an_opening_asks_for(samples: SampleSet) -> None:
    given = {row.occupation_code for row in samples.courses if row.certificate_kind == CertificateKind.OPERATION_PERMIT}
    asked = {said.split(":")[1] for row in samples.openings for said in row.certificates_required}
    assert len(given & asked) >= 4


def test_subsidies_and_groups_rest_on_policy_rows(samples: SampleSet) -> None:
    assert {row.subsidy_rule for row in samples.courses} >= {"appr.subsidy_national", "entre.SYB"}
    assert all(row.eligible_groups for row in samples.courses)
    assert sum(row.fee > 0 for row in samples.courses) <= 0.1 * len(samples.courses)


def test_points_lie_in_the_district(listings: list[OpeningRow | CourseRow]) -> None:
    with_point = [row for row in listings if row.lat is not None and row.lon is not None]
    assert len(with_point) >= 300
    for row in with_point:
        point = (row.lat or 0, row.lon or 0)
        assert places.distance_km(point, places.place(str(row.district)).point) < 6, row.id


def test_texts_are_sentences_and_no_two_are_alike(listings: list[OpeningRow | CourseRow]) -> None:
    assert len({row.title for row in listings}) == len(listings)
    sentences = Counter(part for row in listings for part in re.split("[。；]", row.description) if part)
    assert max(sentences.values()) == 1
    for row in listings:
        assert 1 <= row.description.count("。") <= 6, row.id


@pytest.mark.parametrize("today", [TODAY, LATER])
def test_dates_lie_ahead_on_any_day(today: date) -> None:
    samples = load_samples(today)
    for row in (*samples.openings, *samples.courses):
        assert row.deadline is None or today < row.deadline <= (row.start_date or date.max), row.id
        assert row.expires_at is not None
        assert row.expires_at > today + timedelta(days=30)


def test_samples_pass_as_an_import_file(samples: SampleSet, tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    write(path, [*samples.openings, *samples.courses])
    report = read(path, TODAY)
    assert report.refused == []
    assert report.rows == [*samples.openings, *samples.courses]
