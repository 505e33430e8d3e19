"""Where something is: a city, then its district, by button or in words. Asked by several forms."""

from collections.abc import Sequence

from bot.chat.cards.names import full_place_name, place_name
from bot.chat.forms.engine import AmbiguousAnswer, BadAnswer, Choice, Draft, FormQuestion
from bot.chat.turn import Turn
from data.catalogue import places
from data.catalogue.places import Place

CITY, DISTRICT = "city", "district"


def place_questions(text_id_prefix: str) -> tuple[FormQuestion, FormQuestion]:
    """The two questions; their texts are `{texts}.city` and `{texts}.district`."""
    city = FormQuestion(
        CITY, f"{text_id_prefix}.city", _read_city, choices=_cities, store_answer=_keep_place, columns=4
    )
    district = FormQuestion(
        DISTRICT, f"{text_id_prefix}.district", _read_district, choices=_districts, optional=True, columns=3,
        skip_when=lambda draft: not places.counties(draft.get(CITY)),
    )  # fmt: skip
    return city, district


def read_places(text: str) -> tuple[Place, ...]:
    """The cities, districts and counties that these words name: 铁西 is two, 沈阳铁西 one."""
    words = text.strip()
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


def place_choice(turn: Turn, place: Place) -> Choice:
    """A place as a button, a district with its city."""
    district = place.code if place.level == "county" else None
    return Choice(full_place_name(place.city, district, turn.language), place.code)


async def _read_city(turn: Turn, _: Draft, text: str) -> str:
    found = read_places(text)
    if not found:
        raise _unknown_place_error(text)
    if len(found) > 1:
        raise AmbiguousAnswer("place.which", [place_choice(turn, place) for place in found], said=text.strip()[:40])
    return found[0].code


def _unknown_place_error(text: str) -> BadAnswer:
    outside = places.outside().get(text.strip())
    if outside:
        return BadAnswer("place.error.outside", said=text.strip()[:40])
    return BadAnswer("place.error.unknown", said=text.strip()[:40])


def _cities(turn: Turn, _: Draft) -> Sequence[Choice]:
    return [Choice(place_name(city.code, turn.language), city.code) for city in places.cities()]


def _keep_place(draft: Draft, code: str) -> Draft:
    """A city opens the question for its district; a district answers both."""
    place = places.place(code)
    rest = {key: value for key, value in draft.items() if key != DISTRICT}
    if place.level == "county":
        return rest | {CITY: place.city, DISTRICT: place.code}
    return rest | {CITY: place.code}


async def _read_district(turn: Turn, draft: Draft, text: str) -> str:
    inside = [place for place in read_places(text) if place.level == "county" and place.city == draft[CITY]]
    if len(inside) > 1:
        raise AmbiguousAnswer("place.which", [place_choice(turn, place) for place in inside], said=text.strip()[:40])
    if not inside:
        city = place_name(draft[CITY], turn.language)
        raise BadAnswer("place.error.not_in_city", said=text.strip()[:40], city=city)
    return inside[0].code


def _districts(turn: Turn, draft: Draft) -> Sequence[Choice]:
    return [Choice(place_name(place.code, turn.language), place.code) for place in places.counties(draft[CITY])]
