"""A provider's courses: the list with state and places; pause, resume, renew, end, once more, correct."""

from datetime import date

from bot.chat import screen
from bot.chat.buttons import Button, Buttons, rows
from bot.chat.callback_args import listing_id_argument, number_argument
from bot.chat.cards.listing import card
from bot.chat.cards.names import label
from bot.chat.cards.order_based import linked_opening_lines
from bot.chat.texts import format_day, join
from bot.chat.turn import Handler, Turn
from bot.enterprise.courses import post
from bot.enterprise.organisation.membership import own_organisations
from bot.notices import courses
from bot.notices.courses import queue_words
from bot.sharing import links
from data.db.errors import NotAvailable
from data.enrolments import service as enrolments
from data.lifecycle import listing_expiry
from data.listings import transitions
from data.listings.courses import Course
from data.listings.models import CLOSABLE_STATES
from data.organisations import service as organisations
from data.vocabulary import ListingState as State
from matching.search.indexing import index_listing

PAGE = 8


async def own_courses(turn: Turn) -> list[Course]:
    """The courses of every organisation that the person acts for, newest first for each."""
    acting_for = [one.id or 0 for one in await own_organisations(turn)]
    return await transitions.of_organisations(turn.session, Course, acting_for)


async def show_all(turn: Turn) -> None:
    """The list, newest first, a page at a time."""
    mine = await own_courses(turn)
    if not mine:
        await turn.say("courses.none", rows=rows([[("course.post_now", "member.course")]], turn.language))
        return
    screen.show_own_list(turn, [one.id for one in mine])
    start = number_argument(turn, 0, default=0) if turn.update.callback_query else 0
    page = mine[start : start + PAGE]
    figures = await enrolments.counts_by_course(turn.session, [one.id for one in page])
    lines, buttons = [turn.t("courses.heading")], []
    for place, one in enumerate(page, start + 1):
        known = {
            "held": figures[one.id].held,
            "waiting": queue_words(figures[one.id], turn.language),
            "capacity": one.capacity,
        }
        state = label("listing_state", one.state, turn.language)
        lines.append(turn.t("courses.line", place=place, title=one.title, state=state, **known))
        buttons.append([Button(f"{place}. {one.title[:30]}", f"course.see:{one.id}")])
    if start + PAGE < len(mine):
        buttons.append([Button(turn.t("openings.more"), f"member.courses:{start + PAGE}")])
    await turn.say(join(lines), rows=buttons)


async def _mine(turn: Turn) -> Course:
    return await transitions.lock_for_member(turn.session, Course, listing_id_argument(turn), member=turn.account_id)


async def show_one(turn: Turn) -> None:
    """One course as people see it, and what can be done with it."""
    await show(turn, await _mine(turn))


async def show(turn: Turn, found: Course, *, edit: bool = False) -> None:
    """How a course stands, its card, and what can be done with it; the next words may be about it."""
    screen.show_own(turn, found.id)
    organisation = await organisations.get_for_member(turn.session, turn.account_id, found.organisation_id)
    figures = (await enrolments.counts_by_course(turn.session, [found.id]))[found.id]
    state = turn.t(
        "courses.state", state=label("listing_state", found.state, turn.language), held=figures.held,
        waiting=queue_words(figures, turn.language), capacity=found.capacity,
    )  # fmt: skip
    left, ties = max(0, found.capacity - figures.held), await linked_opening_lines(turn.session, found, turn.language)
    words = card(turn.language, found, organisation, places_left=left, extras=ties)
    say = turn.edit if edit else turn.say
    await say(join([state, words], "\n\n"), rows=rows(_buttons(found), turn.language))


