"""Age as said. Birth years, zodiac signs and round guesses (四十多) are no age."""

import re

from data.vocabulary import Language, Question
from matching.understanding.numbers import ENGLISH, NUMBER, value
from matching.understanding.text import Clause, Message

YOUNGEST_WORKER = 16
_POSSIBLE = range(5, 100)

_OTHERS = re.compile(
    r"(?:儿子|闺女|姑娘|孩子|小孩|娃|宝宝|老大|老二|孙子|孙女|老人|老爷子|老太太|公公|婆婆|[爸妈爹娘]|媳妇|老婆|老公|对象|爱人|哥|弟|姐|妹|同学|朋友|工龄|厂龄)\S{0,6}$"
)
_STATED = re.compile(
    rf"(?:虚岁?(?P<nominal>{NUMBER})\S{{0,2}}?)?(?:(?P<cue>今年|年龄|岁数|周岁|我|俺|本人|刚满|刚过|满了|满|年纪|刚|都|已经|现在|她|他|过完生日|过完年|过了年|年方)(?:是|才|都|刚|也|已经|就|今年|满|周岁|有|:)*)?"
    rf"(?P<n>{NUMBER})(?P<unit>周?岁(?:了|半|整)?|周岁)?(?P<end>了|啦|的人了|整|半)?"
)
_NOT_AGE_AFTER = re.compile(
    r"^(?:[来多几]|年|个|月|号|天|点|块|元|千|百|万|k|w|级|届|公里|里地|斤|人|次|回|种|后|前|以[上下]|到|-|~|毛|角|门|本|月份|楼|层|米|小时|分|%|就(?:开始|出来|下|干|学|上|当|进|出|跟|不念)|那年|出头|好几|开外|左右|届|期|班|线|路|台|倒|口|名|家|个月|/|\.|出来|的时候|时|开始)"
)
_FULL = re.compile(
    rf"(?:我|俺|我今年|今年|男|女|她|他|本人|年龄|岁数|人|也|都|已经|属\S|周岁)*(?P<n>{NUMBER})(?:周?岁|周岁)?(?:半|整)?(?:了|啦|呢|吧|的)?"
)
_KIN = re.compile(
    r"^(?:给|替|帮)?(?:我|俺|咱)?(?:家)?(?:的)?(?:老)?(?:儿子|闺女|姑娘|女儿|孩子|小子|丫头|媳妇|老婆|老公|对象|爱人|[爸妈爹娘]|父亲|母亲|哥|弟弟?|姐|妹妹?|侄子?女?|外甥|朋友|老丈人|婆婆|公公)(?:他|她)?(?:是|有|都)?"
)
_NEARLY = re.compile(
    rf"(?:还?差|再有|再过|不到|没到|没满|未满|不满|还没|快|马上|眼瞅着?|眼看|就要|即将|下个?月|下周|转年|过年|年底|明年)\S{{0,6}}?(?:满|到|就|才|要|是|过)*(?P<n>{NUMBER})(?:周?岁|周岁|了|生日|$)"
)
_NOMINAL = re.compile(rf"虚岁?(?:都|是|才|今年)?(?P<n>{NUMBER})")
_CORRECTION = re.compile(r"不对|哦不|啊不|噢不|说错|打错|记错|更正|应该是|不是.{0,4}是|actually|sorry|i mean")
_ENGLISH = re.compile(
    rf"(?:i'?m|i am|aged?|age is|she'?s|he'?s|she is|he is|just turned|turned|now)[: ]+(?:only |just |about to be )?(?P<a>{ENGLISH})\b(?!\s*(?:year|yr|month|min|km|kg|day|week|%|hour)s?(?! old))(?![:.]\d)"
    rf"|(?P<b>{ENGLISH})[- ]?(?:years?|yrs?)[- ]?old|(?P<c>{ENGLISH})[- ]?(?:yo|y/o)\b|^(?:male|female|man|woman)?,? ?(?P<d>\d\d)(?: years)?(?:,|$)"
)
_ENGLISH_KIN = re.compile(rf"(?:son|daughter|wife|husband|brother|sister|father|mother|dad|mum|mom|friend|cousin|nephew|niece|uncle|aunt|he|she)(?:,| is|'s)+ (?:only |just |now |already )?(?P<n>{ENGLISH})\b(?! (?:months?|weeks?))")
_ENGLISH_OTHERS = re.compile(
    r"(?:my |our )?(?:son|daughter|kid|kids|child|children|father|mother|husband|wife|brother|sister|dad|mum|mom|baby)\S*(?: \S+){0,3} ?$"
)


