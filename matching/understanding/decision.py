"""Rules and model together: what both hear is sure, what one hears alone is sure, to be asked, or left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.catalogue import occupations, trades
from data.people.profile import CertificateFact, EducationFact, Facts, GroupFact, OccupationFact, PlaceFact, UnclearWork
from data.vocabulary import Constraint, Education
from matching.language.gazetteer import OccupationMeaning, PhraseMatch, occupation_names
from matching.language.heads import labels
from matching.understanding.facets.age import YOUNGEST_WORKER
from matching.understanding.heard import Heard, Named, Work

SURE_LINK, LIKELY_LINK = 1.0, 0.83
"""Of a link's likeness, from which it is taken, and from which it is asked."""
NEAR_LINK = 0.9
"""From which it is taken where it leads the next by `SURE_MARGIN`."""
SURE_MARGIN = 0.08
"""By which the first link must lead the second to be taken."""
SURE_ROLE = 0.5
BESIDE = 4
"""Characters between words that may tell of one work."""
UNHEARD = 0.02
"""Probability below which the model holds a rule's finding for none."""
ADDED = 0.7
"""Probability from which what the model alone hears is taken."""
SURE_GROUP = 0.8
"""The same for groups, which open money and are sensitive."""
_WEAK = 0.7
_NEVER_KEPT = frozenset({"released"})
"""A prison past is nobody's business here."""
_ROLES = {"did", "wants", "rejects"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is held of a message."""

    facts: Facts
    unclear: tuple[UnclearWork, ...]
    """Work whose name has to be asked."""


def decide(ruled: Facts, heard: Heard) -> Decision:
    """Facts of the rules and of the model as one."""
    work, unclear = _work(ruled.occupations, heard)
    facts = ruled.model_copy(
        update={
            "age": ruled.age if ruled.age is not None else _grown(_value(heard.age)),
            "wage_min": ruled.wage_min
            if ruled.wage_min is not None and _is_heard(heard, "wage")
            else _value(heard.wage),
            "education": ruled.education or _level(heard.education),
            "occupations": work,
            "constraints": _needs(ruled.constraints, heard),
            "groups": _groups(ruled.groups, heard),
            "places": _places(ruled.places, heard),
            "certificates": _papers(ruled.certificates, heard),
        }
    )
    return Decision(facts, tuple(unclear))


def _is_heard(heard: Heard, *names: str) -> bool:
    """Whether the model holds it at all possible that a message says what the rules found."""
    return any(heard.reading.score("facts", name) >= UNHEARD for name in names)


def _grown(age: int | None) -> int | None:
    """An age of somebody who may work: on the model's word alone nobody is sent away as a child."""
    return age if age is not None and age >= YOUNGEST_WORKER else None


def _value(found: tuple[int, float] | None) -> int | None:
    return found[0] if found and found[1] >= ADDED else None


def _level(found: Named | None) -> EducationFact | None:
    return EducationFact(level=Education(found.value)) if found and found.score >= ADDED else None


def _needs(ruled: Sequence[Constraint], heard: Heard) -> list[Constraint]:
    added = [Constraint(need.value) for need in heard.needs if need.score >= ADDED]
    return list(dict.fromkeys([*ruled, *(need for need in added if not _is_lifted(heard, need))]))


def _is_lifted(heard: Heard, need: Constraint) -> bool:
    """Whether the model rather hears that the need is given up (夜班也行) than that it is asked for."""
    given_up = heard.reading.score("facts", f"lifted:{need}")
    return given_up > max(heard.reading.score("facts", f"need:{need}"), UNHEARD)


def _groups(ruled: Sequence[GroupFact], heard: Heard) -> list[GroupFact]:
    known = {group.id for group in ruled}
    added = [
        f"grp.{group.value}" for group in heard.groups if group.score >= SURE_GROUP and group.value not in _NEVER_KEPT
    ]
    return [*ruled, *(GroupFact(id=one) for one in added if one not in known)]


def _places(ruled: Sequence[PlaceFact], heard: Heard) -> list[PlaceFact]:
    known = {place.code for place in ruled}
    found = list(ruled)
    for place, score in heard.places:
        new = known.isdisjoint({place.code, *place.candidates}) and not (place.candidates and known)
        if score >= ADDED and new:
            known.add(place.code)
            found.append(place)
    return found


def _papers(ruled: Sequence[CertificateFact] | None, heard: Heard) -> list[CertificateFact] | None:
    known = {(paper.kind, paper.occupation) for paper in ruled or ()}
    kinds = {paper.kind for paper in ruled or ()}
    added = [
        paper
        for paper, score in heard.papers
        if score >= ADDED
        and (paper.kind, paper.occupation) not in known
        and (paper.occupation or paper.kind not in kinds)
    ]
    return [*(ruled or ()), *added] if added else list(ruled) if ruled is not None else None


def _work(ruled: Sequence[OccupationFact], heard: Heard) -> tuple[list[OccupationFact], list[UnclearWork]]:
    """Work that rules or model hear; where the model is sure of a role, it is the role."""
    left = list(ruled)
    facts: list[OccupationFact] = []
    unclear: list[UnclearWork] = []
    by_name = {code for work in heard.work for code in _codes_in(work.words)}
    for work in heard.work:
        known = _ruled(left, work, by_name)
        for fact in known:
            left.remove(fact)
        sure = work.role_score >= SURE_ROLE
        if work.role not in _ROLES:
            facts += [] if sure else known
        elif known:
            facts += [_with_role(fact, work) for fact in known]
        elif sure:
            taken, doubt = _linked(work, [one for one in heard.work if one is not work])
            facts += [taken] if taken else []
            unclear += [doubt] if doubt else []
    heard_work = float(heard.reading.score("facts", labels.WORK))
    facts += [fact for fact in left if heard_work >= UNHEARD]
    return list(_merged(facts)), unclear


def _linked(work: Work, others: Sequence[Work]) -> tuple[OccupationFact | None, UnclearWork | None]:
    """Work that only the model hears: taken, asked about, or neither."""
    named = _named(work)
    if named:
        return _fact(named.value.code, named.phrase, work, named.value.score), None
    first, *rest = work.links
    margin = first.score - (rest[0].score if rest else 0.0)
    if any(_tells_again(work, other) for other in others):
        return None, None
    if first.score >= SURE_LINK or (first.score >= NEAR_LINK and margin >= SURE_MARGIN):
        return _fact(first.code, work.words, work, first.score), None
    if first.score < LIKELY_LINK:
        return None, None
    codes = [one.code for one in work.links if one.score >= LIKELY_LINK - SURE_MARGIN]
    return None, UnclearWork(words=work.words, role=work.role, years=work.years, candidates=codes)


def _tells_again(work: Work, other: Work) -> bool:
    """Whether the words only tell more of work that stands beside them by its name (电工，厂里头修配电柜的)."""
    near = work.mark.apart(other.mark) <= BESIDE
    named = _named(other)
    return near and other.role == work.role and named is not None and other.role_score >= SURE_ROLE


def _ruled(ruled: Sequence[OccupationFact], work: Work, by_name: set[str]) -> list[OccupationFact]:
    """The rules' facts that the words tell of: by a name in them, or by a link to work that no words name."""
    named = _codes_in(work.words)
    exact = [fact for fact in ruled if fact.code in named]
    exact = [fact for fact in exact if fact.role == work.role] or exact
    near = {one.code for one in work.links if one.score >= LIKELY_LINK} - by_name
    return exact or [fact for fact in ruled if fact.code in near][:1]


def _codes_in(words: str) -> set[str]:
    return {hit.value.code for hit in occupation_names().find(words.lower())}


def _with_role(fact: OccupationFact, work: Work) -> OccupationFact:
    role = work.role if work.role_score >= SURE_ROLE else fact.role
    years = fact.years if fact.years is not None else work.years
    return fact.model_copy(update={"role": role, "years": years if role == "did" else None})


def _named(work: Work) -> PhraseMatch[OccupationMeaning] | None:
    """A catalogue's name among the words."""
    hits = [hit for hit in occupation_names().find(work.words.lower()) if hit.value.score >= _WEAK]
    return max(hits, key=lambda hit: hit.end - hit.start, default=None)


def _fact(code: str, words: str, work: Work, score: float) -> OccupationFact:
    name = occupations.occupation(code).name
    years = work.years if work.role == "did" else None
    trade = trades.named_in(code, words)
    return OccupationFact(
        code=code, name=name, role=work.role, years=years, score=min(max(score, 0.0), 1.0), trade=trade
    )


def _merged(facts: Sequence[OccupationFact]) -> Iterator[OccupationFact]:
    """Each work once a role; a refusal ends a wish for the same."""
    kept: dict[tuple[str, str, str | None], OccupationFact] = {}
    for fact in facts:
        key = fact.code, fact.role, fact.trade
        before = kept.get(key)
        if before is None or (before.years is None and fact.years is not None):
            kept[key] = fact
    refused = [fact for fact in kept.values() if fact.role == "rejects"]
    for fact in kept.values():
        if not (fact.role == "wants" and any(no.covers(fact) for no in refused)):
            yield fact
