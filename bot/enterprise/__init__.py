"""The enterprise side of the conversation."""

from bot.chat import relay
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
    post,
    questions,
    recheck,
    settings,
    sharing,
    subsidy,
    team,
)
from bot.enterprise.files import heard_document

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


__all__ = ["BUTTONS", "COMMANDS", "heard_document", "listen"]


async def listen(turn: Turn) -> None:
    """Free text outside any form."""
    await turn.say("help.member")
