"""A message as the facets read it: normalised, cut into clauses, with the language and the question it answers."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from data.vocabulary import Language, ProfileQuestion
from matching.language.heads import prompts
from matching.language.pattern_sets import load_pattern_sets

_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]{0,200}>")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,64}")
_SPACES = re.compile(r"\s+")
_CLAUSE_END = re.compile(r"[,。!?;~…\n|]+|(?<!\d)\.(?!\d)|\.(?=\s|$)|(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])|:(?!\d)")
TRADITIONAL = str.maketrans(
    "幹電銲鐵學歲個們業這裡還沒過後來當護師養車開關證機場間點說話問題錢給帶時從東陽瀋瀋連營盤錦撫順遼葫蘆島長興實習術醫"
    "藥農辦會計圖維飛動裝縫紉廚師麵點畢業專門對應該愛錯頭髮網賣買貨導購員倉庫運輸樓級發現單雙週壓製鋼煉鑄鍛銑鏜鉗",
    "干电焊铁学岁个们业这里还没过后来当护师养车开关证机场间点说话问题钱给带时从东阳沈沈连营盘锦抚顺辽葫芦岛长兴实习术医"
    "药农办会计图维飞动装缝纫厨师面点毕业专门对应该爱错头发网卖买货导购员仓库运输楼级发现单双周压制钢炼铸锻铣镗钳",
)

_WORDS = load_pattern_sets("speech.ini")
_BREATH = 13
"""Characters said without a pause; longer stretches are voice messages, cut before words that begin a new thought."""
LONGEST = 4096
"""The most a Telegram message carries; what is beyond is not read."""
_LONGEST_CLAUSE, _LONGEST_ENGLISH = 60, 240
_MOST_CLAUSES = 250
_NUMBER_OF_SOMETHING_ELSE = re.compile(r"\d{7,}|\d{3}[ -]\d{4}[ -]\d{4}")
"""Telephone, identity and card numbers are never facts, and not kept."""
_REPEATED = re.compile(r"(.)\1{7,}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of speech between pauses. `start`: its offset in `Message.text`."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Message:
    """One message. `text` is normalised (NFKC, lower case, simplified, no control or bidi characters, no markup)."""

    text: str
    language: Language
    question: ProfileQuestion | None = None
    screen: str = prompts.IDLE
    """What the person last saw."""

    @property
    def context(self) -> str:
        """Where the words are said: in answer to a question, or at what is on the screen."""
        return "form_question" if self.question else self.screen

    @cached_property
    def clauses(self) -> list[Clause]:
        found: list[Clause] = []
        start = 0
        for gap in _CLAUSE_END.finditer(self.text):
            found += _clauses(self.text, start, gap.start())
            start = gap.end()
        found += _clauses(self.text, start, len(self.text))
        return found[:_MOST_CLAUSES]


def _clauses(text: str, start: int, end: int) -> Iterator[Clause]:
    """What is said between two pauses; nothing between two that follow each other."""
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        offset = start + len(piece) - len(piece.lstrip())
        for left, right in _breaths(stripped):
            yield Clause(stripped[left:right], offset + left)


def _breaths(text: str) -> Iterator[tuple[int, int]]:
    """Half-open parts of a stretch without pauses: cut before new thoughts when it is long, and never endless."""
    cuts = [0]
    if len(text) > _BREATH and not text.isascii():
        cuts += [cut.start() for cut in _WORDS["new thought"].finditer(text) if cut.start() > 0]
    for left, right in pairwise([*sorted(set(cuts)), len(text)]):
        longest = _LONGEST_CLAUSE if not text.isascii() else _LONGEST_ENGLISH
        for start in range(left, right, longest):
            yield start, min(start + longest, right)


def normalise(text: str) -> str:
    """Characters that mean nothing removed, variants of one character made one, lower case."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    text = "".join(c if c == "\n" else visible(c) for c in text)
    text = _LINK.sub(" ", _TAG.sub(" ", text))
    text = _NUMBER_OF_SOMETHING_ELSE.sub(" ", _REPEATED.sub(r"\1\1\1", text))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.translate(TRADITIONAL).lower().split("\n"))


def as_typed(words: str, text: str) -> str:
    """Normalised words of a text with the capitals that they have in it, where they stand in it as they are."""
    text = unicodedata.normalize("NFKC", text)
    start = text.lower().find(words)
    same_length = len(text.lower()) == len(text)
    return text[start : start + len(words)] if start >= 0 and same_length else words


def visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if category in {"Cf", "Mn", "Me", "Cs", "Co", "Cn"}:
        return ""
    return "。" if category == "So" else character
