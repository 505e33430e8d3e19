"""What someone studied: the name as said, with candidates of the vocational catalogue at their level."""

from data.catalogue.majors import Major
from data.people.profile import EducationFact, MajorFact
from data.vocabulary import Education, Language, ProfileQuestion
from matching.language.gazetteer import PhraseMatch, major_names, occupation_names
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Clause, Message

_WORDS = load_pattern_sets("majors.ini")
_LEVELS = load_pattern_sets("education.ini")
_TAUGHT_AT = (Education.MASTER, Education.BACHELOR, Education.COLLEGE, Education.SECONDARY_VOCATIONAL)


def read_majors(message: Message, education: EducationFact | None, *, searching: bool = False) -> list[MajorFact]:
    """Majors with their codes: those of the level someone holds, none for university degrees. Claims their words.

    `searching`: the message asks what there is; 学会计的 is then a class, not a past.
    """
    facts: list[MajorFact] = []
    for index, clause in enumerate(message.clauses):
        said = clause.text if index == 0 else f"{message.clauses[index - 1].text} {clause.text}"
        schooling = _WORDS["school"].search(said) is not None
        level = _level_in(said) or (education.level if education else None)
        known = [
            hit
            for hit in major_names().find(clause.text)
            if _was_studied(
                clause, hit, schooling=schooling, english=message.language is Language.EN, searching=searching
            )
        ]
        for hit in known:
            message.claimed.append((clause.start + hit.start, clause.start + hit.end))
            facts.append(MajorFact(name=hit.phrase.removesuffix("专业"), codes=_codes(hit.value, level)))
        if not known and schooling:
            facts += _other(message, clause) or _alone(message, clause)
    return [fact for index, fact in enumerate(facts) if fact.name not in {one.name for one in facts[:index]}]


def _was_studied(
    clause: Clause, hit: PhraseMatch[tuple[Major, ...]], *, schooling: bool, english: bool, searching: bool
) -> bool:
    before, after = clause.text[: hit.start], clause.text[hit.end :]
    if any(_WORDS[no].search(before) for no in ("wished before", "denied before")) or _WORDS["work after"].search(
        after
    ):
        return False
    if _WORDS["is a student of before"].search(before) and after.startswith("的"):
        return schooling or not searching
    if _WORDS["studied before"].search(before):
        plainly = _WORDS["plainly studied before"].search(before) is not None
        return schooling or english or plainly or "专业" in clause.text
    if _WORDS["studied after"].search(after):
        return True
    ends = _WORDS["ends after"].search(after) is not None
    return schooling and ends and not _WORDS["doing before"].search(before)


def _other(message: Message, clause: Clause) -> list[MajorFact]:
    """A subject the catalogue does not know (技校学的车工)."""
    spoken = _WORDS["spoken"].search(clause.text)
    name = (spoken["name"] or spoken["before"]) if spoken else ""
    if not name or _WORDS["no name"].search(name):
        return []
    start = clause.start + clause.text.index(name)
    message.claimed.append((start, start + len(name)))
    return [MajorFact(name=name)]


def _alone(message: Message, clause: Clause) -> list[MajorFact]:
    """A subject that is all the clause says, beside the school (asked for schooling: 职高，幼教)."""
    name = clause.text.removeprefix("学的").removeprefix("学").removesuffix("的").removesuffix("专业")
    named = name in major_names().values or name in occupation_names().values
    if message.question is not ProfileQuestion.EDUCATION or not named:
        return []
    message.claimed.append((clause.start, clause.start + len(clause.text)))
    return [MajorFact(name=name, codes=_codes(major_names().values.get(name, ()), None))]


def _level_in(text: str) -> Education | None:
    return next((level for level in _TAUGHT_AT if _LEVELS[level.value].search(text)), None)


def _codes(majors: tuple[Major, ...], level: Education | None) -> list[str]:
    if level in {Education.BACHELOR, Education.MASTER}:
        return []
    fitting = [major.code for major in majors if major.level == level]
    return fitting or [major.code for major in majors if major.level is not Education.BACHELOR]
