"""Social insurance: promised, refused or not mentioned; commercial and accident insurance is none."""

import re

from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/insurance.ini")


def read_social_insurance(advert: AdvertText) -> bool | None:
    text = _blotted(advert.text, "other insurance")
    rest = _blotted(text, "no")
    for match in _WORDS["yes"].finditer(rest):
        before = re.split(r"[,。;\n]", rest[max(0, match.start() - 18) : match.start()])[-1]
        after = rest[match.end() : match.end() + 12]
        duty = advert.section_at(match.start()) in {"duties", "company"}
        at_work = _WORDS["at work before"].search(before) and (duty or not match.group().startswith(("五", "5", "六")))
        if not at_work and not _WORDS["at work after"].search(after) and not _WORDS["personal before"].search(before):
            return True
    return False if rest != text else None


def _blotted(text: str, section: str) -> str:
    for match in _WORDS[section].finditer(text):
        text = text[: match.start()] + "\0" * (match.end() - match.start()) + text[match.end() :]
    return text
