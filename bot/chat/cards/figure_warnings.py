"""Doubts about a listing's figures, as lines."""

from datetime import date

from bot.chat.texts import Html, format_day, render
from data.listings.openings import Opening
from data.vocabulary import Language
from matching.law.field_checks import check_fields


def figure_warning_lines(opening: Opening, today: date, language: Language) -> list[Html]:
    """What the law check says of wages, probation, hours and days."""
    return [
        render("law.figure", language, words=render(one.why, language, **_format_dates(one.params, language)))
        for one in check_fields(opening, today)
    ]


def _format_dates(params: dict[str, object], language: Language) -> dict[str, object]:
    return {name: format_day(value, language) if isinstance(value, date) else value for name, value in params.items()}
