"""/openings: an organisation's openings with state, places and applicants; pause, resume, close, correct."""

from bot.chat import screen
from bot.chat.buttons import Button, Buttons, rows
from bot.chat.callback_args import listing_id_argument, number_argument
from bot.chat.cards.listing import card
from bot.chat.cards.names import label
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.enterprise.courses import overview
from bot.enterprise.courses.overview import own_courses
from bot.enterprise.openings import subsidy
from bot.enterprise.organisation.membership import own_organisations
from bot.notices.applications import end_waiting_applications
from bot.sharing import links
from data.applications import service as applications
from data.applications.service import ApplicationCounts
from data.db.errors import NotAvailable
from data.listings import transitions
from data.listings.models import CLOSABLE_STATES
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.vocabulary import ListingState as State
from matching.search.indexing import index_listing

PAGE = 8


async def show_all(turn: Turn) -> None:
    """The list, newest first, a page at a time."""
    acting_for = [one.id or 0 for one in await own_organisations(turn)]
    mine = await transitions.of_organisations(turn.session, Opening, acting_for)
    teaching = len(await own_courses(turn))
    if teaching and not mine:
        await overview.show_all(turn)
        return
    if not mine:
        await turn.say("openings.none", rows=rows([[("join.post_now", "member.post")]], turn.language))
        return
    screen.show_own_list(turn, [one.id for one in mine])
    start = number_argument(turn, 0, default=0) if turn.update.callback_query else 0
    page = mine[start : start + PAGE]
    figures = await applications.counts_by_opening(turn.session, [opening.id for opening in page])
    lines, buttons = [turn.t("openings.heading")], []
    for place, opening in enumerate(page, start + 1):
        known = {
            "open": _open_words(turn, figures[opening.id]),
            "held": figures[opening.id].held,
            "headcount": opening.headcount,
        }
        state = label("listing_state", opening.state, turn.language)
        lines.append(turn.t("openings.line", place=place, title=opening.title, state=state, **known))
        buttons.append([Button(f"{place}. {opening.title[:30]}", f"member.opening:{opening.id}")])
    if start + PAGE < len(mine):
        buttons.append([Button(turn.t("openings.more"), f"member.openings:{start + PAGE}")])
    if teaching:
        buttons.append([Button(turn.t("courses.see_mine", n=teaching), "member.courses")])
    await turn.say(join(lines), rows=buttons)


def _open_words(turn: Turn, figures: ApplicationCounts) -> Html:
    return turn.t("openings.open" if figures.open else "openings.none_open", n=figures.open)


async def show_one(turn: Turn) -> None:
    """One opening as people see it, and what can be done with it."""
    opening = await transitions.lock_for_member(
        turn.session, Opening, listing_id_argument(turn), member=turn.account_id
    )
    await show(turn, opening)


async def show(turn: Turn, opening: Opening, *, edit: bool = False) -> None:
    """How an opening stands, its card, and what can be done with it; the next words may be about it."""
    screen.show_own(turn, opening.id)
    organisation = await organisations.get_for_member(turn.session, turn.account_id, opening.organisation_id)
    figures = (await applications.counts_by_opening(turn.session, [opening.id]))[opening.id]
    state = turn.t(
        "openings.state", state=label("listing_state", opening.state, turn.language), open=_open_words(turn, figures),
        held=figures.held, headcount=opening.headcount,
    )  # fmt: skip
    words = card(turn.language, opening, organisation, places_left=max(0, opening.headcount - figures.held))
    say = turn.edit if edit else turn.say
    await say(join([state, words], "\n\n"), rows=rows(_buttons(opening), turn.language))


def _buttons(opening: Opening) -> Buttons:
    number = opening.id
    applicants = [("openings.applicants", f"member.applicants:{number}")]
    close = ("openings.close", f"member.close:{number}")
    edit, again = ("openings.edit", f"member.edit:{number}"), ("life.again", f"member.again:{number}")
    history, filing = [("openings.history", f"member.history:{number}")], ("filing.button", f"member.filing:{number}")
    money = subsidy.button(number)
    if opening.state == State.LIVE:
        life = [("life.renew", f"member.renew:{number}"), again]
        pause = [("openings.pause", f"member.pause:{number}"), close]
        return [pause, [edit, *applicants], links.member_buttons(number), life, [money, filing], history]
    if opening.state == State.PAUSED:
        resume = [("openings.resume", f"member.resume:{number}"), close]
        return [resume, [edit, *applicants], [money, filing], history]
    if opening.state == State.NEEDS_CHANGES:
        return [[("post.fix", f"member.fix:{number}"), close], history]
    if opening.state in (State.DRAFT, State.IN_REVIEW):
        return [[edit, ("openings.withdraw", f"member.close:{number}")], [money, *history]]
    return [[*applicants, filing], [again, *history]]


async def pause(turn: Turn) -> None:
    """Nobody new can apply for now."""
    opening = await transitions.pause(turn.session, Opening, listing_id_argument(turn), member=turn.account_id)
    await index_listing(turn.session, opening)
    await show(turn, opening, edit=True)


async def resume(turn: Turn) -> None:
    """People can find it again."""
    opening = await transitions.resume(turn.session, Opening, listing_id_argument(turn), member=turn.account_id)
    await index_listing(turn.session, opening)
    await show(turn, opening, edit=True)


async def ask_close(turn: Turn) -> None:
    """Ask once: closing cannot be undone, and those who wait are told."""
    opening = await transitions.lock_for_member(
        turn.session, Opening, listing_id_argument(turn), member=turn.account_id
    )
    if opening.state not in CLOSABLE_STATES:
        raise NotAvailable
    waiting = await applications.open_count(turn.session, opening.id)
    buttons: Buttons = [
        [("openings.close_yes", f"member.close_yes:{opening.id}"), ("openings.keep", f"member.opening:{opening.id}")]
    ]
    await turn.say("openings.close_ask", rows=rows(buttons, turn.language), title=opening.title, n=waiting)


async def close(turn: Turn) -> None:
    """End it, and tell everyone who still waits."""
    opening = await transitions.close(turn.session, Opening, listing_id_argument(turn), member=turn.account_id)
    await index_listing(turn.session, opening)
    told = await end_waiting_applications(turn.session, opening, by=turn.account_id, reason="decline.closed")
    await turn.edit(
        "openings.closed",
        title=opening.title,
        n=told,
        rows=rows([[("openings.see_all", "member.openings")]], turn.language),
    )


COMMANDS: dict[str, Handler] = {"openings": show_all}

BUTTONS: dict[str, Handler] = {
    "member.openings": show_all,
    "member.opening": show_one,
    "member.pause": pause,
    "member.resume": resume,
    "member.close": ask_close,
    "member.close_yes": close,
}
