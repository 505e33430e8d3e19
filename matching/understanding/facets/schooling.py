"""The highest schooling someone completed, and what they studied."""

from data.catalogue.majors import Major
from data.people.profile import EducationFact, MajorFact
from data.vocabulary import Education
from matching.language.gazetteer import major_names
from matching.language.heads.reading import Reading, limit, marked

_MOST = 0.6
"""Share of marked words from which a catalogue's name among them is what they mean."""
_SHORTEST = 3
"""Characters of a subject that no catalogue knows; shorter words are hardly one (小学文化)."""
_SCHOOLS = {
    Education.BACHELOR: ("本科", "大学", "大一", "大二", "大三", "大四", "university", "bachelor"),
    Education.COLLEGE: ("大专", "专科", "高职", "college"),
    Education.SECONDARY_VOCATIONAL: ("中专", "技校", "职高", "中职", "vocational"),
    Education.SENIOR: ("高中", "高一", "高二", "高三", "high school"),
    Education.JUNIOR: ("初中", "初一", "初二", "初三", "middle school"),
    Education.PRIMARY: ("小学", "年级", "primary"),
}
"""Names of schools and of their years, the highest first."""
_BELOW = {
    Education.BACHELOR: Education.SENIOR, Education.COLLEGE: Education.SENIOR,
    Education.SECONDARY_VOCATIONAL: Education.JUNIOR, Education.SENIOR: Education.JUNIOR,
    Education.JUNIOR: Education.PRIMARY, Education.PRIMARY: Education.NONE,
}  # fmt: skip
_HIGHER = {Education.BACHELOR, Education.MASTER}


def read_education(reading: Reading) -> EducationFact | None:
    """The highest level completed; of school that was not finished the level below, not sure."""
    scores = {level: reading.score("facts", f"edu:{level}") for level in Education}
    done = [level for level, score in scores.items() if score >= limit("facts", f"edu:{level}")]
    if done:
        return EducationFact(level=max(done, key=lambda level: level.order))
    for mark in marked(reading, "unfinished"):
        for level, names in _SCHOOLS.items():
            if any(name in reading.words(mark) for name in names):
                return EducationFact(level=_BELOW[level], sure=False)
    return None


def read_majors(reading: Reading, education: EducationFact | None) -> list[MajorFact]:
    """Subjects with codes of the vocational catalogue: those of the level held, none for university degrees."""
    level = education.level if education else None
    found: dict[str, MajorFact] = {}
    for mark in marked(reading, "major"):
        words = reading.words(mark).removesuffix("专业")
        if words not in major_names().values:
            words = words.removeprefix("学的").removeprefix("的")
        known = max(major_names().find(words), key=lambda hit: hit.end - hit.start, default=None)
        name = known.phrase if known and len(known.phrase) >= _MOST * len(words) else words
        if len(name) > 1 and (known or len(name) >= _SHORTEST):
            found[name] = MajorFact(name=name, codes=_codes(known.value if known else (), level))
    return list(found.values())


def _codes(majors: tuple[Major, ...], level: Education | None) -> list[str]:
    if level in _HIGHER:
        return []
    fitting = [major.code for major in majors if major.level == level]
    return fitting or [major.code for major in majors if major.level is not Education.BACHELOR]
