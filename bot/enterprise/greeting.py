"""What somebody who acts for an organisation sees first: for whom, what waits for them, and the way there."""

from bot.chat.buttons import Button, ButtonRows
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from data.applications import service as applications
from data.enrolments import service as enrolments
from data.listings import transitions
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import ListingKind, ListingState


async def greet(turn: Turn) -> None:
    """Greet by the seat: the organisations, how much is posted, who waits for an answer."""
    mine = await organisations.list_for_member(turn.session, turn.account_id)
    names = turn.t("greeting.comma").join(one.name for one in mine)
    lines = [turn.t("greeting.member", name=names)]
    offering = [kind for kind in ListingKind if any(organisations.may_offer(one, kind) for one in mine)]
    if ListingKind.OPENING in offering:
        lines.append(await _openings_line(turn, mine))
    if ListingKind.COURSE in offering:
        lines.append(await _courses_line(turn, mine))
    lines.append(turn.t("greeting.member_next"))
    await turn.say(join(lines), rows=_buttons(turn, offering))


async def _openings_line(turn: Turn, mine: list[Organisation]) -> Html:
    found = await transitions.of_organisations(turn.session, Opening, [one.id or 0 for one in mine])
    figures = await applications.counts_by_opening(turn.session, [one.id for one in found])
    live = sum(one.state == ListingState.LIVE for one in found)
    waiting = sum(each.open for each in figures.values())
    if not found:
        return turn.t("greeting.no_openings")
    return turn.t("greeting.openings" if waiting else "greeting.openings_quiet", live=live, n=waiting)


async def _courses_line(turn: Turn, mine: list[Organisation]) -> Html:
    found = await transitions.of_organisations(turn.session, Course, [one.id or 0 for one in mine])
    figures = await enrolments.counts_by_course(turn.session, [one.id for one in found])
    live = sum(one.state == ListingState.LIVE for one in found)
    learners = sum(each.held for each in figures.values())
    if not found:
        return turn.t("greeting.no_courses")
    return turn.t("greeting.courses" if learners else "greeting.courses_quiet", live=live, n=learners)


def _buttons(turn: Turn, offering: list[ListingKind]) -> ButtonRows:
    rows = []
    if ListingKind.OPENING in offering:
        rows.append([
            Button(turn.t("openings.see_all"), "member.openings"),
            Button(turn.t("greeting.applied"), "member.applied"),
        ])  # fmt: skip
    if ListingKind.COURSE in offering:
        rows.append([Button(turn.t("courses.see_all"), "member.courses")])
    post = {
        ListingKind.OPENING: ("join.post_now", "member.post"),
        ListingKind.COURSE: ("course.post_now", "member.course"),
    }
    rows.append([Button(turn.t(post[kind][0]), post[kind][1]) for kind in offering])
    return rows
