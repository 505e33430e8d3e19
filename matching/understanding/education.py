"""The highest finished schooling. Unfinished or hedged: the level finished before it, not sure."""

import re
from dataclasses import dataclass

from data.facts import EducationFact
from data.vocabulary import Education, Language, Question
from matching.understanding.text import Message

_BELOW = {
    Education.MASTER: Education.BACHELOR,
    Education.BACHELOR: Education.SENIOR,
    Education.COLLEGE: Education.SENIOR,
    Education.SECONDARY_VOCATIONAL: Education.JUNIOR,
    Education.SENIOR: Education.JUNIOR,
    Education.JUNIOR: Education.PRIMARY,
    Education.PRIMARY: Education.NONE,
}
_LEVELS: tuple[tuple[Education, str], ...] = (
    (Education.MASTER, r"研究生|硕士|博士|读研|硕(?=毕|学历)|研一|研二|研三"),
    (
        Education.BACHELOR,
        r"本科|专升本|大学(?!专科|城|路|里|食堂|旁)|学士|一本|二本|三本|大[一二三四](?!专|连|哥|爷|把|个|点|门)|大学生",
    ),
    (
        Education.COLLEGE,
        r"大专|专科|高职|高专|函授|成人大专|电大|职业(?:技术)?学院|职院|高级技校|技师学院|高级工班|预备技师",
    ),
    (
        Education.SECONDARY_VOCATIONAL,
        r"中专|技校|职高|职校|职专|中技|职业高中|卫校|中师|护校|职教中心|技工学校|职业学校|职业中专|中职|幼师学校|警校|体校|职中",
    ),
    (Education.SENIOR, r"高中|高[一二三](?!个|次|米|层|档)|高考"),
    (Education.JUNIOR, r"初中|初[一二三](?!次|步|日)|中考"),
    (Education.PRIMARY, r"小学|[一二三四五六]年级"),
)
_NONE = re.compile(
    r"没(?:有)?(?:上|念|读)过(?:一天|几天)?(?:学|书)(?!校)|(?:一天|半天)(?:书|学)\S{0,3}没(?:念|上|读)|(?:学|书)(?:都|也)?没(?:念|上|读)过|文盲|不识字|不认(?:识)?字|大字不识|没文化|没进过学校|没上学|never went to school|no schooling|no education|can'?t read"
)
_ENGLISH: tuple[tuple[Education, str], ...] = (
    (Education.MASTER, r"master'?s?(?: degree)?\b|postgraduate|phd|doctorate"),
    (
        Education.BACHELOR,
        r"bachelor'?s?|university|undergraduate|(?<!associate )(?<!associate's )degree in|ba\b|bsc\b|four-year college",
    ),
    (
        Education.COLLEGE,
        r"associate(?:'?s)? degree|junior college|vocational college|college|polytechnic|higher vocational|three-year diploma|dazhuan",
    ),
    (
        Education.SECONDARY_VOCATIONAL,
        r"vocational (?:high )?school|technical school|secondary vocational|vocational secondary|trade school|zhongzhuan",
    ),
    (Education.SENIOR, r"(?:senior )?high[- ]?school|(?:upper )?secondary school|12th grade|gaokao"),
    (Education.JUNIOR, r"junior (?:high|middle|secondary)(?: school)?|middle[- ]school|lower secondary|9th grade"),
    (Education.PRIMARY, r"primary school|elementary(?: school)?"),
)
_UNFINISHED = re.compile(
    r"没(?:有)?(?:念|读|上|毕)(?:完|下来|到头|业|成)(?!班)|没毕业|未毕业|还没毕业|肄业|辍学|退学|下来了|不念了|不读了|不上了|没念了|念(?:了)?(?:一|两|二|半|\d)年|读(?:了)?(?:一|两|二|半|\d)年|上(?:了)?(?:一|两|半)年|念到|读到|念一半|读一半|在读|正在(?:念|读|上)|还在(?:念|读|上)|没拿(?:到|着)?(?:毕业证|证)|毕业证没|"
    r"差(?:\S{0,4})(?:门|科|学分)|(?:门|科)\S{0,2}没过|证(?:书)?\S{0,4}(?:押|扣)|就(?:没|不)(?:再)?(?:念|读|上(?!过?班))|休学|没考上|考不上|落榜|考着呢|自考(?:中|着|呢)|没上(?:了|成)?(?!过?班|过)|待毕业|明年(?:才)?毕业|后年毕业|快毕业|即将毕业|要毕业|[明后]年\S{0,3}毕业|dropp?ed out|didn'?t (?:finish|graduate)|not finished|unfinished|still (?:in|at|studying)|quit|left (?:high )?school|currently studying|haven'?t graduated|half of"
)
_YEAR_IN = re.compile(r"(?:大[一二三四]|高[一二三]|初[一二三]|研[一二三]|[一二三四五六]年级)")
_LAST_YEAR_DONE = re.compile(r"(?:初三|高三|大四)(?!\S{0,2}没)\S{0,3}(?:念完|读完|上完|毕业|刚完|结束)")
_HEDGED = re.compile(
    r"(?<![计打清预核])算(?!机|术|法|盘|账)|好像|大概|可能|差不多|相当于|勉强|应该(?:算|是)|混(?:的|了|个)|挂(?:名|靠)|野鸡|不算|说是|kind of|sort of|maybe|i think|probably|equivalent"
)
_NOT_OWN = re.compile(
    r"(?:儿子|闺女|姑娘|孩子|小孩|娃|弟|妹|媳妇|老公|老婆|对象|爱人)\S{0,6}$|(?:要求|需要|必须|非得|是不是|得|要)\s?$|想(?:上|考|读|念)\S{0,2}$|(?:在|给|到|去)\S{0,6}$(?=食堂)"
)
_NOT_REACHED = re.compile(r"(?:没考上|考不上|没考|没上|没念|不念|没读|考不了|没能上|没去)\S{0,2}$|(?:not|didn't) (?:go|get) (?:to|into)(?: a)? ?$")
_NOT_OWN_AFTER = re.compile(
    r"^(?:食堂|门口|附近|老师|教师|保安|宿舍|旁边|以上|以下|后勤|打扫|也(?:要|行|能|可以|招)|能|行不|行吗|可以吗|里(?:干|做|打|当)|的?(?:食堂|保洁|厨师)|同学|那边)"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    level: Education
    sure: bool


def read_education(message: Message, *, of_relative: bool = False) -> EducationFact | None:
    """Level and whether it was plainly finished; the last correction counts, otherwise the highest level finished."""
    mentions: list[_Mention] = []
    levels = _ENGLISH if message.language is Language.EN else _LEVELS
    for index, clause in enumerate(message.clauses):
        if _NONE.search(clause.text):
            mentions.append(_Mention(Education.NONE, sure=True))
            continue
        following = message.clauses[index + 1].text if index + 1 < len(message.clauses) else ""
        found = _in_clause(clause.text, following, levels, of_relative=of_relative)
        if found:
            mentions.append(found)
    if not mentions:
        return None
    return _settled(mentions, message)


def _settled(mentions: list[_Mention], message: Message) -> EducationFact:
    if re.search(r"不对|说错|打错|记错|更正", message.text):
        last = mentions[-1]
        return EducationFact(level=last.level, sure=last.sure)
    finished = [one for one in mentions if one.sure]
    unfinished = [one for one in mentions if not one.sure]
    if finished and unfinished:
        best = max(finished, key=lambda one: one.level.order)
        above = max(unfinished, key=lambda one: one.level.order)
        return EducationFact(level=best.level, sure=best.level.order >= above.level.order)
    best = max(mentions, key=lambda one: one.level.order)
    return EducationFact(level=best.level, sure=best.sure)


def _in_clause(
    text: str, following: str, levels: tuple[tuple[Education, str], ...], *, of_relative: bool
) -> _Mention | None:
    for level, pattern in levels:
        for match in re.finditer(pattern, text):
            before, after = text[: match.start()], text[match.end() :]
            if (_NOT_OWN.search(before) and not of_relative) or _NOT_OWN_AFTER.search(after):
                continue
            if _NOT_REACHED.search(before):
                continue
            return _judged(level, match.group(), text, following)
    return None


def _judged(level: Education, said: str, text: str, following: str) -> _Mention:
    if _LAST_YEAR_DONE.search(text) or (
        said in {"初三", "高三", "大四"} and re.search(r"毕业|完", text) and not _UNFINISHED.search(text)
    ):
        return _Mention(level, sure=True)
    if re.search(rf"{said}\S{{0,3}}毕业(?!证没)", text) and not re.search(r"没毕业|未毕业|还没|[明后]年|快毕业|要毕业", text):
        return _Mention(level, sure=_HEDGED.search(text) is None)
    if re.search(r"没考上|考不上|落榜|中考|高考", text) and not re.search(r"毕业", text):
        return _Mention(
            _BELOW[level] if said not in {"中考", "高考"} else level,
            sure=re.search(r"没考上|落榜|没考", text) is not None,
        )
    unfinished = _UNFINISHED.search(text) or (
        _UNFINISHED.search(following) and not any(re.search(p, following) for _, p in _LEVELS)
    )
    if unfinished or _YEAR_IN.fullmatch(said):
        if level is Education.SECONDARY_VOCATIONAL or level in _BELOW:
            return _Mention(_BELOW[level], sure=False)
    return _Mention(level, sure=_HEDGED.search(text) is None)


def answers_education(message: Message) -> bool:
    return message.question is Question.EDUCATION
