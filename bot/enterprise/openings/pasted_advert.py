"""A pasted advert: the bot reads it, says what it read, and asks only what is missing."""

import asyncio

from bot.chat.cards.names import full_place_name, label, occupation_name
from bot.chat.forms import engine
from bot.chat.forms.engine import BadAnswer, ConversationEnded, Draft
from bot.chat.forms.question_kinds import Parse
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.enterprise.openings import advert_draft, several_jobs
from bot.enterprise.openings.skipped import new_opening_draft
from matching.adverts.reading import MOST_READ

LONGEST_ANSWER = 60
"""A longer answer to a short question is a text of its own."""


async def start_opening_from_advert(turn: Turn, text: str) -> bool:
    """Begin a new opening with what the advert says; False when the person has no organisation to post for."""
    begun = await new_opening_draft(turn)
    if begun is None:
        return False
    draft = await asyncio.to_thread(advert_draft.new_draft_from_advert, text[:MOST_READ], begun, turn.now.date())
    late = draft.pop("late", None)
    if several_jobs.JOB_TITLES_KEY not in draft:
        await turn.say("paste.read", facts=facts_line(turn, draft))
    if late:
        await turn.say("paste.late")
    await engine.restart_form(turn, engine.FORMS["post"], draft)
    return True


def parse_or_read_advert(parse: Parse, *, expects_short_answer: bool = False) -> Parse:
    """The question's own reading, unless the answer is an advert: then that is read.

    `short`: the question before all others, whose answers are a word or two.
    """

    async def read(turn: Turn, draft: Draft, said: str) -> object:
        new = not draft.get("opening")
        worth_reading = new and (expects_short_answer or len(said) > LONGEST_ANSWER)
        if worth_reading and await asyncio.to_thread(advert_draft.looks_like_an_advert, said):
            await start_opening_from_advert(turn, said)
            raise ConversationEnded
        if expects_short_answer and len(said) > LONGEST_ANSWER:
            raise BadAnswer("paste.no_advert")
        return await parse(turn, draft, said)

    return read


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
