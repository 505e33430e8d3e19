"""What an enterprise is told of an applicant's fit: true sentences about the work, nothing else."""

from datetime import date

from data.listings.search_index import ListingIndex
from data.people.profile import CertificateFact, EducationFact, Facts, GroupFact, MajorFact
from data.vocabulary import Constraint, Education, Housing
from matching.explain.applicant_fit import ApplicantFit, assess_fit
from tests.people import RIVETER, TURNER, WELDER, facts, listing, place, work

TODAY = date(2026, 11, 25)


def of(known: Facts, row: ListingIndex) -> ApplicantFit:
    return assess_fit(known, row, TODAY)


def ids(known: Facts, row: ListingIndex) -> tuple[set[str], set[str]]:
    told = of(known, row)
    return {one.id for one in told.strengths}, {one.id for one in told.shortfalls}


def test_years_in_the_work_and_a_held_paper_speak_for_somebody() -> None:
    known = facts(
        work(WELDER, "did", 3), place("210106", "lives"),
        certificates=[CertificateFact(kind="operation_permit", occupation=WELDER)],
    )  # fmt: skip
    row = listing("o1", WELDER, "210106", certificates=[f"operation_permit:{WELDER}:"])
    told = of(known, row)
    assert [one.id for one in told.strengths] == ["fit.did_years", "fit.certificate", "fit.same_district"]
    assert told.strengths[0].params["n"] == 3
    assert told.shortfalls == ()


def test_a_paper_not_spoken_of_is_not_known_and_one_denied_is_missing() -> None:
    row = listing("o1", WELDER, certificates=[f"operation_permit:{WELDER}:"])
    assert "lack.certificate_unknown" in ids(facts(work(WELDER, "did")), row)[1]
    assert "lack.certificate" in ids(facts(work(WELDER, "did"), certificates=[]), row)[1]


def test_work_close_by_counts_as_its_own() -> None:
    can, lacks = ids(facts(work(RIVETER, "did", 2)), listing("o1", WELDER))
    assert "fit.near_work" in can
    assert not lacks


def test_a_newcomer_is_told_as_one_to_teach_where_newcomers_are_welcome() -> None:
    known = facts(work(WELDER), majors=[MajorFact(name="会计", codes=[])])
    assert ids(known, listing("o1", WELDER, accepts_no_experience=True)) == ({"fit.wish"}, {"lack.newcomer"})
    assert ids(known, listing("o1", WELDER, accepts_no_experience=False))[1] == {"lack.experience"}


def test_schooling_that_is_not_certain_is_open() -> None:
    row = listing("o1", WELDER, education_min=Education.JUNIOR)
    sure = facts(work(WELDER, "did"), education=EducationFact(level=Education.COLLEGE))
    assert "fit.education" in ids(sure, row)[0]
    unsure = facts(work(WELDER, "did"), education=EducationFact(level=Education.COLLEGE, sure=False))
    assert "lack.education_unknown" in ids(unsure, row)[1]


def test_somebody_from_another_city_lacks_only_a_bed() -> None:
    known = facts(work(TURNER, "did"), place("210300", "lives"))
    assert "lack.other_city" in ids(known, listing("o1", TURNER, housing=Housing.NONE))[1]
    assert "lack.other_city" not in ids(known, listing("o1", TURNER, housing=Housing.PROVIDED))[1]


def test_age_groups_and_what_somebody_cannot_bear_change_nothing() -> None:
    plain = facts(work(WELDER, "did", 3), place("210106", "lives"))
    row = listing("o1", WELDER, hazards=["HEIGHT"], eligible_groups=["grp.veteran"])
    protected = plain.model_copy(
        update={
            "age": 58, "groups": [GroupFact(id="grp.disabled"), GroupFact(id="grp.veteran")],
            "constraints": [Constraint.NO_HEIGHTS, Constraint.NO_HEAVY],
        }
    )  # fmt: skip
    assert of(protected, row) == of(plain, row)
