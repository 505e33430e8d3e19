"""Things someone can do that are no occupation held: reading drawings, CAD, English, 会点电焊."""

import re
from functools import cache

from matching.lexicon import Phrases, callings, table
from matching.understanding.text import Clause, Message

_OTHERS = re.compile(r"(?:媳妇|老婆|老公|对象|爱人|那口子|儿子|闺女|[爸妈爹娘]|弟|哥|姐|妹)\S{0,2}会|my (?:wife|husband|son|daughter|brother|sister) can")
_NOT = re.compile(
    r"(?:不(?:太)?会|没学过|不懂|看不懂|不认识|不行|想学|要学|打算学|想考|学(?:个|点)|不|没)\S{0,4}$"
    r"|can'?t |don'?t know |want to learn |learn |no "
)
_NOT_AFTER = re.compile(r"^(?:不(?:太)?(?:会|行|好|懂)|没学过|一点不|看不懂|都?忘)")
_ABLE = re.compile(
    r"会|能|懂|熟|ok|还行|没问题|过(?:了)?[四六]级|不错|好使|流利|可以|精通|在行|掌握|\bknow|speak|\bcan\b|\buse\b|good at|familiar|skill|fluent"
)
_CAN = re.compile(r"(?<!不)(?<!机)(?<!太)(?<!社)(?<!开)(?:也|还|都|就)?会(?:点|一点|点儿|些|整|弄|干)?(?P<verb>[开修做烧剪种养画弹])?$")
_CAN_ENGLISH = re.compile(r"\b(?:can|know how to|able to)\s(?:also )?(?P<verb>drive|fix|repair|operate)?\s?(?:an? )?$")
_CAN_DO = re.compile(r"(?<!不)(?<!机)会(?:点|一点|些)?(?P<what>(?:修|开|做|弹|画|写|种|养|使)[\u4e00-\u9fff]{1,4}?)(?=$|[和也、啥]|什么)")


@cache
def _skills() -> Phrases[str]:
    return Phrases({said: row["skill"] for row in table("skills.csv") for said in row["said"].split("|")})


def read_skills(message: Message, majors: list[str]) -> list[str]:
    """Skills in the order said, each by its plain name; a subject that was studied is a major, not a skill."""
    found: list[str] = []
    for clause in message.clauses:
        if _OTHERS.search(clause.text):
            continue
        for skill in _known(message, clause) or _work_they_can_do(message, clause):
            if skill not in found and skill not in majors:
                found.append(skill)
    return found


def _known(message: Message, clause: Clause) -> list[str]:
    text = clause.text
    return [
        hit.value
        for hit in _skills().find(text)
        if not _NOT.search(text[: hit.start])
        and not _NOT_AFTER.search(text[hit.end :])
        and not message.is_claimed(clause.start + hit.start, clause.start + hit.end)
        and (_ABLE.search(text) or len(text) - len(hit.said) <= 6)
    ]


def _work_they_can_do(message: Message, clause: Clause) -> list[str]:
    """An occupation's work that someone says to know, without having held it."""
    text = clause.text
    found = []
    for hit in callings().find(text):
        able = _CAN.search(text[: hit.start]) or _CAN_ENGLISH.search(text[: hit.start])
        if able and not message.is_claimed(clause.start + hit.start, clause.start + hit.end):
            found.append(f"{able['verb'] or ''}{hit.said}" if not hit.said.isascii() else f"{able['verb'] or ''} {hit.said}".strip())
    if not found:
        found += [match["what"] for match in _CAN_DO.finditer(text)]
    return found
