"""What an organisation is: enterprise, training provider, school, assessor; ticked by taps or said in words."""

from bot.chat.cards.names import label
from bot.chat.forms.engine import BadAnswer, Choice, Draft, FormQuestion
from bot.chat.texts import Html, escape, join, render
from bot.chat.turn import Turn
from data.vocabulary import Language, OrganisationKind

DONE_CHOICE = "enough"
_WORDS_OF_KIND = {
    OrganisationKind.ENTERPRISE: ("企业", "公司", "工厂", "厂", "enterprise", "company", "factory", "employer"),
    OrganisationKind.PROVIDER: ("培训", "provider", "training"),
    OrganisationKind.SCHOOL: ("院校", "学校", "技校", "学院", "职高", "中职", "school", "college"),
    OrganisationKind.ASSESSOR: ("评价", "鉴定", "考级", "assess"),
}
"""How people say each; the words of 培训学校 name two kinds, and both are then ticked."""


def kinds_question() -> FormQuestion:
    """The draft gets `kinds`, a list of values; an enterprise is ticked to begin with."""
    return FormQuestion(
        "kinds",
        "join.kinds",
        _read,
        choices=_choices,
        store_answer=_tick,
        repeat_while=lambda draft: "kinds" not in draft,
    )


def names(kinds: list[str], language: Language) -> Html:
    """The kinds in words."""
    words = [escape(label("organisation_kind", kind, language)) for kind in kinds]
    return join(words, render("card.comma", language))


def _ticked(draft: Draft) -> list[str]:
    return list(draft.get("ticked_kinds", [OrganisationKind.ENTERPRISE.value]))


def _choices(turn: Turn, draft: Draft) -> list[Choice]:
    ticked, offered = _ticked(draft), []
    for kind in OrganisationKind:
        name = label("organisation_kind", kind, turn.language)
        offered.append(Choice(turn.t("choice.ticked", name=name) if kind in ticked else name, kind.value))
    return [*offered, Choice(turn.t("choice.enough"), DONE_CHOICE, own_row=True)] if ticked else offered


async def _read(turn: Turn, draft: Draft, text: str) -> str | list[str]:
    words = text.strip().casefold()
    if words == turn.t("choice.enough").casefold() and _ticked(draft):
        return DONE_CHOICE
    found = [kind.value for kind, ways in _WORDS_OF_KIND.items() if any(way in words for way in ways)]
    if not found:
        raise BadAnswer("join.error.kinds")
    return found


def _tick(draft: Draft, value: str | list[str]) -> Draft:
    """A tap ticks or unticks one; the last button keeps what is ticked, and so do words that name them."""
    ticked = _ticked(draft)
    if isinstance(value, list):
        return draft | {"kinds": value, "ticked_kinds": value}
    if value == DONE_CHOICE:
        return draft | {"kinds": ticked}
    return draft | {"ticked_kinds": [one for one in ticked if one != value] if value in ticked else [*ticked, value]}
