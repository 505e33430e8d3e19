"""Questions about a listing answered from what it says: its fields, its own words, or that it does not say.

A question is named by the act that the language model found (`matching.language.acts`, kind listing).
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat import screen
from bot.chat.cards import listing as listing_card
from bot.chat.cards.names import full_place_name
from bot.chat.texts import Html, format_day, join, shown
from bot.chat.turn import Turn
from data.lifecycle.places import places_left
from data.listings import openings
from data.listings.courses import Course
from data.listings.lookup import ListingWithOrganisation
from data.listings.openings import Opening
from data.people.profile import Facts, SaidAct
from data.vocabulary import CourseMode, Housing, OrganisationState, Shift
from matching.adverts.quotes import SURE, asks_for_papers, may_answer, sentences_answering
from matching.language.acts import ACTS, UNNAMED, ActKind
from matching.matches import MatchQuery, match_listing
from matching.understanding import understand
from matching.understanding.message import as_typed
from matching.understanding.minors import asks_of_minors
from matching.understanding.told_apart import asks_else, told_apart

Found = ListingWithOrganisation


@dataclass(frozen=True, slots=True)
class _Field:
    """Where the card tells it: columns of which one has to be known, and the line that holds them."""

    line: str
    columns: tuple[str, ...]


_FIELDS: Mapping[str, _Field] = {
    "hours": _Field("hours", ("hours_week", "shift")),
    "shift": _Field("hours", ("shift",)),
    "night": _Field("hours", ("night_shift",)),
    "wage_now": _Field("wage_training", ("wage_min",)),
    "wage_after": _Field("wage_after", ("wage_after_min", "wage_after_max")),
    "pay_day": _Field("pay_day", ("pay_day",)),
    "housing": _Field("life", ("housing",)),
    "meals": _Field("life", ("meals",)),
    "shuttle": _Field("life", ("shuttle",)),
    "insurance": _Field("security", ("social_insurance",)),
    "contract": _Field("security", ("contract_months",)),
    "probation": _Field("security", ("probation_months",)),
    "term": _Field("training", ("term_months",)),
    "mentor": _Field("training", ("mentor",)),
    "requirements_education": _Field("requirements", ("education_min",)),
    "requirements_certificate": _Field("requirements", ("certificates_required",)),
    "requirements_experience": _Field("requirements", ("accepts_no_experience",)),
}
_COURSE_FIELDS: Mapping[str, _Field] = {
    "hours": _Field("course_time", ("hours_total",)),
    "term": _Field("course_time", ("weeks", "hours_total")),
    "dorm": _Field("dormitory", ("dormitory",)),
    "housing": _Field("dormitory", ("dormitory",)),
    "fees": _Field("fee", ("fee",)),
    "exam": _Field("leads_to", ("certificate_kind", "grade_target")),
    "certificate_after": _Field("leads_to", ("certificate_kind", "grade_target")),
    "requirements_education": _Field("requirements", ("education_min",)),
    "requirements_other": _Field("for_groups", ("eligible_groups",)),
    "requirements_certificate": _Field("documents", ("documents",)),
}
_MOST_QUOTED = 2
_MOST_QUESTIONS, _LONGEST_QUOTE = 6, 60
_PIECES = re.compile(r"[，,。？?！!；;]+")
_SURE_OF_A_LINE = 0.9
"""Probability from which a line answers that nobody named: among short lines something is always near."""
_MAY_BE_OF_MINORS = frozenset({UNNAMED, "requirements_age"})
_STATED_BY_LAW = frozenset({"requirements_gender", "requirements_health"})


@dataclass(frozen=True, slots=True)
class Answer:
    words: Html
    exact: bool = True
    """False where the listing does not say what was asked: the words are what it says nearest to it."""
    half: bool = False
    """Whether the field that the question was taken for is stated, but not what was asked of it."""


def questions_in(text: str, listing: Opening | Course) -> list[SaidAct]:
    """What the words ask of a listing, whoever says them."""
    context = screen.CARD_COURSE if isinstance(listing, Course) else screen.CARD_OPENING
    understood = told_apart(understand(text, None, screen=context), context)
    return [act for act in understood.acts if ACTS[act.act] is ActKind.LISTING]


async def about_listing(
    turn: Turn, found: Found, questions: Sequence[SaidAct], text: str, facts: Facts, *, titled: bool
) -> Html:
    """The answers to the questions, each once; what is not stated in one line, with what comes nearest to it.

    Args:
        turn: of who asks.
        found: the listing.
        questions: what is asked of it.
        text: the message, with its own capitals.
        facts: what is known of who asks, for distances.
        titled: whether the listing's title stands above.
    """
    stated: list[Html] = []
    nearest: list[Html] = []
    missing: list[SaidAct] = []
    asked = {(act.act, act.words if act.act == UNNAMED else ""): act for act in questions}
    for act in list(asked.values())[:_MOST_QUESTIONS]:
        heard = await answer(turn, found, act.act, act.words, facts)
        if heard is not None and heard.exact:
            stated.append(heard.words)
            continue
        answered, left = await _piecemeal(turn, found, act, facts)
        stated += answered
        missing += [one.model_copy(update={"act": UNNAMED}) for one in left] if heard and heard.half else left
        nearest += [heard.words] if heard and not answered else []
    lines = [turn.t("answers.title", title=found.listing.title)] if titled else []
    lines += dict.fromkeys(stated)
    if missing:
        nearest = [words for words in dict.fromkeys(nearest) if words not in stated]
        text_id = "answers.not_exactly" if nearest else "answers.not_stated"
        lines.append(turn.t(text_id, topics=_topics(turn, missing, text), stated=join(nearest)))
    return join(lines)


async def _piecemeal(turn: Turn, found: Found, act: SaidAct, facts: Facts) -> tuple[list[Html], list[SaidAct]]:
    """Several questions in one breath, each by itself: what is answered, and what of them is not stated."""
    pieces = [piece.strip() for piece in _PIECES.split(act.words) if piece.strip()] if act.act == UNNAMED else []
    if not 1 < len(pieces) <= _MOST_QUESTIONS:
        return [], [act]
    answered: list[Html] = []
    left: list[SaidAct] = []
    for piece in pieces:
        heard = await answer(turn, found, UNNAMED, piece, facts)
        if heard is not None and heard.exact:
            answered.append(heard.words)
        else:
            left.append(act.model_copy(update={"words": piece}))
    return (answered, left) if answered else ([], [act])


def _topics(turn: Turn, missing: Sequence[SaidAct], text: str) -> Html:
    """What was asked: by its name, or as it was put where it has none; the same words never twice."""
    as_put = [act.words for act in missing if act.act == UNNAMED and 0 < len(act.words) <= _LONGEST_QUOTE]
    quotes = [turn.t("answers.topic", words=as_typed(words, text)) for words in as_put]
    names = [
        turn.t(f"topic.{act.act}") for act in missing if not (act.words and any(act.words in words for words in as_put))
    ]
    return join(list(dict.fromkeys([*names, *quotes])), turn.t("profile.separator"))


async def answer(turn: Turn, found: Found, question: str, words: str, facts: Facts) -> Answer | None:
    """The answer to one question, put in these words; None where the listing says nothing of it."""
    special = _SPECIAL.get(question)
    if special is not None and (said := await special(turn, found, facts)):
        stated: Html | None = said
    elif question in _STATED_BY_LAW:
        stated = turn.t(f"answers.{question}")
    else:
        stated = _from_fields(turn, found, question)
    if plain := await _papers(turn, found, words) or await _age_of_minors(turn, found, question, words, facts):
        return Answer(plain)
    half = stated is not None and await asyncio.to_thread(asks_else, question, words)
    sentences = await asyncio.to_thread(sentences_answering, words, found.listing.description)
    own_words = [sentence for sentence, likely in sentences.items() if likely >= SURE][:_MOST_QUOTED]
    told = [stated] if stated else []
    if own_words:
        quoted = turn.t("answers.quoted", words="；".join(own_words))
        return Answer(join([quoted, *told] if half else [*told, quoted]))
    nearest = turn.t("answers.topic", words=next(iter(sentences))) if sentences else None
    if stated and half:
        return Answer(join([nearest, stated] if nearest else [stated]), exact=False, half=True)
    by_law = question in _STATED_BY_LAW
    if stated and (by_law or await asyncio.to_thread(may_answer, words, shown(stated))):
        return Answer(stated)
    if lines := await _other_lines(turn, found, words):
        return Answer(join([*told, *lines] if stated not in lines else lines))
    said_nearest = stated or nearest
    return Answer(said_nearest, exact=False) if said_nearest else None


async def _papers(turn: Turn, found: Found, words: str) -> Html | None:
    """What to bring to a course, where that is asked rather than what the question was taken for."""
    line = listing_card.fact_lines(turn.language, found.listing).get("documents")
    if line is None:
        return None
    _, heard = await _lines_heard(turn, found, words)
    asked = await asyncio.to_thread(asks_for_papers, words, shown(line), heard.get(shown(line), 0.0))
    return line if asked else None


async def _age_of_minors(turn: Turn, found: Found, question: str, words: str, facts: Facts) -> Html | None:
    """From which age an opening is, where it is asked whether minors are taken."""
    if question not in _MAY_BE_OF_MINORS or not await asyncio.to_thread(asks_of_minors, words):
        return None
    return await _age(turn, found, facts)


async def _lines_heard(turn: Turn, found: Found, words: str) -> tuple[dict[str, Html], dict[str, float]]:
    """The lines of the card by their words, and how likely each that may answer does."""
    lines = listing_card.fact_lines(turn.language, found.listing).values()
    by_words = {line_words: line for line in lines for line_words in shown(line).splitlines()}
    return by_words, await asyncio.to_thread(sentences_answering, words, "\n".join(by_words))


async def _other_lines(turn: Turn, found: Found, words: str) -> list[Html]:
    """Lines of the card that surely answer, whatever the question was taken for."""
    by_words, heard = await _lines_heard(turn, found, words)
    sure = [sentence for sentence, likely in heard.items() if likely >= _SURE_OF_A_LINE][:_MOST_QUOTED]
    return [line for line_words, line in by_words.items() if any(sentence in line_words for sentence in sure)]


def _from_fields(turn: Turn, found: Found, question: str) -> Html | None:
    listing = found.listing
    fields = _FIELDS if isinstance(listing, Opening) else _COURSE_FIELDS
    field = fields.get(question)
    if field is None:
        return None
    known = any(getattr(listing, column, None) not in (None, []) for column in field.columns)
    return listing_card.fact_lines(turn.language, listing).get(field.line) if known else None


async def _distance(turn: Turn, found: Found, facts: Facts) -> Html | None:
    where = full_place_name(found.listing.city, found.listing.district, turn.language)
    if not facts.places:
        return turn.t("answers.where_only", place=where)
    matched = await match_listing(turn.session, MatchQuery(facts, turn.now.date()), found.listing.id)
    kilometres = matched.distance_km if matched else None
    if found.listing.district in {place.code for place in facts.places} or (kilometres is not None and kilometres < 1):
        return turn.t("answers.near", place=where)
    if kilometres is None:
        return turn.t("answers.where_only", place=where)
    return turn.t("answers.distance", place=where, km=round(kilometres))


async def _address(turn: Turn, found: Found, _: Facts) -> Html | None:
    where = full_place_name(found.listing.city, found.listing.district, turn.language)
    if found.listing.address:
        return turn.t("answers.address", place=where, address=found.listing.address)
    return turn.t("answers.where", place=where)


async def _places_left(turn: Turn, found: Found, _: Facts) -> Html | None:
    return turn.t("answers.places_left", n=await places_left(turn.session, found.listing))


async def _deadline(turn: Turn, found: Found, _: Facts) -> Html | None:
    day = found.listing.deadline
    return turn.t("card.deadline", day=format_day(day, turn.language)) if day else None


async def _start(turn: Turn, found: Found, _: Facts) -> Html | None:
    listing = found.listing
    if listing.start_date:
        return turn.t("answers.start", day=format_day(listing.start_date, turn.language))
    return turn.t("card.rolling") if isinstance(listing, Course) and listing.rolling_entry else None


async def _trust(turn: Turn, found: Found, _: Facts) -> Html | None:
    verified = found.organisation.state == OrganisationState.VERIFIED
    mark = turn.t("answers.verified" if verified else "answers.not_verified", name=found.organisation.name)
    return join([mark, turn.t("answers.no_money")])


async def _fees(turn: Turn, found: Found, _: Facts) -> Html | None:
    if isinstance(found.listing, Opening):
        return turn.t("answers.no_money")
    line = listing_card.fact_lines(turn.language, found.listing)["fee"]
    return join([line, turn.t("card.no_other_fee" if found.listing.fee else "card.no_fee")])


async def _age(turn: Turn, found: Found, _: Facts) -> Html | None:
    listing = found.listing
    if isinstance(listing, Course):
        return None
    youngest = 16 if listing_card.open_to_minors(listing) else 18
    if not listing.age_basis:
        return turn.t("answers.no_upper_age", age=youngest)
    low = max(youngest, listing.age_min or 0)
    if listing.age_max is None:
        return turn.t("answers.no_upper_age", age=low)
    return turn.t("answers.age_range", low=low, high=listing.age_max)


async def _certificates(turn: Turn, found: Found, _: Facts) -> Html | None:
    listing = found.listing
    if isinstance(listing, Course) or listing.certificates_required:
        return None
    return turn.t("answers.no_certificate")


async def _experience(turn: Turn, found: Found, _: Facts) -> Html | None:
    return turn.t("answers.course_from_scratch") if isinstance(found.listing, Course) else None


async def _education(turn: Turn, found: Found, _: Facts) -> Html | None:
    return turn.t("answers.no_education") if found.listing.education_min is None else None


async def _hazards(turn: Turn, found: Found, _: Facts) -> Html | None:
    if not found.listing.hazards:
        return turn.t("answers.no_hazard")
    return listing_card.hazards_line(turn.language, found.listing)


async def _night(turn: Turn, found: Found, _: Facts) -> Html | None:
    listing = found.listing
    if isinstance(listing, Course):
        return turn.t("card.evening") if listing.evening else None
    return turn.t("answers.day_only") if listing.night_shift is None and listing.shift == Shift.DAY else None


async def _dorm(turn: Turn, found: Found, _: Facts) -> Html | None:
    listing = found.listing
    if isinstance(listing, Opening) and listing.housing == Housing.NONE:
        return turn.t("answers.no_housing")
    return None


async def _online(turn: Turn, found: Found, _: Facts) -> Html | None:
    listing = found.listing
    if isinstance(listing, Opening):
        return None
    return turn.t("answers.online" if listing.mode in (CourseMode.ONLINE, CourseMode.MIXED) else "answers.onsite")


async def _jobs_after(turn: Turn, found: Found, _: Facts) -> Html | None:
    """Openings that the course leads to, where it names any."""
    listing = found.listing
    if isinstance(listing, Opening):
        return listing_card.fact_lines(turn.language, listing).get("wage_after")
    linked = [one for code in listing.linked_openings if (one := await openings.find(turn.session, code))]
    if not linked:
        return turn.t("answers.no_linked")
    titles = join([turn.t("answers.title", title=one.title) for one in linked[:3]], turn.t("card.comma"))
    return turn.t("answers.linked", titles=titles)


_SPECIAL: Mapping[str, Callable[[Turn, Found, Facts], Awaitable[Html | None]]] = {
    "distance": _distance, "address": _address, "places_left": _places_left, "deadline": _deadline,
    "start_date": _start, "employer_trust": _trust, "fees": _fees, "requirements_age": _age,
    "requirements_certificate": _certificates, "requirements_experience": _experience,
    "requirements_education": _education, "hazards": _hazards, "night": _night, "dorm": _dorm,
    "online_link": _online, "hire_after_course": _jobs_after,
}  # fmt: skip
