"""One listing, for a seeker: the whole card, why it is shown, and what can be done with it."""

from bot.chat import screen
from bot.chat.buttons import Button, arrange_in_columns
from bot.chat.callback_args import listing_id_argument, text_argument
from bot.chat.cards import listing as listing_card
from bot.chat.cards.explanations import explain
from bot.chat.texts import Html, format_day, join
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts
from bot.seeker.search import similar
from data import eligibility
from data.applications import response_rate
from data.db.errors import NotAvailable
from data.eligibility import Applicant
from data.lifecycle.places import places_left
from data.listings import courses, questions
from data.listings.courses import Course
from data.listings.lookup import ListingWithOrganisation, find, require_live
from data.listings.openings import Opening
from data.people import feedback
from data.people.profile import Facts
from data.vocabulary import ListingState
from matching.matches import Match, MatchQuery, match_listing

__all__ = ["ListingWithOrganisation", "find", "listing_id_argument", "places_left", "require_live"]

EXPLAINED_STATES = frozenset(
    {ListingState.IN_REVIEW, ListingState.PAUSED, ListingState.FILLED, ListingState.EXPIRED, ListingState.CLOSED}
)
"""States that are told; a draft, or what was withdrawn, is nobody's business."""
MOST_ANSWERED = 3
"""Questions with their answers on a card."""
REASONS = ("far", "wage", "work", "hours", "employer", "other")
LIKED = "liked"
"""Argument of the button that undoes setting aside: more like it was wanted before."""


async def show(turn: Turn, listing_id: str) -> None:
    """Send the card of a live listing with its buttons."""
    found = await find(turn.session, listing_id)
    if found is None:
        raise NotAvailable
    if found.listing.state != ListingState.LIVE:
        await explain_not_open(turn, found)
        return
    facts = await known_facts.facts_of(turn)
    query = MatchQuery(facts, turn.now.date())
    matched = await match_listing(turn.session, query, listing_id) if facts != Facts() else None
    in_the_way = eligibility.failed_rules(Applicant(facts, query.today), matched.row) if matched else []
    extras = _extras(turn, matched) if matched else []
    course = next((gap.course for gap in matched.gaps if gap.course), None) if matched else None
    if course:
        extras += await _way(turn, course)
    extras += await _answers(turn, found.listing)
    extras += [
        turn.t("ask_firm.on_card", said=one.said, answer=one.answer, day=format_day(one.answered_at, turn.language))
        for one in await questions.list_answered(turn.session, listing_id, MOST_ANSWERED)
    ]
    left = await places_left(turn.session, found.listing)
    text = listing_card.card(
        turn.language, found.listing, found.organisation, places_left=left, extras=extras, fold=True
    )
    rows = _buttons(turn, found.listing, kept_out=bool(in_the_way))
    if course:
        rows.insert(1, [Button(turn.t("apply.see_course"), f"seek.open:{course}")])
    screen.show_listing(turn, found.listing)
    await turn.say(text, rows=rows)


async def explain_not_open(turn: Turn, found: ListingWithOrganisation) -> None:
    """Say why a listing that is not live can't be joined (full, closed, paused, not checked yet), and what is like it.

    Raises:
        NotAvailable: it is a draft, or was withdrawn.
    """
    state = found.listing.state
    if state not in EXPLAINED_STATES:
        raise NotAvailable
    title = "" if state == ListingState.IN_REVIEW else found.listing.title
    await offer_similar(turn, found, turn.t(f"whynot.state.{state.value}", title=title))


async def offer_similar(turn: Turn, found: ListingWithOrganisation, text: Html) -> None:
    """Say these words of a listing that nobody can join now, with live ones like it."""
    alike = await similar.similar_listing_buttons(turn, found.listing)
    again = [] if turn.account.browsing else [[Button(turn.t("matches.again"), "seek.again")]]
    if alike:
        text = join([text, turn.t("share.similar")])
    await turn.say(text, rows=[*alike, *again])


async def _answers(turn: Turn, listing: Opening | Course) -> list[Html]:
    """How soon those who apply usually hear from the enterprise, where that can be told."""
    if not isinstance(listing, Opening):
        return []
    record = await response_rate.record_of(turn.session, listing.organisation_id)
    if record.usual_days is not None:
        return [turn.t("card.answers", n=record.usual_days)]
    return [turn.t("card.answers_slowly")] if record.is_slow else []


def _buttons(turn: Turn, found: Opening | Course, *, kept_out: bool) -> list[list[Button]]:
    """What can be done with it; of one who only browses no opinion is kept, and there is no list to go back to."""
    act = "card.apply" if isinstance(found, Opening) else "card.enrol"
    apply = Button(turn.t(act), f"seek.apply:{found.id}")
    save = Button(turn.t("card.save"), f"seek.save:{found.id}")
    share = Button(turn.t("share.button"), f"seek.share:{found.id}")
    if turn.account.browsing:
        return [[apply], [save, share]]
    why = Button(turn.t("card.why"), f"seek.why:{found.id}")
    if kept_out:
        why = Button(turn.t("card.why_not"), f"seek.whynot:{found.id}")
    support = [] if isinstance(found, Opening) else [_of_course(turn, found)]
    return [
        [apply],
        *support,
        [
            Button(turn.t("card.more_like_this"), f"seek.like:{found.id}"),
            Button(turn.t("card.not_for_me"), f"seek.no:{found.id}"),
        ],
        [save, why],
        [share, Button(turn.t("card.back_to_list"), "seek.again")],
    ]


