"""The enterprise side of the conversation."""

from bot import unlawful
from bot.chat.turn import Handler, Turn
from bot.enterprise import acts, listing_expiry
from bot.enterprise.applicants import contracts, filing_pack, interviews, offering, overview, questions
from bot.enterprise.changes import beside
from bot.enterprise.changes.in_words import is_changing
from bot.enterprise.courses import finishing, learners, roster
from bot.enterprise.courses import overview as courses
from bot.enterprise.courses import post as course
from bot.enterprise.listings import answering, files, pasted, sharing
from bot.enterprise.listings.files import handle_document
from bot.enterprise.listings.meant import posted
from bot.enterprise.openings import edit, history, post, subsidy
from bot.enterprise.openings import overview as openings
from bot.enterprise.organisation import closing, join, join_requests, reverification, settings, team
from bot.notices import relay
from bot.rules import questions as rules
from data.organisations import service as organisations
from data.vocabulary import Role

COMMANDS: dict[str, Handler] = {
    **join.COMMANDS,
    **team.COMMANDS,
    **settings.COMMANDS,
    **post.COMMANDS,
    **course.COMMANDS,
    **files.COMMANDS,
    **openings.COMMANDS,
    **overview.COMMANDS,
}
BUTTONS: dict[str, Handler] = {
    **acts.BUTTONS,
    **join.BUTTONS,
    **team.BUTTONS,
    **join_requests.BUTTONS,
    **closing.BUTTONS,
    **reverification.BUTTONS,
    **settings.BUTTONS,
    **post.BUTTONS,
    **course.BUTTONS,
    **courses.BUTTONS,
    **learners.BUTTONS,
    **finishing.BUTTONS,
    **roster.BUTTONS,
    **files.BUTTONS,
    **edit.BUTTONS,
    **history.BUTTONS,
    **openings.BUTTONS,
    **listing_expiry.BUTTONS,
    **answering.BUTTONS,
    **sharing.BUTTONS,
    **subsidy.BUTTONS,
    **overview.BUTTONS,
    **offering.BUTTONS,
    **questions.BUTTONS,
    **interviews.BUTTONS,
    **contracts.BUTTONS,
    **filing_pack.BUTTONS,
    **relay.BUTTONS,
    **rules.BUTTONS,
}


LONGEST_CHANGE = 100
"""Characters: a longer text that seems to change a listing may be an advert all the same."""
__all__ = ["BUTTONS", "COMMANDS", "handle_document", "handle_text", "is_pasted_advert", "start_from_advert"]


async def is_pasted_advert(turn: Turn) -> bool:
    """Whether a member pasted an advert, whatever role the person is in."""
    if turn.account.role != Role.MEMBER and not await organisations.list_for_member(turn.session, turn.account_id):
        return False
    if len(turn.text) <= LONGEST_CHANGE and await posted(turn) and await acts.changes_what_is_posted(turn, turn.text):
        return False
    return await pasted.is_pasted_advert(turn, turn.text)


async def start_from_advert(turn: Turn) -> None:
    """Read an advert that was sent outside any form."""
    await pasted.begin_from_advert(turn, turn.text)


async def handle_text(turn: Turn) -> None:
    """Free text outside any form that is no advert: what it asks for, else what is posted and what can be done here."""
    if await acts.answer(turn, turn.text):
        return
    if await posted(turn):
        await turn.say("member_act.unheard")
        await openings.show_all(turn)
    else:
        await turn.say("help.member")


async def answer_aside(turn: Turn) -> bool:
    """What is typed into a form and does not answer its question."""
    if await acts.asks_for_something_else(turn):
        return await acts.answer(turn, turn.text)
    if is_changing(turn):  # what it writes is checked by itself
        return (
            await beside.take_words(turn)
            or await unlawful.answer_if_unlawful(turn, turn.text)
            or await acts.answer(turn, turn.text)
            or await post.take_other_answers(turn)
            or await beside.say_not_taken(turn)
            or await beside.remind(turn)
        )
    return (
        await unlawful.answer_if_unlawful(turn, turn.text)
        or await post.take_other_answers(turn)
        or await acts.says_not_now(turn)
        or await acts.answer(turn, turn.text)
    )
