"""Facts of a conversation: each message adds to, refines or corrects what was known.

Facts that do not touch one another merge to the same whatever their order: lists are kept sorted. Where they do touch,
the later message counts.
"""

from collections.abc import Iterable
from typing import Any

from data.catalogue import places as catalogue
from data.catalogue import trades
from data.people.profile import (
    CertificateFact,
    EducationFact,
    Facts,
    GroupFact,
    MajorFact,
    OccupationFact,
    PlaceFact,
    Understanding,
)
from data.vocabulary import ONE_KIND, Constraint, Intent, ProfileQuestion
from matching.understanding.next_questions import list_next_questions

__all__ = ["list_next_questions", "merge_facts", "rebase"]


def merge_facts(known: Facts, new: Understanding, question: ProfileQuestion | None = None) -> Facts:
    """What is known after `new`. `question` is what the message answered.

    Of a person who turns out to be under the working age nothing is kept.
    """
    if new.intent is Intent.UNDERAGE:
        return Facts(age=new.age)
    if new.instead:
        new = _in_their_place(known, new)
        known = _without_replaced(known, new)
    return Facts(
        age=known.age if new.age is None else new.age,
        education=_education(known.education, new.education),
        majors=_majors(known.majors, new.majors),
        places=_places(known.places, new.places, answered=question is ProfileQuestion.PLACE),
        occupations=_lasted(_occupations(known.occupations, new.occupations), new.years),
        certificates=_certificates(known.certificates, new.certificates),
        groups=_groups(known.groups, new.groups),
        wage_min=new.wage_min if new.wage_min is not None or new.any_wage else known.wage_min,
        constraints=_constraints(known.constraints, new.constraints, new.lifted),
        skills=sorted({*known.skills, *new.skills}),
    )


def _in_their_place(known: Facts, new: Understanding) -> Understanding:
    """The one place named plays the part of the only one known (想去沈阳 … 哦不，大连)."""
    before = [place for place in known.places if place.role != "excludes"]
    named = [place for place in new.places if place.role != "excludes"]
    if len(before) != 1 or len(named) != 1 or named[0].role == before[0].role:
        return new
    kept = [place.model_copy(update={"role": before[0].role}) if place is named[0] else place for place in new.places]
    return new.model_copy(update={"places": kept})


def _without_replaced(known: Facts, new: Understanding) -> Facts:
    """Without the wishes whose place those of the new message take (改成大连)."""
    elsewhere = any(place.role != "excludes" for place in new.places)
    other_work = any(fact.role == "wants" for fact in new.occupations)
    return known.model_copy(
        update={
            "places": [place for place in known.places if not (elsewhere and place.role == "prefers")],
            "occupations": [fact for fact in known.occupations if not (other_work and fact.role == "wants")],
        }
    )


def _lasted(work: list[OccupationFact], years: float | None) -> list[OccupationFact]:
    """Years said apart from the work belong to it, if there is just one work they can belong to."""
    done = [fact for fact in work if fact.role == "did"]
    if years is None or len(done) != 1:
        return work
    return [fact.model_copy(update={"years": years}) if fact is done[0] else fact for fact in work]


def rebase(current: Facts, before: Facts, after: Facts) -> Facts:
    """`current` with what changed from `before` to `after`; what changed in `current` meanwhile stays otherwise."""
    changed = {name for name in Facts.model_fields if getattr(before, name) != getattr(after, name)}
    return current.model_copy(
        update={name: _rebase_value(*(getattr(f, name) for f in (current, before, after))) for name in changed}
    )


def _rebase_value(current: Any, before: Any, after: Any) -> Any:
    if not (isinstance(current, list) and isinstance(before, list) and isinstance(after, list)):
        return after
    untouched = [item for item in current if item in after or item not in before]
    return [*untouched, *(item for item in after if item not in before and item not in untouched)]


def _education(known: EducationFact | None, new: EducationFact | None) -> EducationFact | None:
    """A plain statement counts over a hint; a hint that stays below what was stated takes it back (其实没念完)."""
    if known is None or new is None or new.sure or not known.sure:
        return new or known
    return new if new.level.order < known.level.order else known


def _majors(known: list[MajorFact], new: list[MajorFact]) -> list[MajorFact]:
    by_name = {major.name: major for major in (*known, *new)}
    return [by_name[name] for name in sorted(by_name)]


def _places(known: list[PlaceFact], new: list[PlaceFact], *, answered: bool) -> list[PlaceFact]:
    added = {(place.code, place.role) for place in new}
    kept = [place for place in known if not any(_overrides(other, place) for other in new)]
    both = [*(place for place in kept if (place.code, place.role) not in added), *new]
    both = _resolve(both)
    if answered:
        both = [
            place for place in both if place.sure or not any(other.sure and other.code == place.code for other in new)
        ]
    return sorted(_refined(both), key=lambda place: (place.role, place.code))