def _of_course(turn: Turn, course: Course) -> list[Button]:
    """What one wants to know of a course: where it leads, and what it costs in the end."""
    return [
        Button(turn.t("pathway.button"), f"seek.leads:{course.id}"),
        Button(turn.t("subsidy.button"), f"seek.subsidy:{course.id}"),
    ]


async def _way(turn: Turn, course_id: str) -> list[Html]:
    """The course that gives a missing paper, with time, cost and what to bring."""
    course = await courses.find(turn.session, course_id)
    if course is None:
        return []
    papers = turn.t("subsidy.list_comma").join(course.documents or [turn.t("paper.id")])
    return [
        turn.t("pathway.way", title=course.title, hours=course.hours_total, amount=course.fee, papers=papers),
    ]


def _extras(turn: Turn, matched: Match) -> list[Html]:
    extras = []
    if matched.reasons:
        reasons = join([explain(reason, turn.language) for reason in matched.reasons[:3]], turn.t("matches.semicolon"))
        extras.append(turn.t("matches.because", reasons=reasons))
    extras += [turn.t("matches.gap", gap=explain(gap, turn.language)) for gap in matched.gaps[:3]]
    return extras


async def open_listing(turn: Turn) -> None:
    """A number button under the matches."""
    await show(turn, listing_id_argument(turn))


async def why(turn: Turn) -> None:
    """The button under a card."""
    await explain_why(turn, listing_id_argument(turn))


async def explain_why(turn: Turn, listing_id: str) -> None:
    """All reasons and gaps, from the parts of the score."""
    found = await require_live(turn.session, listing_id)
    matched = await match_listing(
        turn.session, MatchQuery(await known_facts.facts_of(turn), turn.now.date()), listing_id
    )
    lines = [turn.t("why.heading", title=found.listing.title)]
    if matched:
        lines += [turn.t("why.reason", reason=explain(reason, turn.language)) for reason in matched.reasons]
        lines += [turn.t("matches.gap", gap=explain(gap, turn.language)) for gap in matched.gaps]
    if len(lines) == 1:
        lines.append(turn.t("why.nothing_known"))
    lines.append(turn.t("why.automatic"))
    await turn.say(join(lines), rows=[[Button(turn.t("card.back_to_listing"), f"seek.open:{listing_id}")]])


async def save(turn: Turn, listing_id: str) -> None:
    """Keep for later."""
    found = await require_live(turn.session, listing_id)
    is_new = await feedback.save(turn.session, turn.account_id, found.listing.id)
    buttons = [Button(turn.t("card.back_to_list"), "seek.again")]
    if is_new:
        buttons.append(screen.undo_button(turn, f"seek.unsave:{listing_id}"))
    await turn.say("save.done", title=found.listing.title, rows=[buttons])


async def undo_save(turn: Turn) -> None:
    """Not kept after all."""
    listing_id = listing_id_argument(turn)
    await feedback.forget_saved(turn.session, turn.account_id, listing_id)
    again = Button(turn.t("card.back_to_list"), "seek.again")
    await turn.edit("undo.saved", rows=[[again]])


async def not_for_me(turn: Turn) -> None:
    """The button under a card."""
    await ask_reason(turn, listing_id_argument(turn))


async def ask_reason(turn: Turn, listing_id: str) -> None:
    """Ask in one tap why it does not fit."""
    found = await require_live(turn.session, listing_id)
    buttons = [Button(turn.t(f"dismiss.{reason}"), f"seek.dismiss:{reason}:{listing_id}") for reason in REASONS]
    await turn.say("dismiss.ask", title=found.listing.title, rows=arrange_in_columns(buttons, 3))


async def dismiss(turn: Turn) -> None:
    """Set aside for good; the reason changes what comes next."""
    reason, listing_id = text_argument(turn), listing_id_argument(turn, 1)
    if reason not in REASONS:
        raise NotAvailable
    await dismiss_because(turn, listing_id, reason)


async def dismiss_because(turn: Turn, listing_id: str, reason: str) -> None:
    """The same, for one of `REASONS`."""
    found = await find(turn.session, listing_id)
    if found is None:
        raise NotAvailable
    buttons = [Button(turn.t("matches.again"), "seek.again")]
    if not turn.account.browsing:
        before = LIKED if await feedback.is_liked(turn.session, turn.account_id, listing_id) else ""
        await feedback.dismiss(turn.session, turn.account_id, listing_id, reason)
        buttons.append(screen.undo_button(turn, f"seek.undo_no:{before}:{listing_id}"))
    await turn.edit("dismiss.done", rows=[buttons])


async def undo_dismissal(turn: Turn) -> None:
    """Not set aside after all; more like it is wanted again where it was before."""
    before, listing_id = text_argument(turn), listing_id_argument(turn, 1)
    found = await find(turn.session, listing_id)
    if found is None or turn.account.browsing:
        raise NotAvailable
    back = feedback.like if before == LIKED else feedback.undo_dismissal
    await back(turn.session, turn.account_id, listing_id)
    if found.listing.state != ListingState.LIVE:  # it is not shown again, and a draft's title is nobody's business
        await explain_not_open(turn, found)
        return
    see = [Button(turn.t("card.back_to_listing"), f"seek.open:{listing_id}")]
    again = [Button(turn.t("matches.again"), "seek.again")]
    await turn.edit("undo.dismissed", rows=[see, again], title=found.listing.title)


BUTTONS: dict[str, Handler] = {
    "seek.open": open_listing,
    "seek.why": why,
    "seek.no": not_for_me,
    "seek.dismiss": dismiss,
    "seek.unsave": undo_save,
    "seek.undo_no": undo_dismissal,
}
