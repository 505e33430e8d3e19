"""Asking the organisation about a listing before applying, without a name."""

from bot.chat import screen
from bot.chat.callback_args import listing_id_argument
from bot.chat.forms import plain_text
from bot.chat.turn import Handler, Turn
from bot.notices import listing_questions
from bot.seeker.search import listing
from data.db.errors import NotAvailable
from data.listings import questions
from data.people import consents

LONGEST = 300


async def ask(turn: Turn) -> None:
    """The button under an answer: what was typed goes to the organisation, or what it answered before is told."""
    listing_id = listing_id_argument(turn)
    said = screen.question_about(turn, listing_id)
    if said is None or not await consents.has_required(turn.session, turn.account_id):
        raise NotAvailable
    found = await listing.require_live(turn.session, listing_id)
    said = plain_text.read_text(said, shortest=2, longest=LONGEST)
    question, is_new = await questions.ask(
        turn.session, turn.account_id, listing_id=listing_id, organisation_id=found.listing.organisation_id, said=said
    )
    if question.answer is not None:
        await turn.edit("ask_firm.known", title=found.listing.title, said=said, answer=question.answer)
        return
    if is_new:
        await listing_questions.ask_organisation(turn.session, question)
    await turn.edit("ask_firm.sent", title=found.listing.title, said=said)


BUTTONS: dict[str, Handler] = {"seek.ask_firm": ask}
