"""Groups a policy may name: stated by the person (sure) or only hinted at by circumstances (to be asked, never asserted)."""

import re
from datetime import date

from data.facts import EducationFact, GroupFact, OccupationFact, PlaceFact
from data.vocabulary import Education, Question
from matching.lexicon import patterns
from matching.understanding.numbers import value
from matching.understanding.text import Message

_PATTERNS = patterns("groups.ini")
_STATED = {
    title.removeprefix("stated "): pattern for title, pattern in _PATTERNS.items() if title.startswith("stated ")
}
_HINTED = {
    title.removeprefix("hinted "): pattern for title, pattern in _PATTERNS.items() if title.startswith("hinted ")
}
_GRADUATED = re.compile(r"毕业|离校|graduat|应届|届|读完|念完")
_HIGHER = {Education.COLLEGE, Education.BACHELOR, Education.MASTER}
_YEAR = re.compile(
    r"(?<!\d)(?:20)?(?P<y>[12]\d)\s?(?:年|届|级)?(?:\d{1,2}月)?\S{0,6}?(?:毕业|届|离校)|(?<!\d)(?:20)?(?P<z>[12]\d)届|graduated in (?P<e>20\d\d)|(?P<f>20\d\d) graduate|class of (?P<g>20\d\d)"
)
_WORKED = re.compile(r"(?:上|干|工作|做)(?:了|过)\S{0,5}(?:年|班|个月)|上班呢|在\S{1,8}上班")
_NOT_WORKING = re.compile(
    r"没(?:上过?班|找(?:着|到)|工作|签|就业|活|班|offer|着落|单位)|待业|在家|搁家|考公|考编|考研|未就业|没正式|一直没|还没|找工作|投\S{0,6}简历|haven'?t (?:found|worked)|no job|unemployed|looking for"
)


def read_groups(
    message: Message, education: EducationFact | None, occupations: list[OccupationFact], places: list[PlaceFact], today: date
) -> list[GroupFact]:
    """Group ids in a fixed order; a stated group is not also hinted. Prison, illness and ethnicity are never read."""
    text = "\n".join(clause.text for clause in message.clauses)
    stated = {group for group, pattern in _STATED.items() if _affirmed(pattern, text)}
    hinted = {group for group, pattern in _HINTED.items() if _affirmed(pattern, text)} - stated
    if (
        any(fact.role == "did" and fact.code.startswith("5-01") for fact in occupations)
        and "grp.rural_transfer" not in stated
    ):
        hinted.add("grp.rural_transfer")
    if _affirmed(_PATTERNS["rural stated"], text) or (message.question is Question.HOUSEHOLD and re.match(r"^(?:我)?(?:是)?农", text)):
        stated.add("grp.rural_transfer")
    if any(place.role == "lives" and place.name.endswith("县") for place in places) and _PATTERNS["away"].search(text):
        hinted.add("grp.rural_transfer")
    if "grp.zero_family" in hinted:
        hinted.discard("grp.unemployed")
    if (
        _PATTERNS["employed"].search(text)
        and not stated & {"grp.unemployed"}
        and "以前" not in text
        and "之前" not in text
    ):
        stated.add("grp.employee")
    for group, sure in _graduate(text, education, today):
        (stated if sure else hinted).add(group)
        hinted.discard("grp.unemployed")
    if _is_two_later(text, education):
        stated.add("grp.two_later")
        hinted.discard("grp.two_later")
    return [GroupFact(id=group, sure=True) for group in sorted(stated)] + [
        GroupFact(id=group, sure=False) for group in sorted(hinted - stated)
    ]


def _affirmed(pattern: re.Pattern[str], text: str) -> bool:
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()]
        after = text[match.end() : match.end() + 4]
        if not re.search(r"不是|没(?:有|办|去)?$|非|未|别|不(?:算|想|愿|干)?$|not|no $", before) and not re.match(
            r"^\S{0,2}没(?:办|有)|^(?:不想|不愿|不干)", after
        ):
            return True
    return False


def _graduate(text: str, education: EducationFact | None, today: date) -> list[tuple[str, bool]]:
    if not _GRADUATED.search(text):
        return []
    if education is not None and education.level not in _HIGHER:
        return []
    if education is None and not re.search(r"大学|大专|本科|应届|届|学院|高校|university|college|graduat", text):
        return []
    since = _years_since(text, today)
    if since is None:
        return []
    if since == 0:
        return [("grp.grad_year", True)]
    if since < 0:
        return [("grp.grad_year", False)] if since == -1 else []
    if since <= 2 and (_NOT_WORKING.search(text) or not _WORKED.search(text)):
        return [("grp.grad_2y_ln", True)]
    if since == 3 and _NOT_WORKING.search(text):
        return [("grp.grad_switch_ln", False)]
    return []


def _years_since(text: str, today: date) -> int | None:
    """Years since graduation by the calendar; negative when it is still to come."""
    if re.search(
        r"应届|今年\S{0,6}(?:刚)?毕业|刚毕业|刚离校|(?:graduated|graduating) this (?:year|summer)|fresh graduate|just graduated|recent graduate",
        text,
    ):
        return 0
    if re.search(r"明年\S{0,4}毕业|graduat\w+ next year", text):
        return -1
    if re.search(
        r"去年\S{0,8}毕业|毕业(?:一|1|快一)年|graduated last year|graduated (?:a|one) year ago|毕业快?两年|前年\S{0,8}毕业|毕业(?:二|2)年|graduated two years ago",
        text,
    ):
        return 2 if re.search(r"两年|前年|二年|2年|two", text) else 1
    lasted = re.search(r"毕业(?:都|有|快|了)*(?P<n>\d+|[一二两三四五六七八九十]+)(?:来|多)?年", text)
    if lasted:
        return int(value(lasted["n"]) or 0)
    match = _YEAR.search(text)
    if match:
        said = next(filter(None, match.groups()))
        return today.year - (int(said) if len(said) == 4 else 2000 + int(said))
    return None


def _is_two_later(text: str, education: EducationFact | None) -> bool:
    """未继续升学的初高中毕业生: just out of school and not going on."""
    if education is None or education.level not in {Education.JUNIOR, Education.SENIOR}:
        return False
    fresh = re.search(r"刚(?:念|读|上|毕业)|今年\S{0,6}(?:毕业|念完|中考|高考)|没考上|落榜|刚完|应届|刚参加", text)
    stopping = re.search(
        r"没考上|落榜|不(?:打算|想|准备)?(?:再)?(?:念|读|上|复读)(?:了|书|学|高中|大学)?|不念|没(?:再)?(?:念|读|上)(?:了|高中|大学)?|考不上|不复读|不想复读",
        text,
    )
    return bool(fresh and stopping)
