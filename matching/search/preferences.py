"""Wishes that name no occupation but a way of working: at a desk, or in town instead of on the land.

A leaning is kept among a person's words by its own name, which its pattern finds again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from data.catalogue import occupations
from data.catalogue.occupations import Occupation

_DESK_SECTORS = ("COM", "LOG", "DIG", "CON", "CARE")
_AT_A_SCREEN = frozenset({"VIEW", "FINE", "NIGHT"})
_DESK_GROUPS = ("3-01", "2-06", "2-07", "2-10", "4-08-08")
"""Clerks, finance, law, press and design: work that is hardly offered to apprentices, and done at a desk."""
_ON_THE_LAND = "5-"


@dataclass(frozen=True, slots=True)
class WorkPreference:
    stored_word: str
    """As it is kept; its pattern finds it."""
    pattern: re.Pattern[str]


DESK = WorkPreference(
    "坐办公室",
    re.compile(
        r"坐办公室|(?:坐|在|进)?办公室(?:里)?(?:的)?(?:工作|活|上班|岗)|文职|文案|写字楼|白领|美工|平面设计|(?:做|干|学|搞)设计|坐电脑|用电脑的(?:活|工作)|电脑前"
        r"|office (?:job|work)|desk (?:job|work)|at a desk|in an office"
    ),
)
TOWN = WorkPreference(
    "进城",
    re.compile(
        r"进城|城里|上城|不(?:想|愿意?|打算)?(?:再)?(?:种地|种田|下地|务农|干农活)|(?:出来|出去|外出|去|到|上).{0,4}打工"
        r"|work in (?:the |a )?(?:city|town)|leave the (?:land|farm)|no more farm"
    ),
)
_ALL = (DESK, TOWN)


def read_work_preferences(texts: Iterable[str]) -> frozenset[WorkPreference]:
    """The leanings in a person's own words."""
    text = "，".join(texts).lower()
    return frozenset(one for one in _ALL if one.pattern.search(text))


def is_farm_work(code: str) -> bool:
    """Whether the occupation is farming, forestry, livestock or fishing."""
    return code.startswith(_ON_THE_LAND)


def implies_desk_work(code: str) -> bool:
    """Whether who wishes for this occupation is after work at a desk, whatever its exact name."""
    one = occupations.get(code)
    return one is not None and not one.liaoning and code.startswith(_DESK_GROUPS)


@cache
def desk_occupation_codes() -> tuple[str, ...]:
    """Codes of the province's occupations that are done at a desk."""
    return tuple(one.code for one in occupations.liaoning() if _is_desk_work(one))


def _is_desk_work(occupation: Occupation) -> bool:
    screen = "VIEW" in occupation.hazards and occupation.hazards <= _AT_A_SCREEN
    return screen and occupation.code.startswith("4-") and occupation.sector in _DESK_SECTORS
