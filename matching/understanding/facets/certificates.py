"""Certificates held, and those said to be missing, expired or pending."""

import re
from dataclasses import dataclass
from functools import cache

from data.catalogue import trades
from data.people.profile import CertificateFact
from data.vocabulary import CertificateKind, ProfileQuestion
from matching.language.gazetteer import PhraseIndex, occupation_names, read_word_table
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.facets import grades
from matching.understanding.message import Message

_WORDS = load_pattern_sets("certificates.ini")
_OF_PAPER = re.compile(r"(的)([证本票]儿?)")
_OF_A_TRADE = re.compile(r"^(?:的|那个)(?:没|有|也|还|是|$)")
_OWNS = re.compile(r"(?:没(?:有)?|有|缺|少)(?:个|张)?$")
_CLASS = re.compile(r"[abc]\d")
_DOUBTFUL = re.compile(r"网上|花钱|买的|假|不知道")
_NEAR = 14
"""Characters behind a certificate's name in which its state is told."""


@dataclass(frozen=True, slots=True)
class Document:
    """A licence or permit by its spoken name."""

    kind: CertificateKind
    occupation: str | None
    name: str | None


@cache
def documents() -> PhraseIndex[Document]:
    return PhraseIndex(
        {
            said: Document(CertificateKind(row["kind"]), row["occupation"] or None, row["name"] or None)
            for row in read_word_table("certificates.csv")
            for said in row["said"].split("|")
        }
    )


def read_certificates(message: Message) -> list[CertificateFact] | None:
    """Certificates in the order said; `[]` when the person has none; None when nothing was said.

    The words of a certificate are claimed, so that 电工证 is not read as work done.
    """
    facts: list[CertificateFact] = []
    wished = False
    for index in range(len(message.clauses)):
        found, wish = _named(message, index)
        wished = wished or wish
        facts += found
        facts += _graded(message, index)
        facts += _unnamed(message, index, facts)
        facts += _elliptic(message, index, facts)
    facts = _completed(facts)
    unique = [fact for index, fact in enumerate(facts) if fact not in facts[:index]]
    if unique:
        return unique
    if any(_WORDS["none"].search(clause.text) for clause in message.clauses):
        return []
    asked = message.question is ProfileQuestion.CERTIFICATES and not wished
    return [] if asked and message.clauses and _WORDS["plain no"].search(message.clauses[0].text) else None


def _elliptic(message: Message, index: int, known: list[CertificateFact]) -> list[CertificateFact]:
    """A trade that stands for its paper: 电工证有，没叉车的; asked for papers: 有电工的，四级."""
    asked = message.question is ProfileQuestion.CERTIFICATES
    if not known and not asked:
        return []
    clause = message.clauses[index]
    facts = []
    for hit in occupation_names().find(clause.text):
        before, after = clause.text[: hit.start], clause.text[hit.end :]
        stands_for_it = _OF_A_TRADE.search(after or _graded_before(message, index)) or (
            asked and not after.strip("的啊呢吧") and _OWNS.search(before)
        )
        if message.is_claimed(clause.start + hit.start, clause.start + hit.end) or not stands_for_it:
            continue
        if not (asked or _OWNS.search(before)) or _WORDS["wished before"].search(before):
            continue
        message.claimed.append((clause.start + hit.start, clause.start + hit.end))
        if known and known[-1].occupation is None and known[-1].kind is CertificateKind.OPERATION_PERMIT:
            known[-1].occupation, known[-1].trade = hit.value.code, trades.named_in(hit.value.code, hit.phrase)
            continue
        near = [message.clauses[i].text for i in (index + 1, index - 1) if 0 <= i < len(message.clauses)]
        grade = next(filter(None, map(grades.alone, near)), None)
        paper = _paper_of(hit.phrase)
        kind = CertificateKind.GRADE if grade or paper is None else paper.kind
        has = is_held(message, index, before, after)
        if not any(_DOUBTFUL.search(text) for text in (clause.text, *near)):
            code = hit.value.code
            trade = trades.named_in(code, hit.phrase)
            facts.append(CertificateFact(kind=kind, occupation=code, grade=grade, has=has, trade=trade))
    return facts


def _unnamed(message: Message, index: int, known: list[CertificateFact]) -> list[CertificateFact]:
    """有证, 持证 beside one trade: the permit it asks for, if there is one by its name (会开挖掘机，有证)."""
    if not _WORDS["paper alone"].search(message.clauses[index].text):
        return []
    for near in (index, index - 1):
        hits = occupation_names().find(message.clauses[near].text) if near >= 0 else ()
        if hits:
            paper = _paper_of(hits[0].phrase)
            new = paper is not None and not any(one.occupation == paper.occupation for one in known)
            if paper is None or not new:
                return []
            trade = _trade(paper.occupation, hits[0].phrase)
            return [CertificateFact(kind=paper.kind, occupation=paper.occupation, trade=trade)]
    return []


