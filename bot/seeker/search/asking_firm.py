"""Asking the organisation about a listing before applying, without a name."""

import re
from collections.abc import Sequence

from bot import crossing, listing_answers
from bot.chat import screen
from bot.chat.callback_args import listing_id_argument
from bot.chat.screen import Screen
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.notices import listing_questions
from bot.seeker.profile import known_facts
from bot.seeker.search import listing
from data.db.errors import NotAvailable
from data.listings import questions
from data.people import consents
from data.people.profile import SaidAct, Understanding

CONTACT = "contact_employer"
"""The act that wants somebody of the enterprise spoken to."""
LONGEST = 300
_CLAUSE_ENDS = re.compile(r"[，,。.；;！!？?]+\s*")


async def ask(turn: Turn) -> None:
    """The button under an answer: what was typed goes to the organisation, or what it answered before is told.

    In a message of its own: what the listing did answer stays readable above it.
    """
    listing_id = listing_id_argument(turn)
    said = screen.question_about(turn, listing_id)
    if said is None:
        raise NotAvailable
    await turn.say(await _put(turn, listing_id, said))


async def ask_if_button_typed(turn: Turn, seen: Screen, understood: Understanding, text: str) -> bool:
    """Whether the words are those of the button, typed beside a listing; then they do the same."""
    listing_id = seen.listing or (seen.asked[0] if seen.asked else None)
    if listing_id is None or turn.account.browsing:
        return False
    button = turn.t("ask_firm.button").lower()
    clauses = [clause for clause in _CLAUSE_ENDS.split(button) if clause]
    typed = text.strip().lower()
    asks_no_more = all(act.act == CONTACT for act in understood.acts) and not understood.says_something()
    if _CLAUSE_ENDS.sub("", typed) not in {_CLAUSE_ENDS.sub("", button), *clauses} and not (
        asks_no_more and clauses[-1] in typed
    ):
        return False
    words = await ask_in_words(turn, listing_id, [])
    if words is not None:
        await turn.say(words)
    return True


async def ask_in_words(turn: Turn, listing_id: str, asked: Sequence[SaidAct]) -> Html | None:
    """Ask the organisation what the listing does not answer of these; without any, the question put before, or which.

    None where the listing answers all of them.
    """
    found = await listing.require_live(turn.session, listing_id)
    facts = await known_facts.facts_of(turn)
    missing = []
    for one in asked:
        answer = await listing_answers.answer(turn, found, one.act, one.words, facts)
        if answer is None or not answer.exact:
            missing.append(one.words)
    if asked and not missing:
        return None
    said = " ".join(missing) or screen.question_about(turn, listing_id)
    if said:
        return await _put(turn, listing_id, said)
    return turn.t("ask_firm.what", title=found.listing.title)


async def tell_how(turn: Turn, listing_id: str) -> Html:
    """How to reach the organisation of a listing: apply, or have something asked."""
    found = await listing.require_live(turn.session, listing_id)
    return join([turn.t("talk.contact_employer"), turn.t("ask_firm.what", title=found.listing.title)])


async def _put(turn: Turn, listing_id: str, said: str) -> Html:
    """Put the question; what came of it."""
    if not await consents.has_required(turn.session, turn.account_id):
        raise NotAvailable
    found = await listing.require_live(turn.session, listing_id)
    said = await crossing.read_own_words(said, longest=LONGEST)
    question, is_new = await questions.ask(
        turn.session, turn.account_id, listing_id=listing_id, organisation_id=found.listing.organisation_id, said=said
    )
    if question.answer is not None:
        return turn.t("ask_firm.known", title=found.listing.title, said=said, answer=question.answer)
    if is_new:
        await listing_questions.ask_organisation(turn.session, question)
    return turn.t("ask_firm.sent", title=found.listing.title, said=said)


BUTTONS: dict[str, Handler] = {"seek.ask_firm": ask}
