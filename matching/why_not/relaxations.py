"""What a person may take back, allow or add so that one listing is shown, and the facts as they are then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from data import eligibility, required_papers
from data.catalogue import occupations, places, trades
from data.eligibility import best_wage
from data.listings.search_index import ListingIndex as Row
from data.people.profile import CertificateFact, EducationFact, Facts, GroupFact, OccupationFact, PlaceFact
from data.vocabulary import CertificateKind, Constraint, Grade


class Change(StrEnum):
    """One change. The values are short because they travel in a button; the order is from soft to hard."""

    BACK = "b"
    """The listing was set aside; it may come back."""
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
        return list(Change).index(self)


GIVEN_UP: Mapping[Change, frozenset[Constraint]] = {
    Change.MEALS: frozenset({Constraint.MEALS}),
    Change.HOUSING: frozenset({Constraint.HOUSING}),
    Change.SHIFT: frozenset({Constraint.NO_SHIFT}),
    Change.NIGHT: frozenset({Constraint.NO_NIGHT, Constraint.GO_HOME_AT_NIGHT}),
    Change.SEATED: frozenset({Constraint.SEATED}),
    Change.HEAVY: frozenset({Constraint.NO_HEAVY}),
    Change.DUST: frozenset({Constraint.NO_DUST}),
    Change.HEIGHTS: frozenset({Constraint.NO_HEIGHTS}),
}
"""The needs that a change gives up."""

LIFTING: Mapping[str, Change] = {
    "law.cert_before_work": Change.LEARN,
    "said.place": Change.PLACE_AGAIN,
    "said.occupation": Change.WORK_AGAIN,
    "said.no_night": Change.NIGHT,
    "said.no_shift": Change.SHIFT,
    "said.no_heights": Change.HEIGHTS,
    "said.no_heavy": Change.HEAVY,
    "said.no_dust": Change.DUST,
    "said.seated": Change.SEATED,
    "wish.meals": Change.MEALS,
    "wish.wage": Change.WAGE,
    "wish.housing": Change.HOUSING,
}
"""Gate → what opens it; the law, and a listing's lawful conditions, give way to nothing."""


def changed(facts: Facts, row: Row, changes: Iterable[Change]) -> Facts:
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


def _place(facts: Facts, row: Row) -> Facts:
    """Who named no place but home is looking there; home stays when another place is added."""
    wished = [one for one in facts.places if one.role == "prefers"]
    homes = [one.model_copy(update={"role": "prefers"}) for one in facts.places if one.role == "lives"]
    return _looking_in(facts, row, wished or homes)


def _place_only(facts: Facts, row: Row) -> Facts:
    return _looking_in(facts, row, [])


def _looking_in(facts: Facts, row: Row, also: Sequence[PlaceFact]) -> Facts:
    place = places.place(row.district or row.city)
    here = PlaceFact(code=place.code, name=place.name, city=place.city, role="prefers")
    others = [one for one in facts.places if one.role != "prefers"]
    return facts.model_copy(update={"places": [*others, *(one for one in also if one.code != here.code), here]})


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
        if one.role != "rejects" or one.code != row.occupation_code or trades.differ(one.trade, row.trade)
    ]
    return facts.model_copy(update={"occupations": kept})


def _learnt(facts: Facts, row: Row) -> Facts:
    gained = [_paper(required, row) for required in row.certificates]
    known = [one for one in facts.certificates or [] if one.has or not _is_among(one, row.certificates)]
    return facts.model_copy(update={"certificates": [*known, *gained]})


def _paper(required: str, row: Row) -> CertificateFact:
    paper = required_papers.read(required)
    return CertificateFact(
        kind=CertificateKind(paper.kind),
        occupation=paper.occupation or row.occupation_code,
        grade=Grade(paper.grade) if paper.grade else None,
        trade=paper.trade or None,
    )


def _is_among(paper: CertificateFact, required: Iterable[str]) -> bool:
    said = eligibility.Lacking(paper.kind, paper.occupation or "", paper.trade or "")
    return any(said.includes(required_papers.read(one)) for one in required)


def _told(facts: Facts, row: Row) -> Facts:
    """As if what is not known of the person were as the listing has it."""
    told = dict[str, object]()
    if row.education_min is not None and not (facts.education and facts.education.sure):
        told["education"] = EducationFact(level=row.education_min)
    if row.eligible_groups and not {one.id for one in facts.groups if one.sure} & set(row.eligible_groups):
        told["groups"] = [*facts.groups, GroupFact(id=row.eligible_groups[0])]
    return facts.model_copy(update=told)


_OTHERS: Mapping[Change, Callable[[Facts, Row], Facts]] = {
    Change.WAGE: _wage,
    Change.PLACE: _place,
    Change.PLACE_ONLY: _place_only,
    Change.PLACE_AGAIN: _place_again,
    Change.WORK: _work,
    Change.WORK_ONLY: _work_only,
    Change.WORK_AGAIN: _work_again,
    Change.LEARN: _learnt,
    Change.TELL: _told,
}
