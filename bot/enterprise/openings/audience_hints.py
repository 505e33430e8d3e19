"""How many people an opening reaches, and what would reach more, in words."""

from bot.chat.texts import Html, render
from data.vocabulary import Language
from matching.explain.audience_estimate import AudienceEstimate

MIN_COUNT_SHOWN = 5
"""Smaller numbers of people are not told: a handful might be recognised."""
MOST_LIFTS = 2


def audience_lines(found: AudienceEstimate, language: Language) -> list[Html]:
    """How many people the opening reaches now, and what would reach more."""
    now = "reach.now" if found.people >= MIN_COUNT_SHOWN else "reach.few"
    lines = [render(now, language, n=found.people)]
    lifts = [(rule, count) for rule, count in found.gains_by_rule if count >= MIN_COUNT_SHOWN][:MOST_LIFTS]
    return lines + [render(f"reach.lift.{rule}", language, n=count) for rule, count in lifts]
