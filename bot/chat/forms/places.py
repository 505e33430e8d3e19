"""Where something is: a city, then its district, by button or in words. Asked by several forms."""

from collections.abc import Sequence

from bot.chat.cards.names import full_place_name, place_name
from bot.chat.forms.engine import BadAnswer, Choice, Draft, Question, Unclear
from bot.chat.turn import Turn
from data.catalogue import places
from data.catalogue.places import Place

CITY, DISTRICT = "city", "district"


def place_questions(texts: str) -> tuple[Question, Question]:
    """The two questions; their texts are `{texts}.city` and `{texts}.district`."""
    city = Question(CITY, f"{texts}.city", _read_city, choices=_cities, store=_keep_place, columns=4)
    district = Question(
        DISTRICT, f"{texts}.district", _read_district, choices=_districts, optional=True, columns=3,
        skip_when=lambda draft: not places.counties(draft.get(CITY)),
    )  # fmt: skip
    return city, district


def read_places(said: str) -> tuple[Place, ...]:
    """The cities, districts and counties that these words name: 铁西 is two, 沈阳铁西 one."""
    words = said.strip()
    found = places.find(words) or tuple(places.place(code) for code in places.areas().get(words, ()))
    if found:
        return tuple(place for place in found if place.level != "province")
    for city in places.cities():
        for name in (city.name, city.short):
            if words.startswith(name):
                inside = [place for place in read_places(words.removeprefix(name)) if place.city == city.code]
                if inside:
                    return tuple(inside)
    return ()


def choice_of(turn: Turn, place: Place) -> Choice:
    """A place as a button, a district with its city."""
    district = place.code if place.level == "county" else None
    return Choice(full_place_name(place.city, district, turn.language), place.code)


async def _read_city(turn: Turn, _: Draft, said: str) -> str:
    found = read_places(said)
    if not found:
        raise _unknown(said)
    if len(found) > 1:
        raise Unclear("place.which", [choice_of(turn, place) for place in found], said=said.strip()[:40])
    return found[0].code


def _unknown(said: str) -> BadAnswer:
    outside = places.outside().get(said.strip())
    if outside:
        return BadAnswer("place.error.outside", said=said.strip()[:40])
    return BadAnswer("place.error.unknown", said=said.strip()[:40])


def _cities(turn: Turn, _: Draft) -> Sequence[Choice]:
    return [Choice(place_name(city.code, turn.language), city.code) for city in places.cities()]


def _keep_place(draft: Draft, code: str) -> Draft:
    """A city opens the question for its district; a district answers both."""
    place = places.place(code)
    rest = {key: value for key, value in draft.items() if key != DISTRICT}
    if place.level == "county":
        return rest | {CITY: place.city, DISTRICT: place.code}
    return rest | {CITY: place.code}


async def _read_district(turn: Turn, draft: Draft, said: str) -> str:
    inside = [place for place in read_places(said) if place.level == "county" and place.city == draft[CITY]]
    if len(inside) > 1:
        raise Unclear("place.which", [choice_of(turn, place) for place in inside], said=said.strip()[:40])
    if not inside:
        city = place_name(draft[CITY], turn.language)
        raise BadAnswer("place.error.not_in_city", said=said.strip()[:40], city=city)
    return inside[0].code


def _districts(turn: Turn, draft: Draft) -> Sequence[Choice]:
    return [Choice(place_name(place.code, turn.language), place.code) for place in places.counties(draft[CITY])]
