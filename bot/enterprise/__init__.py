"""The enterprise side of the conversation."""

from bot.chat.turn import Handler, Turn
from bot.enterprise import (
    applicants,
    closing,
    course,
    courses,
    edit,
    entering,
    files,
    filing,
    history,
    interviews,
    join,
    learners,
    listing_life,
    openings,
    papers,
    paste,
    post,
    questions,
    recheck,
    settings,
    sharing,
    subsidy,
    team,
)
from bot.enterprise.advert_draft import SHORTEST_ADVERT, looks_like_an_advert
from bot.enterprise.files import heard_document
from bot.notices import relay
from data.organisations import service as organisations

COMMANDS: dict[str, Handler] = {
    **join.COMMANDS,
    **team.COMMANDS,
    **settings.COMMANDS,
    **post.COMMANDS,
    **course.COMMANDS,
    **files.COMMANDS,
    **openings.COMMANDS,
    **applicants.COMMANDS,
}
BUTTONS: dict[str, Handler] = {
    **join.BUTTONS,
    **team.BUTTONS,
    **entering.BUTTONS,
    **closing.BUTTONS,
    **recheck.BUTTONS,
    **settings.BUTTONS,
    **post.BUTTONS,
    **course.BUTTONS,
    **courses.BUTTONS,
    **learners.BUTTONS,
    **files.BUTTONS,
    **edit.BUTTONS,
    **history.BUTTONS,
    **openings.BUTTONS,
    **listing_life.BUTTONS,
    **sharing.BUTTONS,
    **subsidy.BUTTONS,
    **applicants.BUTTONS,
    **questions.BUTTONS,
    **interviews.BUTTONS,
    **papers.BUTTONS,
    **filing.BUTTONS,
    **relay.BUTTONS,
}


__all__ = ["BUTTONS", "COMMANDS", "heard_document", "is_an_advert", "listen"]


async def is_an_advert(turn: Turn) -> bool:
    """Whether a member pasted an advert, whatever role the person is in."""
    if len(turn.text) < SHORTEST_ADVERT or not await organisations.of_member(turn.session, turn.account_id):
        return False
    return looks_like_an_advert(turn.text)


async def listen(turn: Turn) -> None:
    """Free text outside any form: an advert is read, anything else gets what can be done here."""
    if looks_like_an_advert(turn.text):
        await paste.take(turn, turn.text)
        return
    await turn.say("help.member")