def _buttons(found: Course) -> Buttons:
    number = found.id
    people = ("courses.people", f"course.people:{number}")
    roster = ("roster.button", f"course.roster:{number}")
    close = ("course.close", f"course.close:{number}")
    edit = ("openings.edit", f"course.edit:{number}")
    again = ("course.again", f"course.again:{number}")
    if found.state == State.LIVE:
        longer = [] if found.start_date else [("life.renew", f"course.renew:{number}")]
        pause, full = ("openings.pause", f"course.pause:{number}"), ("course.filled", f"course.filled:{number}")
        return [[people, roster, edit], [pause, full], links.member_buttons(number), [*longer, again], [close]]
    if found.state == State.PAUSED:
        return [[people, roster, edit], [("openings.resume", f"course.resume:{number}"), close]]
    if found.state == State.NEEDS_CHANGES:
        return [[("post.fix", f"member.course_fix:{number}"), close]]
    if found.state in (State.DRAFT, State.IN_REVIEW):
        return [[("openings.withdraw", f"course.close:{number}")]]
    return [[people, roster], [again]]


async def advise(turn: Turn, found: Course) -> None:
    """How many enrolled in a course, and what would bring in more."""
    figures = (await enrolments.counts_by_course(turn.session, [found.id]))[found.id]
    buttons = rows([links.member_buttons(found.id), [("openings.edit", f"course.edit:{found.id}")]], turn.language)
    taken = "courses.held" if figures.held else "courses.none_held"
    await turn.say(
        "courses.quiet", rows=buttons, title=found.title, waiting=queue_words(figures, turn.language),
        held=turn.t(taken, held=figures.held, capacity=found.capacity),
        day=format_day(listing_expiry.last_day(found), turn.language),
    )  # fmt: skip


async def pause(turn: Turn) -> None:
    """Nobody new can enrol for now."""
    found = await transitions.pause(turn.session, Course, listing_id_argument(turn), member=turn.account_id)
    await index_listing(turn.session, found)
    await show(turn, found, edit=True)


async def resume(turn: Turn) -> None:
    """People can find it again."""
    found = await transitions.resume(turn.session, Course, listing_id_argument(turn), member=turn.account_id)
    await index_listing(turn.session, found)
    await show(turn, found, edit=True)


async def renew(turn: Turn) -> None:
    """A whole new life from today, where people join at any time."""
    found = await listing_expiry.renew(turn.session, Course, listing_id_argument(turn), member=turn.account_id)
    await index_listing(turn.session, found)
    until: date | None = listing_expiry.last_day(found)
    await turn.edit("life.renewed", title=found.title, day=format_day(until, turn.language))


async def filled(turn: Turn) -> None:
    """No further places: it leaves search; who waits keeps their turn until the first day."""
    found = await listing_expiry.mark_filled(turn.session, Course, listing_id_argument(turn), member=turn.account_id)
    await turn.edit("course.is_filled", title=found.title, rows=rows([[_people(found)]], turn.language))


def _people(found: Course) -> tuple[str, str]:
    return ("courses.people", f"course.people:{found.id}")


async def again(turn: Turn) -> None:
    """The same course once more: only the days are asked."""
    await post.post_course_again(turn, await _mine(turn))


async def ask_close(turn: Turn) -> None:
    """Ask once: ending cannot be undone, and who has a place or waits is told."""
    found = await _mine(turn)
    if found.state not in CLOSABLE_STATES:
        raise NotAvailable
    figures = (await enrolments.counts_by_course(turn.session, [found.id]))[found.id]
    buttons: Buttons = [
        [("course.close_yes", f"course.close_yes:{found.id}"), ("openings.keep", f"course.see:{found.id}")]
    ]
    await turn.say("course.close_ask", rows=rows(buttons, turn.language), title=found.title, n=figures.open)


async def close(turn: Turn) -> None:
    """End it, and tell everyone whose place is gone with it."""
    found = await transitions.close(turn.session, Course, listing_id_argument(turn), member=turn.account_id)
    await index_listing(turn.session, found)
    told = await courses.end_waiting(turn.session, found, today=turn.now.date())
    see = rows([[("courses.see_all", "member.courses")]], turn.language)
    await turn.edit("course.closed", title=found.title, n=told, rows=see)


BUTTONS: dict[str, Handler] = {
    "member.courses": show_all,
    "course.see": show_one,
    "course.pause": pause,
    "course.resume": resume,
    "course.renew": renew,
    "course.filled": filled,
    "course.again": again,
    "course.close": ask_close,
    "course.close_yes": close,
}
