"""A pasted advert: the bot reads it, says what it read, and asks only what is missing."""

import asyncio

from bot.chat.cards.names import full_place_name, label, occupation_name
from bot.chat.forms import engine
from bot.chat.forms.engine import Draft
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.enterprise.listings import pasted
from bot.enterprise.openings import advert_draft, several_jobs
from bot.enterprise.openings.skipped import new_opening_draft
from data.vocabulary import ListingKind
from matching.adverts.reading import MOST_READ


async def start_opening_from_advert(turn: Turn, text: str) -> None:
    """Begin a new opening with what the advert says; nothing when the person has no organisation to post for."""
    begun = await new_opening_draft(turn)
    if begun is None:
        return
    draft = await asyncio.to_thread(advert_draft.new_draft_from_advert, text[:MOST_READ], begun, turn.now.date())
    late = draft.pop("late", None)
    if several_jobs.JOB_TITLES_KEY not in draft:
        await turn.say("paste.read", facts=facts_line(turn, draft))
    if late:
        await turn.say("paste.late")
    await engine.restart_form(turn, engine.FORMS["post"], draft)


def facts_line(turn: Turn, draft: Draft) -> Html:
    """What was read, in a line."""

    def told(key: str, text: str, **params: object) -> Html | None:
        return turn.t(text, **params) if draft.get(key) is not None else None

    place = full_place_name(draft.get("city") or "", draft.get("district"), turn.language)
    work = draft.get("occupation")
    title = draft.get("title") or (occupation_name(work, turn.language) if work else None)
    known = [
        turn.t("paste.title", title=title) if title else None,
        told("headcount", "post.headcount.choice", n=draft.get("headcount")),
        _wage(turn, "paste.wage", draft.get("wage")),
        _wage(turn, "paste.wage_after", draft.get("wage_after")),
        told("living", f"post.living.{draft.get('living')}"),
        told("shift", f"post.shift.{draft.get('shift')}"),
        told("city", "paste.place", place=place),
        told("insurance", f"card.insurance.{'yes' if draft.get('insurance') else 'no'}"),
        told("term", "card.term", n=draft.get("term")),
        _grade(turn, draft.get("grade")),
    ]
    return join([one for one in known if one], turn.t("paste.dot")) or turn.t("paste.little")


def _grade(turn: Turn, grade: str | None) -> Html | None:
    return turn.t("paste.grade", grade=label("grade", grade, turn.language)) if grade else None


def _wage(turn: Turn, text: str, wage: list[int] | None) -> Html | None:
    if not wage:
        return None
    amount = str(wage[0]) if wage[0] == wage[1] else f"{wage[0]}–{wage[1]}"
    return turn.t(text, amount=amount)


pasted.KINDS[ListingKind.OPENING] = pasted.PastedKind(advert_draft.looks_like_an_advert, start_opening_from_advert)
