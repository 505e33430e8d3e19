"""What an offered place comes with, as lines."""

from bot.chat.texts import Html, format_day, join, render
from data.applications.models import OfferTerms
from data.vocabulary import Language


def terms(language: Language, offered: OfferTerms) -> Html:
    """A line for each thing that is known."""
    wage = range_of(offered.wage_min, offered.wage_max)
    lines = [
        render("offer.terms.line.day", language, day=format_day(offered.first_day, language)),
        render("offer.terms.line.wage", language, wage=wage),
        render("offer.terms.line.place", language, place=offered.place),
    ]
    if offered.ask_for:
        lines.append(render("offer.terms.line.ask_for", language, name=offered.ask_for))
    if offered.bring:
        lines.append(render("offer.terms.line.bring", language, papers=offered.bring))
    return join(lines)


def range_of(low: int, high: int) -> str:
    """4000–5000, or one figure."""
    return str(low) if low == high else f"{low}–{high}"
