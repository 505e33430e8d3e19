"""One match in the list: a few short lines, so that three fit on a screen."""

from collections.abc import Sequence

from bot.chat.cards import listing as listing_card
from bot.chat.cards import short
from bot.chat.cards.explanations import explain
from bot.chat.texts import Html, format_day, join
from bot.chat.turn import Turn
from data.listings.courses import Course
from data.listings.lookup import ListingWithOrganisation
from data.listings.openings import Opening
from data.vocabulary import Education
from matching.explain.reasons import Gap, Reason
from matching.matches import Match

REASONS_SHOWN = 2
WORK = frozenset(
    {"reason.wish", "reason.near_wish", "reason.did_years", "reason.did", "reason.near_work", "reason.major"}
)
PRESSING = ("reason.liked", "reason.certificate", "reason.next_grade", "reason.minors_welcome", "reason.group")
"""What is this person's own, or opens a listing to them and not to everyone."""
LAST = ("reason.course_opens", "reason.same_district", "reason.same_city", "reason.course_free")
"""Told only when little else speaks for the listing; the lines above name place and price already."""
ON_THE_CARD_ONLY = frozenset({"gap.age", "gap.age_range"})
"""Gaps that hold for nearly everyone: checked when applying, no news in a list."""
COMPULSORY = (Education.PRIMARY, Education.JUNIOR)


def render_entry(turn: Turn, number: int, match: Match, found: ListingWithOrganisation) -> Html:
    """Title, who and where, pay and life, why, and the one thing to mind."""
    lines = [
        short.title(turn.language, found.listing, "matches.title", number=number),
        listing_card.heading(turn.language, found.listing, found.organisation),
        join(_facts(turn, match, found.listing), turn.t("matches.separator")),
        *_why(turn, match),
    ]
    return join([line for line in lines if line])


def _facts(turn: Turn, match: Match, found: Opening | Course) -> list[Html]:
    facts = short.facts(turn.language, found)
    if match.distance_km is not None and match.distance_km >= 1:
        facts.append(turn.t("matches.distance", km=round(match.distance_km)))
    facts.append(turn.t("matches.places_left", n=match.row.places_left))
    if found.deadline:
        facts.append(turn.t("matches.deadline", day=format_day(found.deadline, turn.language)))
    return facts


def _why(turn: Turn, match: Match) -> list[Html]:
    lines = []
    if told := _reasons(match.reasons):
        reasons = join([explain(reason, turn.language) for reason in told], turn.t("matches.semicolon"))
        lines.append(turn.t("matches.because", reasons=reasons))
    gap = next((gap for gap in match.gaps if _worth_minding(gap)), None)
    if gap is not None:
        lines.append(turn.t("matches.gap", gap=explain(gap, turn.language)))
    return lines


def _reasons(reasons: Sequence[Reason]) -> list[Reason]:
    """The strongest about the work, then the strongest of another kind."""
    work = [one for one in reasons if one.id in WORK]
    others = [one for one in reasons if one.id not in WORK and one.id not in LAST]
    others.sort(key=lambda one: PRESSING.index(one.id) if one.id in PRESSING else len(PRESSING))
    last = sorted((one for one in reasons if one.id in LAST), key=lambda one: LAST.index(one.id))
    return [*work[:1], *others, *work[1:], *last][:REASONS_SHOWN]


def _worth_minding(gap: Gap) -> bool:
    if gap.rule == "gap.education" and gap.params.get("education") in COMPULSORY:
        return False
    return gap.rule not in ON_THE_CARD_ONLY
