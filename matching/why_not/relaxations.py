"""What a person may take back, allow or add so that one listing is shown, and the facts as they are then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from data import eligibility, required_papers
from data.catalogue import occupations, places, trades
from data.eligibility import best_wage
from data.listings.search_index import ListingIndex as Row
from data.people.profile import CertificateFact, EducationFact, Facts, GroupFact, OccupationFact, PlaceFact
from data.vocabulary import ONE_KIND, CertificateKind, Constraint, Grade


class Relaxation(StrEnum):
    """One change. The values are short because they travel in a button; the order is from soft to hard."""

    BACK = "b"
    """The listing was set aside; it may come back."""
    BOTH = "o"
    """Openings and courses, where only one of them was wanted."""
    TELL = "e"
    """What is not known of the person yet: schooling, the household's situation."""
    MEALS = "m"
    WAGE = "w"
    """As little as the listing pays at best is enough."""
    HOUSING = "h"
    SHIFT = "s"
    NIGHT = "n"
    PLACE = "p"
    """The place of the listing as well as those named."""
    WORK = "k"
    """The work of the listing as well as the work wished for."""
    WORK_ONLY = "K"
    """The work of the listing in place of the wishes."""
    PLACE_ONLY = "P"
    PLACE_AGAIN = "r"
    """A place that was ruled out."""
    WORK_AGAIN = "a"
    """Work that was refused."""
    SEATED = "c"
    HEAVY = "v"
    DUST = "d"
    HEIGHTS = "t"
    LEARN = "l"
    """The paper that the listing asks for, gained by a course or by a test."""

    @property
    def softness(self) -> int:
        """How much it asks of the person, 0 for the least."""
        return list(Relaxation).index(self)


GIVEN_UP: Mapping[Relaxation, frozenset[Constraint]] = {
    Relaxation.BOTH: frozenset(ONE_KIND),
    Relaxation.MEALS: frozenset({Constraint.MEALS}),
    Relaxation.HOUSING: frozenset({Constraint.HOUSING}),
    Relaxation.SHIFT: frozenset({Constraint.NO_SHIFT}),
    Relaxation.NIGHT: frozenset({Constraint.NO_NIGHT, Constraint.GO_HOME_AT_NIGHT}),
    Relaxation.SEATED: frozenset({Constraint.SEATED}),
    Relaxation.HEAVY: frozenset({Constraint.NO_HEAVY}),
    Relaxation.DUST: frozenset({Constraint.NO_DUST}),
    Relaxation.HEIGHTS: frozenset({Constraint.NO_HEIGHTS}),
}
"""The needs that a change gives up."""

LIFTING: Mapping[str, Relaxation] = {
    "law.cert_before_work": Relaxation.LEARN,
    "said.place": Relaxation.PLACE_AGAIN,
    "said.occupation": Relaxation.WORK_AGAIN,
    "said.no_night": Relaxation.NIGHT,
    "said.no_shift": Relaxation.SHIFT,
    "said.no_heights": Relaxation.HEIGHTS,
    "said.no_heavy": Relaxation.HEAVY,
    "said.no_dust": Relaxation.DUST,
    "said.seated": Relaxation.SEATED,
    "wish.meals": Relaxation.MEALS,
    "wish.wage": Relaxation.WAGE,
    "wish.housing": Relaxation.HOUSING,
}
"""Gate → what opens it; the law, and a listing's lawful conditions, give way to nothing."""


def apply_relaxations(facts: Facts, row: Row, changes: Iterable[Relaxation]) -> Facts:
    """The facts after the changes that `row` needs. Taking back a dismissal changes no fact."""
    for change in changes:
        if change in GIVEN_UP:
            kept = [need for need in facts.constraints if need not in GIVEN_UP[change]]
            facts = facts.model_copy(update={"constraints": kept})
        elif change in _OTHERS:
            facts = _OTHERS[change](facts, row)
    return facts


def _wage(facts: Facts, row: Row) -> Facts:
    wish, best = facts.wage_min, best_wage(row)
    return facts if wish is None or best is None else facts.model_copy(update={"wage_min": min(wish, best)})


