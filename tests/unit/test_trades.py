"""Trades of one occupation are told apart: what is for forklifts is not for cranes; what is not known is no "no"."""

from datetime import date
from pathlib import Path

import pytest

from bot.chat.cards import listing as listing_card
from bot.chat.cards.explanations import explain
from bot.enterprise.listings.questions import store_occupation, trade_of
from data.catalogue import occupations, trades
from data.eligibility import Applicant, failed_rules
from data.imports.files import read
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex, build_row
from data.people.profile import CertificateFact, Facts
from data.vocabulary import CertificateKind, Grade, Language
from matching.explain.course_pathways import find_nearest_course_giving
from matching.matches import Matches, MatchQuery, find_matches_in_memory
from matching.ranking.context import SeekerContext
from matching.rules.grade_ladder import build_grade_ladder
from matching.search.geo import build_geo_context
from matching.search.intent import build_search_intent
from matching.understanding import understand
from matching.understanding.profile_merge import merge_facts
from tests.people import FORKLIFT, course, facts, listing, place, work

TODAY = date(2026, 11, 20)
ELECTRICIAN, CARPENTER = "6-31-01-03", "6-06-03-01"
FORK, CRANE, TOWER = "叉车司机", "起重机司机", "塔吊司机"
SHENYANG = "210106"


def permit(trade: str | None, *, has: bool = True) -> CertificateFact:
    return CertificateFact(kind=CertificateKind.OPERATION_PERMIT, occupation=FORKLIFT, trade=trade, has=has)


def opening(name: str, trade: str | None, **more: object) -> ListingIndex:
    required = f"operation_permit:{FORKLIFT}:" + (f":{trade}" if trade else "")
    return listing(name, FORKLIFT, trade=trade, certificates=[required], **more)


def permit_course(name: str, trade: str | None) -> ListingIndex:
    return course(name, FORKLIFT, trade=trade, certificate_kind=CertificateKind.OPERATION_PERMIT)


def kept_out(said: Facts, row: ListingIndex) -> list[str]:
    return [gate.rule_id for gate in failed_rules(Applicant(said, TODAY), row)]


def matched(said: Facts, *rows: ListingIndex) -> Matches:
    return find_matches_in_memory(list(rows), MatchQuery(said, TODAY))


def person(said: Facts) -> SeekerContext:
    return SeekerContext(Applicant(said, TODAY), build_search_intent(said), build_geo_context(said))


# ---- the catalogue


@pytest.mark.parametrize(
    ("code", "title", "trade"),
    [
        (FORKLIFT, "电叉司机（白班）", FORK),
        (FORKLIFT, "轧钢车间天车工", CRANE),
        (FORKLIFT, "塔式起重机操作学徒", TOWER),
        (FORKLIFT, "Forklift trainee", FORK),
        (FORKLIFT, "起重装卸机械操作工学徒", None),
        (FORKLIFT, "Crane/forklift operator", None),
        (FORKLIFT, "叉车、天车都要会", None),
        (ELECTRICIAN, "低压电工", "低压电工"),
        (ELECTRICIAN, "高低压电工", None),
        (CARPENTER, "木工", None),
    ],
)
def test_a_title_names_one_trade_or_none(code: str, title: str, trade: str | None) -> None:
    assert trades.named_in(code, title) == trade


@pytest.mark.parametrize(("said", "found"), [("开天车", CRANE), ("叉车工", FORK), ("起重装卸机械操作工", None)])
def test_a_word_leads_to_the_occupation_and_its_trade(said: str, found: str | None) -> None:
    assert trades.find(said) == (occupations.occupation(FORKLIFT), found)


def test_a_word_of_several_occupations_leads_to_no_trade() -> None:
    assert trades.find("吊车") is None


def test_every_trade_is_of_an_occupation_and_found_by_its_own_name() -> None:
    for code in trades.occupations_with_trades():
        for trade in trades.trades(code):
            assert occupations.get(code) is not None
            assert trades.named_in(code, trade.name) == trade.name
            assert trades.named_in(code, trade.name_en) == trade.name


# ---- what is said


def test_words_tell_the_trade_of_work_and_of_papers() -> None:
    heard = understand("叉车开了四年，有叉车证，往后想开天车")
    assert {(one.role, one.trade) for one in heard.occupations} == {("did", FORK), ("wants", CRANE)}
    assert [(one.has, one.trade) for one in heard.certificates or ()] == [(True, FORK)]


def test_two_trades_of_one_occupation_stay_two_wishes() -> None:
    said = merge_facts(merge_facts(Facts(), understand("想开叉车")), understand("开天车也行"))
    assert {one.trade for one in said.occupations if one.role == "wants"} == {FORK, CRANE}


def test_a_refused_trade_leaves_the_wish_for_another_one() -> None:
    said = merge_facts(merge_facts(Facts(), understand("想学天车")), understand("不想开叉车"))
    assert build_search_intent(said).wanted_trades == {FORKLIFT: {CRANE}}
    assert kept_out(said, listing("crane", FORKLIFT, trade=CRANE)) == []
    assert kept_out(said, listing("fork", FORKLIFT, trade=FORK)) == ["said.occupation"]


