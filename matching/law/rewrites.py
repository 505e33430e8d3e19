"""What an advert may say instead: a replacement for each finding, and a clean text when they are made."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from data.vocabulary import Language
from matching.language.detection import language_of
from matching.language.gazetteer import read_word_table

_ORIGIN = re.compile(
    r"(?:国家|普通)?统招(?:统分)?的?|(?<!非)全日制(?:普通|统招|正规|公办)?|公办|第一学历(?:必须|要求|须)?(?:是|为)?"
)
_LEVEL = re.compile(r"本科|大专|专科|大学|中专|高中|研究生|硕士|学历")
_YEARS = re.compile(r"\d{2}|[一二三四五六]?十[一二三四五六七八九]?")
_MINORS = frozenset({"16", "17", "十六", "十七"})
_SEXED_POST = re.compile(r"(?:招|急招|诚招)?(?:男|女)(?:性|士|生)?([一-鿿]{2,4})")
_NO_POST = frozenset({"优先", "勿扰", "免谈", "不要", "不招", "孩子", "为主", "最好", "为佳"})
_NOUN = re.compile(r"徒弟|学徒|学员|员工|服务员|普工|工人|店员|师傅|司机")
_RECRUITED = re.compile(r"招[^,。;!?\n]{0,6}$")
_RECRUITED_SEX = re.compile(r"((?:急|诚)?(?:招|聘|招聘))(?:男|女)(?:性|士|生|的)?")
_SEXED_PERSON = re.compile(r"(?:男|女)(?:的|生|性|士|工|员工|学徒)?")

_PEOPLE = re.compile(r"\b(?:men|women|males|females|guys|ladies)\b")
_CLAUSE_BEGINS, _CLAUSE_ENDS = re.compile(r"(?:^|[,;:.!?\n(])\s*$"), re.compile(r"\s*(?:$|[,;:.!?\n)])")


@dataclass(frozen=True, slots=True)
class Said:
    """Words that were found, as `signs` reads them, with what stands before and after."""

    words: str
    before: str
    after: str
    in_english: bool = False


def rewrite(category: str, said: Said) -> str:
    """A lawful replacement for what was said; empty where nothing need be said."""
    special = (_SPECIAL_ENGLISH if said.in_english else _SPECIAL).get(category)
    return special(said) if special else _usual().get(category, {}).get("english" if said.in_english else "rewrite", "")


def is_english(text: str) -> bool:
    """Whether what stands in the text instead is English too."""
    return language_of(text.lower()) is Language.EN


def _gender(said: Said) -> str:
    post = _SEXED_POST.fullmatch(said.words)
    if post and post[1] not in _NO_POST:
        return post[1]
    recruited = _RECRUITED_SEX.fullmatch(said.words)
    if recruited and re.match(r"[一-鿿]{2}", said.after):
        return recruited[1]
    if _RECRUITED.search(said.before) and _SEXED_PERSON.fullmatch(said.words):
        return "" if re.match(r"[一-鿿]{2}", said.after) else "人"
    return "" if _NOUN.match(said.after) else "男女不限"


def _age(said: Said) -> str:
    years = _YEARS.findall(said.words)
    if len(years) < 2:
        return "年龄不限"
    return "年满16周岁" if years[0] in _MINORS else "年满18周岁"


def _school(said: Said) -> str:
    level = _ORIGIN.sub("", said.words)
    return level if level != said.words and _LEVEL.search(level) else ""


def _hazard(said: Said) -> str:
    return f"{said.words}（提供防护用品，定期做职业健康检查）"


_SPECIAL: dict[str, Callable[[Said], str]] = {"gender": _gender, "age": _age, "school": _school, "hazard": _hazard}


def _gender_in_english(said: Said) -> str:
    """A clause of its own, people for men or women, and nothing for what only describes the next word."""
    if _is_a_clause(said):
        return "men and women welcome"
    return "people" if _PEOPLE.search(said.words) else ""


def _is_a_clause(said: Said) -> bool:
    return bool(_CLAUSE_BEGINS.search(said.before) and _CLAUSE_ENDS.match(said.after))


def _age_in_english(said: Said) -> str:
    years = re.findall(r"\d{2}", said.words)
    if len(years) < 2:
        return "of any age"
    return "aged 16 or older" if years[0] in _MINORS else "aged 18 or older"


def _hazard_in_english(said: Said) -> str:
    return f"{said.words} (protective gear and regular health checks provided)"


_SPECIAL_ENGLISH: dict[str, Callable[[Said], str]] = {
    "gender": _gender_in_english, "age": _age_in_english, "hazard": _hazard_in_english,
}  # fmt: skip


@cache
def _usual() -> dict[str, dict[str, str]]:
    """By category; `whole` is yes where the replacement is a clause of its own."""
    return {row["category"]: row for row in read_word_table("adverts/rewrites.csv")}


@dataclass(frozen=True, slots=True)
class Change:
    """Half-open offsets in a text and what shall stand there."""

    start: int
    end: int
    words: str
    category: str


_GAP = re.compile(r"[,，、;；|｜。.!！?？\n]|\s{2,}")
_STRONG = frozenset("。.!！?？\n")
_NUMBER = re.compile(r"\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[、.．)）](?!\d)")
_EMPTY = re.compile(
    r"(?:[\s\d()（）【】\[\]:：*#·•●◆■✅➢▶-]|要求|需要|需|须|性别|年龄|身高|外貌|学历|户籍|民族|婚姻|联系|条件|人员|另外|并且|而且|且|并|的|者|有|无|以及|及|和"
    r"|或|请|限|优先|必须|男|女|岁|周岁|了|也)*"
)
_KEPT_WORDS = 5
"""A remainder of a clause from this length on says something of its own."""


def applied(text: str, changes: Sequence[Change]) -> str:
    """The text with the changes made, each replacement once, and no punctuation left without words between."""
    made: list[Change] = []
    for change in sorted(changes, key=lambda one: (one.start, -one.end)):
        start = max(change.start, made[-1].end) if made else change.start
        if start < change.end:
            again = change.words and any(change.words == one.words for one in made)
            made.append(Change(start, change.end, "" if again else change.words, change.category))
    in_english = is_english(text)
    for change in reversed(made):
        text = _changed_in_english(text, change) if in_english else _changed(text, change)
    return text.strip(" ,，、;；")


def _changed(text: str, change: Change) -> str:
    """The text with one change made within its clause."""
    left, right = _clause(text, change)
    before, after = text[left : change.start], text[change.end : right]
    whole = _usual().get(change.category, {}).get("whole") == "yes"
    if change.words and not whole:
        return text[: change.start] + change.words + text[change.end :]
    pieces = [piece for piece in (_kept(before), change.words, _kept(after)) if piece]
    if pieces:
        number = _NUMBER.match(before)
        head = number.group() if number and not _kept(before) else ""
        return text[:left] + head + "，".join(pieces) + text[right:]
    return _without(text, left, right)


def _changed_in_english(text: str, change: Change) -> str:
    """The text with the words replaced, or dropped with the blanks and the sign that they needed."""
    before, after = text[: change.start], text[change.end :]
    if change.words:
        begins = not before.strip() or before.rstrip()[-1] in _STRONG
        words = change.words[0].upper() + change.words[1:] if begins else change.words
        return before + words + after
    left, right = _clause(text, change)
    if not (text[left : change.start] + text[change.end : right]).strip():
        return _without(text, left, right)
    return before.rstrip(" ") + (" " if before.strip() and after.strip() else "") + after.lstrip(" ")


def _clause(text: str, change: Change) -> tuple[int, int]:
    """The clause that the change stands in, its number included."""
    left = 0
    for gap in _GAP.finditer(text, 0, change.start):
        left = gap.end()
    line = max(text.rfind(sign, 0, left) for sign in "\n。;；") + 1
    number = _NUMBER.match(text, line)
    if number and number.end() == left:
        left = line
    gap_after = _GAP.search(text, change.end)
    return left, gap_after.start() if gap_after else len(text)


def _kept(rest: str) -> str:
    """The remainder of a clause when it says something of its own."""
    numbered = _NUMBER.match(rest)
    words = rest[numbered.end() :] if numbered else rest
    if _EMPTY.fullmatch(words) or len(words.strip()) < _KEPT_WORDS:
        return ""
    return rest.strip()


def _without(text: str, left: int, right: int) -> str:
    """The text without a clause and without the punctuation that it needed."""
    before, after = text[:left], text[right:]
    if after[:1] and after[0] not in _STRONG:
        return before + after[1:]
    before = before.rstrip(" ,，、;；|｜")
    if after[:1] in _STRONG - {"\n"} and (not before or before[-1] in _STRONG):
        after = after[1:]
    return before + after
