"""/subsidy: what support may apply to this person, alone or for one course, why, which papers, where to confirm."""

from bot.chat.buttons import Button
from bot.chat.callback_args import listing_id_argument
from bot.chat.cards.names import label
from bot.chat.texts import Html, escape, format_day, join, text_exists
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts
from data.db.errors import NotAvailable
from data.listings.courses import Course
from data.listings.lookup import require_live
from data.people.profile import Facts
from matching.rules.seeker_subsidies import SeekerSubsidy, find_subsidies, list_documents_to_bring


async def show(turn: Turn) -> None:
    """The command, or the button under another answer."""
    await show_supports(turn, await known_facts.facts_of(turn))


async def for_course(turn: Turn) -> None:
    """The button on a course."""
    found = await require_live(turn.session, listing_id_argument(turn))
    if not isinstance(found.listing, Course):
        raise NotAvailable
    await show_supports(turn, await known_facts.facts_of(turn), found.listing)


async def show_supports(turn: Turn, facts: Facts, course: Course | None = None) -> None:
    """What may apply, each with its reason; then papers, limits and where to confirm."""
    found = find_subsidies(facts, turn.now.date(), course)
    lines = [turn.t("subsidy.heading_course", title=course.title) if course else turn.t("subsidy.heading")]
    lines += [_line(turn, one) for one in found]
    lines += [
        _papers(turn, facts, course),
        turn.t("subsidy.voucher"),
        turn.t("subsidy.confirm"),
        turn.t("answer.preliminary"),
    ]
    await turn.say(join(lines), rows=_ways_on(turn, facts, course))


def _line(turn: Turn, one: SeekerSubsidy) -> Html:
    params = dict(one.params)
    if "groups" in params:
        names = [label("group", group, turn.language) for group in params["groups"]]
        params["groups"] = turn.t("subsidy.list_comma").join(names)
    if "day" in params:
        params["day"] = format_day(params["day"], turn.language)
        params["year"] = one.params["day"].year
    if "grade" in params:
        params["grade"] = label("grade", params["grade"], turn.language)
    fee = params.pop("fee", None)
    words = turn.t(f"subsidy.{one.kind}.{one.claim}", **params)
    if one.kind != "training" or fee is None:
        return words
    return join([words, turn.t("subsidy.fee" if fee else "subsidy.fee_none", amount=fee)], "")


def _papers(turn: Turn, facts: Facts, course: Course | None) -> Html:
    named = [turn.t(one) if text_exists(one) else escape(one) for one in list_documents_to_bring(facts, course)]
    return turn.t("subsidy.papers", papers=join(named, turn.t("subsidy.list_comma")))


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