def test_a_trade_told_later_completes_the_paper_told_before() -> None:
    said = merge_facts(Facts(certificates=[permit(None)]), understand("有叉车证"))
    assert said.certificates == [permit(FORK)]


# ---- the gate


def test_who_lacks_the_crane_permit_is_kept_out_whatever_other_permit_they_hold() -> None:
    said = facts(certificates=[permit(FORK), permit(CRANE, has=False)])
    assert kept_out(said, opening("crane", CRANE)) == ["law.cert_before_work"]
    assert kept_out(said, opening("fork", FORK)) == []


def test_who_lacks_permits_beside_one_held_lacks_those_of_the_other_trades() -> None:
    said = facts(certificates=[permit(FORK), permit(None, has=False)])
    assert kept_out(said, opening("crane", CRANE)) == ["law.cert_before_work"]
    assert kept_out(said, opening("fork", FORK)) == []


@pytest.mark.parametrize("said", [permit(FORK), permit(FORK, has=False)])
def test_a_trade_that_is_not_known_keeps_nobody_out(said: CertificateFact) -> None:
    assert kept_out(facts(certificates=[said]), opening("any", None)) == []


def test_a_permit_of_an_unknown_trade_counts_as_held() -> None:
    assert kept_out(facts(certificates=[permit(None), permit(CRANE, has=False)]), opening("crane", CRANE)) == []


# ---- ranking, reasons, pathways


def test_the_wished_trade_comes_clearly_before_another_trade_of_the_occupation() -> None:
    crane = opening("a-crane", CRANE, places_left=40)
    fork = opening("b-fork", FORK, applicants=30)
    found = matched(facts(place(SHENYANG), work(FORKLIFT, trade=FORK)), crane, fork).openings
    assert [one.row.listing_id for one in found] == ["b-fork", "a-crane"]
    assert found[1].parts["wish"] < 0.6 * found[0].parts["wish"]


def test_the_wished_trade_counts_as_named_whatever_word_the_title_has() -> None:
    said = facts(place(SHENYANG), work(FORKLIFT, trade=CRANE))
    query = MatchQuery(said, TODAY, texts=("想学天车",))
    found = find_matches_in_memory([opening("crane", CRANE, title="行车司机学徒")], query).openings
    assert found[0].parts["wish"] == 1.0


def test_another_trade_is_shown_as_near_the_wish_not_as_the_wish() -> None:
    crane = opening("crane", CRANE)
    found = matched(facts(place(SHENYANG), work(FORKLIFT, trade=FORK)), crane).openings[0]
    told = {reason.id: explain(reason, Language.ZH) for reason in found.reasons}
    assert "reason.wish" not in told
    assert FORK in told["reason.near_wish"]


def test_who_named_no_trade_is_not_told_that_they_asked_for_one() -> None:
    said = facts(place(SHENYANG), work(FORKLIFT, "did", 3), work(FORKLIFT))
    told = matched(said, listing("a", FORKLIFT, trade=CRANE)).openings[0].reasons
    named = [one.params["occupation"] for one in told if one.id in ("reason.wish", "reason.did_years")]
    assert named == [FORKLIFT, FORKLIFT]


def test_years_in_another_trade_are_work_beside_it() -> None:
    drove = facts(place(SHENYANG), work(FORKLIFT, "did", 4, FORK), work(FORKLIFT, trade=CRANE))
    told = {reason.id for reason in matched(drove, opening("crane", CRANE)).openings[0].reasons}
    assert "reason.near_work" in told
    assert "reason.did_years" not in told


def test_a_grade_in_another_trade_is_no_grade_in_this_one() -> None:
    paper = CertificateFact(kind=CertificateKind.GRADE, occupation=FORKLIFT, grade=Grade.FOUR, trade=FORK)
    holder = person(facts(certificates=[paper]))
    assert holder.held_grade(FORKLIFT, FORK) == Grade.FOUR
    assert holder.held_grade(FORKLIFT, CRANE) is None


def test_the_ladder_is_that_of_the_trade_whose_grade_is_held() -> None:
    paper = CertificateFact(kind=CertificateKind.GRADE, occupation=FORKLIFT, grade=Grade.FOUR, trade=FORK)
    found = build_grade_ladder(
        facts(work(FORKLIFT, "did", 9, CRANE), work(FORKLIFT, "did", 2, FORK), certificates=[paper]), TODAY
    )
    assert (found.trade, found.held_grade, found.years) == (FORK, Grade.FOUR, 2)


def test_only_a_course_of_the_required_trade_closes_the_gap() -> None:
    crane = opening("crane", CRANE)
    courses = [permit_course("a-fork", FORK), permit_course("b-silent", None), permit_course("c-crane", CRANE)]
    found = find_nearest_course_giving(crane, crane.certificates[0], courses)
    assert found is not None
    assert found.listing_id == "c-crane"
    assert find_nearest_course_giving(crane, crane.certificates[0], courses[:2]) is None


