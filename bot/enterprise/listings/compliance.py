"""The law check inside the form: the exact words, the rule, and a rewrite in one tap, before anybody else reads a text.

What the law forbids outright has to go. Where it allows a reason, or only doubts, the words may stay with an
explanation that the reviewer reads (`doubts` of the opening). Hazardous work is lawful: its words stay, and the
description tells what protection there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from bot.chat.forms import plain_text
from bot.chat.forms.engine import BadAnswer, Choice, Draft, FormQuestion
from bot.chat.texts import Html, join
from bot.chat.turn import Turn, today
from bot.crossing import CONTACT, HAZARD, quoted
from bot.enterprise.listings.questions import LONGEST_DESCRIPTION, SHORTEST_DESCRIPTION
from data.closed_forms import contacts
from matching.law.findings import Finding, apply_rewrites, lint

LAW_QUESTION_KEY = "law"
ADVERT_KEY = "advert"
"""Draft key of a pasted advert, from which title and description are read."""
PUBLISHED_ANSWERS = ("title", "description", "mentor", "address", "partner")
"""Answers in people's own words."""
AWAITING_REASON_KEY = "keeping"
"""Draft key of the words that are to stay and wait for their reason."""
DESCRIPTION = "description"
"""Draft key of the answer that tells how people are protected."""
_LONGEST_REASON = 300

LAWFUL_REASONS = frozenset({"gender", "health"})
"""Forbidden unless a statute says otherwise: work that is closed to women (女职工劳动保护特别规定 4 条), and work in
which a carrier could spread a disease (就业促进法 30 条)."""
MOST_SHOWN = 5
LONGEST_PROTECTION = 100
"""A longer text is the whole description anew, with the protection in it."""
PASSES = 3
"""A rewrite may bring words together that break another rule."""


@dataclass(frozen=True)
class FlaggedWords:
    """Words of the draft that the law check found, wherever they stand."""

    finding: Finding

    @property
    def words(self) -> str:
        return self.finding.text

    @property
    def key(self) -> tuple[str, str]:
        return self.finding.rule.rule, self.finding.text

    @property
    def is_hazard(self) -> bool:
        """Whether the words name dangers of the work, beside which only the protection has to be told."""
        return self.finding.rule.category == HAZARD

    @property
    def may_stay(self) -> bool:
        """Whether they may stay with a reason."""
        rule = self.finding.rule
        return rule.category != CONTACT and (rule.severity == "review" or rule.category in LAWFUL_REASONS)


def _findings(text: str) -> tuple[Finding, ...]:
    return _findings_on(today(), text)


@lru_cache(maxsize=256)
def _findings_on(day: date, text: str) -> tuple[Finding, ...]:
    return tuple(lint(text, day))


def _texts(draft: Draft) -> dict[str, str]:
    return {key: draft[key] for key in (ADVERT_KEY, *PUBLISHED_ANSWERS) if isinstance(draft.get(key), str)}


def _kept(draft: Draft) -> set[tuple[str, str]]:
    return {(doubt["rule"], doubt["words"]) for doubt in draft.get("doubts") or () if doubt.get("reason")}


def unresolved_findings(draft: Draft) -> list[FlaggedWords]:
    """What has neither been rewritten nor kept with a reason, each of the same words once; hazards come last."""
    kept = _kept(draft)
    found = [FlaggedWords(finding) for text in _texts(draft).values() for finding in _findings(text)]
    unique = {one.key: one for one in [*(one for one in found if not one.is_hazard), *_hazards(draft)]}
    return sorted((one for one in unique.values() if one.key not in kept), key=lambda one: one.is_hazard)


def _hazards(draft: Draft) -> list[FlaggedWords]:
    """Dangers that people will read of; nobody is asked about them before there is a description."""
    if not isinstance(draft.get(DESCRIPTION), str):
        return []
    read = [draft[key] for key in PUBLISHED_ANSWERS if isinstance(draft.get(key), str)]
    found = [FlaggedWords(finding) for text in read for finding in _findings(text)]
    return [one for one in found if one.is_hazard]


