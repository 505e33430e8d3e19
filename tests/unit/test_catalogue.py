"""The catalogue's facts: what every other part relies on."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest

import data.catalogue
from data import vocabulary
from data.catalogue import labels, lint_rules, majors, occupations, places, policy
from data.vocabulary import CertificateKind, Education, Grade, LabourBrand, Language

FILES = Path(data.catalogue.__file__).parent / "files"
TODAY = date(2026, 11, 22)

ENUMS = {
    "role": vocabulary.Role,
    "member_role": vocabulary.MemberRole,
    "staff_role": vocabulary.StaffRole,
    "kind": vocabulary.ListingKind,
    "education": vocabulary.Education,
    "grade": vocabulary.Grade,
    "brand": vocabulary.LabourBrand,
    "course_kind": vocabulary.CourseKind,
    "certificate_kind": vocabulary.CertificateKind,
    "constraint": vocabulary.Constraint,
    "intent": vocabulary.Intent,
    "question": vocabulary.ProfileQuestion,
    "housing": vocabulary.Housing,
    "shift": vocabulary.Shift,
    "mode": vocabulary.CourseMode,
    "listing_state": vocabulary.ListingState,
    "application_state": vocabulary.ApplicationState,
    "enrolment_state": vocabulary.EnrolmentState,
    "organisation_kind": vocabulary.OrganisationKind,
    "organisation_state": vocabulary.OrganisationState,
    "broadcast_state": vocabulary.BroadcastState,
    "delivery_state": vocabulary.DeliveryState,
    "language": vocabulary.Language,
}

CATEGORIES = {
    "gender", "age", "hukou", "ethnicity", "health", "marital", "disability", "deposit", "document_seizure",
    "training_fee", "training_loan", "wage_below_minimum", "child_labour", "unpaid_trial", "no_insurance", "hours",
    "penalty", "probation", "guarantee", "bait", "school", "appearance", "criminal_record", "student_dispatch",
    "hazard", "off_platform_contact",
}  # fmt: skip


class TestOccupations:
    def test_the_whole_classification_and_the_provinces_list_are_there(self):
        assert len(occupations.occupations()) >= 1631
        assert len(occupations.liaoning()) == 178

    def test_an_occupation_carries_its_facts(self):
        welder = occupations.occupation("6-18-02-04")
        assert welder.name == "焊工"
        assert welder.name_en == "Welder"
        assert "电焊工" in welder.trades
        assert welder.brand is LabourBrand.EQUIPMENT
        assert welder.under18 == "prohibited"
        assert "ARC" in welder.hazards
        assert CertificateKind.OPERATION_PERMIT in {kind for kind, _ in welder.certificates_required}
        assert welder.minor_group == "机械热加工人员"

    def test_an_unknown_code_is_named_in_the_error(self):
        with pytest.raises(occupations.UnknownOccupation, match="9-99-99-99"):
            occupations.occupation("9-99-99-99")
        assert occupations.get("9-99-99-99") is None

    def test_new_occupations_without_a_code_are_found_by_name(self):
        assert [
            occupations.find(name).code for name in ("智能网联汽车装调运维员", "储能电站运维管理员", "网络主播")
        ] == [
            "L-01",
            "L-02",
            "L-03",
        ]

    @pytest.mark.parametrize(
        ("said", "name"),
        [
            ("烧电焊", "焊工"),
            ("汗工", "焊工"),
            ("welder", "焊工"),
            ("开天车的", "起重装卸机械操作工"),
            ("切墩", "中式烹调师"),
            ("伺候月子", "家政服务员"),
            ("开钩机", "挖掘铲运和桩工机械司机"),
            ("刮大白", "装饰装修工"),
            ("打更", "保安员"),
            ("颠勺", "中式烹调师"),
            ("forklift driver", "起重装卸机械操作工"),
            ("洗工", "铣工"),
            ("店工", "电工"),
            ("送外卖", "网约配送员"),
            ("收银", "收银员"),
            ("话务员", "呼叫中心服务员"),
            ("开车床的", "车工"),
            ("数据标注员", "人工智能训练师"),
        ],
    )
    def test_people_are_understood_by_their_own_words(self, said, name):
        assert occupations.find(said).name == name

    def test_an_ambiguous_word_names_nobody_but_offers_candidates(self):
        assert occupations.find("钳工") is None
        assert [occupations.occupation(code).name for code in occupations.ambiguous()["钳工"]] == [
            "装配钳工",
            "机修钳工",
            "工具钳工",
        ]
        assert occupations.ambiguous()["普工"] == ()

    def test_every_code_that_is_mentioned_exists(self):
        for one in occupations.liaoning():
            for code in one.related:
                assert occupations.get(code), (one, code)
                assert code != one.code
            assert all(places.get(code) for code in one.places), one
            assert all(majors.get(code) for code in one.majors), one
            assert all(policy.row(row).kind == "shortage_list" for row in one.shortage), one
        for word, candidates in occupations.ambiguous().items():
            assert all(occupations.get(code) for code in candidates), word
            assert len(candidates) != 1, word

    def test_no_spoken_word_belongs_to_two_occupations(self):
        owner: dict[str, str] = {}
        for one in occupations.occupations():
            for word in (*one.spoken, *one.english, *one.misheard):
                assert word.lower() not in occupations.ambiguous(), (one, word)
                assert owner.setdefault(word.lower(), one.code) == one.code, (word, one.code, owner[word.lower()])

    def test_no_spoken_word_is_another_occupations_name(self):
        names = {one.name: one.code for one in occupations.occupations()}
        for one in occupations.occupations():
            for word in (*one.spoken, *one.misheard):
                assert names.get(word, one.code) == one.code, (word, one)

    def test_everyone_can_say_what_they_do(self):
        for one in occupations.liaoning():
            assert len(one.spoken) >= 2, one
            assert one.english, one
            assert one.name_en, one

    def test_minors_are_kept_from_hazardous_work(self):
        for one in occupations.liaoning():
            assert one.under18 is not None
            assert one.min_age == (18 if one.under18 == "prohibited" else 16), one


class TestPlaces:
    def test_the_province_has_fourteen_cities_and_a_hundred_counties(self):
        assert len(places.cities()) == 14
        assert len(places.counties()) == 100
        assert sum(len(places.counties(city.code)) for city in places.cities()) == 100
        assert places.province().code == "210000"

    def test_tiexi_is_in_two_cities(self):
        assert [one.city for one in places.find("铁西")] == ["210100", "210300"]
        assert [one.city for one in places.find("铁西区")] == ["210100", "210300"]
        assert [one.code for one in places.find("鞍山铁西")] == ["210303"]

    def test_jinzhou_is_ambiguous_only_in_pinyin(self):
        assert [one.code for one in places.find("锦州")] == ["210700"]
        assert [one.code for one in places.find("金州")] == ["210213"]
        assert {one.code for one in places.find("jinzhou")} == {"210213", "210700"}

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("大连", "210200"),
            ("Dalian", "210200"),
            ("奉天", "210100"),
            ("抚顺", "210400"),
            ("抚顺县", "210421"),
            ("八鱼圈", "210804"),
            ("普兰店市", "210214"),
            ("东陵", "210112"),
            ("Xiuyan Manchu Autonomous County", "210323"),
        ],
    )
    def test_a_place_is_found_by_old_misspelt_and_english_names(self, said, code):
        assert [one.code for one in places.find(said)] == [code]

    def test_names_that_are_common_words_need_context(self):
        assert "太平" in places.place("210904").needs_context
        for one in places.places():
            known = {one.name, one.short, one.pinyin, *one.aliases, *one.misspellings}
            assert set(one.needs_context) <= known, one

    def test_points_are_inside_the_province_and_the_city_point_is_the_urban_core(self):
        for one in places.places():
            assert 38.5 < one.lat < 43.6, one
            assert 118.5 < one.lon < 126, one
        assert places.distance_km(places.place("210100").point, (41.7968, 123.4291)) < 1

    def test_distances_are_right(self):
        shenyang, dalian, fushun = (places.place(code).point for code in ("210100", "210200", "210400"))
        assert places.distance_km(shenyang, dalian) == pytest.approx(355, abs=2)
        assert places.distance_km(shenyang, fushun) == pytest.approx(42, abs=2)
        assert places.distance_km(dalian, dalian) == 0

    def test_areas_name_known_places(self):
        areas = places.areas()
        assert areas["辽西"] == ("210700", "210900", "211300", "211400")
        assert areas["金普新区"][0] == "210213"
        assert areas["全省"] == ("210000",)
        for said, codes in areas.items():
            assert codes, said
            assert all(places.get(code) for code in codes), said

    def test_places_outside_are_recognised(self):
        assert places.outside()["赤峰"] == "内蒙古"
        assert places.outside()["关里"] == "省外"
        assert not set(places.outside()) & {one.short for one in places.places()}


class TestMajors:
    def test_a_major_leads_to_occupations(self):
        levels = {one.level: one for one in majors.find("数控技术")}
        assert set(levels) == {Education.COLLEGE, Education.BACHELOR}
        college = levels[Education.COLLEGE]
        assert majors.find("数控技术专业") == majors.find("数控技术")
        assert majors.get(college.code) == college
        assert "6-18-01-07" in majors.occupations_of(college.code)

    def test_every_major_names_known_occupations(self):
        for one in (*majors.majors(), *majors.undergraduate_majors()):
            assert all(occupations.get(code) for code in one.occupations), one

    def test_a_university_major_is_told_apart_from_vocational_ones(self):
        found = majors.find_undergraduate("车辆工程专业")
        assert [(one.code, one.level) for one in found] == [("U080207", Education.BACHELOR)]
        assert majors.find("车辆工程") == ()
        assert majors.occupations_of("U080207")

    def test_an_unknown_major_is_empty(self):
        assert majors.find("屠龙术") == ()
        assert majors.occupations_of("000000") == ()


class TestPolicy:
    def test_the_minimum_wage_depends_on_place_and_day(self):
        tiexi, kangping = "210106", "210123"
        assert policy.minimum_wage(tiexi, date(2023, 1, 1)) == (1910, "high")
        assert policy.minimum_wage(tiexi, date(2024, 5, 1)) == (2100, "high")
        assert policy.minimum_wage(kangping, date(2024, 4, 30)) == (1640, "high")
        assert policy.minimum_wage(kangping, date(2024, 5, 1)) == (1900, "high")

    def test_a_recent_minimum_wage_is_not_certain(self):
        assert policy.minimum_wage("210106", TODAY) == (2230, "low")
        assert policy.minimum_wage("210702", TODAY) == (1930, "low")

    def test_a_city_has_the_lowest_wage_of_its_counties(self):
        assert policy.minimum_wage("210100", date(2024, 6, 1)) == (1900, "high")
        assert policy.wage_floor(TODAY) == 1930

    def test_a_day_before_the_first_row_and_an_unknown_place_have_no_minimum_wage(self):
        assert policy.minimum_wage("210106", date(2015, 1, 1)) == (None, "low")
        assert policy.minimum_wage("110105", TODAY) == (None, "low")

    def test_every_county_has_a_minimum_wage_on_every_day_since_2021(self):
        for county in places.counties():
            for day in (date(2021, 11, 1), date(2024, 4, 30), date(2024, 5, 1), date(2025, 12, 31), TODAY):
                assert policy.wage_row(county.code, day), (county, day)

    def test_a_row_is_in_force_between_its_dates(self):
        row_id = "skill.amount"
        assert policy.in_force(row_id, date(2025, 12, 31)).value == {"5": 1000, "4": 1500, "3": 2000}
        assert policy.in_force(row_id, date(2026, 1, 1)) is None
        assert policy.in_force("law.hours_week", TODAY).value == 40
        assert policy.in_force("plan.certificates", TODAY) is None

    def test_an_unknown_row_is_named_in_the_error(self):
        with pytest.raises(policy.UnknownPolicy, match=r"no\.such"):
            policy.in_force("no.such", TODAY)

    def test_every_row_has_a_source(self):
        for row in policy.rows():
            assert row.source, row.id
            assert row.confidence in {"high", "medium", "low"}, row.id

    def test_group_rows_are_named_and_defined(self):
        groups = policy.rows("group_definition")
        assert len(groups) == 16
        assert all(row.id.startswith("grp.") and set(row.value) == {"name", "definition"} for row in groups)


class TestLintRules:
    def test_every_category_has_a_rule_and_a_name(self):
        assert {rule.category for rule in lint_rules.lint_rules()} == CATEGORIES
        assert set(labels.values("lint_category")) == CATEGORIES

    def test_gender_blocks_and_age_is_reviewed(self):
        assert lint_rules.by_category("gender").rule == "post.gender"
        assert lint_rules.by_category("gender").severity == "block"
        assert lint_rules.by_category("age").severity == "review"


class TestLabels:
    @pytest.mark.parametrize("kind", ENUMS)
    def test_every_member_has_a_label_in_both_languages(self, kind):
        assert set(labels.values(kind)) == {member.value for member in ENUMS[kind]}
        for member in ENUMS[kind]:
            for language in Language:
                assert labels.label(kind, member, language).strip()

    def test_groups_hazards_and_sectors_have_labels(self):
        assert set(labels.values("group")) == {row.id for row in policy.rows("group_definition")}
        assert {hazard for one in occupations.liaoning() for hazard in one.hazards} <= set(labels.values("hazard"))
        assert {one.sector for one in occupations.liaoning()} <= set(labels.values("sector"))

    def test_labels_are_words_a_worker_knows(self):
        assert labels.label("education", "junior", Language.ZH) == "初中"
        assert labels.label("grade", Grade.FOUR, Language.ZH) == "中级工（四级）"
        assert labels.label("listing_state", "live", Language.ZH) == "报名中"

    def test_an_unknown_label_is_an_error(self):
        with pytest.raises(labels.UnknownLabel):
            labels.label("education", "doctor", Language.ZH)


def test_the_grades_are_in_order_though_their_numbers_run_backwards():
    assert [grade.value for grade in sorted(Grade, key=lambda grade: grade.order)] == [
        "apprentice", "5", "4", "3", "2", "1", "special", "chief",
    ]  # fmt: skip


class TestFiles:
    @pytest.mark.parametrize("path", sorted(FILES.rglob("*.csv")), ids=lambda path: path.name)
    def test_a_table_is_tidy(self, path):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert all(len(row) == len(header) for row in rows)
        assert all(cell == cell.strip() for row in rows for cell in row)
        assert path.stat().st_size < 1_000_000
        if path.name != "labels.csv":
            assert rows == sorted(rows), "sorted rows make small diffs"

    @pytest.mark.parametrize("path", sorted(FILES.rglob("*.jsonl")), ids=lambda path: path.name)
    def test_a_list_is_sorted(self, path):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        keys = [row.get("code") or row["id"] for row in rows]
        assert keys == sorted(keys)
        assert path.stat().st_size < 1_000_000

    def test_files_hold_facts_not_sentences(self):
        for path in FILES.rglob("*.csv"):
            if path.name == "lint_rules.csv":
                continue  # its basis lists several laws
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    for word in re.split(r"[;；]", ";".join(row)):
                        assert len(word) <= 60, (path.name, word)
                        assert "。" not in word, (path.name, word)