def read_age(message: Message, *, of_relative: bool = False) -> int | None:
    """The age stated last (a later one corrects an earlier one); None when none is. `of_relative`: theirs is meant."""
    found: list[tuple[int, int]] = []
    for clause in message.clauses:
        strength_and_age = (
            _english(clause, of_relative=of_relative, asked=message.question is Question.AGE)
            if message.language is Language.EN
            else _chinese(message, clause, of_relative=of_relative)
        )
        if strength_and_age:
            found.append(strength_and_age)
    if not found:
        return None
    strongest = max(strength for strength, _ in found)
    ages = [age for strength, age in found if strength == strongest or _CORRECTION.search(message.text)]
    return ages[-1]


def is_underage(message: Message) -> bool:
    """Whether the person says to be under the working age, also when no number of years follows from it."""
    for clause in message.clauses:
        nearly = _NEARLY.search(clause.text)
        if nearly and value(nearly["n"]) == YOUNGEST_WORKER and not _OTHERS.search(clause.text[: nearly.start()]):
            return True
        nominal = _NOMINAL.search(clause.text)
        if nominal and (value(nominal["n"]) or 99) <= YOUNGEST_WORKER and "周岁" not in message.text:
            return True
    return (
        re.search(r"(?:not|under|almost|nearly|not yet|turn(?:ing)?) (?:yet )?(?:16|sixteen)\b", message.text)
        is not None
    )


def _chinese(message: Message, clause: Clause, *, of_relative: bool) -> tuple[int, int] | None:
    text = clause.text
    nearly = _NEARLY.search(text)
    if nearly:
        nearly_age = value(nearly["n"])
        return (2, int(nearly_age) - 1) if nearly_age in {17, 18} else None
    best: tuple[int, int] | None = None
    for match in _STATED.finditer(text):
        before, after = text[: match.start("n")], text[match.end() :]
        age = _age(match["n"])
        if (
            age is None
            or (match["nominal"] and "周岁" not in match.group())
            or before.endswith(("虚", "虚岁", ".", "-", "~", "到", "至", "第"))
        ):
            continue
        if (_OTHERS.search(before) and not of_relative) or re.match(
            r"^(?:以上|以下|以内|以后|以前|的?孩子|的?儿子|的?闺女|的?娃|那年|就|开始|时|的时候|出来)", after
        ):
            continue
        strength = (
            3
            if match["unit"]
            else 2
            if match["cue"] and not _NOT_AGE_AFTER.search(after) and not match["n"].endswith(("千", "百", "万"))
            else 0
        )
        if (
            strength == 2
            and match["cue"] in {"我", "俺", "都", "刚", "满", "现在", "他", "她"}
            and len(after) > 0
            and not match["end"]
            and not re.match(r"^(?:[,在的是]|男|女|属|岁)", after)
        ):
            strength = 0
        if strength and (best is None or strength >= best[0]):
            best = (strength, age)
    if best is None:
        best = _bare(message, text, of_relative=of_relative)
    return best


def _bare(message: Message, text: str, *, of_relative: bool) -> tuple[int, int] | None:
    """A clause that is nothing but a number (and 我, 了 …) between 14 and 75."""
    match = _FULL.fullmatch(_KIN.sub("", text) if of_relative else text)
    if match is None:
        return None
    age = _age(match["n"])
    asked = message.question is Question.AGE
    if age is None or not (14 <= age <= 75 or (asked and age in _POSSIBLE)):
        return None
    if message.question not in {None, Question.AGE} and len(message.clauses) == 1:
        return None
    if len(message.clauses) == 1 and not asked and text == match["n"]:
        return None
    return 2, age


def _age(said: str) -> int | None:
    number = value(said)
    return int(number) if number is not None and number in _POSSIBLE and number == int(number) else None


def _english(clause: Clause, *, of_relative: bool, asked: bool) -> tuple[int, int] | None:
    if of_relative:
        theirs = _ENGLISH_KIN.search(clause.text)
        if theirs and (said := _age(theirs["n"])) is not None:
            return 3, said
    if asked and (said := _age(clause.text.strip())) is not None:
        return 2, said
    for match in _ENGLISH.finditer(clause.text):
        said = next(filter(None, match.groups()))
        age = _age(said)
        if age is None or (_ENGLISH_OTHERS.search(clause.text[: match.start()]) and not of_relative):
            continue
        return 2, age
    return None
