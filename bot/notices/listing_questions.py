"""A question about a listing goes to those who act for the organisation, the answer to everybody who asked."""

import re
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.texts import Html, escape, render
from bot.notices.deliver import notify_people
from data.listings import lookup, questions
from data.listings.questions import ListingQuestion
from data.organisations import service as organisations
from data.vocabulary import Language

_VERB_NOT_VERB = re.compile(r"([一-鿿])不\1")
"""报不报, 管不管: a question that gives both its answers."""
_HAVE = "有"


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
    common = [
        (partial(answer_words, question.said, yes=yes), f"member.say:{'yes' if yes else 'no'}:{question.id}")
        for yes in (True, False)
    ]
    return [common, [("ask_firm.write", f"member.say_words:{question.id}")]]


def answer_words(said: str, language: Language, *, yes: bool) -> Html:
    """Yes or no in the words of the question: 报 or 不报, 有 or 没有; else a plain yes or no."""
    if language == Language.ZH and (found := _VERB_NOT_VERB.search(said)):
        return escape(found[1] if yes else found[0][1:])
    kind = ".have" if _HAVE in said else ""
    return render(f"ask_firm.{'yes' if yes else 'no'}{kind}", language)


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