def _protected(draft: Draft, protection: str) -> Draft:
    """The draft with a sentence on protection at the end of its description.

    Raises:
        BadAnswer: the description has no room for it, and what to cut from it is for its author to say.
    """
    description = f"{draft[DESCRIPTION].rstrip()}\n{protection}"
    if len(description) > LONGEST_DESCRIPTION:
        raise BadAnswer("law.no_room_for_protection", least=LONGEST_PROTECTION + 1, most=LONGEST_DESCRIPTION)
    return _explained(draft | {DESCRIPTION: description}, protection)


def _explained(draft: Draft, protection: str) -> Draft:
    """With the dangers that still stand there kept beside what was said of the protection: a reviewer reads both."""
    known = {(doubt["rule"], doubt["words"]) for doubt in draft.get("doubts") or ()}
    kept = [
        {"rule": one.finding.rule.rule, "category": HAZARD, "words": one.words, "reason": protection}
        for one in _hazards(draft)
        if one.key not in known
    ]
    return draft | {"doubts": [*(draft.get("doubts") or ()), *kept]}


def _usual_protection(draft: Draft) -> str:
    """The sentence that is suggested, in the language of the description."""
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in draft[DESCRIPTION])
    return "提供防护用品，定期做职业健康检查。" if chinese else "We provide protective gear and regular health checks."


def published_flags(draft: Draft) -> list[dict[str, str]]:
    """The doubts that were kept and whose words people will read, and what a reviewer overruled."""
    read = {finding_key for key in PUBLISHED_ANSWERS for finding_key in _keys(draft.get(key))}
    doubts = draft.get("doubts") or ()
    return [doubt for doubt in doubts if doubt.get("overruled") or (doubt.get("rule", ""), doubt["words"]) in read]


def _keys(text: str | None) -> list[tuple[str, str]]:
    return [(finding.rule.rule, finding.text) for finding in _findings(text)] if text else []


def apply_suggestions(draft: Draft, only: Sequence[tuple[str, str]] | None = None) -> Draft:
    """The draft with these words (by default all that is unresolved) put right as the law check suggests."""
    kept = _kept(draft)
    hazards = only is None and any(one.is_hazard for one in unresolved_findings(draft))

    def clean(text: str) -> str:
        for _ in range(PASSES):
            bad = [one for one in _findings(text) if (one.rule.rule, one.text) not in kept]
            bad = [one for one in bad if one.rule.category != HAZARD]
            bad = [one for one in bad if only is None or (one.rule.rule, one.text) in only]
            if not bad:
                break
            text = apply_rewrites(text, bad)
        return text

    cleaned = draft | {key: clean(text) for key, text in _texts(draft).items()}
    return _protected(cleaned, _usual_protection(cleaned)) if hazards else cleaned


def without_contacts(text: str) -> str:
    """The text without what leads around the bot; the law check suggests what to say instead."""
    text = contacts.without_contacts(text)
    found = [one for one in _findings(text) if one.rule.category == CONTACT]
    return contacts.without_contacts(apply_rewrites(text, found)) if found else text


def reset_law_check(draft: Draft) -> Draft:
    """The draft with its texts to be checked again."""
    return {key: value for key, value in draft.items() if key not in (LAW_QUESTION_KEY, AWAITING_REASON_KEY)}


def question_text(turn: Turn, draft: Draft) -> Html:
    """What is wrong and what to do, or the question for a reason."""
    if draft.get(AWAITING_REASON_KEY):
        return turn.t("law.reason", words=quoted(draft[AWAITING_REASON_KEY][1]))
    found = unresolved_findings(draft)
    offences = sum(not one.is_hazard for one in found)
    lines = [turn.t("law.heading", n=offences)] if offences else []
    for number, one in enumerate(found[:MOST_SHOWN], 1):
        if number == offences + 1:
            lines.append(turn.t("law.hazards"))
        why = turn.t(one.finding.why)
        advice = _advice(turn, draft, one)
        lines.append(turn.t("law.line", number=number, words=quoted(one.words), why=why, advice=advice))
    if len(found) > MOST_SHOWN:
        lines.append(turn.t("law.more", n=len(found) - MOST_SHOWN))
    return join(lines, "\n")


def _advice(turn: Turn, draft: Draft, one: FlaggedWords) -> Html:
    if one.is_hazard:
        return turn.t("law.add", sentence=_usual_protection(draft))
    rewrite = one.finding.rewrite
    return turn.t("law.rewrite", rewrite=rewrite) if rewrite else turn.t("law.delete")


