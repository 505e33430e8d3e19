"""Support for persons: what may apply to somebody, in lines, for themselves or for who asks about them."""

from collections.abc import Collection

from bot.chat.cards.names import label
from bot.chat.texts import Html, escape, format_day, join, text_exists
from bot.chat.turn import Turn
from data.listings.courses import Course
from data.people.profile import Facts
from data.vocabulary import Grade
from matching.rules.seeker_subsidies import SeekerSubsidy, find_subsidies, list_documents_to_bring


def support_lines(
    turn: Turn, facts: Facts, course: Course | None = None, *, grades: Collection[Grade] = (), of_other: bool = False
) -> list[Html]:
    """What may apply, each with its reason; then papers to bring, and where to confirm.

    Args:
        turn: of who asks.
        facts: what is known of the person.
        course: the course that it is asked for, if any.
        grades: grades that the question names.
        of_other: who asks is not the person, and may mean anybody.
    """
    found = find_subsidies(facts, turn.now.date(), course, grades=grades, anybody=of_other)
    return [
        *(_line(turn, one, of_other=of_other) for one in found),
        _papers(turn, facts, course),
        *([] if of_other else [turn.t("subsidy.voucher")]),
        turn.t("subsidy.confirm"),
        turn.t("answer.preliminary"),
    ]


def _line(turn: Turn, one: SeekerSubsidy, *, of_other: bool) -> Html:
    params = dict(one.params)
    comma = turn.t("subsidy.list_comma")
    for key, kind in (("groups", "group"), ("grades", "grade")):
        if key in params:
            params[key] = comma.join(label(kind, value, turn.language) for value in params[key])
    if "amounts" in params:
        params["amounts"] = comma.join(map(str, params["amounts"]))
    if "day" in params:
        params["day"] = format_day(params["day"], turn.language)
        params["year"] = one.params["day"].year
    fee = params.pop("fee", None)
    text_id = f"subsidy.{one.kind}.{one.claim}"
    words = turn.t(f"{text_id}.other" if of_other and text_exists(f"{text_id}.other") else text_id, **params)
    if one.kind != "training" or fee is None:
        return words
    return join([words, turn.t("subsidy.fee" if fee else "subsidy.fee_none", amount=fee)], "")


def _papers(turn: Turn, facts: Facts, course: Course | None) -> Html:
    named = [turn.t(one) if text_exists(one) else escape(one) for one in list_documents_to_bring(facts, course)]
    return turn.t("subsidy.papers", papers=join(named, turn.t("subsidy.list_comma")))