@pytest.mark.parametrize(("language", "named"), [(Language.ZH, CRANE), (Language.EN, "Crane driver")])
def test_a_missing_permit_is_named_by_its_trade_and_leads_to_its_course(language: Language, named: str) -> None:
    said = facts(place(SHENYANG), work(FORKLIFT, trade=CRANE), certificates=[permit(FORK), permit(CRANE, has=False)])
    rows = (opening("crane", CRANE), permit_course("a-fork", FORK), permit_course("b-crane", CRANE))
    missed = matched(said, *rows).near_misses
    assert [(miss.listing_id, miss.course) for miss in missed] == [("crane", "b-crane")]
    assert named in explain(missed[0], language)


def test_a_holder_of_another_permit_is_asked_for_the_right_one() -> None:
    said = facts(place(SHENYANG), work(FORKLIFT, trade=CRANE), certificates=[permit(FORK)])
    found = matched(said, opening("crane", CRANE), permit_course("fork", FORK), permit_course("x-crane", CRANE))
    gaps = {gap.rule: gap for gap in found.openings[0].gaps}
    assert gaps["gap.certificate"].course == "x-crane"
    assert CRANE in explain(gaps["gap.certificate"], Language.ZH)


# ---- listings


ROW = {
    "kind": "opening", "id": "t-1", "title": "学徒", "occupation_code": "起重装卸机械操作工", "city": "沈阳",
    "description": "跟师傅学开车。", "enterprise": "沈阳样例物流", "headcount": "2", "wage_min": "4000",
    "wage_max": "5000",
}  # fmt: skip


def imported(tmp_path: Path, **more: str) -> tuple[list[tuple[str | None, list[str]]], list[str]]:
    """Trade and required certificates of each good row, and the reasons of the refused ones."""
    row = ROW | more
    path = tmp_path / "listings.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    report = read(path, TODAY)
    good = [(one.trade, getattr(one, "certificates_required", [])) for one in report.rows]
    return good, [refused.reason_id for refused in report.refused]


@pytest.mark.parametrize(
    ("cells", "trade"),
    [
        ({"title": "叉车学徒"}, FORK),
        ({"title": "物流学徒"}, None),
        ({"title": "物流学徒", "工种": "叉车"}, FORK),
        ({"title": "叉车学徒", "trade": CRANE}, CRANE),
        ({"title": "物流学徒", "Trade": "起重装卸机械操作工"}, None),
    ],
)
def test_a_file_gives_the_trade_or_the_title_tells_it(tmp_path: Path, cells: dict[str, str], trade: str | None) -> None:
    assert imported(tmp_path, **cells) == ([(trade, [])], [])


@pytest.mark.parametrize(
    ("work_of_row", "said", "reason"),
    [("起重装卸机械操作工", "钳工", "import.reason.trade"), ("车工", "焊工", "import.reason.no_trades")],
)
def test_a_trade_that_the_occupation_does_not_have_is_refused(
    tmp_path: Path, work_of_row: str, said: str, reason: str
) -> None:
    assert imported(tmp_path, occupation_code=work_of_row, trade=said)[1] == [reason]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"operation_permit:{FORKLIFT}::天车", f"operation_permit:{FORKLIFT}::{CRANE}"),
        ("operation_permit:叉车工", f"operation_permit:{FORKLIFT}::{FORK}"),
        (f"operation_permit:{FORKLIFT}:", f"operation_permit:{FORKLIFT}:"),
    ],
)
def test_a_required_certificate_may_name_its_trade(tmp_path: Path, said: str, kept: str) -> None:
    assert imported(tmp_path, certificates_required=said) == ([(None, [kept])], [])


def test_a_certificate_with_the_trade_of_another_occupation_is_refused(tmp_path: Path) -> None:
    assert imported(tmp_path, certificates_required=f"operation_permit:{FORKLIFT}::低压电工")[1] == [
        "import.reason.trade"
    ]


def _crane_opening() -> Opening:
    return Opening(
        id="o-1", organisation_id=1, title="行车工", occupation_code=FORKLIFT, trade=CRANE, city="210100",
        description="", headcount=1, wage_min=4000, wage_max=5000,
        certificates_required=[f"operation_permit:{FORKLIFT}:", "health::"],
    )  # fmt: skip


def test_the_certificates_of_an_opening_are_of_its_trade() -> None:
    row = build_row(_crane_opening(), places_left=1)
    assert row.trade == CRANE
    assert row.certificates == [f"operation_permit:{FORKLIFT}::{CRANE}", "health::"]


@pytest.mark.parametrize(("language", "named"), [(Language.ZH, CRANE), (Language.EN, "Crane driver")])
def test_the_card_names_the_certificate_by_its_trade(language: Language, named: str) -> None:
    assert named in listing_card.fact_lines(language, _crane_opening())["requirements"]


def test_a_posted_opening_is_of_the_trade_that_its_title_or_the_typed_work_names() -> None:
    typed = store_occupation({}, trades.encode_work(FORKLIFT, CRANE))
    assert trade_of(typed | {"title": "学徒两名"}) == CRANE
    assert trade_of(typed | {"title": "叉车学徒"}) == FORK
    assert trade_of(store_occupation(typed, ELECTRICIAN) | {"title": "学徒两名"}) is None
