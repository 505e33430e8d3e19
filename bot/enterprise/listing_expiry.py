"""What an enterprise hears of its listings' lives, and what it does about it: renew, filled, post again, get help."""

from collections.abc import Callable
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons, rows
from bot.chat.callback_args import listing_id_argument
from bot.chat.cards.names import full_place_name
from bot.chat.forms.engine import restart_form
from bot.chat.texts import Html, format_day, join, render
from bot.chat.turn import Handler, Turn
from bot.enterprise.openings import draft
from bot.enterprise.openings.audience_hints import audience_lines
from bot.enterprise.openings.post import OPENING_FORM
from bot.notices.applications import end_waiting_applications
from bot.notices.deliver import notify_people
from data.lifecycle import listing_expiry
from data.lifecycle.listing_expiry import Listing
from data.listings import transitions
from data.listings.courses import Course
from data.listings.openings import Opening
from data.messaging import sent_notices
from data.vocabulary import Language
from matching.explain.audience_estimate import estimate_audience
from matching.explain.nearby_course import find_nearest_course
from matching.search.indexing import index_listing

NOT_AGAIN = ("opening", "version", "deadline")
"""What a new opening does not take over from the one before."""


async def warn_of_last_day(session: AsyncSession, listing: Listing, days: int) -> bool:
    """Tell members that the last day is near, once for each last day; False when that was told already."""
    subject = listing_expiry.warning_subject(listing)
    if not await sent_notices.record_if_new(session, listing_expiry.warning_kind(days), subject):
        return False
    for longer in (more for more in listing_expiry.WARN_DAYS if more > days):
        await sent_notices.record_if_new(session, listing_expiry.warning_kind(longer), subject)
    await notify_people(
        session, await listing_expiry.members_of(session, listing), "life.ending", _before_the_end(listing),
        title=listing.title, day=partial(format_day, listing_expiry.last_day(listing)),
    )  # fmt: skip
    return True


def _before_the_end(listing: Listing) -> Buttons:
    number = listing.id
    if isinstance(listing, Course):
        longer = ("life.renew", f"course.renew:{number}")
        anew = ("course.again", f"course.again:{number}")
        end = ("course.filled", f"course.filled:{number}")
        return [[anew if listing.start_date else longer, end], [("courses.see", f"course.see:{number}")]]
    return [
        [("life.renew", f"member.renew:{number}"), ("life.filled", f"member.filled:{number}")],
        [("openings.see", f"member.opening:{number}")],
    ]


async def notify_of_expiry(session: AsyncSession, listing: Listing) -> None:
    """Tell members that nobody finds the listing any more."""
    course = isinstance(listing, Course)
    again: Buttons = [
        [("course.again" if course else "life.again", f"{'course' if course else 'member'}.again:{listing.id}")]
    ]
    members = await listing_expiry.members_of(session, listing)
    await notify_people(session, members, "life.ended", again, title=listing.title)


async def advise_quiet_opening(session: AsyncSession, opening: Opening) -> bool:
    """Few applied: say how many it reaches, what would bring in more, and who teaches the work nearby.

    False when that was told already.
    """
    if not await sent_notices.record_if_new(session, listing_expiry.FEW_APPLICANTS_NOTICE, opening.id):
        return False
    words, buttons = await advice(session, opening, "life.quiet")
    await notify_people(session, await listing_expiry.members_of(session, opening), words, buttons, about=None)
    return True


async def advice(
    session: AsyncSession, opening: Opening, heading: str = "life.applied", *, poster: bool = True
) -> tuple[Callable[[Language], Html], Buttons]:
    """How many applied, how many it reaches, what would bring in more, and who teaches the work nearby.

    `heading` is the text that tells how many; with `_none` where nobody did.
    """
    found = await estimate_audience(session, opening)
    applied = await listing_expiry.count_applicants(session, opening)
    pair = await find_nearest_course(session, opening)

    def words(language: Language) -> Html:
        first = render(heading if applied else f"{heading}_none", language, title=opening.title, n=applied)
        lines = [first, *audience_lines(found, language)]
        if pair is not None:
            course, provider = pair
            where = full_place_name(course.city, course.district, language)
            lines.append(render("life.pair", language, provider=provider.name, course=course.title, place=where))
        return join([*lines, render("life.poster", language)] if poster else lines)

    buttons: Buttons = [
        [("poster.button", f"member.poster:{opening.id}")],
        *([[("life.pair_see", f"seek.open:{pair[0].id}")]] if pair else []),
        [("openings.edit", f"member.edit:{opening.id}"), ("openings.see", f"member.opening:{opening.id}")],
    ]
    return words, buttons


async def renew(turn: Turn) -> None:
    """A whole new life from today."""
    opening = await listing_expiry.renew(turn.session, Opening, listing_id_argument(turn), member=turn.account_id)
    await index_listing(turn.session, opening)
    until = format_day(listing_expiry.last_day(opening), turn.language)
    await turn.edit("life.renewed", title=opening.title, day=until)


async def filled(turn: Turn) -> None:
    """The places were filled: it leaves search, and who still waits hears it."""
    opening = await listing_expiry.mark_filled(turn.session, Opening, listing_id_argument(turn), member=turn.account_id)
    told = await end_waiting_applications(turn.session, opening, by=turn.account_id, reason="decline.filled")
    see = rows([[("openings.see_all", "member.openings")]], turn.language)
    await turn.edit("openings.closed", title=opening.title, n=told, rows=see)


async def again(turn: Turn) -> None:
    """The same opening once more, as a new one: the answers are filled in, only the last day is asked."""
    opening = await transitions.lock_for_member(
        turn.session, Opening, listing_id_argument(turn), member=turn.account_id
    )
    answers = draft.draft_of(opening)
    await restart_form(turn, OPENING_FORM, {key: value for key, value in answers.items() if key not in NOT_AGAIN})


BUTTONS: dict[str, Handler] = {"member.renew": renew, "member.filled": filled, "member.again": again}
