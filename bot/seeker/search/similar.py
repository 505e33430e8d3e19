"""Listings like one that has ended: the same work, where the person looks or where the listing was."""

from bot.chat.buttons import Button
from bot.chat.cards.names import full_place_name
from bot.chat.turn import Turn
from bot.seeker.profile import known_facts
from data.catalogue import occupations, places
from data.listings.courses import Course
from data.listings.openings import Opening
from data.people.profile import OccupationFact, PlaceFact
from matching.matches import MatchQuery, find_matches, interleave

MOST = 3


async def similar_listing_buttons(turn: Turn, listing: Opening | Course) -> list[list[Button]]:
    """Up to three buttons that open live listings; what is known of the person still counts."""
    facts = await known_facts.facts_of(turn)
    work = occupations.get(listing.occupation_code)
    city = places.place(listing.city)
    here = [PlaceFact(code=city.code, name=city.name, city=city.code, role="prefers")]
    wanted = [OccupationFact(code=work.code, name=work.name, role="wants", trade=listing.trade)] if work else []
    alike = facts.model_copy(update={"occupations": wanted, "places": facts.places or here})
    found = interleave(await find_matches(turn.session, MatchQuery(alike, turn.now.date(), limit_per_kind=MOST + 1)))
    others = [one.row for one in found if one.row.listing_id != listing.id]
    return [
        [
            Button(
                turn.t(
                    "share.title_and_place",
                    title=row.title,
                    place=full_place_name(row.city, row.district, turn.language),
                ),
                f"seek.open:{row.listing_id}",
            )
        ]
        for row in others[:MOST]
    ]
