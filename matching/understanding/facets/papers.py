"""Certificates held, and those said to be missing, expired or pending: names tell which, closed forms the grade."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from data.catalogue import trades
from data.people.profile import CertificateFact
from data.vocabulary import CertificateKind, Grade
from matching.language.gazetteer import blotted, occupation_names
from matching.language.heads.reading import Mark, Reading, marked
from matching.understanding.facets import grades
from matching.understanding.facets.documents import Document, documents
from matching.understanding.facets.work import Work

_CLASS = re.compile(r"[abc]\d")
_NONE = re.compile(r"(?:我|啥也|什么也|都)?(?:没有?|无)(?:的|啊|呢|证)?|none|no|nothing|nope")
_BESIDE = 2
"""Characters between a grade and the work that it is of."""
_NO_LADDER = re.compile(r"残|英语|日语|韩语|普通话|计算机|甲|乙|毕业|驾|初级会计|中级会计|建造师")
"""Papers whose grades are not those of the skill ladder."""
_ALIKE = 85.0
"""Likeness of 100 from which words are a name that is only nearly the same."""


def _rather_missing(mark: Mark, missing: Sequence[Mark]) -> bool:
    """Whether the same words are heard more surely as a paper that somebody lacks."""
    return any(one.meets(mark) and one.score > mark.score for one in missing)


def read_papers(reading: Reading, work: Sequence[Work], *, asked: bool) -> list[CertificateFact] | None:
    """Certificates in the order said; `[]` when the person has none; None when nothing was said.

    `asked`: certificates were asked for. A grade alone is of the work that stands right beside it (电工，四级).
    """
    facts: list[CertificateFact] = []
    none = False
    missing = _joined(marked(reading, "nopaper"))
    held = [one for one in _joined(marked(reading, "paper")) if not _rather_missing(one, missing)]
    for marks, has in ((held, True), (missing, False)):
        for mark in marks:
            found = [_of_work(paper, mark, work) for paper in _named(reading.words(mark), has=has)]
            none = none or not (has or found)
            facts += [fact for fact in found if fact not in facts]
    if facts:
        return facts
    return [] if none or (asked and _NONE.fullmatch(reading.text.strip(" .!。！"))) else None


def _of_work(paper: CertificateFact, mark: Mark, work: Sequence[Work]) -> CertificateFact:
    beside = [one for one in work if one.named and one.mark.apart(mark) <= _BESIDE]
    if paper.kind is not CertificateKind.GRADE or paper.occupation or len(beside) != 1 or not beside[0].named:
        return paper
    named = beside[0].named
    trade = trades.named_in(named.value.code, named.phrase)
    return paper.model_copy(update={"occupation": named.value.code, "trade": trade})


def _joined(marks: list[Mark]) -> list[Mark]:
    """Marks with hardly anything between them are one: 焊工 的 中级."""
    kept: list[Mark] = []
    for mark in marks:
        if kept and mark.start - kept[-1].end <= 1:
            kept[-1] = Mark(mark.label, kept[-1].start, mark.end, max(kept[-1].score, mark.score))
        else:
            kept.append(mark)
    return kept


def _named(words: str, *, has: bool) -> Iterator[CertificateFact]:
    """The papers that words name; nothing where they name none (啥证都没有)."""
    hits = list(documents().find(words))
    if any(_CLASS.fullmatch(hit.phrase) for hit in hits):
        hits = [hit for hit in hits if hit.value.kind is not CertificateKind.DRIVING or _CLASS.search(hit.phrase)]
    for hit in hits:
        document = hit.value
        grade = grades.near(words, hit.start, hit.end)
        of_trade = document.occupation is not None
        yield CertificateFact(
            kind=CertificateKind.GRADE if grade and of_trade else document.kind,
            occupation=document.occupation,
            grade=grade if of_trade else None,
            has=has,
            name=hit.phrase.upper() if _CLASS.fullmatch(hit.phrase) else document.name,
            trade=trades.named_in(document.occupation, words) if document.occupation else None,
        )
    left = blotted(words, hits)
    grade = None if _NO_LADDER.search(words) else grades.named(left)
    if not hits or (grade and not any(grades.near(words, hit.start, hit.end) for hit in hits)):
        yield from _of_a_trade(left, grade, has=has)


def _of_a_trade(words: str, grade: Grade | None, *, has: bool) -> Iterator[CertificateFact]:
    """A paper told by its trade or grade, or by a name that is only like a known one."""
    trade = max(occupation_names().find(words), key=lambda hit: hit.end - hit.start, default=None)
    code = trade.value.code if trade else None
    if grade:
        named = trades.named_in(code, words) if code else None
        yield CertificateFact(kind=CertificateKind.GRADE, occupation=code, grade=grade, has=has, trade=named)
        return
    known = list(documents().values)
    near = process.extractOne(words, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if near or trade:
        paper = documents().values[near[0]] if near else _paper_of(trade.phrase if trade else "")
        yield CertificateFact(
            kind=paper.kind if paper else CertificateKind.QUALIFICATION,
            occupation=code or (paper.occupation if paper else None),
            has=has,
            name=paper.name if paper else None,
        )


def _paper_of(trade: str) -> Document | None:
    """The licence or permit that is named after a trade (电工 → 电工证, 开挖掘机 → 挖掘机证)."""
    names = (trade, trade.removesuffix("工"), trade.removeprefix("开"), trade.removeprefix("维修"))
    return next((paper for name in names if (paper := documents().values.get(f"{name}证"))), None)
