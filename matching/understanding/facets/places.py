"""Places in what someone said: where they live, want to work, or will not go.

Names are the catalogue's; the model hears which part each plays. Places outside the province are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data.catalogue import places as catalogue
from data.people.profile import PlaceFact, PlaceRole
from data.vocabulary import ProfileQuestion
from matching.language.gazetteer import PhraseMatch, PlaceMeaning, place_names
from matching.language.heads import labels
from matching.language.heads.reading import Mark, Reading, is_taken_back, marked
from matching.understanding.declines import is_whatever

ANYWHERE = catalogue.province().code
_HEARD, _HEARD_LOOSELY = 0.2, 0.4
"""Probability of any part from which a name counts; and where the name is an everyday word besides."""
_STILL_THERE = 0.3
"""Probability that somebody is or wishes to be somewhere, from which a place of the past is also one of today."""
_PERHAPS_THERE = 0.01
"""The same, where no other place is said: 我是法库的, 在鞍山轧钢厂上班."""
_THEIR_OWN = ("lives", "in", "past")
"""Parts of the person's own places: unsure which, the model may be sure that it is one."""
_FEW = 6
"""English words of a short statement."""
_PARTICLES = " ,.。!！?？~吧呗呢啊呀市区县的"
_FACTS: dict[str, PlaceRole] = {"lives": "lives", "in": "prefers", "excludes": "excludes"}


@dataclass(frozen=True, slots=True)
class _Spot:
    """One named place: candidate codes (all meant when `area`), and its part."""

    codes: tuple[str, ...]
    area: bool
    role: str


def read_places(reading: Reading, asked: ProfileQuestion | None, *, searching: bool) -> list[PlaceFact]:
    """Places with roles, in the order said.

    Args:
        reading: what was said.
        asked: the question it answers; a name alone, asked for a place, is where somebody wants to work.
        searching: the message asks what there is; so does a place that plays no part.
    """
    spots = [replace(spot, role="in") if _is_bare(reading, hit, asked) else spot for hit, spot in _spots(reading)]
    if not spots and (searching or _is_short_statement(reading)):
        spots = [replace(spot, role="in") for _, spot in _spots(reading, least=0.0)]
    if asked is ProfileQuestion.PLACE and not spots and (marked(reading, "in") or is_whatever(reading.text)):
        spots = [_Spot((ANYWHERE,), area=False, role="in")]
    if not any(spot.role in _FACTS for spot in spots):
        spots = [replace(spot, role="lives") if spot.role == "perhaps" else spot for spot in spots]
    spots = _resolved(spots)
    facts: list[PlaceFact] = []
    for spot in spots:
        if spot.role in _FACTS and not (spot.codes == (ANYWHERE,) and spot.role == "lives"):
            facts += [fact for fact in _facts(spot, _FACTS[spot.role]) if fact not in facts]
    return _consistent(facts)


def read_outside(reading: Reading) -> list[str]:
    """Names of places outside the province where the person is or wants to go."""
    said = [hit.phrase for hit, spot in _spots(reading, outside=True) if spot.role in {"lives", "in"}]
    return list(dict.fromkeys(said))


def _is_short_statement(reading: Reading) -> bool:
    """Whether a few words say a name and ask nothing: Shenyang is fine too."""
    return len(reading.text.split()) <= _FEW and reading.text.isascii() and not marked(reading, "ask")


def _is_bare(reading: Reading, hit: PhraseMatch[PlaceMeaning], asked: ProfileQuestion | None) -> bool:
    """Whether the name is all that was answered to the question for a place."""
    around = reading.text[: hit.start] + reading.text[hit.end :]
    return asked is ProfileQuestion.PLACE and not around.strip(_PARTICLES)


