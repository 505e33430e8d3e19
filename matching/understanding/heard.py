"""Facts as the model hears them in a message: each with how likely it is, numbers read by closed forms."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from data.people.profile import CertificateFact, PlaceFact
from data.vocabulary import Constraint, Education, Language, ProfileQuestion
from matching.language.heads import labels, prompts
from matching.language.heads.acts import READ_TOGETHER
from matching.language.heads.linker import Link, link
from matching.language.heads.reading import Mark, Reading, has_heads, limit, read
from matching.understanding.facets import age, certificates, places, wage, years
from matching.understanding.message import Message, normalise

_NOMINAL = "虚"
_BESIDE = 8
"""Characters between work and how long it lasted."""


@dataclass(frozen=True, slots=True)
class Work:
    """Words that tell work."""

    mark: Mark
    words: str
    role: str
    """did, wants, rejects, learned or other."""
    role_score: float
    links: tuple[Link, ...]
    """The occupations it may be, likeliest first."""
    years: float | None


@dataclass(frozen=True, slots=True)
class Named:
    """A closed value that was said: a need, a group, a level."""

    value: str
    score: float


@dataclass(frozen=True)
class Heard:
    """What one message holds."""

    reading: Reading
    work: tuple[Work, ...]
    places: tuple[tuple[PlaceFact, float], ...]
    age: tuple[int, float] | None
    wage: tuple[int, float] | None
    education: Named | None
    papers: tuple[tuple[CertificateFact, float], ...]
    needs: tuple[Named, ...]
    groups: tuple[Named, ...]


def hear(message: Message, today: date) -> Heard | None:
    """What the heads find in a message; None where the model in use has none."""
    if not has_heads():
        return None
    context = "form_question" if message.question else prompts.IDLE
    reading = read(message.text, prompts.of_message("seeker", context, message.question), READ_TOGETHER)
    work = tuple(_lasting(reading, [_work(reading, mark) for mark in _marks(reading, labels.WORK)]))
    levels = [Named(str(level), reading.score("facts", f"edu:{level}")) for level in Education]
    level = max(levels, key=lambda one: one.score)
    return Heard(
        reading=reading,
        work=work,
        places=tuple(_places(reading)),
        age=_number(reading, "age", lambda words: _age(reading, words, today)),
        wage=_number(reading, "wage", lambda words: wage.read_wage(_short(words, ProfileQuestion.WAGE))),
        education=level if level.score >= limit("facts", f"edu:{level.value}") else None,
        papers=tuple(_papers(reading)),
        needs=tuple(_named(reading, "need", tuple(Constraint))),
        groups=tuple(_named(reading, "group", labels.GROUPS)),
    )


def _marks(reading: Reading, label: str) -> list[Mark]:
    return reading.marks("facts", label, limit("facts", label))


def _short(words: str, question: ProfileQuestion) -> Message:
    plain = normalise(words)
    return Message(plain, Language.EN if plain.isascii() and any(c.isalpha() for c in plain) else Language.ZH, question)


def _role(reading: Reading, mark: Mark, roles: tuple[str, ...]) -> tuple[str, float]:
    scores = {
        role: max((one.score for one in reading.marks("facts", role, 0.02) if _meet(one, mark)), default=0.0)
        for role in roles
    }
    best = max(scores, key=lambda role: scores[role])
    return best, scores[best]


def _meet(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _work(reading: Reading, mark: Mark) -> Work:
    role, score = _role(reading, mark, labels.WORK_ROLES)
    words = reading.words(mark)
    links = tuple(link(reading.vector(mark.start, mark.end), words))
    return Work(mark, words, role, score, links, None)


def _lasting(reading: Reading, found: list[Work]) -> list[Work]:
    """The work with the years that stand nearest to it: each stretch of time is of one work that was done."""
    for mark in _marks(reading, "years"):
        done = [place for place, work in enumerate(found) if work.role == "did"]
        near = min(done, key=lambda place: found[place].mark.apart(mark), default=None)
        if near is not None and found[near].mark.apart(mark) <= _BESIDE:
            found[near] = replace(found[near], years=years.spoken(reading.words(mark)))
    return found


def _places(reading: Reading) -> Iterator[tuple[PlaceFact, float]]:
    for label, role in (("lives", "lives"), ("in", "prefers"), ("excludes", "excludes")):
        for mark in _marks(reading, label):
            if _role(reading, mark, labels.PLACE_ROLES)[0] != label:
                continue
            for fact in places.read_places(_short(reading.words(mark), ProfileQuestion.PLACE)):
                yield fact.model_copy(update={"role": role}), mark.score


def _number(reading: Reading, label: str, value: Callable[[str], int | None]) -> tuple[int, float] | None:
    found = [
        (number, mark.score) for mark in _marks(reading, label) if (number := value(reading.words(mark))) is not None
    ]
    return found[-1] if found else None


def _papers(reading: Reading) -> Iterator[tuple[CertificateFact, float]]:
    for label, has in (("paper", True), ("nopaper", False)):
        for mark in _marks(reading, label):
            for fact in certificates.read_certificates(_short(reading.words(mark), ProfileQuestion.CERTIFICATES)) or ():
                yield fact.model_copy(update={"has": has}), mark.score


def _age(reading: Reading, words: str, today: date) -> int | None:
    """The years lived; counted from birth in the old way (虚岁) they are no age."""
    return None if _NOMINAL in reading.text else age.read_age(_short(words, ProfileQuestion.AGE), today)


def _named(reading: Reading, given: str, values: tuple[str, ...]) -> Iterator[Named]:
    for value in values:
        label = f"{given}:{value}"
        score = reading.score("facts", label)
        if score >= limit("facts", label):
            yield Named(str(value), score)
