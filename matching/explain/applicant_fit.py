"""How an applicant fits an opening, for the enterprise: what speaks for it, and what is missing or not known.

Read from the same facts as the matches; never a score, and nothing of age, sex, origin, health or what somebody cannot
bear: the gates have let the person apply, the rest is no business of a choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.eligibility import Applicant
from data.listings.search_index import ListingIndex as Row
from data.people.profile import Facts
from data.vocabulary import CertificateKind, Housing
from matching.explain.reasons import Params, Reason, listing_work, required_certificate_parts
from matching.ranking.context import SeekerContext
from matching.search.geo import build_geo_context
from matching.search.intent import build_search_intent


@dataclass(frozen=True)
class ApplicantFit:
    strengths: tuple[Reason, ...]
    """What speaks for it, the strongest first; `fit.…`."""
    shortfalls: tuple[Reason, ...]
    """What is missing, or not known; `lack.…`."""


def assess_fit(facts: Facts, row: Row, today: date) -> ApplicantFit:
    """How the person fits the opening."""
    person = SeekerContext(Applicant(facts, today), build_search_intent(facts), build_geo_context(facts))
    return ApplicantFit((*_work(person, row), *_papers(person, row), *_wish(person, row)), tuple(_lacks(person, row)))


def _work(person: SeekerContext, row: Row) -> Iterator[Reason]:
    code = row.occupation_code
    if past := person.past_work(row):
        known: Params = {"occupation": listing_work(row)}
        known |= {"n": int(past.years)} if past.years is not None and past.years >= 1 else {}
        yield Reason("fit.did_years" if "n" in known else "fit.did", known)
    elif other := person.related_past_work(row):
        yield Reason("fit.near_work", {"other": other})
    if code in person.major_by_occupation:
        said = next(fact.name for fact in person.facts.majors if person.major_by_occupation[code] in fact.codes)
        yield Reason("fit.major", {"major": said})


def _papers(person: SeekerContext, row: Row) -> Iterator[Reason]:
    for wanted in row.certificates:
        if person.holds_certificate(wanted):
            kind, work, _ = required_certificate_parts(wanted, row)
            yield Reason("fit.certificate", {"certificate_kind": kind, "occupation": work})
    if grade := person.held_grade(row.occupation_code, row.trade):
        yield Reason("fit.grade", {"occupation": listing_work(row), "grade": grade})
    level = person.applicant.education
    if row.education_min is not None and level is not None and level.meets(row.education_min):
        yield Reason("fit.education", {"education": level})


def _wish(person: SeekerContext, row: Row) -> Iterator[Reason]:
    near = person.intent.closeness(row.occupation_code)
    another = person.intent.is_another_trade(row.occupation_code, row.trade)
    if near is not None and near.reason == "wish" and not another:
        yield Reason("fit.wish", {"occupation": listing_work(row)})
    if row.district is not None and row.district in person.geo.counties:
        yield Reason("fit.same_district", {"district": row.district})
    elif row.city in person.geo.cities:
        yield Reason("fit.same_city", {"city": row.city})


def _lacks(person: SeekerContext, row: Row) -> Iterator[Reason]:
    if not (
        person.past_work(row) or person.related_past_work(row) or row.occupation_code in person.major_by_occupation
    ):
        newcomer = "lack.experience" if row.accepts_no_experience is False else "lack.newcomer"
        yield Reason(newcomer, {"occupation": listing_work(row)})
    said = person.facts.certificates is not None
    for wanted in row.certificates:
        if not person.holds_certificate(wanted):
            yield _paper(*required_certificate_parts(wanted, row), certificates_known=said)
    level = person.facts.education
    if row.education_min is not None and (level is None or not level.sure):
        yield Reason("lack.education_unknown", {"education": row.education_min})
    elif row.education_min is not None and level is not None and not level.level.meets(row.education_min):
        yield Reason("lack.education", {"education": row.education_min})
    homes = {place.city for place in person.facts.places if place.role == "lives"}
    if homes and row.city not in homes and row.housing in (None, Housing.NONE):
        yield Reason("lack.other_city", {"city": min(homes)})


def _paper(kind: str, work: str, grade: str, *, certificates_known: bool) -> Reason:
    if kind == CertificateKind.HEALTH:
        return Reason("lack.health_certificate")
    known = "lack.certificate" if certificates_known else "lack.certificate_unknown"
    if grade:
        return Reason(f"{known}.grade", {"occupation": work, "grade": grade})
    return Reason(known, {"certificate_kind": kind, "occupation": work})
