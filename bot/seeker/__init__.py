"""The seeker's side: one sentence, what was understood, matches, applications, one's own data."""

from bot.chat.turn import Handler, Turn
from bot.notices import tickets
from bot.seeker import after_consent, consent, intake, message
from bot.seeker.applying import apply, finishing, interviews, introduction, my, offers, papers, questions, undo
from bot.seeker.money import ladder, subsidy
from bot.seeker.profile import learning, mydata, sensitive
from bot.seeker.search import (
    alerts,
    asking_firm,
    feedback,
    free_text,
    listing,
    matches,
    next_question,
    pathway,
    sharing,
    why_not,
)
from data.people import consents

COMMANDS: dict[str, Handler] = {
    **matches.COMMANDS,
    **why_not.COMMANDS,
    **my.COMMANDS,
    **mydata.COMMANDS,
    **ladder.COMMANDS,
    **subsidy.COMMANDS,
    **tickets.COMMANDS,
}

BUTTONS: dict[str, Handler] = {
    **after_consent.BUTTONS,
    **intake.BUTTONS,
    **next_question.BUTTONS,
    **sensitive.BUTTONS,
    **learning.BUTTONS,
    **matches.BUTTONS,
    **listing.BUTTONS,
    **sharing.BUTTONS,
    **alerts.BUTTONS,
    **asking_firm.BUTTONS,
    **why_not.BUTTONS,
    **feedback.BUTTONS,
    **my.BUTTONS,
    **mydata.BUTTONS,
    **offers.BUTTONS,
    **papers.BUTTONS,
    **finishing.BUTTONS,
    **pathway.BUTTONS,
    **questions.BUTTONS,
    **introduction.BUTTONS,
    **undo.BUTTONS,
    **interviews.BUTTONS,
    **ladder.BUTTONS,
    **subsidy.BUTTONS,
    **tickets.BUTTONS,
}


async def handle_text(turn: Turn) -> None:
    """Typed words of a seeker: first the notice, then everything else; what is asked of the bot itself before."""
    if turn.account.browsing or await consents.has_required(turn.session, turn.account_id):
        await message.handle_text(turn, turn.text)
        return
    consent.set_language_from_telegram(turn)
    if await message.answer_of_the_bot(turn):
        await consent.repeat_notice(turn)
    else:
        await consent.send_notice(turn, pending_text=turn.text)


async def answer_aside(turn: Turn) -> bool:
    """What is typed into a form and does not answer its question."""
    return await message.answer_aside(turn)


async def handle_contact(turn: Turn) -> None:
    """A contact card: the person's own number while applying, else not needed."""
    await apply.handle_contact(turn)


async def handle_location(turn: Turn) -> None:
    """A place on the map: only its district is kept."""
    await free_text.handle_location(turn)
