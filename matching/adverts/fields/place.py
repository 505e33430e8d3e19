"""Where the work is: city and district, or the candidates to ask about when a name fits several."""

import re
from dataclasses import dataclass

from data.catalogue import places as catalogue
from matching.adverts.text import AdvertText
from matching.language.gazetteer import PhraseMatch, PlaceMeaning, place_names
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/place.ini")
_PROVINCE = catalogue.province().code
_TOLD, _NAMED, _HINTED = 3, 2, 1
_ANYWHERE_ELSE = {"省外", "国外"}
"""Said of people and dishes (外地员工, 韩国料理), not of where the work is."""
_SUFFIXES = "区市县"
_ASIDE = {"contact", "company", "requirements", "steps"}


@dataclass(frozen=True, slots=True)
class Where:
    """`candidates`: codes that a name may stand for, to be asked, when city or district is open for that reason."""

    city: str | None = None
    district: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spot:
    codes: tuple[str, ...]
    area: bool
    outside: bool
    weight: int
    start: int
    end: int


def read_place(advert: AdvertText) -> Where:
    """The best told place counts: under a heading for it, then named in passing, then in an employer's name."""
    spots = _spots(advert)
    for weight in (_TOLD, _NAMED, _HINTED):
        chosen = [spot for spot in spots if spot.weight == weight]
        inside = [spot for spot in chosen if not spot.outside]
        if inside:
            elsewhere = any(spot.outside and spot.weight >= weight for spot in spots)
            named = [spot for spot in spots if not spot.outside]
            return Where() if elsewhere else _settled(inside, named)
        if chosen and weight >= _NAMED:
            return Where()
    return Where()


def _spots(advert: AdvertText) -> list[_Spot]:
    text = advert.text
    found: list[_Spot] = []
    for hit in place_names().find(text):
        last = found[-1] if found else None
        value = hit.value
        if not value.codes and not (value.outside and catalogue.outside().get(hit.phrase) not in _ANYWHERE_ELSE):
            continue
        follows = last is not None and hit.start - last.end <= 2 and text[last.end : hit.start].strip("市省 ·,-") == ""
        if follows and last is not None and (last.outside or (_is_district(last.codes) and not _is_official(hit))):
            continue
        weight = _weight(advert, hit, follows=follows)
        if weight is None or value.codes == (_PROVINCE,):
            continue
        if follows and last is not None:
            weight = max(weight, last.weight)
            found[-1] = _Spot(last.codes, last.area, last.outside, weight, last.start, last.end)
        found.append(_Spot(value.codes, value.area, value.outside, weight, hit.start, hit.end))
    return found


def _weight(advert: AdvertText, hit: PhraseMatch[PlaceMeaning], *, follows: bool) -> int | None:
    """How plainly the name tells where the work is; None when it is no place here, or not that of the work."""
    text = advert.text
    before, after = text[max(0, hit.start - 12) : hit.start], text[hit.end : hit.end + 16]
    section = advert.section_at(hit.start)
    if not _is_meant(hit, before, after):
        return None
    if not (follows or hit.value.outside or _is_official(hit)) and not _city_is_named(hit, text):
        return None
    suffixed = after[:1] in _SUFFIXES or hit.phrase[-1] in _SUFFIXES
    told = section == "place" or _WORDS["here before"].search(before) is not None
    if hit.value.needs_context and not (follows or suffixed or told or _stands_alone(before, after)):
        return None
    if section == "place":
        return _TOLD
    if _WORDS["employer after"].search(after) or section in _ASIDE:
        return _HINTED
    return _NAMED


def _is_meant(hit: PhraseMatch[PlaceMeaning], before: str, after: str) -> bool:
    """Whether the name is that of a place, and one where people work."""
    if _is_other_name(hit, after) or hit.value.misspelt or (hit.phrase.isascii() and len(hit.phrase) < 4):
        return False
    if _WORDS["not a place after"].search(after) or _WORDS["not here before"].search(before):
        return False
    return _WORDS["road after"].search(after) is None


def _is_official(hit: PhraseMatch[PlaceMeaning]) -> bool:
    """A name on the map, and not a neighbourhood whose like is in every other city (古城, 开发区)."""
    known = [place for code in hit.value.codes if (place := catalogue.get(code))]
    return hit.phrase.isascii() or any(hit.phrase in {place.name, place.short} for place in known)


def _is_district(codes: tuple[str, ...]) -> bool:
    return len(codes) == 1 and _city(codes[0]) != codes[0]


def _city_is_named(hit: PhraseMatch[PlaceMeaning], text: str) -> bool:
    """Whether the city itself stands somewhere in the text, and no road or gate of that name."""
    shorts = {catalogue.place(_city(code)).short for code in hit.value.codes}
    return any(re.search(f"{short}(?![门区路街])", text) for short in shorts)


def _is_other_name(hit: PhraseMatch[PlaceMeaning], after: str) -> bool:
    """朝阳区 is in Beijing: no place of ours with this name is a district."""
    if hit.value.outside or not after or after[0] not in "区县":
        return False
    names = {place.name for code in hit.value.codes if (place := catalogue.get(code))}
    kinds = {name[-1] for name in names}
    return after[0] not in kinds


def _stands_alone(before: str, after: str) -> bool:
    return (not before or before[-1] in " ,;。\n|(/、-【") and (not after or after[0] in " ,;。\n|)/、-】")


def _settled(spots: list[_Spot], named: list[_Spot]) -> Where:
    """One city, and one district when no other of that city is named beside it."""
    cities = {_city(code) for spot in named for code in spot.codes if len(spot.codes) == 1 or spot.area}
    codes: list[str] = []
    open_names: list[str] = []
    for spot in spots:
        fitting = [code for code in spot.codes if _city(code) in cities] or list(spot.codes)
        if spot.area or len(fitting) == 1:
            codes += fitting
        elif len({_city(code) for code in fitting}) == 1:
            codes.append(_city(fitting[0]))
        else:
            open_names += fitting
    found = list(dict.fromkeys(_city(code) for code in codes))
    if len(found) != 1:
        return Where(candidates=tuple(dict.fromkeys(found or open_names)))
    districts = list(dict.fromkeys(code for code in codes if code != found[0]))
    if len(districts) == 1:
        return Where(found[0], districts[0])
    return Where(found[0], candidates=tuple(districts))


def _city(code: str) -> str:
    return catalogue.place(code).city or code
