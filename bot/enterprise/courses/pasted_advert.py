"""A pasted course advert: the bot reads it, says what it read, and asks only what is missing."""

import asyncio
from collections.abc import Container, Iterator
from datetime import date

from bot import crossing
from bot.chat.cards.names import full_place_name, label, occupation_name
from bot.chat.forms import engine
from bot.chat.forms.engine import BadAnswer, Choice, Draft
from bot.chat.forms.screens import HIDE_PROGRESS_KEY
from bot.chat.texts import Html, format_day, join, shown
from bot.chat.turn import Turn
from bot.enterprise.courses import advert_draft
from bot.enterprise.courses.draft import ROLLING
from bot.enterprise.listings import compliance, pasted
from bot.enterprise.listings.questions import LONGEST_DESCRIPTION, SHORTEST_DESCRIPTION
from bot.enterprise.organisation.membership import new_listing_draft
from data.catalogue import trades
from data.vocabulary import Education, ListingKind
from matching.adverts.courses import is_course_advert, read_course
from matching.adverts.reading import MOST_READ
from matching.law.findings import apply_rewrites, lint

SUGGESTED_KEY = "suggested"
"""Draft key of a description as the law lets it stand, where the advert's own words do not."""
_SHORTEST_TITLE, _LONGEST_TITLE = 3, 40


async def start_course_from_advert(turn: Turn, text: str) -> None:
    """Begin a new course with what the advert says; what a person has answered of this course already stays."""
    blank = await new_listing_draft(turn, ListingKind.COURSE)
    if blank is None:
        return
    today = turn.now.date()
    plain = await asyncio.to_thread(compliance.without_contacts, text[:MOST_READ])
    read = await asyncio.to_thread(read_course, plain, today)
    answers = advert_draft.answers_from_advert(read, today)
    await turn.say("paste.read", facts=_facts_line(turn, answers))
    for late in advert_draft.late_days(read, today):
        await turn.say(late)
    answers |= await _title(turn, answers, read.heading) | await _description(turn, plain)
    new = {"today": today.isoformat(), HIDE_PROGRESS_KEY: True, advert_draft.READ_KEY: answers}
    waiting = engine.unfinished_forms(turn)
    same = _same_course(waiting, answers)
    known = advert_draft.said_by_a_person(same["draft"]) if same else {}
    others = [one for one in waiting if one is not same]
    await engine.begin_form(turn, engine.FORMS["course"], blank | answers | known | new, others)


async def begin_in_words(turn: Turn, said: str) -> None:
    """A request for a new course: what it says of it already is not asked again."""
    blank = await new_listing_draft(turn, ListingKind.COURSE)
    if blank is None:
        return
    today = turn.now.date()
    answers = advert_draft.stated(await asyncio.to_thread(read_course, said, today), today)
    if told := list(_facts(turn, answers)):
        await turn.say("paste.read", facts=join(told, turn.t("paste.dot")))
    await engine.start_form(turn, engine.FORMS["course"], blank | answers | {"today": today.isoformat()})


def _same_course(waiting: list[Draft], answers: Draft) -> Draft | None:
    """The unfinished run that the advert is about: of the same occupation, or of none yet."""
    new = [one for one in reversed(waiting) if one["flow"] == "course" and not one["draft"].get("course")]
    work = answers.get("occupation")
    return next((one for one in new if work is None or one["draft"].get("occupation") in (None, work)), None)


async def _title(turn: Turn, answers: Draft, heading: str | None) -> Draft:
    """The advert's heading where it may stand, else the usual name of such a course."""
    if heading is not None:
        try:
            fit = await crossing.read_text(turn, heading, "course", shortest=_SHORTEST_TITLE, longest=_LONGEST_TITLE)
        except BadAnswer:
            fit = None
        if fit:
            return {"title": fit}
    if "occupation" not in answers:
        return {}
    work = occupation_name(trades.encode_work(answers["occupation"], answers.get("trade")), turn.language)
    return {"title": shown(turn.t("course.title.usual", occupation=work))}


