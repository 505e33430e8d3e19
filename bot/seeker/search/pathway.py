"""Where a course leads: "learn this, then so many openings near you are open to you"."""

from bot.chat.buttons import Button
from bot.chat.cards import listing
from bot.chat.cards.names import full_place_name
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts
from bot.seeker.search.listing import listing_id_argument, require_live
from data.db.errors import NotAvailable
from data.listings.courses import Course
from data.listings.search_index import ListingIndex as Row
from matching.explain.course_pathways import find_openings_after_course

SHOWN = 5


async def show(turn: Turn) -> None:
    """The button on a course."""
    found = await require_live(turn.session, listing_id_argument(turn))
    course = found.listing
    if not isinstance(course, Course):
        raise NotAvailable
    reached = await find_openings_after_course(
        turn.session, await known_facts.facts_of(turn), turn.now.date(), course.id
    )
    back = Button(turn.t("card.back_to_listing"), f"seek.open:{course.id}")
    if not reached.openings:
        await turn.say("pathway.none", title=course.title, rows=[[back]])
        return
    shown = reached.openings[:SHOWN]
    where = "pathway.near" if reached.is_in_search_area else "pathway.far"
    lines = [turn.t("pathway.cost", title=course.title, **cost(course)), turn.t(where, n=len(reached.openings))]
    if reached.direct_count:
        lines.append(turn.t("pathway.asking", n=reached.direct_count))
    lines += [_line(turn, place, row) for place, row in enumerate(shown, 1)]
    rows = [[Button(f"{place}. {row.title[:36]}", f"seek.open:{row.listing_id}")] for place, row in enumerate(shown, 1)]
    await turn.say(join(lines), rows=[*rows, [back]])


def cost(course: Course) -> dict[str, object]:
    """What the course takes: teaching hours, weeks where known, yuan."""
    return {"hours": course.hours_total, "amount": course.fee}


def _line(turn: Turn, place: int, row: Row) -> Html:
    wage = listing.format_wage(turn.language, row.wage_min, row.wage_max) or turn.t("pathway.no_wage")
    where = full_place_name(row.city, row.district, turn.language)
    return turn.t("pathway.line", place=place, title=row.title, where=where, wage=wage)


BUTTONS: dict[str, Handler] = {"seek.leads": show}
