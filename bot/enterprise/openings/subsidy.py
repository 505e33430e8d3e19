"""What an enterprise may get for the apprentices of an opening: the amount, the conditions, the source, the doubts."""

from collections.abc import Sequence

from bot.chat.buttons import Button, rows
from bot.chat.callback_args import listing_id_argument
from bot.chat.cards.names import label, place_name
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.rules.apprenticeship import amount_line, filing_line, source_line, uplift_line, without_amount, yuan
from data.catalogue.policy import PolicyRow
from data.listings import transitions
from data.listings.openings import Opening
from matching.rules.enterprise_subsidies import AmountBasis, ConditionStatus, SubsidyEstimate, estimate_subsidy


def button(opening_id: str) -> tuple[str, str]:
    """Under an opening of one's own."""
    return ("estimate.button", f"member.subsidy:{opening_id}")


async def show(turn: Turn) -> None:
    """The estimate for one opening."""
    opening = await transitions.lock_for_member(
        turn.session, Opening, listing_id_argument(turn), member=turn.account_id
    )
    await show_of(turn, opening)


async def show_of(turn: Turn, opening: Opening, ways_on: Sequence[list[Button]] = ()) -> None:
    """The estimate for an opening of the person's own, with ways on besides the one to it."""
    found = estimate_subsidy(opening, turn.now.date())
    lines = [
        turn.t("estimate.heading", title=opening.title),
        *_amount(turn, opening, found),
        *_conditions(turn, opening, found),
        *[source_line(turn, row) for row in _cited(found)],
    ]
    if found.basis == AmountBasis.FLOOR:
        lines.append(turn.t("estimate.city_unknown", city=place_name(opening.city, turn.language)))
    if found.low is None:
        lines.append(turn.t("answer.preliminary"))
    see = rows([[("openings.see", f"member.opening:{opening.id}")]], turn.language)
    await turn.say(join(lines), rows=[*see, *ways_on])


def _amount(turn: Turn, opening: Opening, found: SubsidyEstimate) -> list[Html]:
    if found.low is None or found.high is None:
        return without_amount(turn, found.basis, opening.city, found.grade)
    lines = [amount_line(turn, found.basis, found.low, found.high), turn.t("estimate.who")]
    if found.uplift is not None:
        form = "listed" if found.uplift.listed else "maybe"
        lines.append(uplift_line(turn, form, found.uplift, found.low, found.high))
    total = found.total(opening.headcount)
    if total is not None and opening.term_months:
        shown = {"people": opening.headcount, "months": opening.term_months, "amount": yuan(total)}
        lines.append(turn.t("estimate.total", **shown))
    if found.prepaid is not None:
        lines.append(turn.t("estimate.prepaid", percent=round(found.prepaid * 100)))
    return lines


def _conditions(turn: Turn, opening: Opening, found: SubsidyEstimate) -> list[Html]:
    if found.basis in (AmountBasis.NOT_COVERED, AmountBasis.NONE):
        return []
    lines = [turn.t("estimate.conditions")]
    if found.contract_months_min is not None:
        shown = {"least": found.contract_months_min, "months": opening.contract_months or 0}
        lines.append(turn.t(f"estimate.contract.{found.contract}", **shown))
    if found.term == ConditionStatus.NO:
        lines.append(turn.t("estimate.term.no", months=opening.term_months or 0))
    if found.filing:
        lines.append(filing_line(turn, found.filing))
    if found.grade is not None:
        lines.append(turn.t("estimate.certificate", grade=label("grade", found.grade, turn.language)))
    else:
        lines.append(turn.t("estimate.certificate_open"))
    return lines


def _cited(found: SubsidyEstimate) -> list[PolicyRow]:
    return [*found.rows, *([found.uplift.row] if found.uplift else [])]


BUTTONS: dict[str, Handler] = {"member.subsidy": show}
