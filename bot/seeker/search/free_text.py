"""What a seeker says in their own words: understood, kept if they agreed, answered with matches or one question."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.chat.buttons import Button
from bot.chat.cards import profile
from bot.chat.cards.names import label
from bot.chat.texts import join
from bot.chat.turn import Turn
from bot.notices import departures
from bot.seeker.money import ladder, subsidy
from bot.seeker.profile import known_facts, occupation_choices, sensitive
from bot.seeker.search import next_question, why_not
from data import eligibility
from data.catalogue import places
from data.people import seekers
from data.people.profile import Facts, PlaceFact, Understanding
from data.people.seekers import MINIMUM_AGE
from data.vocabulary import Intent, Question
from matching.understanding import is_about_someone_else, understand
from matching.understanding.out_of_province import outside_places
from matching.understanding.profile_merge import merge

SIDE_ANSWERS = {
    Intent.APPLY_HELP: "answer.apply_help",
    Intent.PRIVACY: "answer.privacy",
    Intent.DELETE: "answer.delete",
    Intent.REPORT: "answer.report",
    Intent.HUMAN: "human",
}
"""Intents that are answered with a text of their own; what else the sentence said still counts."""

CALCULATED: dict[Intent, Callable[[Turn, Facts], Awaitable[None]]] = {
    Intent.SUBSIDY_QUESTION: subsidy.tell,
    Intent.LEVEL_UP: ladder.tell,
}
"""Intents that are answered from what is known of the person, this sentence included."""

NO_QUESTION_OF_LISTINGS = frozenset({Intent.REPORT, Intent.DELETE, Intent.PRIVACY, Intent.HUMAN})
"""Intents beside which "why is there no …" is about something else."""

NEARBY_KM = 60.0


async def hear(turn: Turn, words: str, *, unheard: str | None = None) -> None:
    """Understand the words and go on: refuse a child, answer a side question, ask what is missing, or show matches.

    `unheard` is the text for words that say nothing, such as a greeting.
    """
    asked = Question(turn.state.step) if turn.state.flow == next_question.ASKING and turn.state.step else None
    heard = await asyncio.to_thread(understand, words, asked)
    if heard.intent == Intent.UNDERAGE or (heard.age is not None and heard.age < MINIMUM_AGE):
        await refuse_child(turn, words)
        return
    if heard.intent not in NO_QUESTION_OF_LISTINGS and await why_not.heard(turn, words):
        return
    if not any(place.role != "excludes" for place in heard.places) and outside_places(words):
        await turn.say("listen.outside")
    says_something = heard.says_something()
    if heard.intent in SIDE_ANSWERS:
        await _answer_aside(turn, heard, ends_here=not says_something or heard.intent == Intent.REPORT)
    elif heard.intent in CALCULATED:
        await CALCULATED[heard.intent](turn, await _known_with(turn, heard))
    if heard.intent == Intent.REPORT:
        # who was cheated needs help now, not openings; what they said of themselves is not lost
        await _keep_quietly(turn, heard)
    elif says_something:
        await take_in(turn, heard, words, asked)
    elif heard.intent not in (*SIDE_ANSWERS, *CALCULATED):
        await _nothing_understood(turn, heard, asked, unheard)


async def _answer_aside(turn: Turn, heard: Understanding, *, ends_here: bool) -> None:
    """The answer to a side question; when nothing else follows, with the way on."""
    answer = turn.t(SIDE_ANSWERS[heard.intent])
    facts = await known_facts.facts_of(turn)
    shows_way = ends_here and not turn.account.browsing
    about_data = heard.intent in (Intent.PRIVACY, Intent.DELETE)
    way_on = Button(turn.t("mydata.button"), "data.show") if about_data else _way_on(turn, facts)
    await turn.say(answer, rows=[[way_on]] if shows_way else None)


def _way_on(turn: Turn, facts: Facts) -> Button:
    if facts == Facts():
        return Button(turn.t("intake.step_by_step"), "seek.intake")
    return Button(turn.t("matches.again"), "seek.again")


async def _keep_quietly(turn: Turn, heard: Understanding) -> None:
    if not turn.account.browsing:
        await seekers.keep(turn.session, turn.account_id, await _known_with(turn, heard))


async def _known_with(turn: Turn, heard: Understanding) -> Facts:
    """What is known once this is added, without sensitive facts that nobody agreed to."""
    before = await known_facts.facts_of(turn)
    return sensitive.without(merge(before, heard), sensitive.waiting(heard.groups, before))


async def refuse_child(turn: Turn, words: str = "") -> None:
    """Under 16: stop kindly, give every place back and keep nothing.

    Of somebody else's child nothing is kept either, but what is kept of the adult who asks stays.
    """
    own_age = (await seekers.facts_of(turn.session, turn.account_id)).age
    if is_about_someone_else(words) or (own_age is not None and own_age >= MINIMUM_AGE):
        await turn.say("age.too_young_other")
        return
    await turn.say("age.too_young")
    await departures.delete_account(turn)


async def _nothing_understood(turn: Turn, heard: Understanding, asked: Question | None, unheard: str | None) -> None:
    facts = await known_facts.facts_of(turn)
    if asked is not None or heard.intent == Intent.SEARCH:
        # a refusal to answer is an answer: go on without the fact; who only says "find me work" is asked
        await next_question.proceed(turn, facts, "", settled=[asked] if asked else [])
        return
    text = "listen.not_understood" if facts == Facts() else "listen.not_understood_more"
    await turn.say(unheard or text, rows=[] if turn.account.browsing else [[_way_on(turn, facts)]])


async def take_in(turn: Turn, heard: Understanding, words: str, asked: Question | None) -> None:
    """Merge what was heard into what is known, keep it, and go on."""
    before = await known_facts.facts_of(turn)
    unasked = sensitive.waiting(heard.groups, before)
    wishes_anew = turn.state.draft.get(next_question.ANEW) and any(item.role == "wants" for item in heard.occupations)
    facts = merge(occupation_choices.turned(before) if wishes_anew else before, heard, asked)
    facts = sensitive.without(facts, unasked)
    if facts.age is not None and facts.age < MINIMUM_AGE:
        await refuse_child(turn)
        return
    if not turn.account.browsing:
        await seekers.keep(turn.session, turn.account_id, facts)
    if heard.intent == Intent.FOR_SOMEONE_ELSE:
        await turn.say("listen.for_someone_else")
    await _show_understood(turn, before, heard, facts)
    # what is asked about stands last, where the eye is
    question_follows = next_question.next_question(turn, facts) is not None
    if question_follows:
        await sensitive.ask(turn, unasked)
    await next_question.proceed(turn, facts, words, settled=[asked] if asked else [])
    if not question_follows:
        await sensitive.ask(turn, unasked)


async def _show_understood(turn: Turn, before: Facts, heard: Understanding, facts: Facts) -> None:
    """The card to look over: all of it the first time, then what is new. Hints alone make no card."""
    first = before == Facts()
    lines = profile.fact_lines(facts if first else heard.facts(), turn.language)
    given_up = [label("constraint", item, turn.language) for item in heard.lifted if item in before.constraints]
    if given_up:
        lines.append(turn.t("profile.lifted", values=turn.t("profile.separator").join(given_up)))
    if heard.age is not None and heard.age < eligibility.ADULT_AGE:
        lines.append(turn.t("age.under_18"))
    if not lines:
        return
    rows = [] if turn.account.browsing else [[Button(turn.t("profile.change"), "seek.correct")]]
    heading = turn.t("profile.heading" if first else "profile.noted")
    await turn.say(join([heading, *lines]), rows=rows)


async def hear_location(turn: Turn) -> None:
    """The nearest county-level unit is taken as where the person lives; the point itself is not kept."""
    message = turn.update.effective_message
    if message is None or message.location is None:
        return
    point = (message.location.latitude, message.location.longitude)
    nearest = min(places.counties(), key=lambda county: places.distance_km(point, (county.lat, county.lon)))
    if places.distance_km(point, (nearest.lat, nearest.lon)) > NEARBY_KM:
        await turn.say("listen.outside")
        return
    fact = PlaceFact(code=nearest.code, name=nearest.name, city=nearest.city, role="lives")
    await take_in(turn, Understanding(language=turn.language, places=[fact]), "", Question.PLACE)