def choices(turn: Turn, draft: Draft) -> list[Choice]:
    """Rewrite all, add the protection, rewrite one, keep one with a reason where that is allowed."""
    if draft.get(AWAITING_REASON_KEY):
        return [Choice(turn.t("law.not_kept"), ["drop"])]
    found = unresolved_findings(draft)
    offered = [] if all(one.is_hazard for one in found) else [Choice(turn.t("law.fix_all"), ["all"])]
    if any(one.is_hazard for one in found):
        offered.append(Choice(turn.t("law.protect"), ["protect", _usual_protection(draft)]))
    for number, one in enumerate(found[:MOST_SHOWN], 1):
        fix = "law.fix" if one.finding.rewrite else "law.fix_delete"
        fixable = len(found) > 1 and not one.is_hazard
        if fixable:
            offered.append(Choice(turn.t(fix, number=number), ["fix", *one.key]))
        if one.may_stay:
            keep = "law.keep" if one.finding.rule.severity == "review" else "law.keep_lawful"
            offered.append(Choice(turn.t(keep, number=number), ["keep", *one.key], beside_previous=fixable))
    return offered


async def _parse(_: Turn, draft: Draft, said: str) -> Any:
    """Typed words: a reason, the protection (long: the description with it), or what to say instead of one thing."""
    if draft.get(AWAITING_REASON_KEY):
        return ["reason", plain_text.read_text(said, shortest=4, longest=300)]
    found = unresolved_findings(draft)
    if found and all(one.is_hazard for one in found):
        if len(said.strip()) > LONGEST_PROTECTION:
            return ["describe", plain_text.read_text(said, shortest=SHORTEST_DESCRIPTION, longest=LONGEST_DESCRIPTION)]
        return ["protect", plain_text.read_text(said, shortest=2, longest=LONGEST_PROTECTION)]
    if len(found) != 1:
        raise BadAnswer("law.use_buttons")
    return ["instead", plain_text.read_text(said, shortest=1, longest=100)]


def store_decision(draft: Draft, value: Any) -> Draft:
    """Take over what was decided."""
    act, *given = value
    if act == "keep":
        return draft | {AWAITING_REASON_KEY: given}
    if act == "drop":
        return _without_keeping(draft)
    if act == "reason":
        return _keep(draft, given[0])
    if act in {"protect", "describe"}:
        (words,) = given
        return (
            _protected(draft, words)
            if act == "protect"
            else _explained(draft | {DESCRIPTION: words}, words[:_LONGEST_REASON])
        )
    if act == "instead":
        (one,) = unresolved_findings(draft)
        return draft | {key: text.replace(one.words, given[0]) for key, text in _texts(draft).items()}
    return apply_suggestions(draft, [(given[0], given[1])] if act == "fix" else None)


def _keep(draft: Draft, reason: str) -> Draft:
    rule_id, kept = draft[AWAITING_REASON_KEY]
    found = next((one for one in unresolved_findings(draft) if one.key == (rule_id, kept)), None)
    if found is None:
        return _without_keeping(draft)
    rule = found.finding.rule
    doubt = {"rule": rule.rule, "category": rule.category, "words": kept, "reason": reason}
    return _without_keeping(draft) | {"doubts": [*(draft.get("doubts") or ()), doubt]}


def _without_keeping(draft: Draft) -> Draft:
    return {key: value for key, value in draft.items() if key != AWAITING_REASON_KEY}


def _open(draft: Draft) -> bool:
    return bool(draft.get(AWAITING_REASON_KEY) or unresolved_findings(draft))


def question(*, update_draft: Any = None) -> FormQuestion:
    """The law check as a question that comes before any other; `after` derives what hangs on the texts."""

    def stored(draft: Draft, value: Any) -> Draft:
        decided = store_decision(draft, value)
        return update_draft(decided) if update_draft else decided

    return FormQuestion(
        LAW_QUESTION_KEY,
        "law.question",
        _parse,
        choices=choices,
        columns=1,
        render_text=question_text,
        store_answer=stored,
        asked_first=True,
        repeat_while=_open,
        skip_when=lambda draft: not _open(draft),
    )
