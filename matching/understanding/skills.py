"""Things someone can do that are no occupation: reading drawings, CAD, English, software."""

import re

from matching.lexicon import Phrases, table
from matching.understanding.text import Message

_SKILLS: Phrases[str] = Phrases({said: row["skill"] for row in table("skills.csv") for said in row["said"].split("|")})
_NOT = re.compile(
    r"(?:不(?:太)?会|没学过|不懂|看不懂|不认识|不行|想学|要学|打算学|想考|学(?:个|点)|不)\S{0,4}$|can'?t |don'?t know |want to learn |learn "
)
_NOT_AFTER = re.compile(r"^(?:不(?:太)?(?:会|行|好|懂)|没学过|一点不|看不懂|都?忘)")
_ABLE = re.compile(
    r"会(?:点|一点|些|用|修|开|看|整|使)?|能(?:看|用)|懂|熟|ok|还行|没问题|过(?:了)?[四六]级|不错|能说|好使|流利|可以|精通|在行|掌握|know|speak|can |use|good at|familiar|skill|fluent"
)
_CAN_DO = re.compile(
    r"(?:我|自己|也|还)?会(?:点|一点|些|整|弄)?(?P<what>修\S{1,5}|开\S{1,4}|做\S{1,4}|说\S{1,4}|弹\S{1,3}|画\S{1,3}|写\S{1,3})(?:$|和)"
)


def read_skills(message: Message) -> list[str]:
    """Skills in the order said, each by its plain name."""
    found: list[str] = []
    for clause in message.clauses:
        for hit in _SKILLS.find(clause.text):
            before, after = clause.text[: hit.start], clause.text[hit.end :]
            if (
                _NOT.search(before)
                or _NOT_AFTER.search(after)
                or message.is_claimed(clause.start + hit.start, clause.start + hit.end)
            ):
                continue
            if hit.value not in found and (_ABLE.search(clause.text) or len(clause.text) - len(hit.said) <= 6):
                found.append(hit.value)
        able = _CAN_DO.search(clause.text)
        if able and able["what"] not in found and not found:
            found.append(able["what"])
    return found
