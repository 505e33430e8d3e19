"""/subsidy: what support may apply to this person, alone or for one course, why, which papers, where to confirm."""

from collections.abc import Collection

from bot.chat.buttons import Button
from bot.chat.callback_args import listing_id_argument
from bot.chat.texts import join
from bot.chat.turn import Handler, Turn
from bot.rules.support import support_lines
from bot.seeker.profile import known_facts
from data.db.errors import NotAvailable
from data.listings.courses import Course
from data.listings.lookup import require_live
from data.people.profile import Facts
from data.vocabulary import Grade


async def show(turn: Turn) -> None:
    """The command, or the button under another answer."""
    await show_supports(turn, await known_facts.facts_of(turn))


async def for_course(turn: Turn) -> None:
    """The button on a course."""
    found = await require_live(turn.session, listing_id_argument(turn))
    if not isinstance(found.listing, Course):
        raise NotAvailable
    await show_supports(turn, await known_facts.facts_of(turn), found.listing)


async def show_supports(
    turn: Turn, facts: Facts, course: Course | None = None, *, grades: Collection[Grade] = ()
) -> None:
    """What may apply to the person; `grades`: those that they ask about."""
    heading = turn.t("subsidy.heading_course", title=course.title) if course else turn.t("subsidy.heading")
    lines = [heading, *support_lines(turn, facts, course, grades=grades)]
    await turn.say(join(lines), rows=_ways_on(turn, facts, course))


def _ways_on(turn: Turn, facts: Facts, course: Course | None) -> list[list[Button]]:
    if course is not None:
        return [[Button(turn.t("card.back_to_listing"), f"seek.open:{course.id}")]]
    if turn.account.browsing:
        return []
    if facts == Facts():
        return [[Button(turn.t("intake.step_by_step"), "seek.intake")]]
    return [[Button(turn.t("ladder.button"), "seek.rungs"), Button(turn.t("matches.again"), "seek.again")]]


COMMANDS: dict[str, Handler] = {"subsidy": show}
BUTTONS: dict[str, Handler] = {"seek.subsidies": show, "seek.subsidy": for_course}