def add_places(facts: Facts, added: Sequence[PlaceFact]) -> Facts:
    """The places as well as those named. Who named no place but home is looking there; home stays when others are
    added.
    """
    wished = [one for one in facts.places if one.role == "prefers"]
    homes = [one.model_copy(update={"role": "prefers"}) for one in facts.places if one.role == "lives"]
    return _looking_in(facts, added, wished or homes)


def _place(facts: Facts, row: Row) -> Facts:
    return add_places(facts, [_place_of(row)])


def _place_only(facts: Facts, row: Row) -> Facts:
    return _looking_in(facts, [_place_of(row)], [])


def _place_of(row: Row) -> PlaceFact:
    place = places.place(row.district or row.city)
    return PlaceFact(code=place.code, name=place.name, city=place.city, role="prefers")


def _looking_in(facts: Facts, here: Sequence[PlaceFact], also: Sequence[PlaceFact]) -> Facts:
    codes = {one.code for one in here}
    others = [one for one in facts.places if one.role != "prefers"]
    return facts.model_copy(update={"places": [*others, *(one for one in also if one.code not in codes), *here]})


def _place_again(facts: Facts, row: Row) -> Facts:
    kept = [one for one in facts.places if one.role != "excludes" or one.code not in (row.city, row.district)]
    return facts.model_copy(update={"places": kept})


def _work(facts: Facts, row: Row) -> Facts:
    """Who named no work but what they did is after that; it stays when other work is added."""
    refusals = [one for one in facts.occupations if one.role == "rejects"]
    wished = [one for one in facts.occupations if one.role == "wants"]
    past = [one for one in facts.occupations if one.role == "did" and not any(no.covers(one) for no in refusals)]
    after = [one.model_copy(update={"role": "wants", "years": None}) for one in past]
    return _after(facts, row, wished or after)


def _work_only(facts: Facts, row: Row) -> Facts:
    return _after(facts, row, [])


def _after(facts: Facts, row: Row, also: Sequence[OccupationFact]) -> Facts:
    code = row.occupation_code
    here = OccupationFact(code=code, name=occupations.occupation(code).name, role="wants", trade=row.trade)
    others = [one for one in facts.occupations if one.role != "wants"]
    return facts.model_copy(update={"occupations": [*others, *(one for one in also if not here.covers(one)), here]})


def _work_again(facts: Facts, row: Row) -> Facts:
    kept = [
        one
        for one in facts.occupations
        if one.role != "rejects" or one.code != row.occupation_code or trades.known_to_differ(one.trade, row.trade)
    ]
    return facts.model_copy(update={"occupations": kept})


def _learnt(facts: Facts, row: Row) -> Facts:
    gained = [_paper(required, row) for required in row.certificates]
    known = [one for one in facts.certificates or [] if one.has or not _is_among(one, row.certificates)]
    return facts.model_copy(update={"certificates": [*known, *gained]})


def _paper(required: str, row: Row) -> CertificateFact:
    paper = required_papers.parse(required)
    return CertificateFact(
        kind=CertificateKind(paper.kind),
        occupation=paper.occupation or row.occupation_code,
        grade=Grade(paper.grade) if paper.grade else None,
        trade=paper.trade or None,
    )


def _is_among(paper: CertificateFact, required: Iterable[str]) -> bool:
    said = eligibility.MissingCertificates(paper.kind, paper.occupation or "", paper.trade or "")
    return any(said.includes(required_papers.parse(one)) for one in required)


def _told(facts: Facts, row: Row) -> Facts:
    """As if what is not known of the person were as the listing has it."""
    told = dict[str, object]()
    if row.education_min is not None and not (facts.education and facts.education.sure):
        told["education"] = EducationFact(level=row.education_min)
    if row.eligible_groups and not {one.id for one in facts.groups if one.sure} & set(row.eligible_groups):
        told["groups"] = [*facts.groups, GroupFact(id=row.eligible_groups[0])]
    return facts.model_copy(update=told)


_OTHERS: Mapping[Relaxation, Callable[[Facts, Row], Facts]] = {
    Relaxation.WAGE: _wage,
    Relaxation.PLACE: _place,
    Relaxation.PLACE_ONLY: _place_only,
    Relaxation.PLACE_AGAIN: _place_again,
    Relaxation.WORK: _work,
    Relaxation.WORK_ONLY: _work_only,
    Relaxation.WORK_AGAIN: _work_again,
    Relaxation.LEARN: _learnt,
    Relaxation.TELL: _told,
}