async def _description(turn: Turn, plain: str) -> Draft:
    """The advert's words, if they may stand as they are; else the bot says why not, and how they could."""
    words = await asyncio.to_thread(_rewritten, plain, turn, {crossing.CONTACT})
    if len(words) < SHORTEST_DESCRIPTION:
        return {}
    try:
        return {"description": await _read_description(turn, words)}
    except BadAnswer as refusal:
        blocked = refusal.text_id == "crossing.blocked"
        await turn.say(turn.t("paste.blocked" if blocked else refusal.text_id, **refusal.params))
    rewritten = await asyncio.to_thread(_rewritten, words, turn)
    try:
        return {SUGGESTED_KEY: await _read_description(turn, rewritten)}
    except BadAnswer:
        return {}


async def _read_description(turn: Turn, words: str) -> str:
    return await crossing.read_text(turn, words, "course", shortest=SHORTEST_DESCRIPTION, longest=LONGEST_DESCRIPTION)


def _shortened(words: str) -> str:
    if len(words) <= LONGEST_DESCRIPTION:
        return words
    end = max(words.rfind(sign, 0, LONGEST_DESCRIPTION) for sign in "。\n") + 1
    return words[: end or LONGEST_DESCRIPTION]


def _rewritten(words: str, turn: Turn, only: Container[str] | None = None) -> str:
    """The words as the law check suggests them: of these categories, or of all that may not stand."""
    for _ in range(compliance.PASSES):
        found = [one for one in lint(words, turn.now.date(), "course") if one.rule.category != crossing.HAZARD]
        found = [one for one in found if only is None or one.rule.category in only]
        if not found:
            break
        words = apply_rewrites(words, found)
    return _shortened("\n".join(line.strip() for line in words.strip().splitlines()))


def ask_description(turn: Turn, draft: Draft) -> Html:
    """The question, with the advert's words as they may stand where there are such."""
    lines = [turn.t("course.description")]
    if words := draft.get(SUGGESTED_KEY):
        lines.append(turn.t("course.description.suggested", words=words))
    return join(lines, "\n\n")


def suggested_descriptions(turn: Turn, draft: Draft) -> list[Choice]:
    """The advert's words as they may stand, to be taken with a tap."""
    words = draft.get(SUGGESTED_KEY)
    return [Choice(turn.t("course.description.take"), words)] if words else []


def _facts_line(turn: Turn, answers: Draft) -> Html:
    """What was read, in a line."""
    return join(list(_facts(turn, answers)), turn.t("paste.dot")) or turn.t("paste.little")


def _facts(turn: Turn, answers: Draft) -> Iterator[Html]:
    if work := answers.get("occupation"):
        name = occupation_name(trades.encode_work(work, answers.get("trade")), turn.language)
        yield turn.t("paste.title", title=name)
    if city := answers.get("city"):
        yield turn.t("paste.place", place=full_place_name(city, answers.get("district"), turn.language))
    for key in ("hours", "weeks", "capacity"):
        if answers.get(key):
            yield turn.t(f"course.{key}.choice", n=answers[key])
    for key in ("times", "leads"):
        if key in answers:
            yield turn.t(f"course.{key}.{answers[key]}")
    if (fee := answers.get("fee")) is not None:
        yield turn.t("paste.fee", amount=fee) if fee else turn.t("course.fee.choice", n=0)
    if "dormitory" in answers:
        yield turn.t(f"course.dormitory.{'yes' if answers['dormitory'] else 'no'}")
    if (education := answers.get("education", Education.NONE)) != Education.NONE:
        yield turn.t("paste.education", education=label("education", education, turn.language))
    yield from _days(turn, answers)


def _days(turn: Turn, answers: Draft) -> Iterator[Html]:
    start = answers.get("start")
    if start == ROLLING:
        yield turn.t("course.start.rolling")
    elif start:
        yield turn.t("paste.start", day=format_day(date.fromisoformat(start), turn.language))
    if last := answers.get("deadline"):
        yield turn.t("paste.deadline", day=format_day(date.fromisoformat(last), turn.language))


pasted.KINDS[ListingKind.COURSE] = pasted.PastedKind(is_course_advert, start_course_from_advert)