def _trade(occupation: str | None, said: str) -> str | None:
    """The trade that the words of a certificate name (叉车证)."""
    return trades.named_in(occupation, said) if occupation else None


def _paper_of(trade: str) -> Document | None:
    """The licence or permit that is named after a trade (电工 → 电工证, 开挖掘机 → 挖掘机证)."""
    names = (trade, trade.removesuffix("工"), trade.removeprefix("开"), trade.removeprefix("维修"))
    return next((paper for name in names if (paper := documents().values.get(f"{name}证"))), None)


def _graded_before(message: Message, index: int) -> str:
    """What stands for 的 when the clause before is a grade alone (三级的，养老护理)."""
    return "的" if index and grades.alone(message.clauses[index - 1].text) else ""


def _completed(facts: list[CertificateFact]) -> list[CertificateFact]:
    """A permit without a trade beside a paper for one trade is that trade's (电工中级证，操作证也有)."""
    graded = {fact.grade for fact in facts if fact.grade and fact.occupation}
    facts = [fact for fact in facts if fact.occupation or fact.grade is None or fact.grade not in graded]
    work = {(fact.occupation, fact.trade) for fact in facts if fact.kind is CertificateKind.GRADE and fact.occupation}
    if len(work) != 1:
        return facts
    permit = CertificateKind.OPERATION_PERMIT
    ((occupation, trade),) = work
    return [
        fact.model_copy(update={"occupation": occupation, "trade": trade})
        if fact.kind is permit and not (fact.occupation or fact.name)
        else fact
        for fact in facts
    ]


def _plain(text: str) -> str:
    """叉车的证, 电梯的本儿 as 叉车证的, 电梯本儿的: the same length, so that offsets hold."""
    return _OF_PAPER.sub(r"\2的", text)


def _named(message: Message, index: int) -> tuple[list[CertificateFact], bool]:
    """Licences and permits by name in one clause, and whether one was only wished for or asked about."""
    clause = message.clauses[index]
    facts: list[CertificateFact] = []
    wish = False
    hits = list(documents().find(_plain(clause.text)))
    classes = any(_CLASS.fullmatch(hit.phrase) for hit in hits)
    hits = [
        hit
        for hit in hits
        if not (classes and hit.value.kind is CertificateKind.DRIVING and not _CLASS.search(hit.phrase))
    ]
    for position, hit in enumerate(hits):
        before, after = clause.text[: hit.start], clause.text[hit.end :]
        if _WORDS["wished before"].search(before) or _WORDS["wished after"].search(after):
            wish = True
            continue
        following = hits[position + 1].start if position + 1 < len(hits) else len(clause.text)
        document = hit.value
        start = _with_trade(clause.text, hit.start, document)
        message.claimed.append((clause.start + start, clause.start + hit.end))
        grade = grades.near(clause.text, hit.start, hit.end) if document.occupation else None
        facts.append(
            CertificateFact(
                kind=CertificateKind.GRADE if grade else document.kind,
                occupation=document.occupation,
                grade=grade,
                has=is_held(message, index, before, clause.text[hit.end : following]),
                name=hit.phrase.upper() if _CLASS.fullmatch(hit.phrase) else document.name,
                trade=_trade(document.occupation, clause.text[start : hit.end]),
            )
        )
    return facts, wish


def _with_trade(text: str, start: int, document: Document) -> int:
    """Where a certificate's name begins when its trade is said right before it (电工低压证)."""
    for hit in occupation_names().find(text[:start]):
        if hit.end == start and hit.value.code == document.occupation:
            return hit.start
    return start


def _graded(message: Message, index: int) -> list[CertificateFact]:
    """Grades of the skill ladder in one clause (电工四级, 中级焊工证, 高级工证)."""
    clause = message.clauses[index]
    facts = []
    for paper in grades.find(message, index):
        message.claimed.append((clause.start + paper.start, clause.start + paper.end))
        has = is_held(message, index, clause.text[: paper.start], clause.text[paper.end :])
        fact = CertificateFact(kind=CertificateKind.GRADE, occupation=paper.occupation, grade=paper.grade, has=has)
        fact.trade = _trade(paper.occupation, clause.text[paper.start : paper.end])
        facts.append(fact)
    return facts


def is_held(message: Message, index: int, before: str, after: str) -> bool:
    """Held, unless the words around it, or a next clause that speaks only of the paper, say otherwise."""
    if _WORDS["missing before"].search(before) or _WORDS["missing after"].search(after[:_NEAR]):
        return False
    last = not after.strip("证书了的我本有倒是 ")
    following = message.clauses[index + 1].text if index + 1 < len(message.clauses) else ""
    return not (last and len(following) <= _NEAR and _WORDS["missing next"].search(following))
