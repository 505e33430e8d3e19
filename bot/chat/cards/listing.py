"""The card of a listing, the same wherever it is shown: to seekers, as preview to the enterprise, to a reviewer.

A line whose fact is not known is left out.
"""

import re
from collections.abc import Sequence

from bot.chat.cards.names import full_place_name, label, occupation_name, within_sentence
from bot.chat.texts import Html, escape, format_day, join, render, text_exists
from data import eligibility, required_papers
from data.catalogue import trades
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import Language, OrganisationState, Shift

LONGEST_DESCRIPTION = 900
"""Characters shown; the whole card stays well within one message."""

_HAN = re.compile("[一-鿿]")
_BOLD = frozenset({"wage_training", "wage_after", "fee"})
_FIRST = _BOLD | {"life", "hours", "course_time", "start", "leads_to"}
"""What decides: pay, place, hours, housing; of a course what it costs, when, and the paper it gives."""
Lines = list[Html | None]
FactLines = dict[str, Html | None]


def card(
    language: Language, listing: Opening | Course, organisation: Organisation, *, places_left: int | None = None,
    extras: Sequence[Html] = (), fold: bool = False,
) -> Html:  # fmt: skip
    """What a person needs to know to decide.

    `extras` are lines for this reader (distance, reasons); they stand before the description. `fold`: what matters
    first stays in sight, pay in bold; the rest is a quote that opens at a tap.
    """
    write = _Writer(language)
    told = fact_lines(language, listing)
    first = _FIRST if fold else frozenset(told)
    lines: Lines = [
        _title(write, listing),
        heading(language, listing, organisation),
        write("card.address", place=listing.address) if listing.address else None,
        None if fold else _occupation(write, listing),
        *(
            write("card.bold", line=line) if fold and name in _BOLD else line
            for name, line in told.items()
            if name in first
        ),
        hazards_line(language, listing),
        write.with_count("card.places_left", places_left),
        write("card.deadline", day=format_day(listing.deadline, language)) if listing.deadline else None,
    ]
    description = _description(write, listing)
    if fold:
        rest = (line for name, line in told.items() if name not in first)
        description = write("card.folded", text=_block([_occupation(write, listing), *rest, description]))
    fee = listing.fee if isinstance(listing, Course) else 0
    no_fee = write("card.no_other_fee" if fee else "card.no_fee")
    above = join([block for block in (_block(lines), _block(list(extras))) if block], "\n\n")
    # a quote stands apart by itself: an empty line beside it would be the second
    return join([block for block in (above, description, no_fee) if block], "\n" if fold else "\n\n")


def fact_lines(language: Language, listing: Opening | Course) -> dict[str, Html]:
    """What is known of it, a line for each fact, by name: `wage_training`, `life`, `hours`, `fee`, `course_time` …"""
    write = _Writer(language)
    lines = _opening(write, listing) if isinstance(listing, Opening) else _course(write, listing)
    return {name: line for name, line in lines.items() if line}


def heading(language: Language, listing: Opening | Course, organisation: Organisation) -> Html:
    """Who offers it and where, in one line."""
    write = _Writer(language)
    verified = organisation.state == OrganisationState.VERIFIED
    mark = write("card.verified" if verified else "card.not_verified")
    where = full_place_name(listing.city, listing.district, language)
    return write("card.heading", organisation=organisation.name, mark=mark, place=where)


def format_wage(language: Language, low: int | None, high: int | None) -> Html | None:
    """A monthly wage or a range of it."""
    if low is None and high is None:
        return None
    if low is None or high is None or low == high:
        return render("card.wage", language, amount=low if low is not None else high)
    return render("card.wage_range", language, low=low, high=high)


