"""The last day to apply and the day of the month on which pay comes."""

from datetime import date, timedelta

from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/dates.ini")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_LONG_GONE = timedelta(days=90)
"""A day without a year that lies further back than this is next year's."""


def read_deadline(advert: AdvertText, today: date) -> date | None:
    match = _WORDS["deadline"].search(advert.text)
    if match is None:
        return None
    said = {name.rstrip("1234"): group for name, group in match.groupdict().items() if group}
    month = int(said["m"]) if "m" in said else _MONTHS.index(said["mon"]) + 1
    day = int(said.get("d") or said["day"])
    year = said.get("y") or said.get("year")
    try:
        if year:
            return date(int(year), month, day)
        nearest = date(today.year, month, day)
        return nearest if nearest >= today - _LONG_GONE else date(today.year + 1, month, day)
    except ValueError:
        return None


def read_pay_day(advert: AdvertText) -> int | None:
    match = _WORDS["pay day"].search(advert.text)
    return int(next(group for group in match.groups() if group)) if match else None
