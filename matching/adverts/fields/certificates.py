"""Certificates that must be held to begin, as `kind:occupation:grade:trade`."""

import re

from data.catalogue import trades
from data.required_papers import RequiredCertificate
from data.vocabulary import CertificateKind
from matching.adverts.text import AdvertPiece, AdvertText
from matching.language.gazetteer import occupation_names
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.facets import grades
from matching.understanding.facets.documents import documents

_WORDS = load_pattern_sets("adverts/papers.ini")
_CLASS = re.compile(r"^[abc]\d$")
_DRIVER = re.compile(r"[照证本票]|驾|司机|licen[cs]e")
_LADDER = re.compile(
    r"(高级技师|初级工?|中级工?|高级工?|技师|[一二三四五1-5]级工?)(?:职业技能等级|职业资格|技能等级|技能)?证"
)


def read_certificates(advert: AdvertText) -> list[str]:
    """In the order said; what is only preferred, or earned on the way, is left out."""
    found: list[str] = []
    for clause in advert.clauses:
        if not _WORDS["not asked"].search(clause.text):
            found += _named(clause)
    return list(dict.fromkeys(found))


def _named(clause: AdvertPiece) -> list[str]:
    text = clause.text
    found = []
    for hit in documents().find(text):
        before, after = text[: hit.start], text[hit.end :]
        if _CLASS.match(hit.phrase) and not _DRIVER.search(text):
            continue
        asked = _WORDS["asked before"].search(before) or _WORDS["asked after"].search(after)
        if not asked and not (clause.section == "requirements" or hit.start == 0 or len(text) <= len(hit.phrase) + 6):
            continue
        document = hit.value
        grade = grades.near(text, hit.start, hit.end) if document.occupation else None
        kind = CertificateKind.GRADE if grade else document.kind
        trade = trades.named_in(document.occupation, hit.phrase) if document.occupation else None
        found.append(str(RequiredCertificate(kind, document.occupation or "", grade or "", trade or "")))
    return found or _graded(text)


def _graded(text: str) -> list[str]:
    """中级以上钳工证: a grade and a trade without a certificate's own name."""
    match = _LADDER.search(text) or re.search(r"(初级|中级|高级)(?:及?以上)?(?=[\u4e00-\u9fff]{1,5}证)", text)
    if match is None or not (_WORDS["asked before"].search(text[: match.start()]) or match.start() == 0):
        return []
    grade = grades.alone(match[1])
    if grade is None:
        return []
    named = occupation_names().find(text)
    code = named[0].value.code if named else ""
    trade = trades.named_in(code, named[0].phrase) if named else None
    return [str(RequiredCertificate(CertificateKind.GRADE, code, grade, trade or ""))]
