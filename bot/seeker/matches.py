"""Matches in the chat: openings and courses together, each with what matters and why it is there."""

from collections.abc import Sequence

from matching.matches import Match, Matches, Query, interleave, match

from bot.chat import listing_card
from bot.chat.buttons import Button, columns
from bot.chat.explaining import explain
from bot.chat.naming import label
from bot.chat.texts import Html, day, join
from bot.chat.turn import Handler, Turn
from bot.seeker import listing
from data import feedback, seekers
from data.errors import Gone
from data.facts import Facts
from data.vocabulary import Kind

PAGE = 3
DEPTH = 30
"""How many of each kind are ranked for paging."""
REASONS_SHOWN = 2


async def find(turn: Turn, facts: Facts, words: str) -> Matches:
    """The matches of these facts now, without what the person set aside."""
    dismissed = {} if turn.account.browsing else await feedback.dismissed(turn.session, turn.account_id)
    texts = (words,) if words else ()
    return await match(turn.session, Query(facts, turn.now.date(), texts=texts, k=DEPTH, dismissed=dismissed))


async def show(turn: Turn, facts: Facts, words: str, *, start: int = 0) -> None:
    """Send the page of matches that begins at `start`."""
    found = await find(turn, facts, words)
    together = interleave(found)
    page = together[start : start + PAGE]
    if not page:
        await _nothing(turn, found, start)
        return
    heading = turn.t("matches.heading", n=len(together), shown=len(page))
    if start:
        heading = turn.t("matches.more_heading", first=start + 1, last=start + len(page), n=len(together))
    widened = [explain(reason, turn.language) for reason in found.widened] if not start else []
    entries = [await _entry(turn, start + number, match) for number, match in enumerate(page, 1)]
    footer = [turn.t("matches.browsing_footer" if turn.account.browsing else "matches.footer")]
    text = join([heading, *widened, Html(""), join(entries, "\n\n"), Html(""), *footer])
    await turn.say(text, rows=_buttons(turn, page, start, len(together)))


def _buttons(turn: Turn, page: Sequence[Match], start: int, total: int) -> list[list[Button]]:
    numbers = [
        Button(turn.t("matches.number", number=start + place), f"seek.open:{match.row.listing_id}")
        for place, match in enumerate(page, 1)
    ]
    rows = columns(numbers, PAGE)
    if turn.account.browsing:
        return rows
    steering = []
    if start + PAGE < total:
        steering.append(Button(turn.t("matches.more"), f"seek.more:{start + PAGE}"))
    steering.append(Button(turn.t("matches.none_fit"), "seek.none_fit"))
    return [*rows, steering]


async def _entry(turn: Turn, number: int, match: Match) -> Html:
    """One match in a few short lines."""
    found = await listing.find(turn.session, match.row.listing_id)
    if found is None:
        raise Gone
    row, language = match.row, turn.language
    kind = turn.t(f"matches.kind.{row.kind.value}")
    lines = [
        turn.t("matches.title", number=number, kind=kind, title=row.title),
        listing_card.heading(language, found.listing, found.organisation),
        join(_facts(turn, match), turn.t("matches.separator")),
    ]
    reasons = [explain(reason, language) for reason in match.reasons[:REASONS_SHOWN]]
    if reasons:
        lines.append(turn.t("matches.because", reasons=join(reasons, turn.t("matches.semicolon"))))
    if match.gaps:
        lines.append(turn.t("matches.gap", gap=explain(match.gaps[0], language)))
    return join([line for line in lines if line])


def _facts(turn: Turn, match: Match) -> list[Html]:
    row, language = match.row, turn.language
    facts: list[Html | None] = []
    if row.kind == Kind.OPENING:
        during = listing_card.wage(language, row.wage_min, row.wage_max)
        facts.append(turn.t("matches.wage", wage=during) if during else None)
        after = row.wage_after_max
        facts.append(turn.t("matches.wage_after", amount=after) if after else None)
        facts.append(Html(label("housing", row.housing, language)) if row.housing else None)
        facts.append(Html(label("shift", row.shift, language)) if row.shift else None)
    else:
        facts.append(turn.t("matches.evening") if row.evening else None)
        facts.append(turn.t("matches.weekend") if row.weekend else None)
        facts.append(Html(label("mode", row.mode, language)) if row.mode else None)
    if match.distance_km is not None and match.distance_km >= 1:
        facts.append(turn.t("matches.distance", km=round(match.distance_km)))
    facts.append(turn.t("matches.places_left", n=row.places_left))
    if row.deadline:
        facts.append(turn.t("matches.deadline", day=day(row.deadline, language)))
    return [fact for fact in facts if fact]


async def _nothing(turn: Turn, found: Matches, start: int) -> None:
    if start:
        await turn.say("matches.no_more", rows=[[Button(turn.t("matches.none_fit"), "seek.none_fit")]])
        return
    lines = [turn.t("matches.nothing")]
    lines += [explain(miss, turn.language) for miss in found.near_misses[:2]]
    await turn.say(join(lines), rows=[[Button(turn.t("intake.step_by_step"), "seek.intake")]])


async def more(turn: Turn) -> None:
    """The next page."""
    start = (*turn.arguments, "0")[0]
    await _again(turn, int(start) if start.isdecimal() else 0)


async def again(turn: Turn) -> None:
    """The first page, with what is known now."""
    await _again(turn, 0)


async def _again(turn: Turn, start: int) -> None:
    if turn.account.browsing:
        await turn.say("matches.browse_again")
        return
    facts = await seekers.facts_of(turn.session, turn.account_id)
    if facts == Facts():
        await turn.say("listen.not_understood", rows=[[Button(turn.t("intake.step_by_step"), "seek.intake")]])
        return
    await show(turn, facts, "", start=start)


async def none_fit(turn: Turn) -> None:
    """None of these: ask what is wrong, in one tap or in words."""
    rows = columns(
        [Button(turn.t(f"none_fit.{reason}"), f"seek.wrong:{reason}") for reason in ("far", "wage", "work", "hours")], 2
    )
    await turn.say("none_fit.ask", rows=[*rows, [Button(turn.t("intake.step_by_step"), "seek.intake")]])


async def wrong(turn: Turn) -> None:
    """What was wrong: say what to tell me, in words that I understand."""
    reason = (*turn.arguments, "")[0]
    if reason not in ("far", "wage", "work", "hours"):
        raise Gone
    await turn.edit(f"none_fit.{reason}.then")


COMMANDS: dict[str, Handler] = {"match": again}
BUTTONS: dict[str, Handler] = {
    "seek.more": more,
    "seek.again": again,
    "seek.none_fit": none_fit,
    "seek.wrong": wrong,
}
