"""Places in what someone said: where they live, want to work, or will not go.

Places outside the province are recognised and left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from data.catalogue import places as catalogue
from data.people.profile import PlaceFact, PlaceRole
from data.vocabulary import ProfileQuestion
from matching.language.gazetteer import PhraseMatch, PlaceMeaning, place_names
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.facets.roles import cues, read
from matching.understanding.message import Message

_WORDS = load_pattern_sets("places.ini")
ANYWHERE = catalogue.province().code
_BARE = 2
"""Other characters beside a name that is all a clause says."""
_LOOKED_AT = re.compile(r"(?:看看|瞅瞅|瞧瞧|考虑)(?![^的]*[家住])")
_IN_PLACE_OF_SPEAKING = re.compile(r"^(?:就|我|俺)?(?:在|搁)")


@dataclass(frozen=True, slots=True)
class _Spot:
    """One named place in a clause: candidate codes (all meant when `area`), and its role when the words give one."""

    hit: PhraseMatch[PlaceMeaning]
    clause: int
    codes: tuple[str, ...]
    area: bool = False
    role: str | None = None


def read_places(message: Message, *, searching: bool = False, of_relative: bool = False) -> list[PlaceFact]:
    """Places with roles, in the order said.

    Args:
        message: what was said.
        searching: the message asks what there is; a bare place is a wish.
        of_relative: the message asks for someone else, whose places these are.
    """
    spots = [spot for spot in _spots(message) if of_relative or not _is_of_others(spot, message)]
    standing = message.without_retracted(spot.clause for spot in spots)
    spots = _resolved([spot for spot in spots if spot.clause in standing])
    spots = [
        spot for i, spot in enumerate(spots) if not (spot.area and any(one.role is None for one in spots[i + 1 :]))
    ]
    if any(spot.role in {"lives", None} for spot in spots) or _WORDS["coming back"].search(message.text):
        spots = [spot for spot in spots if spot.role != "works"]
    if any(spot.role in {"lives", "works", None} for spot in spots):
        spots = [spot for spot in spots if spot.role != "origin"]
    if all(spot.role in {"former", "excludes"} for spot in spots):
        spots = [replace(spot, role="works") if _worked_till_now(spot, message) else spot for spot in spots]
    facts: list[PlaceFact] = []
    for spot in spots:
        role = _settled(spot, message, searching=searching)
        if role is not None:
            for fact in _facts(spot, role):
                if (fact.code, fact.role) not in {(known.code, known.role) for known in facts}:
                    facts.append(fact)
    if _says_anywhere(message) and not any(fact.code == ANYWHERE for fact in facts):
        facts.append(_fact(ANYWHERE, "prefers"))
    return _consistent(facts)


def _is_of_others(spot: _Spot, message: Message) -> bool:
    """Whether someone else is there (我同学在大连)."""
    before = message.clauses[spot.clause].text[: spot.hit.start]
    return _WORDS["others there before"].search(before) is not None


def _worked_till_now(spot: _Spot, message: Message) -> bool:
    """Years of work in a place that nothing tells to be over (在铁西干了十年): the person is there."""
    following = message.clauses[spot.clause].text[spot.hit.end :]
    return (
        spot.role == "former"
        and _WORDS["years there"].search(following) is not None
        and _WORDS["over"].search(message.text) is None
    )


def _says_anywhere(message: Message) -> bool:
    if any(_WORDS["anywhere"].search(clause.text) for clause in message.clauses):
        return True
    return message.question is ProfileQuestion.PLACE and _WORDS["no matter"].fullmatch(message.text) is not None


def read_outside(message: Message) -> list[str]:
    """Names of places outside the province where the person is or wants to go; not those they left or refuse."""
    if _WORDS["coming back"].search(message.text):
        return []
    spots = _spots(message, outside=True)
    standing = message.without_retracted(spot.clause for spot in spots)
    said = [spot.hit.phrase for spot in spots if spot.clause in standing and spot.role in {None, "lives", "prefers"}]
    return list(dict.fromkeys(said))


def _spots(message: Message, *, outside: bool = False) -> list[_Spot]:
    """The places of the province that are named, or those `outside` it."""
    words = cues("place_cues.ini", message.language)
    found: list[_Spot] = []
    wanting = False
    carried: str | None = None
    for index, clause in enumerate(message.clauses):
        text = clause.text
        hits = [
            hit
            for hit in place_names().find(text)
            if _is_meant(text, hit, message)
            and not message.is_claimed(clause.start + hit.start, clause.start + hit.end)
        ]
        hits = _joined(hits)
        roles = read(text, [(hit.start, hit.end) for hit in hits], words)
        either = len(hits) > 1 and _WORDS["either"].search(text[hits[0].end : hits[-1].start]) is not None
        for hit, (before, after) in zip(hits, roles, strict=True):
            if hit.value.outside != outside or not (outside or hit.value.codes):
                continue
            role = _role(text, hit, before, after, wanting=wanting) or ("prefers" if either else None)
            if role is None and carried == "prefers" and len(text) <= sum(len(one.phrase) for one in hits) + 2:
                role = carried
            found.append(_Spot(hit, index, hit.value.codes, hit.value.area, role))
        carried = found[-1].role if hits and found else None
        wanting = _WORDS["wanting"].search(text) is not None
    return found


def _is_meant(text: str, hit: PhraseMatch[PlaceMeaning], message: Message) -> bool:
    """Whether the word stands for the place here, not for a road, or an everyday word that sounds the same."""
    before, after = text[: hit.start], text[hit.end :]
    if _WORDS["road after"].search(after) and not hit.value.outside:
        return False
    if not hit.value.needs_context:
        return True
    near = _WORDS["context before"].search(before) is not None and _WORDS["context after"].search(after) is not None
    city_before = any(before.rstrip("市").endswith(city.short) for city in catalogue.cities())
    return (
        near
        or city_before
        or (message.question is ProfileQuestion.PLACE and len(text) < 8)
        or after[:1] in {"区", "市"}
    )


def _joined(hits: list[PhraseMatch[PlaceMeaning]]) -> list[PhraseMatch[PlaceMeaning]]:
    """沈阳铁西 is one place; a place right after one outside the province (四平铁西) is outside too."""
    kept: list[PhraseMatch[PlaceMeaning]] = []
    for hit in hits:
        last = kept[-1] if kept else None
        if last and hit.start - last.end <= 1:
            if last.value.outside:
                continue
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


def _role(
    text: str, hit: PhraseMatch[PlaceMeaning], before: str | None, after: str | None, *, wanting: bool
) -> str | None:
    """One role from what stands before and after: schools and old work places first, then refusals, then the rest."""
    previous, following = text[: hit.start], text[hit.end :]
    if _WORDS["school after"].search(following):
        return "former"
    if _WORDS["employer after"].search(following):
        return _at_work(text, previous)
    if before == "excludes" and after == "former" and _WORDS["had enough after"].search(following):
        return "excludes"
    plain = before == "denied" or (before == "former" and previous.endswith("离"))
    if after in {"excludes", "former"} and before != "stays" and not plain:
        return after
    if plain or before == "excludes" or (before == "former" and after != "lives"):
        return before
    return _standing(text, following, before, after, wanting=wanting)


def _at_work(text: str, previous: str) -> str:
    """The place of an employer: of old it tells nothing, of today that the person is there."""
    if _WORDS["at home before"].search(previous):
        return "lives"
    if _WORDS["wanted there"].search(text):
        return "prefers"
    return "lives" if not _WORDS["past"].search(text) and _WORDS["still there"].search(text) else "former"


def _standing(text: str, following: str, before: str | None, after: str | None, *, wanting: bool) -> str | None:
    """Living, coming from, working in or wishing for a place."""
    wished = _WORDS["wanting"].search(text) is not None
    if before == "stays":
        return "prefers"
    if before == "origin" and after in {None, "lives"}:
        return "origin"
    if before == "lives" and (wanting or wished) and _WORDS["works there after"].search(following):
        return "prefers"
    if after == "works":
        return before if before in {"prefers", "lives"} and wished else "works"
    if after == "lives" and before == "prefers" and (following[:1] != "的" or len(following) > _BARE):
        return "prefers"
    return after or before


def _settled(spot: _Spot, message: Message, *, searching: bool) -> PlaceRole | None:
    """The role the fact gets; what the situation makes of a bare name."""
    clause = message.clauses[spot.clause].text
    if spot.role in {"former", "denied"}:
        return None
    if spot.codes == (ANYWHERE,):
        return None if spot.role == "lives" else "prefers"
    here = spot.role is None or (spot.role == "lives" and _IN_PLACE_OF_SPEAKING.search(clause))
    if message.question is ProfileQuestion.PLACE and (here or (spot.role == "lives" and _LOOKED_AT.search(clause))):
        return "prefers"
    if spot.role is not None:
        return "lives" if spot.role in {"origin", "works"} else cast("PlaceRole", spot.role)
    around = len(clause) - (spot.hit.end - spot.hit.start)
    alone = len(message.clauses) == 1 and around <= _BARE
    after_a_wish = (
        spot.clause > 0 and around <= 2 * _BARE and _WORDS["wanting"].search(message.clauses[spot.clause - 1].text)
    )
    wished = searching or alone or message.question is ProfileQuestion.WANTS or after_a_wish
    return "prefers" if wished else "lives"


def _resolved(spots: list[_Spot]) -> list[_Spot]:
    """Ambiguous names settled by a city named elsewhere; the city itself stays unless it only explained."""
    spots = _put_right(spots)
    certain = [
        catalogue.place(spot.codes[0])
        for spot in spots
        if len(spot.codes) == 1 and spot.codes[0] != ANYWHERE and spot.role != "denied"
    ]
    named = {place.code for place in certain} | {place.city for place in certain}
    settled = []
    explaining: set[str] = set()
    for spot in spots:
        if len(spot.codes) > 1 and not spot.area:
            fitting = [
                code for code in spot.codes if (place := catalogue.get(code)) and (place.city in named or code in named)
            ]
            if len(fitting) == 1 and spot.role == "excludes":
                settled.append(replace(spot, codes=(fitting[0],)))
                continue
            if len(fitting) == 1:
                explaining.add(catalogue.place(fitting[0]).city)
                settled.append(replace(spot, codes=(fitting[0],)))
                continue
        settled.append(spot)
    return [
        spot
        for spot in settled
        if not (len(spot.codes) == 1 and spot.codes[0] in explaining and spot.role in {None, "lives"})
    ]


def _put_right(spots: list[_Spot]) -> list[_Spot]:
    """Without names taken back (想去大连，不是大连，是丹东); the next name plays their part."""
    kept: list[_Spot] = []
    role: str | None = None
    for spot in spots:
        if spot.role == "denied":
            role = next((one.role for one in kept if one.codes == spot.codes), None)
            kept = [one for one in kept if one.codes != spot.codes]
        elif role is not None and spot.role is None:
            spot, role = replace(spot, role=role), None  # noqa: PLW2901 - the name in place of the other
        kept.append(spot)
    return kept


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
