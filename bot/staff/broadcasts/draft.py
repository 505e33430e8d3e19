"""What is known of an announcement that is being written: its text, whom it goes to, and how it was a change before."""

import asyncio

from bot import crossing
from bot.chat.buttons import Button
from bot.chat.cards.names import occupation_name, place_name
from bot.chat.forms.engine import EDITED_ANSWER_KEY, Draft
from bot.chat.forms.questions import RefusedAnswer
from bot.chat.forms.screens import form_serial
from bot.chat.texts import Html
from bot.chat.turn import Turn
from bot.staff.broadcasts.request import SHORTEST, Segment
from matching.law.findings import lint

FORM, LONGEST = "broadcast", 3500
WORDS, KEPT, QUESTION, OLD, BEFORE = "words", "_kept", "_question", "_old", "_before"
"""Draft keys: the text; words of which it was asked what they are; those that were answered as a question and may be
the text; the text that is asked for anew; the answers before the last change in words."""
PUT_ASIDE = frozenset({KEPT, QUESTION, OLD})
"""Draft keys of words that were not taken, which go once a text is."""
_DOUBTS = 3
_ANSWERS = (WORDS, "cities", "chosen", "occupations", "by_district", "by_more")


async def read_text(turn: Turn, said: str) -> str:
    """The text of an announcement, once it may go out: nobody but who writes it weighs what is doubtful.

    Raises:
        BadAnswer: too short or too long. RefusedAnswer: unlawful.
    """
    try:
        return await crossing.read_text(
            turn, said, "broadcast", shortest=SHORTEST, longest=LONGEST, allow_contacts=True, allow_doubts=True
        )
    except RefusedAnswer as refusal:
        raise RefusedAnswer("broadcast.blocked", **refusal.params) from refusal


async def doubts(turn: Turn, text: str) -> list[Html]:
    """What the law check doubts in the text, for who sends it to weigh."""
    found = await asyncio.to_thread(lint, text, turn.now.date(), "broadcast")
    doubted = [one for one in found if one.rule.severity == crossing.DOUBT and one.rule.category != crossing.CONTACT]
    return [
        turn.t("broadcast.doubt", words=crossing.quoted(one.text), why=turn.t(one.why)) for one in doubted[:_DOUBTS]
    ]


def old_text(draft: Draft) -> str | None:
    """The text that is asked for anew, if one is."""
    kept = draft.get(EDITED_ANSWER_KEY, {}).get(WORDS) or draft.get(OLD)
    return str(kept) if kept else None


def text_of(draft: Draft) -> str | None:
    """The text, also while it is asked for anew."""
    return str(draft[WORDS]) if draft.get(WORDS) else old_text(draft)


def joined(text: str, sentence: str) -> str:
    """The text with one sentence more."""
    if text[-1].isalnum():
        text += "." if text.isascii() else "。"
    return f"{text} {sentence}" if text.isascii() else text + sentence


def changed(draft: Draft, updates: Draft) -> Draft:
    """The draft with these answers; how it was is kept, so that one tap brings it back."""
    known: Draft = {key: one for key, one in draft.items() if key not in PUT_ASIDE}
    known = {**draft.get(EDITED_ANSWER_KEY, {}), **known}
    text = text_of(draft)
    if text:  # what is asked for anew stays unless it is what changes
        known[WORDS] = text
    before = {key: known[key] for key in _ANSWERS if key in known}
    return known | {BEFORE: before} | updates


def taken_back(draft: Draft) -> Draft:
    """The draft as it was before the last change."""
    return {**{key: value for key, value in draft.items() if key not in (*_ANSWERS, BEFORE)}, **draft[BEFORE]}


def whom(segment: Segment) -> Draft:
    """The answers that a segment gives."""
    known: Draft = {}
    if segment.names_cities:
        known |= {"cities": list(segment.cities), "chosen": list(segment.cities), "by_district": segment.by_district}
    if segment.occupations:
        known["occupations"] = list(segment.occupations)
    if segment.by_more or segment.is_named:
        known["by_more"] = segment.by_more
    return known


def whom_text(turn: Turn, draft: Draft) -> Html:
    """Who gets it, in words: 沈阳、大连做过或想做电工的求职者."""
    comma = turn.t("broadcast.comma")
    where = comma.join(place_name(code, turn.language) for code in draft.get("cities", ()))
    work = comma.join(occupation_name(code, turn.language) for code in draft.get("occupations", ()))
    text_id = "broadcast.whom_work" if work else "broadcast.whom"
    return turn.t(text_id, where=where or turn.t("broadcast.everywhere"), work=work)


def both_places(draft: Draft) -> list[str]:
    """The cities before the last change and those now, where they are all different ones."""
    before, now = draft.get(BEFORE, {}).get("cities") or [], draft.get("cities") or []
    return [*before, *now] if before and now and set(before).isdisjoint(now) else []


def button(turn: Turn, what: str, label: str) -> Button:
    """A button of `bot.staff.broadcasts.changes.tap`, for this announcement only."""
    return Button(label, f"staff.draft:{form_serial(turn)}:{what}")


def offers(turn: Turn, draft: Draft) -> list[list[Button]]:
    """Below the preview: take the last change back, the old cities with the new ones, any occupation."""
    offered = [button(turn, "undo", turn.t("broadcast.draft.undo"))] if draft.get(BEFORE) else []
    if both := both_places(draft):
        names = turn.t("broadcast.comma").join(place_name(code, turn.language) for code in both)
        offered.append(button(turn, "both", turn.t("broadcast.draft.both", where=names)))
    if draft.get("occupations"):
        offered.append(button(turn, "any_work", turn.t("broadcast.draft.any_work")))
    return [[one] for one in offered]
