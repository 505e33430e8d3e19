"""What the work is, in the advert's own sentences."""

import re

from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/duties.ini")
_SHORTEST, _LONGEST = 4, 900
_NUMBER = re.compile(
    r"^\s*(?:\(?[0-9]{1,2}[)、.:,]|[(][一二三四五六七八九十]{1,2}[)]|[①-⑳]|[一二三四五六七八九十]、)\s*"
)


def read_description(advert: AdvertText) -> str | None:
    """The section on duties when there is one, else the sentences that tell of work; None when none does."""
    under_heading = [(piece.start, piece.end) for piece in advert.pieces_in("duties")]
    told = [advert.cased_text[start:end] for start, end in under_heading]
    told = [text for text in map(_plain, told) if len(text) >= _SHORTEST]
    if not told:
        told = [
            text
            for piece in advert.pieces
            if piece.section in {"head", "posts", "requirements"}
            and _WORDS["duty"].search(piece.text)
            and not _WORDS["not duty"].search(piece.text)
            and len(text := _plain(advert.cased_text[piece.start : piece.end])) > _SHORTEST
        ]
    if not told:
        return None
    return _joined(list(dict.fromkeys(told)))


def _plain(text: str) -> str:
    return _NUMBER.sub("", text).strip(" ,、:-")


def _joined(sentences: list[str]) -> str:
    kept = ""
    for sentence in sentences:
        if len(kept) + len(sentence) + 1 > _LONGEST:
            break
        stop = "" if sentence[-1] in "。.!?" else ". " if sentence.isascii() else "。"
        kept += sentence + stop
    return kept.rstrip() or sentences[0][:_LONGEST]
