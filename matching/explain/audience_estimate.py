"""How many of the people who said what they want an opening would be shown to, and what would bring in more."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from data import eligibility
from data.db import clock
from data.eligibility import Applicant
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex as Row
from data.people import seekers
from data.people.profile import Facts
from matching.search.geo import build_geo_context
from matching.search.indexing import build_index_row
from matching.search.intent import WISH_FLOOR, build_search_intent

MOST_PEOPLE = 2000
"""So many who were heard from last are looked at: enough to advise by, whatever the size of the city."""
LIFTABLE = frozenset(
    {
        "listing.age", "listing.education", "law.cert_before_work", "wish.wage", "wish.housing", "wish.meals",
        "said.no_night", "said.no_shift",
    }
)  # fmt: skip
"""Gates that the enterprise itself can lift."""


@dataclass(frozen=True)
class AudienceEstimate:
    people: int
    """Who want this work, look here and are kept out by nothing."""
    gains_by_rule: tuple[tuple[str, int], ...]
    """Gate → how many more would come if it alone were lifted, the most first."""


async def estimate_audience(session: AsyncSession, opening: Opening) -> AudienceEstimate:
    """Among those who live or look in the opening's city, by what they agreed to be matched by."""
    row = build_index_row(opening, places_left=opening.headcount)
    known = await seekers.list_recent_facts_in_city(session, opening.city, MOST_PEOPLE)
    return estimate_audience_among(known, row, await clock.today(session))


def estimate_audience_among(people: Iterable[Facts], row: Row, today: date) -> AudienceEstimate:
    """The same among these people."""
    shown, kept_out = 0, Counter[str]()
    for facts in people:
        near = build_search_intent(facts).closeness(row.occupation_code)
        if near is None or near.value < WISH_FLOOR or not build_geo_context(facts).base.admits(row):
            continue
        failing = {gate.rule_id for gate in eligibility.failed_rules(Applicant(facts, today), row)}
        shown += not failing
        if len(failing) == 1:
            kept_out.update(failing & LIFTABLE)
    return AudienceEstimate(shown, tuple(sorted(kept_out.items(), key=lambda pair: (-pair[1], pair[0]))))
