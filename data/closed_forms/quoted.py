"""The sentence that words bring along, to be written as it stands: behind a colon, in quotes, behind "one line".

加一句：中午管饭; 补一条“师傅带到出徒”; 再添一句 教室有空调; add a line: lunch is free.
"""

import re
from dataclasses import dataclass

_OPENING, _CLOSING = "“\"「『‘'《", "”\"」』’'》"
_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")
_PAUSE = rf"(?=[\s:：,，、。{_OPENING}-]|$)"
_LINE = re.compile(
    rf"(?<![第那这每哪上下前后])(?:[一两二几]|\d)\s*(?:句话?|[条行]{_PAUSE})|(?<=[加补添写])[一1]\s*[条行](?!线)"
    rf"|\b(?:an?|one)\s+(?:more\s+)?(?:line|sentence|note)\b(?:\s+that\b|(?=\s*(?:[:：,，{_OPENING}-]|$)))",
    re.IGNORECASE,
)
"""条 and line count other things too: only where a pause follows, or where one is added."""
_QUOTES = re.compile(rf"[{_OPENING}]([^{_OPENING}{_CLOSING}]+)[{_CLOSING}]")
_TO = re.compile(r"[改换变写调定设搬挪移叫](?:成|为|到|在|做|作)\s*[:：]?\s*(.+)", re.DOTALL)
_TO_ENGLISH = re.compile(r".*\b(?:to|into)\b\s*:?\s*(.+)", re.DOTALL | re.IGNORECASE)
"""The last one: I'd like to change it to …."""
_FOR = re.compile(r"\bfor\b", re.IGNORECASE)
_BECOMES = re.compile(r"(?:成|为|到|做|作|\bto|\binto|\bas)\s*$", re.IGNORECASE)
_EDGES = " \t\n,，。.;；:：、!！-—" + _OPENING + _CLOSING
_CLAUSE = re.compile(r"[,，。;；!！\n]+")
_PAUSES = re.compile(_CLAUSE.pattern + r"|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
"""The same, with the blank that many put instead of a comma."""
_LETTERS = re.compile(r"[\u4e00-\u9fff]|[a-zA-Z]{2,}")
_NUMBER = re.compile(r"\d+")
_FEWEST_LETTERS = 4
"""Chinese characters, or half as many words of other scripts, that a sentence has at least; a number counts one."""


@dataclass(frozen=True)
class Quoted:
    """A sentence and the words that lead in to it."""

    lead: str
    text: str
    is_line: bool
    """Whether the lead counts it: one line, 一句."""

    @property
    def replaces(self) -> bool:
        """Whether it stands instead of what is there: 改成：…."""
        return not self.is_line and bool(_BECOMES.search(self.lead))


def read_quoted(words: str) -> Quoted | None:
    """The sentence; what leads in to it first decides. None where there is none, or too little of one."""
    line, colon = _LINE.search(words), _COLON.search(words)
    quotes = [*_QUOTES.finditer(words)]
    if line and not (colon and colon.start() < line.start()) and not (quotes and quotes[0].start() < line.start()):
        return _quoted(words[: line.end()], words[line.end() :], is_line=True)
    if colon and not (quotes and quotes[0].start() < colon.start()):
        return _quoted(words[: colon.start()], words[colon.end() :], is_line=False)
    if len(quotes) == 1 and not words[quotes[0].end() :].strip(_EDGES + "吧啊呗了"):
        return _quoted(words[: quotes[0].start()], quotes[0][1], is_line=False)
    return None


def read_line(words: str) -> Quoted | None:
    """The sentence that words count out; None where they bring another, or none."""
    found = read_quoted(words)
    return found if found is not None and found.is_line else None


def _quoted(lead: str, text: str, *, is_line: bool) -> Quoted | None:
    plain = text.strip(" \t\n,，:：、-—")
    inside = _QUOTES.fullmatch(plain.rstrip("。.;；!！ "))
    said = (inside[1] if inside else plain).strip()
    letters = sum(1 if "\u4e00" <= one <= "\u9fff" else 2 for one in _LETTERS.findall(said))
    if is_line and letters:  # one more line, not a figure that becomes another one
        letters += len(_NUMBER.findall(said))
    return Quoted(lead.strip(_EDGES), said, is_line) if letters >= _FEWEST_LETTERS else None


def read_replacement(words: str) -> tuple[str, str] | None:
    """Old words and new ones, where exactly two pieces stand in quotes: “焊结”应当是“焊接”."""
    found = _QUOTES.findall(words)
    return (found[0], found[1]) if len(found) == 2 else None


def read_new_text(words: str) -> str | None:
    """What something short becomes: the first clause behind 改成, or of what is quoted; None where neither is there."""
    quoted = read_quoted(words)
    found = _TO.search(words) or next(filter(None, map(_TO_ENGLISH.match, _CLAUSE.split(words))), None)
    said = quoted.text if quoted and not quoted.is_line else found[1] if found else None
    return next((part for one in _CLAUSE.split(said or "") if (part := one.strip(_EDGES))), None)


def read_becoming(words: str) -> tuple[str, str] | None:
    """The words before 改成 and those behind it; None where nothing becomes anything."""
    found = _TO.search(words) or _TO_ENGLISH.match(words)
    return (words[: found.start() if found.re is _TO else found.start(1)], found[1]) if found else None


def read_exchange(words: str, text: str) -> tuple[str, str] | None:
    """Words of a text and what becomes of them, though neither stands in quotes: 一天两顿改成一天三顿.

    Nothing but 改成 stands between the two. None where too little of the text stands before it.
    """
    before, after = read_becoming(words) or ("", "")
    before = before.rstrip(_EDGES + "的")
    old = next((before[start:] for start in range(len(before)) if before[start:] in text), "").lstrip(_EDGES)
    new = next(iter(_PAUSES.split(after.strip(_EDGES))), "")
    return (old, new) if len(old) >= _FEWEST_LETTERS and new and new not in text else None


def without_new_text(words: str) -> str:
    """The words without what anything becomes: each clause up to its 改成, in English with what it is for."""
    kept = []
    for clause in _CLAUSE.split(words):
        found = _TO.search(clause) or _TO_ENGLISH.match(clause)
        is_for = _FOR.search(found[1]) if found and found.re is _TO_ENGLISH else None
        kept.append(clause[: found.start(1)] + (found[1][is_for.start() :] if is_for else "") if found else clause)
    return "，".join(kept)


def without_quotes(words: str) -> str:
    """The words without what stands in quotes."""
    return _QUOTES.sub(" ", words)


def clauses(words: str) -> list[str]:
    """The words cut where they pause."""
    return [part for one in _CLAUSE.split(words) if (part := one.strip(_EDGES))]