class _Writer:
    """Texts in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, text_id: str, **params: object) -> Html:
        return render(text_id, self.language, **params)

    def label(self, kind: str, value: str) -> str:
        """The name of a value for the middle of a line."""
        return within_sentence(label(kind, value, self.language), self.language)

    def with_count(self, text_id: str, n: float | None) -> Html | None:
        return self(text_id, n=int(n)) if n is not None else None

    def join_known(self, parts: Sequence[str | None]) -> Html | None:
        """The parts that are known, with commas."""
        stated = [part for part in parts if part]
        return join([escape(part) for part in stated], self("card.comma")) if stated else None


def _block(lines: Lines) -> Html:
    return join([line for line in lines if line])


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST_DESCRIPTION else text[:LONGEST_DESCRIPTION].rstrip() + "…"


def _description(write: _Writer, listing: Opening | Course) -> Html:
    """The words of who posted it; in English with a line that says so where they are Chinese."""
    text = write("card.description", text=_clip(listing.description))
    if write.language == Language.ZH or not _HAN.search(listing.description):
        return text
    kind = "opening" if isinstance(listing, Opening) else "course"
    return join([write(f"card.in_chinese.{kind}"), text])


def _title(write: _Writer, listing: Opening | Course) -> Html:
    """The title; in English with the trade, as lists have it."""
    trade = _trade(write, listing)
    if write.language == Language.EN and trade not in listing.title:
        return write("card.title_with_trade", title=listing.title, trade=trade)
    return write("card.title", title=listing.title)


def _occupation(write: _Writer, listing: Opening | Course) -> Html | None:
    name = _trade(write, listing)
    told = write.language == Language.EN or name in listing.title
    return None if told else write("card.occupation", name=name)


def _trade(write: _Writer, listing: Opening | Course) -> str:
    return occupation_name(trades.encode_work(listing.occupation_code, listing.trade), write.language)


def hazards_line(language: Language, listing: Opening | Course) -> Html | None:
    """What to mind at work; None where nothing is known to be dangerous."""
    write = _Writer(language)
    if not listing.hazards:
        return None
    return write(
        "card.hazards", list=write.join_known([write.label("hazard", code) for code in sorted(listing.hazards)])
    )


def _opening(write: _Writer, opening: Opening) -> FactLines:
    during = format_wage(write.language, opening.wage_min, opening.wage_max)
    after = format_wage(write.language, opening.wage_after_min, opening.wage_after_max)
    life = write.join_known([
        write.label("housing", opening.housing) if opening.housing else None,
        _yes_or_no(write, "card.meals", opening.meals),
        _yes_or_no(write, "card.shuttle", opening.shuttle),
    ])  # fmt: skip
    return {
        "wage_training": write("card.wage_training", wage=during),
        "wage_after": write("card.wage_after", wage=after) if after else None,
        "pay_day": write("card.pay_day", day=_nth(opening.pay_day, write.language)) if opening.pay_day else None,
        "life": write("card.life", facts=life) if life else None,
        "hours": _hours(write, opening),
        "security": _security(write, opening),
        "training": _training(write, opening),
        "requirements": _requirements(write, opening),
    }


def _yes_or_no(write: _Writer, text_id: str, stated: bool | None) -> Html | None:  # noqa: FBT001 - three-valued fact
    return None if stated is None else write(f"{text_id}.{'yes' if stated else 'no'}")


def _nth(day: int, language: Language) -> str:
    """A day of the month: 22; in English 22nd."""
    if language == Language.ZH:
        return str(day)
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{day}{'th' if day // 10 == 1 else endings.get(day % 10, 'th')}"


def _hours(write: _Writer, opening: Opening) -> Html | None:
    night = opening.night_shift if opening.shift != Shift.DAY or opening.night_shift else None
    facts = write.join_known([
        write.label("shift", opening.shift) if opening.shift else None,
        _yes_or_no(write, "card.night", night),
        write.with_count("card.hours_week", opening.hours_week),
    ])  # fmt: skip
    return write("card.hours", facts=facts) if facts else None


def _security(write: _Writer, opening: Opening) -> Html | None:
    facts = write.join_known([
        _yes_or_no(write, "card.insurance", opening.social_insurance),
        write.with_count("card.contract", opening.contract_months),
        _probation(write, opening.probation_months),
    ])  # fmt: skip
    return write("card.security", facts=facts) if facts else None


def _probation(write: _Writer, months: float | None) -> Html | None:
    if not months:
        return write("card.no_probation") if months == 0 else None
    return write("card.probation", n=int(months) if months == int(months) else months)


def _training(write: _Writer, opening: Opening) -> Html | None:
    facts = write.join_known([
        write.with_count("card.term", opening.term_months),
        write("card.grade", grade=write.label("grade", opening.grade_target)) if opening.grade_target else None,
        write("card.mentor", name=opening.mentor) if opening.mentor else None,
        write("card.partner", name=opening.partner_provider) if opening.partner_provider else None,
    ])  # fmt: skip
    return write("card.training", facts=facts) if facts else None


def _requirements(write: _Writer, opening: Opening) -> Html | None:
    facts = write.join_known([
        _education(write, opening),
        _yes_or_no(write, "card.no_experience", opening.accepts_no_experience),
        _ages(write, opening, youngest=16 if open_to_minors(opening) else eligibility.ADULT_AGE),
        _certificates(write, opening),
    ])  # fmt: skip
    return write("card.requirements", facts=facts) if facts else None


def open_to_minors(opening: Opening) -> bool:
    """Whether 16 and 17 year olds may apply: the enterprise opted in, and the law does not forbid it."""
    clean = eligibility.HAZARDS_FORBIDDEN_TO_MINORS.isdisjoint(opening.hazards) and opening.night_shift is not True
    return opening.accepts_minors and clean


def _education(write: _Writer, listing: Opening | Course) -> Html | None:
    if listing.education_min is None:
        return None
    return write("card.education", level=write.label("education", listing.education_min))


def _ages(write: _Writer, listing: Opening | Course, youngest: int | None) -> Html | None:
    """The age limit, which counts only with a lawful reason, or else the lowest age the law allows."""
    if not listing.age_basis:
        return write("card.age_from", age=youngest) if youngest else None
    low = max(listing.age_min or 0, youngest or 0)
    if listing.age_max is None:
        return write("card.age_from", age=low) if low else None
    if not low:
        return write("card.age_to", age=listing.age_max)
    return write("card.age_range", low=low, high=listing.age_max)


def _certificates(write: _Writer, opening: Opening) -> Html | None:
    required = required_papers.fill_in_trades(opening.certificates_required, opening.occupation_code, opening.trade)
    return write.join_known([write("card.certificate", name=_certificate(write, one)) for one in required])


def certificate_name(required: str, language: Language) -> str:
    """The name of a certificate given as `kind:occupation:grade:trade`."""
    name = _certificate(_Writer(language), required)
    return name[:1].upper() + name[1:]


def _certificate(write: _Writer, required: str) -> str:
    paper = required_papers.parse(required)
    words = [
        occupation_name(trades.encode_work(paper.occupation, paper.trade or None), write.language),
        write.label("grade", paper.grade) if paper.grade else "",
        write.label("certificate_kind", paper.kind),
    ]
    return " ".join(word for word in words if word)


def _course(write: _Writer, course: Course) -> FactLines:
    when = write.join_known([
        write.with_count("card.course_hours", course.hours_total),
        write.with_count("card.course_weeks", course.weeks),
        write.label("mode", course.mode) if course.mode else None,
        write("card.evening") if course.evening else None,
        write("card.weekend") if course.weekend else None,
    ])  # fmt: skip
    start = format_day(course.start_date, write.language) if course.start_date else None
    needs = write.join_known([_education(write, course), _ages(write, course, youngest=None)])
    return {
        "course_kind": write("card.course_kind", kind=write.label("course_kind", course.course_kind)),
        "fee": write("card.fee", amount=course.fee) if course.fee else write("card.free"),
        "course_time": write("card.course_time", facts=when) if when else None,
        "start": write("card.start", day=start) if start else write("card.rolling") if course.rolling_entry else None,
        "dormitory": _yes_or_no(write, "card.dormitory", course.dormitory),
        "leads_to": _leads_to(write, course),
        "requirements": write("card.requirements", facts=needs) if needs else None,
        "for_groups": _for_groups(write, course),
        "documents": write("card.documents", list=write.join_known(course.documents)) if course.documents else None,
        "subsidy_rule": _subsidy_rule(write, course),
        "programme": write("card.programme", name=course.programme) if course.programme else None,
    }


def _for_groups(write: _Writer, course: Course) -> Html | None:
    """Whom the course is for, and the paper that shows it."""
    if not course.eligible_groups:
        return None
    return write("card.for_groups", list=write.join_known([_group(write, group) for group in course.eligible_groups]))


def _group(write: _Writer, group: str) -> str:
    name = label("group", group, write.language)
    paper = f"paper.{group}"
    return write("card.group_with_paper", group=name, paper=write(paper)) if text_exists(paper) else name


def _subsidy_rule(write: _Writer, course: Course) -> Html | None:
    """The rule that the subsidy rests on; no amount, and nothing promised."""
    rule = f"subsidy_rule.{course.subsidy_rule}"
    return write("card.subsidy_rule", rule=write(rule)) if course.subsidy_rule and text_exists(rule) else None


def _leads_to(write: _Writer, course: Course) -> Html | None:
    if course.certificate_kind is None and course.grade_target is None:
        return None
    words = [
        write.label("grade", course.grade_target) if course.grade_target else "",
        write.label("certificate_kind", course.certificate_kind) if course.certificate_kind else "",
    ]
    name = " ".join(word for word in words if word)
    if course.assessing_body:
        return write("card.leads_to_by", name=name, body=course.assessing_body)
    return write("card.leads_to", name=name)
