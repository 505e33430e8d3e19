"""Questions of rules that members and staff put, often for somebody else: how they are heard, and what answers them.

Who asks for a person that may get support, or wants to leave, speaks as that person would: so the words are read as a
seeker's, and those of staff as a member's too.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.texts import Html, join, shown
from bot.chat.turn import Handler, Turn
from bot.rules.apprenticeship import scheme_heading, scheme_lines, scheme_sources
from bot.rules.fixed_answers import FOR_EVERYBODY
from bot.rules.support import support_lines
from data.catalogue import places
from matching.adverts.quotes import how_likely
from matching.language.heads.acts import SURE_TO_DO, Act, read_acts
from matching.understanding import named_cities, named_grades, understand

SUPPORT = frozenset({"subsidy_for_me", "subsidy_amount", "enterprise_subsidy"})
"""Acts that ask what the state pays, whoever gets it."""
PAPERS, REPORT = "filing_papers", "report"
FIXED: Mapping[str, str] = {"privacy": "rules.privacy", "delete_data": "rules.delete"}
"""By act, the text that answers members and staff."""
_RULES = SUPPORT | {PAPERS, REPORT} | set(FIXED) | set(FOR_EVERYBODY)
_SURE_TO_DO_ANYWAY = 0.9
"""Probability from which a command is one, whatever else its words may ask."""
_CLEARLY = 0.15
"""By how much more surely the one support answers the words than the other, so that the other is not told."""
_ASKED = "support"
"""What the screen keeps the words under that ask what the state pays."""


class Payee(StrEnum):
    """Who the state pays."""

    PERSON = "person"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Support:
    """What the state pays, to whom the words may mean."""

    payees: tuple[Payee, ...]
    """Whose is told, the likelier first."""
    words: Mapping[Payee, Html]
    city: str | None
    """Code of the city that it is told for."""


def rather_asked(text: str, heard: Collection[Act], as_if: Sequence[str]) -> list[Act]:
    """The questions of rules in the words, where they are put more surely than what else the words do; else nothing.

    Args:
        text: what was written.
        heard: what the words do, as who wrote them is heard.
        as_if: as whose words they are read besides (seeker, member).
    """
    likeliest = max((act.score for act in heard), default=0.0)
    if likeliest >= _SURE_TO_DO_ANYWAY:
        return []
    asked = [act for who in as_if for act in read_acts(text, who) if act.name in _RULES]
    return [act for act in asked if act.score >= SURE_TO_DO and act.score > likeliest]


def asked_once(acts: Sequence[Act]) -> list[Act]:
    """The acts, with only the likeliest of those that ask what the state pays."""
    support = max((act for act in acts if act.name in SUPPORT), key=lambda act: act.score, default=None)
    return [act for act in acts if act.name not in SUPPORT or act is support]


async def read_support(turn: Turn, text: str, *, city: str | None = None, leaning: Payee | None = None) -> Support:
    """What the state pays to the person, or to the enterprise, that the words mean; to both where they may mean either.

    Args:
        turn: of who asks.
        text: the words.
        city: code of the city that is meant where the words name none.
        leaning: whose is told in any case.
    """
    facts = (await asyncio.to_thread(understand, text)).facts()
    grades = named_grades(text)
    city = next(iter(named_cities(text)), city)
    grade = next(iter(grades)) if len(grades) == 1 else None
    lines = {
        Payee.PERSON: support_lines(turn, facts, grades=grades, of_other=True),
        Payee.ENTERPRISE: scheme_lines(turn, city, grade),
    }
    fits = {payee: await asyncio.to_thread(how_likely, text, shown(join(said))) for payee, said in lines.items()}
    told = [payee for payee in Payee if payee is leaning or _is_told(payee, fits, leaning)]
    told.sort(key=lambda payee: (payee is not leaning, -fits[payee]))
    words = {
        Payee.PERSON: join([turn.t("subsidy.heading_other"), *lines[Payee.PERSON]]),
        Payee.ENTERPRISE: join(
            [scheme_heading(turn, city), *lines[Payee.ENTERPRISE], *scheme_sources(turn, city, grade)]
        ),
    }
    return Support(tuple(told), words, city)


def _is_told(payee: Payee, fits: dict[Payee, float], leaning: Payee | None) -> bool:
    lead = fits[payee] - max(fit for other, fit in fits.items() if other is not payee)
    return lead > (_CLEARLY if leaning else -_CLEARLY)


async def tell_support(turn: Turn, text: str) -> None:
    """Tell it to who asks for others only; what is left out is a tap away."""
    found = await read_support(turn, text)
    await turn.say(join([found.words[payee] for payee in found.payees], "\n\n"), rows=ways_to_rest(turn, found, text))


def ways_to_rest(turn: Turn, found: Support, text: str) -> list[list[Button]]:
    """The buttons of what is not told; the words are kept for them."""
    left = [payee for payee in Payee if payee not in found.payees]
    if left:
        screen.show_question(turn, _ASKED, text)
    return [[Button(turn.t(f"rules.{payee}"), f"rules.{payee}:{found.city or ''}")] for payee in left]


async def _tell_person(turn: Turn) -> None:
    await _tell_only(turn, Payee.PERSON)


async def _tell_enterprise(turn: Turn) -> None:
    await _tell_only(turn, Payee.ENTERPRISE)


async def _tell_only(turn: Turn, payee: Payee) -> None:
    """The support that the last words did not seem to mean; it is public, whoever asks."""
    place = places.get(next(iter(turn.arguments), ""))
    found = await read_support(turn, screen.question_about(turn, _ASKED) or "", city=place.city if place else None)
    await turn.say(found.words[payee])


BUTTONS: Mapping[str, Handler] = {"rules.person": _tell_person, "rules.enterprise": _tell_enterprise}
