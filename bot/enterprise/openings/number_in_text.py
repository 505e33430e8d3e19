"""A text that still names another number of places than the one that was answered: told, and put right by a tap."""

from bot.chat.buttons import Button
from bot.chat.forms.engine import Draft
from bot.chat.texts import Html
from bot.chat.turn import Turn
from bot.crossing import quoted
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY
from matching.adverts.learned import PlacesTold, places_told

CHANGE_TOO = "member.number_too"
_TEXTS = ("title", "description")


def _outdated(draft: Draft, key: str) -> list[PlacesTold]:
    """Where a text names the number as it was, or, in a new opening, one that is not the number now."""
    before, now = draft.get(BASE_ANSWERS_KEY, {}).get("headcount"), draft.get("headcount")
    told = places_told(draft[key]) if isinstance(draft.get(key), str) and now else []
    if before is None:
        return [one for one in told if one.number != now] if len(told) == 1 else []
    return [one for one in told if one.number == before != now]


def outdated_line(turn: Turn, draft: Draft) -> Html | None:
    """That a text names another number; None where none does."""
    for key in _TEXTS:
        for one in _outdated(draft, key):
            return turn.t("post.old_number", words=quoted(draft[key][one.start : one.end]), n=draft["headcount"])
    return None


def offers(turn: Turn, draft: Draft) -> list[list[Button]]:
    """The button that puts the number into the texts."""
    if not any(_outdated(draft, key) for key in _TEXTS):
        return []
    return [[Button(turn.t("post.number_too", n=draft["headcount"]), CHANGE_TOO)]]


def with_number(draft: Draft) -> Draft:
    """The draft whose texts name the number that was answered."""
    changed: Draft = {}
    for key in _TEXTS:
        for one in reversed(_outdated(draft, key)):
            text: str = changed.get(key) or draft[key]
            changed[key] = f"{text[: one.at[0]]}{draft['headcount']}{text[one.at[1] :]}"
    return draft | changed
