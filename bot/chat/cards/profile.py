"""What was understood of a person, as a short card in their language."""

from bot.chat.cards.names import full_place_name, label, occupation_name, place_name
from bot.chat.texts import Html, escape, join, render
from data.catalogue import trades
from data.people.profile import CertificateFact, Facts, OccupationFact, PlaceFact
from data.people.seekers import SENSITIVE_GROUPS
from data.vocabulary import Language


def card(facts: Facts, language: Language, heading: str = "profile.heading") -> Html:
    """One line for each thing that is known; sensitive groups are not shown."""
    lines = [render(heading, language), *fact_lines(facts, language)]
    return join(lines)


def fact_lines(facts: Facts, language: Language) -> list[Html]:
    """The card without its heading; empty when nothing is known."""
    separator = render("profile.separator", language)
    lines: list[Html] = []

    def line(text_id: str, values: list[str]) -> None:
        if values:
            lines.append(render(text_id, language, values=Html(separator.join(escape(value) for value in values))))

    for role in ("did", "wants", "rejects"):
        occupations = [item for item in facts.occupations if item.role == role]
        line(f"profile.{role}", [_occupation(item, language) for item in occupations])
    for place_role in ("lives", "prefers", "excludes"):
        line(f"profile.{place_role}", [_place(p, language) for p in facts.places if p.role == place_role])
    if facts.education:
        name = label("education", facts.education.level, language)
        line("profile.education", [name if facts.education.sure else render("profile.unsure", language, value=name)])
    line("profile.majors", [major.name for major in facts.majors])
    if facts.age is not None:
        line("profile.age", [render("profile.years_old", language, n=facts.age)])
    if facts.certificates == []:
        line("profile.certificates", [render("profile.no_certificate", language)])
    line("profile.certificates", [_certificate(item, language) for item in facts.certificates or []])
    line("profile.constraints", [label("constraint", item, language) for item in facts.constraints])
    if facts.wage_min:
        line("profile.wage", [render("profile.wage_min", language, amount=facts.wage_min)])
    open_groups = [group for group in facts.groups if group.id not in SENSITIVE_GROUPS and group.sure]
    line("profile.groups", [label("group", group.id, language) for group in open_groups])
    line("profile.skills", list(facts.skills))
    return lines


def _occupation(item: OccupationFact, language: Language) -> str:
    name = occupation_name(trades.encode_work(item.code, item.trade), language) or item.name
    if not item.years:
        return name
    years = int(item.years) if item.years == int(item.years) else item.years
    return render("profile.with_years", language, name=name, n=years)


def _place(place: PlaceFact, language: Language) -> str:
    if place.candidates:
        cities = [place_name(code[:4] + "00", language) for code in place.candidates]
        options = render("profile.or", language).join(cities)
        return render("profile.ambiguous", language, name=place_name(place.code, language), options=options)
    if place.code.endswith("00"):
        return place_name(place.code, language)
    return full_place_name(place.city, place.code, language)


def _certificate(item: CertificateFact, language: Language) -> str:
    work = trades.encode_work(item.occupation, item.trade) if item.occupation else ""
    parts = [occupation_name(work, language) if work else ""]
    parts.append(label("grade", item.grade, language) if item.grade else "")
    parts.append(
        "" if item.grade and item.kind == "grade" else item.name or label("certificate_kind", item.kind, language)
    )
    name = " ".join(part for part in parts if part)
    return name if item.has else render("profile.without", language, name=name)