def _overrides(new: PlaceFact, old: PlaceFact) -> bool:
    """Whether the later word on a place takes the earlier one back."""
    if new.role == "excludes" and old.role == "prefers":
        return old.code == new.code or (old.city == new.code and old.sure)
    if new.role == "prefers" and old.role == "excludes":
        return old.code == new.code
    if new.role == old.role == "lives" and new.sure and old.sure:
        return new.code not in {old.code, old.city}
    return False


def _resolve(places: list[PlaceFact]) -> list[PlaceFact]:
    """Names that fit several places, settled by a city that holds just one; that city was only said to explain."""
    named = {place.code: place for place in places if place.sure and place.role != "excludes"}
    settled: list[PlaceFact] = []
    explained: set[str] = set()
    for place in places:
        fitting = [
            code
            for code in place.candidates
            if code in named or ((candidate := catalogue.get(code)) is not None and candidate.city in named)
        ]
        if len(fitting) != 1:
            settled.append(place)
            continue
        found = catalogue.place(fitting[0])
        settled.append(PlaceFact(code=found.code, name=found.name, city=found.city, role=place.role))
        explained |= {found.city, found.code} & named.keys()
    roles = {(place.code, place.role) for place in settled if place.candidates == [] and place.code not in explained}
    return [
        place
        for index, place in enumerate(settled)
        if not (place.code in explained and place.sure and _only_explains(place, settled, index))
        or (place.code, place.role) in roles
    ]


def _only_explains(place: PlaceFact, places: list[PlaceFact], index: int) -> bool:
    """A city beside its own district, or the district named again."""
    return any(
        other.city == place.code or (other.code == place.code and position < index and other.role != place.role)
        for position, other in enumerate(places)
        if position != index
    )


def _refined(places: list[PlaceFact]) -> list[PlaceFact]:
    """Without doubles, and without the city of a district that has the same role of living."""
    unique = {(place.code, place.role): place for place in places}
    return [
        place
        for place in unique.values()
        if not (
            place.role == "lives"
            and any(other.role == "lives" and other.city == place.code != other.code for other in unique.values())
        )
    ]


def _occupations(known: list[OccupationFact], new: list[OccupationFact]) -> list[OccupationFact]:
    merged = [fact for fact in known if not any(_takes_back(later, fact) for later in new)]
    for fact in new:
        old = next((one for one in merged if one.role == fact.role and one.same_work(fact)), None)
        if old is not None:
            merged.remove(old)
        merged.append(fact if old is None else _completed(fact, old))
    return sorted(merged, key=lambda fact: (fact.role, fact.code, fact.trade or ""))


def _takes_back(new: OccupationFact, old: OccupationFact) -> bool:
    """Whether the later word on a piece of work is a refusal of what was wished, or a wish for what was refused."""
    if new.role == "rejects" and old.role == "wants":
        return new.covers(old)
    return new.role == "wants" and old.role == "rejects" and new.same_work(old)


def _completed(new: OccupationFact, old: OccupationFact) -> OccupationFact:
    """The later word, with what only the earlier one said."""
    return new.model_copy(
        update={
            "years": old.years if new.years is None else new.years,
            "score": max(old.score, new.score),
            "trade": new.trade or old.trade,
        }
    )


def _certificates(
    known: list[CertificateFact] | None, new: list[CertificateFact] | None
) -> list[CertificateFact] | None:
    """No papers, said beside named ones, means no others."""
    if known is None or new is None:
        return new if known is None else known
    kept = [old for old in known if not any(_same_paper(old, one) for one in new)]
    new = [_of_known_trade(one, known) for one in new]
    return sorted((*kept, *new), key=_by_name)


def _by_name(paper: CertificateFact) -> tuple[str, ...]:
    return (paper.kind, paper.occupation or "", paper.grade or "", paper.name or "", paper.trade or "")


def _of_known_trade(paper: CertificateFact, known: list[CertificateFact]) -> CertificateFact:
    """The paper of the trade that was said before, where it was the only one of its occupation."""
    before = {old.trade for old in known if _same_paper(old, paper)}
    return paper.model_copy(update={"trade": before.pop()}) if paper.trade is None and len(before) == 1 else paper


def _same_paper(old: CertificateFact, new: CertificateFact) -> bool:
    return (
        old.kind == new.kind
        and old.name == new.name
        and not trades.known_to_differ(old.trade, new.trade)
        and (
            (old.occupation == new.occupation and (old.grade == new.grade or new.grade is None or old.grade is None))
            or (old.occupation is None and old.grade is not None and old.grade == new.grade)
        )
    )


def _groups(known: list[GroupFact], new: Iterable[GroupFact]) -> list[GroupFact]:
    """What was once stated stays stated."""
    merged: dict[str, bool] = {}
    for group in (*known, *new):
        merged[group.id] = merged.get(group.id, False) or group.sure
    return [GroupFact(id=group, sure=merged[group]) for group in sorted(merged)]


def _constraints(known: list[Constraint], new: list[Constraint], lifted: list[Constraint]) -> list[Constraint]:
    replaced = ONE_KIND.keys() if not ONE_KIND.keys().isdisjoint(new) else set[Constraint]()
    held = ({*known} - {*lifted} - replaced) | {*new}
    return [need for need in Constraint if need in held]
