"""What was understood, as one line that reads like notes: so the tests of understanding say what they expect."""

from collections.abc import Iterator

from data.catalogue import occupations
from data.people.profile import CertificateFact, OccupationFact, Understanding
from data.vocabulary import Intent, Language


def notes(read: Understanding) -> str:
    """Facets in a fixed order, apart by "; ". A question mark is "not sure", an exclamation mark an intent."""
    return "; ".join(_notes(read))


def _notes(read: Understanding) -> Iterator[str]:
    if read.language is Language.EN:
        yield "en"
    if read.intent is not Intent.ANSWER:
        yield f"!{read.intent}"
    if read.age is not None:
        yield f"age {read.age}"
    if read.education:
        yield f"{read.education.level}{'' if read.education.sure else '?'}"
    for major in read.majors:
        yield f"studied {major.name}" + (f" ({' '.join(major.codes)})" if major.codes else "")
    for place in read.places:
        yield f"{place.role} {place.name}{'' if place.sure else '?'}"
    yield from map(_work, read.occupations)
    if read.certificates == []:
        yield "no papers"
    yield from map(_paper, read.certificates or ())
    for group in read.groups:
        yield f"{group.id.removeprefix('grp.')}{'' if group.sure else '?'}"
    if read.wage_min is not None:
        yield f"{read.wage_min} a month"
    yield from (str(need) for need in read.constraints)
    yield from (f"no longer {need}" for need in read.lifted)
    if read.skills:
        yield f"can {', '.join(read.skills)}"


def _work(fact: OccupationFact) -> str:
    return f"{fact.role} {fact.name}" + (f" {fact.years:g}y" if fact.years is not None else "")


def _paper(fact: CertificateFact) -> str:
    of = occupations.occupation(fact.occupation).name if fact.occupation else ""
    words = [
        f"{'has' if fact.has else 'lacks'} {fact.kind}",
        of,
        fact.name or "",
        f"grade {fact.grade}" if fact.grade else "",
    ]
    return " ".join(word for word in words if word)
