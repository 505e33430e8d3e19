"""Kinds of work offered as buttons to someone who has not named one: plain words, across the province's trades."""

from bot.chat.buttons import Button
from bot.chat.turn import Turn
from data import eligibility
from data.people.profile import Facts, OccupationFact

TEXT_ID_BY_OCCUPATION = {
    "6-18-02-04": "direction.welding",
    "6-31-01-03": "direction.electrics",
    "6-18-01-07": "direction.machining",
    "6-30-05-01": "direction.forklift",
    "4-12-01-01": "direction.cars",
    "4-03-02-01": "direction.cooking",
    "4-10-01-05": "direction.care",
    "4-04-05-05": "direction.data",
}
"""Occupation code → text id. Each has openings or courses in several cities."""

TEXT_ID_BY_OCCUPATION_UNDER_18 = {
    "6-26-01-01": "direction.instruments",
    "6-31-03-05": "direction.food_quality",
    "6-05-01-01": "direction.patterns",
    "6-09-03-17": "direction.handicraft",
    "4-04-05-05": "direction.data",
    "4-01-06-01": "direction.online_shop",
}
"""The same for 16 and 17 year olds: only occupations that the law leaves open to them."""


def offered_occupations(facts: Facts) -> dict[str, str]:
    """What to offer this person: not what they refused, nor what the law keeps from them."""
    under_18 = facts.age is not None and facts.age < eligibility.ADULT_AGE
    known = {item.code for item in facts.occupations if item.role in ("wants", "rejects")}
    return {
        code: text
        for code, text in (TEXT_ID_BY_OCCUPATION_UNDER_18 if under_18 else TEXT_ID_BY_OCCUPATION).items()
        if code not in known
    }


def buttons(turn: Turn, facts: Facts) -> list[Button]:
    """One button for each direction."""
    return [Button(turn.t(text), f"seek.direction:{code}") for code, text in offered_occupations(facts).items()]


def replace_wishes(facts: Facts, wish: OccupationFact | None = None) -> Facts:
    """The facts with this wish in place of all earlier ones; without one, with none."""
    kept = [
        item
        for item in facts.occupations
        if item.role == "did" or (item.role == "rejects" and not (wish and item.code == wish.code))
    ]
    return facts.model_copy(update={"occupations": [*kept, wish] if wish else kept})
