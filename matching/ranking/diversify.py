"""The order of candidates: by score, fair among equals, varied among the first."""

from collections.abc import Iterable, Mapping, Sequence

from data.listings.search_index import ListingIndex as Row
from matching.ranking.context import SeekerContext
from matching.ranking.scoring import ScoredCandidate, score_candidate
from matching.search.candidates import Candidate, applicants_per_place

TIE = 0.02
"""Scores this near are equal; fewer applicants a place, and organisations that answer, come first."""
NEAR_IN_SCORE = 0.12
"""How much score a more varied choice may cost among the first."""
VARIED = 5
"""So many first places are varied."""
_LEAST_ANSWERS = 0.05
_MOST_ALIKE: Mapping[str, int] = {"organisation": 2, "occupation_and_district": 2, "occupation": 3}


def rank_candidates(
    person: SeekerContext, candidates: Iterable[Candidate], *, wish_floor: float
) -> list[ScoredCandidate]:
    """Best first, those below the wish floor left out; ties go to the less crowded, the first five are varied."""
    scored = [
        one
        for one in (score_candidate(person, candidate) for candidate in candidates)
        if one.parts["wish"] >= wish_floor
    ]
    scored.sort(key=lambda one: (-one.score, one.row.listing_id))
    return _varied(_ties_broken(scored))


def _ties_broken(scored: Sequence[ScoredCandidate]) -> list[ScoredCandidate]:
    ordered: list[ScoredCandidate] = []
    rest = list(scored)
    while rest:
        tied = [one for one in rest if one.score >= rest[0].score - TIE]
        ordered += sorted(tied, key=lambda one: (_competition(one.row), -one.score, one.row.listing_id))
        rest = rest[len(tied) :]
    return ordered


def _competition(row: Row) -> float:
    """Applicants for each place, oneself included, that can hope for an answer: few, of who answers, comes first."""
    return (applicants_per_place(row) + 1) / max(row.answer_rate, _LEAST_ANSWERS)


def _varied(ordered: list[ScoredCandidate]) -> list[ScoredCandidate]:
    """Not more than two of one organisation, nor of one occupation in one district, while others are near in score."""
    rest, first = list(ordered), list[ScoredCandidate]()
    while rest and len(first) < VARIED:
        near = [one for one in rest if one.score >= rest[0].score - NEAR_IN_SCORE]
        chosen = next((one for one in near if not _too_alike(one, first)), rest[0])
        first.append(chosen)
        rest.remove(chosen)
    return first + rest


def _too_alike(candidate: ScoredCandidate, others: Sequence[ScoredCandidate]) -> bool:
    mine = _likes(candidate.row)
    counts = {name: sum(_likes(other.row)[name] == value for other in others) for name, value in mine.items()}
    return any(counts[name] >= most for name, most in _MOST_ALIKE.items())


def _likes(row: Row) -> dict[str, object]:
    return {
        "organisation": row.organisation_id,
        "occupation_and_district": (row.occupation_code, row.district or row.city),
        "occupation": row.occupation_code,
    }
