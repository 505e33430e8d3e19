"""What someone studied: the name as said, with candidates of the vocational catalogue at their level."""

import re

from data.facts import EducationFact, MajorFact
from data.vocabulary import Education, Language
from matching.lexicon import Hit, major_names
from matching.understanding.text import Clause, Message
from data.catalogue.majors import Major

_STUDIED_BEFORE = re.compile(
    r"(?:学的?(?:是|个)?|念的?(?:是|个)?|读的?(?:是|个)?|主修|专业(?:是|叫|:)?|毕业于|修的|上的|学了|学过|(?:大专|中专|技校|职高|本科|大学|专科|高职|研究生|学院|大学|职院|中职|职专|卫校|技师)(?:念|学|读|上)?(?:的|了)?(?:是)?)$|"
    r"(?:studied|study|major(?:ed)?(?: in| is| was)?|degree in|diploma in|graduated in|bachelor(?:'s)? (?:of|in)|graduate (?:of|in)|course in)\s$"
)
_STUDIED_AFTER = re.compile(
    r"^(?:专业|系|毕业|学的|班毕业|科班|的?(?:本科|大专|中专|专科)|的?(?:应届)?(?:毕业)?生|的,| major| degree| graduate| diploma)"
)
_WISH = re.compile(
    r"(?:想|要|打算|准备|寻思|能|可以|有没有|报|再|去|希望|合计|琢磨)(?:让他|让她|让孩子|去|再|报|找|个|上|点)*(?:学|念|读|培训)?(?:个|点|点儿|下|习)?$|want to (?:learn|study)\s$|learn(?:ing)?\s$"
)
_SCHOOL = re.compile(
    r"大专|中专|技校|职高|本科|大学|专科|高职|研究生|学院|毕业|中职|卫校|职专|应届|届|college|university|graduat|bachelor|school"
)
_SPOKEN_MAJOR = re.compile(r"(?:专业(?:是|叫)|(?:学|念|读)的(?:是)?)(?P<name>[\u4e00-\u9fff]{2,12}?)(?:专业|的)?$")


def read_majors(message: Message, education: EducationFact | None) -> list[MajorFact]:
    """Majors with their codes: those of the level someone holds, none for university degrees."""
    facts: list[MajorFact] = []
    for index, clause in enumerate(message.clauses):
        schooling = _SCHOOL.search(clause.text) is not None or (
            index > 0 and _SCHOOL.search(message.clauses[index - 1].text) is not None
        )
        for hit in major_names().find(clause.text):
            if _was_studied(clause, hit, schooling=schooling, english=message.language is Language.EN):
                message.claimed.append((clause.start + hit.start, clause.start + hit.end))
                name = hit.said.removesuffix("专业")
                said = clause.text if index == 0 else message.clauses[index - 1].text + clause.text
                level = _level_in(said) or (education.level if education else None)
                facts.append(MajorFact(name=name, codes=_codes(hit.value, level, university="大学" in clause.text)))
    return [fact for index, fact in enumerate(facts) if fact.name not in {one.name for one in facts[:index]}]


def _was_studied(clause: Clause, hit: Hit[tuple[Major, ...]], *, schooling: bool, english: bool) -> bool:
    before, after = clause.text[: hit.start], clause.text[hit.end :]
    if _WISH.search(before) or re.match(r"^(?:证|师|员|工(?!程)|厂|公司|店|的活|干|做|岗|出身)", after):
        return False
    if re.search(r"(?:没|别|不)(?:学|念|读)过?\S{0,2}$", before):
        return False
    if re.search(r"(?:^|是|我|俺)(?:学|念)$", before) and after.startswith("的"):
        return True
    if _STUDIED_BEFORE.search(before):
        return (
            schooling
            or "专业" in clause.text
            or english
            or re.search(r"(?:学的|念的|读的)(?:是)?$", before) is not None
        )
    if _STUDIED_AFTER.search(after):
        return True
    return (
        schooling
        and not before.endswith(("干", "做", "会", "当", "在"))
        and re.match(r"^(?:的|$|专科|大专|本科|中专)", after) is not None
    )


def _level_in(text: str) -> Education | None:
    for level, words in (
        (Education.BACHELOR, "本科|大学|学士|大[一二三四]|研究生"),
        (Education.COLLEGE, "大专|专科|高职|学院"),
        (Education.SECONDARY_VOCATIONAL, "中专|技校|职高|职专|卫校|中职"),
    ):
        if re.search(words, text):
            return level
    return None


def _codes(majors: tuple[Major, ...], level: Education | None, *, university: bool) -> list[str]:
    if level in {Education.BACHELOR, Education.MASTER} or university:
        return []
    fitting = [major.code for major in majors if major.level == level]
    return fitting or [major.code for major in majors if major.level is not Education.BACHELOR]