def _spots(
    reading: Reading, *, outside: bool = False, least: float = _HEARD
) -> Iterator[tuple[PhraseMatch[PlaceMeaning], _Spot]]:
    """The places of the province that are named, or those `outside` it."""
    for hit in _joined(list(place_names().find(reading.text))):
        if hit.value.outside != outside or not (outside or hit.value.codes):
            continue
        role, score = reading.likeliest("facts", labels.PLACE_ROLES, hit.start, hit.end)
        here = reading.likely("facts", labels.HERE, hit.start, hit.end)
        if (role == "past" and here >= _STILL_THERE) or (here > score and score < _HEARD):
            role, _ = reading.likeliest("facts", ("lives", "in"), hit.start, hit.end)
        elif role == "past" and max(here, reading.likely("facts", "lives", hit.start, hit.end)) >= _PERHAPS_THERE:
            role = "perhaps"
        score = max(score, here, sum(reading.likely("facts", part, hit.start, hit.end) for part in _THEIR_OWN))
        wrong = reading.likely("facts", "wrong", hit.start, hit.end)
        taken_back = wrong >= score and is_taken_back(reading, Mark("", hit.start, hit.end, 0.0))
        if score >= (_HEARD_LOOSELY if hit.value.needs_context else least) and not taken_back:
            yield hit, _Spot(hit.value.codes, hit.value.area, role)


def _joined(hits: list[PhraseMatch[PlaceMeaning]]) -> list[PhraseMatch[PlaceMeaning]]:
    """沈阳铁西 is one place; a place right after one outside the province (四平铁西) is outside too."""
    kept: list[PhraseMatch[PlaceMeaning]] = []
    for hit in hits:
        last = kept[-1] if kept else None
        if last and last.value.outside and hit.start == last.end:
            continue
        if last and hit.start - last.end <= 1:
            inside = tuple(
                code
                for code in hit.value.codes
                if (place := catalogue.get(code)) and place.city in last.value.codes and code != place.city
            )
            if inside:
                kept[-1] = PhraseMatch(last.start, hit.end, hit.phrase, replace(hit.value, codes=inside[:1]))
                continue
            if last.value.codes == (ANYWHERE,):
                kept[-1] = PhraseMatch(last.start, hit.end, hit.phrase, hit.value)
                continue
        kept.append(hit)
    return kept


def _resolved(spots: list[_Spot]) -> list[_Spot]:
    """Ambiguous names settled by a city named elsewhere; the city itself stays unless it only explained."""
    certain = [catalogue.place(spot.codes[0]) for spot in spots if len(spot.codes) == 1 and spot.codes[0] != ANYWHERE]
    named = {place.code for place in certain} | {place.city for place in certain}
    settled = []
    explaining: set[str] = set()
    for spot in spots:
        fitting = [
            code for code in spot.codes if (place := catalogue.get(code)) and (place.city in named or code in named)
        ]
        if len(spot.codes) > 1 and not spot.area and len(fitting) == 1:
            if spot.role != "excludes":
                explaining.add(catalogue.place(fitting[0]).city)
            settled.append(replace(spot, codes=(fitting[0],)))
        else:
            settled.append(spot)
    return [
        spot
        for spot in settled
        if not (len(spot.codes) == 1 and spot.codes[0] in explaining and spot.role in {"lives", "past"})
    ]


def _facts(spot: _Spot, role: PlaceRole) -> Sequence[PlaceFact]:
    if spot.area:
        return [_fact(code, role) for code in spot.codes]
    first = _fact(spot.codes[0], role)
    if len(spot.codes) == 1:
        return [first]
    return [first.model_copy(update={"sure": False, "candidates": list(spot.codes)})]


def _fact(code: str, role: PlaceRole) -> PlaceFact:
    place = catalogue.place(code)
    return PlaceFact(code=code, name=place.name, city=place.city or code, role=role)


def _consistent(facts: list[PlaceFact]) -> list[PlaceFact]:
    """What is excluded is not also preferred; a city beside its own district is not another place to live."""
    living = {fact.city for fact in facts if fact.role == "lives" and fact.code != fact.city and fact.sure}
    facts = [fact for fact in facts if not (fact.role == "lives" and fact.code in living)]
    excluded = {fact.code for fact in facts if fact.role == "excludes"}
    return [fact for fact in facts if fact.role == "excludes" or fact.code not in excluded or fact.role == "lives"]
