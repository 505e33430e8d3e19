"""What the enterprise gets for training apprentices (企业新型学徒制), what it files before: from dated policy rows."""

from collections.abc import Iterable, Iterator

from bot.chat.cards.names import label, place_name
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from data.catalogue.policy import PolicyRow
from data.vocabulary import Grade
from matching.rules.enterprise_subsidies import AmountBasis, SchemeRules, Uplift, describe_scheme


def scheme_heading(turn: Turn, city: str | None) -> Html:
    """What the lines are about."""
    if city is None:
        return turn.t("estimate.heading_any")
    return turn.t("estimate.heading_city", city=place_name(city, turn.language))


def scheme_lines(turn: Turn, city: str | None, grade: Grade | None) -> list[Html]:
    """The amount, who gets it and on what conditions; of no opening in particular.

    `city`: code of the city that is asked about; `grade`: the grade, where one is.
    """
    found = describe_scheme(turn.now.date(), city, grade)
    if found.low is None or found.high is None:
        return without_amount(turn, found.basis, city, grade)
    return [
        amount_line(turn, found.basis, found.low, found.high),
        turn.t("estimate.who"),
        *_extras(turn, found, found.low, found.high),
        turn.t("estimate.conditions"),
        *_conditions(turn, found),
    ]


def scheme_sources(turn: Turn, city: str | None, grade: Grade | None) -> list[Html]:
    """What the lines rest on, what is not known, and where to ask for other subsidies."""
    found = describe_scheme(turn.now.date(), city, grade)
    cited = dict.fromkeys(source_line(turn, row) for row in _rows(found))
    return [*cited, *_of_city(turn, found, city), turn.t("estimate.others")]


def without_amount(turn: Turn, basis: AmountBasis, city: str | None, grade: Grade | None) -> list[Html]:
    """Why there is no amount, and what there would be for the lowest grade that is covered."""
    lines = [turn.t(f"estimate.{basis}", grade=label("grade", grade, turn.language) if grade else "")]
    covered = describe_scheme(turn.now.date(), city, Grade.FOUR)
    if basis == AmountBasis.NOT_COVERED and covered.low is not None and covered.high is not None:
        lines.append(amount_line(turn, covered.basis, covered.low, covered.high))
    return lines


def amount_line(turn: Turn, basis: AmountBasis, low: int, high: int) -> Html:
    """Yuan for one person and year."""
    form = "floor" if basis == AmountBasis.FLOOR else "city" if low == high else "range"
    return turn.t(f"estimate.amount.{form}", low=yuan(low), high=yuan(high))


def uplift_line(turn: Turn, form: str, uplift: Uplift, low: int, high: int) -> Html:
    """More for work in short supply, as shares and as sums: of a listed occupation, one that may be, or any."""
    shares = {"low": round(uplift.low * 100), "high": round(uplift.high * 100)}
    least, most = yuan(round(low * (1 + uplift.low))), yuan(round(high * (1 + uplift.high)))
    return turn.t(f"estimate.uplift.{form}", least=least, most=most, **shares)


def source_line(turn: Turn, row: PolicyRow) -> Html:
    """Which document a figure comes from, since when, and how sure that is."""
    since = row.effective_from.year if row.effective_from else ""
    sure = turn.t(f"estimate.sure.{row.confidence if row.verified else 'low'}")
    return turn.t("estimate.source", source=turn.t(f"estimate.source.{row.id}"), year=since, sure=sure)


def filing_line(turn: Turn, papers: Iterable[str]) -> Html:
    """The papers to file before the training begins, in one line."""
    names = [turn.t(f"estimate.filing.{paper}") for paper in papers]
    return turn.t("estimate.filing", papers=join(names, turn.t("subsidy.list_comma")))


def papers_to_file(turn: Turn) -> Html:
    """The papers to file before the training begins, one a line, with the source and where to ask."""
    row = describe_scheme(turn.now.date()).filing
    if row is None:
        return turn.t("filing.elsewhere")
    papers = [turn.t("filing.paper", paper=turn.t(f"estimate.filing.{paper}")) for paper in row.value]
    return join([turn.t("filing.papers"), *papers, source_line(turn, row), turn.t("filing.elsewhere")])


def yuan(amount: int) -> str:
    """A sum with its thousands apart."""
    return f"{amount:,}"


def _extras(turn: Turn, found: SchemeRules, low: int, high: int) -> Iterator[Html]:
    if found.uplift is not None:
        yield uplift_line(turn, "any", found.uplift, low, high)
    if found.prepaid is not None:
        yield turn.t("estimate.prepaid", percent=round(found.prepaid * 100))


def _conditions(turn: Turn, found: SchemeRules) -> Iterator[Html]:
    comma = turn.t("subsidy.list_comma")
    if found.contract_months_min is not None:
        who = join([turn.t(f"estimate.target.{one}") for one in found.who], comma)
        yield turn.t("estimate.contract.any", who=who, least=found.contract_months_min)
    if found.years is not None:
        least, usual, most = found.years
        yield turn.t("estimate.term.any", least=least, usual=usual, most=most)
    if found.grade is not None:
        yield turn.t("estimate.certificate", grade=label("grade", found.grade, turn.language))
    elif found.grades:
        names = comma.join(label("grade", one, turn.language) for one in found.grades)
        yield turn.t("estimate.certificate.any", grades=names)
    if found.filing is not None:
        yield filing_line(turn, found.filing.value)


def _rows(found: SchemeRules) -> list[PolicyRow]:
    beside = (found.uplift.row if found.uplift else None, found.filing)
    return [*found.rows, *(row for row in beside if row is not None)]


def _of_city(turn: Turn, found: SchemeRules, city: str | None) -> Iterator[Html]:
    """What the city adds is not known: said, or asked which city is meant."""
    if city is None:
        yield turn.t("estimate.city_open")
    elif found.basis == AmountBasis.FLOOR:
        yield turn.t("estimate.city_unknown", city=place_name(city, turn.language))
