"""Years of experience that are asked for, and whether beginners are welcome."""

from data.closed_forms.numbers import value
from matching.adverts.text import AdvertPiece, AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/experience.ini")
_MOST = 20
_NEAR = 24


def read_experience(advert: AdvertText) -> tuple[float | None, bool | None]:
    """Years asked for (0 when none are needed) and whether beginners may come; None where it is not said."""
    if _none_needed(advert):
        return 0, True
    asked = [years for clause in advert.claims for years in _asked(clause)]
    return (min(asked), False) if asked else (None, None)


def _none_needed(advert: AdvertText) -> bool:
    for piece in advert.pieces:
        for match in _WORDS["none needed"].finditer(piece.text):
            if not _WORDS["no needed denied"].search(piece.text[match.end() : match.end() + 6]):
                return True
    return False


def _asked(clause: AdvertPiece) -> list[float]:
    text = clause.text
    if _WORDS["preferred"].search(text):
        return []
    found = []
    for match in _WORDS["years"].finditer(text):
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        least = "以上" in match.group() or "+" in match.group()
        told = _WORDS["about experience"].search(around) or (least and _WORDS["of work"].search(around))
        if not told or (_WORDS["not experience"].search(around) and "经验" not in around):
            continue
        months = match.groupdict().get("m1")
        said = months or next(group for group in match.groups() if group is not None)
        years = 0.5 if said == "半" else value(said)
        if years is not None and 0 < (years := years / 12 if months else years) <= _MOST:
            found.append(round(years, 2))
    return found
