"""How an applicant fits an opening, for the enterprise: what speaks for it, and what is missing or not known.

Read from the same facts as the matches; never a score, and nothing of age, sex, origin, health or what somebody cannot
bear: the gates have let the person apply, the rest is no business of a choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.eligibility import Asker
from data.listings.search_index import ListingIndex as Row
from data.people.profile import Facts
from data.vocabulary import CertificateKind, Housing
from matching.explain.reasons import Params, Reason, parts_of, work_of
from matching.ranking.context import Person
from matching.search.geo import ground
from matching.search.intent import aim_of


@dataclass(frozen=True)
class Fit:
    can: tuple[Reason, ...]
    """What speaks for it, the strongest first; `fit.…`."""
    lacks: tuple[Reason, ...]
    """What is missing, or not known; `lack.…`."""


def fit(facts: Facts, row: Row, today: date) -> Fit:
    """How the person fits the opening."""
    person = Person(Asker(facts, today), aim_of(facts), ground(facts))
    return Fit((*_work(person, row), *_papers(person, row), *_wish(person, row)), tuple(_lacks(person, row)))


def _work(person: Person, row: Row) -> Iterator[Reason]:
    code = row.occupation_code
    if past := person.past(row):
        known: Params = {"occupation": work_of(row)}
        known |= {"n": int(past.years)} if past.years is not None and past.years >= 1 else {}
        yield Reason("fit.did_years" if "n" in known else "fit.did", known)
    elif other := person.near_past(row):
        yield Reason("fit.near_work", {"other": other})
    if code in person.taught:
        said = next(fact.name for fact in person.facts.majors if person.taught[code] in fact.codes)
        yield Reason("fit.major", {"major": said})


def _papers(person: Person, row: Row) -> Iterator[Reason]:
    for wanted in row.certificates:
        if person.holds(wanted):
            kind, work, _ = parts_of(wanted, row)
            yield Reason("fit.certificate", {"certificate_kind": kind, "occupation": work})
    if grade := person.grade(row.occupation_code, row.trade):
        yield Reason("fit.grade", {"occupation": work_of(row), "grade": grade})
    level = person.asker.education
    if row.education_min is not None and level is not None and level.meets(row.education_min):
        yield Reason("fit.education", {"education": level})


def _wish(person: Person, row: Row) -> Iterator[Reason]:
    near = person.aim.closeness(row.occupation_code)
    another = person.aim.is_another_trade(row.occupation_code, row.trade)
    if near is not None and near.why == "wish" and not another:
        yield Reason("fit.wish", {"occupation": work_of(row)})
    if row.district is not None and row.district in person.ground.counties:
        yield Reason("fit.same_district", {"district": row.district})
    elif row.city in person.ground.cities:
        yield Reason("fit.same_city", {"city": row.city})


def _lacks(person: Person, row: Row) -> Iterator[Reason]:
    if not (person.past(row) or person.near_past(row) or row.occupation_code in person.taught):
        newcomer = "lack.experience" if row.accepts_no_experience is False else "lack.newcomer"
        yield Reason(newcomer, {"occupation": work_of(row)})
    said = person.facts.certificates is not None
    for wanted in row.certificates:
        if not person.holds(wanted):
            yield _paper(*parts_of(wanted, row), said=said)
    level = person.facts.education
    if row.education_min is not None and (level is None or not level.sure):
        yield Reason("lack.education_unknown", {"education": row.education_min})
    elif row.education_min is not None and level is not None and not level.level.meets(row.education_min):
        yield Reason("lack.education", {"education": row.education_min})
    homes = {place.city for place in person.facts.places if place.role == "lives"}
    if homes and row.city not in homes and row.housing in (None, Housing.NONE):
        yield Reason("lack.other_city", {"city": min(homes)})


def _paper(kind: str, work: str, grade: str, *, said: bool) -> Reason:
    if kind == CertificateKind.HEALTH:
        return Reason("lack.health_certificate")
    known = "lack.certificate" if said else "lack.certificate_unknown"
    if grade:
        return Reason(f"{known}.grade", {"occupation": work, "grade": grade})
    return Reason(known, {"certificate_kind": kind, "occupation": work})
