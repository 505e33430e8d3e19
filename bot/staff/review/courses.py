"""Courses in the review queue: as people will see them, let through or sent back with a reason."""

from collections.abc import Callable
from functools import partial

from bot.chat import screen
from bot.chat.buttons import rows
from bot.chat.cards.listing import card
from bot.chat.cards.order_based import linked_opening_lines
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.notices.deliver import notify_people
from bot.sharing import links
from bot.staff.review import many, notes
from data.db.errors import NotAvailable
from data.listings import courses, transitions
from data.listings.courses import Course
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.staff import members as staff
from data.vocabulary import Language
from matching.search.indexing import index_listing

REASONS = ("unclear_content", "licence", "fee", "requirements", "hours", "order")
"""Common reasons to send a course back: `review.reason.course.…`."""


async def show(turn: Turn, course_id: str) -> None:
    """The course with what can be decided."""
    course = await courses.find(turn.session, course_id)
    organisation = await turn.session.get(Organisation, course.organisation_id) if course else None
    if course is None or organisation is None:
        raise NotAvailable
    buttons = [
        [
            ("review.yes", f"staff.course_yes:{course.id}:{course.version}"),
            ("review.change", f"staff.course_no:{course.id}"),
        ],
        [("review.later", f"staff.next:course:{course.id}")],
        *await many.bulk_approval_buttons(turn, Course, course.organisation_id),
    ]
    screen.show_own(turn, course.id)
    ties = await linked_opening_lines(turn.session, course, turn.language)
    words = card(turn.language, course, organisation, places_left=course.capacity, extras=ties)
    doubts = notes.lint_flags_text(course, turn.now.date(), turn.language)
    blocks = [turn.t("review.course"), words, *([doubts] if doubts else [])]
    await turn.say(join(blocks, "\n\n"), rows=rows(buttons, turn.language))


async def approve(turn: Turn, course_id: str, *, expected_version: int) -> Course:
    """The course goes live and can be found at once."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    course = await transitions.approve(
        turn.session, Course, course_id, by=turn.account_id, expected_version=expected_version
    )
    await index_listing(turn.session, course)
    members = await organisations.list_member_ids(turn.session, course.organisation_id)
    await notify_people(
        turn.session, members, "course.approved",
        [[("courses.see", f"course.see:{course.id}")], links.member_buttons(course.id)], title=course.title,
    )  # fmt: skip
    await turn.edit("review.opening_live", title=course.title)
    return course


async def send_back(turn: Turn, course_id: str, reason: str, render_reason: Callable[[str, Language], Html]) -> None:
    """The provider hears what should change."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    course = await transitions.request_changes(turn.session, Course, course_id, by=turn.account_id, reason=reason)
    members = await organisations.list_member_ids(turn.session, course.organisation_id)
    await notify_people(
        turn.session, members, "post.needs_changes", [[("post.fix", f"member.course_fix:{course.id}")]],
        title=course.title, reason=partial(render_reason, reason),
    )  # fmt: skip
    await turn.say("review.opening_returned", title=course.title)
