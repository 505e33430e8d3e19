"""A question about a listing goes to those who act for the organisation, the answer to everybody who asked."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.notices.deliver import notify_people
from data.listings import lookup, questions
from data.listings.questions import ListingQuestion
from data.organisations import service as organisations


async def ask_organisation(session: AsyncSession, question: ListingQuestion, words: str = "ask_firm.asked") -> int:
    """Tell the members what is asked; nobody learns who asks. Returns how many were reached."""
    found = await lookup.find(session, question.listing_id)
    if found is None:
        return 0
    members = await organisations.list_member_ids(session, question.organisation_id)
    asker = next(iter(await questions.list_askers(session, question.id or 0)), None)
    return await notify_people(
        session, members, words, _answers(question), about=asker, title=found.listing.title, said=question.said
    )


def _answers(question: ListingQuestion) -> Buttons:
    common = [(f"ask_firm.{word}", f"member.say:{word}:{question.id}") for word in ("yes", "no")]
    return [common, [("ask_firm.write", f"member.say_words:{question.id}")]]


async def tell_askers(session: AsyncSession, question: ListingQuestion, words: str) -> None:
    """Tell those who asked how it ended: answered, or not (yet)."""
    found = await lookup.find(session, question.listing_id)
    if found is None or question.id is None:
        return
    await notify_people(
        session, await questions.list_askers(session, question.id), words,
        [[("card.back_to_listing", f"seek.open:{question.listing_id}")]], about=question.answered_by,
        title=found.listing.title, said=question.said, answer=question.answer or "",
    )  # fmt: skip
