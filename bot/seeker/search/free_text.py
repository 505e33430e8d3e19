"""What a seeker says in their own words: understood, kept if they agreed, answered with matches or one question."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.cards import profile
from bot.chat.cards.names import label
from bot.chat.texts import join
from bot.chat.turn import Turn
from bot.notices import departures
from bot.seeker.money import ladder, subsidy
from bot.seeker.profile import known_facts, learning, occupation_choices, sensitive
from bot.seeker.search import matches, next_question, why_not
from data import eligibility
from data.catalogue import places
from data.people import seekers
from data.people.profile import Facts, PlaceFact, Understanding
from data.people.seekers import MINIMUM_AGE
from data.vocabulary import Intent, ProfileQuestion
from matching.language.heads.acts import SURE_TO_DO
from matching.understanding import is_about_someone_else, understand
from matching.understanding.out_of_province import find_outside_places
from matching.understanding.profile_merge import merge_facts

SIDE_ANSWERS = {
    Intent.APPLY_HELP: "answer.apply_help",
    Intent.PRIVACY: "answer.privacy",
    Intent.DELETE: "answer.delete",
    Intent.REPORT: "answer.report",
    Intent.HUMAN: "human",
}
"""Intents that are answered with a text of their own; what else the sentence said still counts."""

CALCULATED: dict[Intent, Callable[[Turn, Facts], Awaitable[None]]] = {
    Intent.SUBSIDY_QUESTION: subsidy.show_supports,
    Intent.LEVEL_UP: ladder.show_ladder,
}
"""Intents that are answered from what is known of the person, this sentence included."""

NO_QUESTION_OF_LISTINGS = frozenset({Intent.REPORT, Intent.DELETE, Intent.PRIVACY, Intent.HUMAN})
"""Intents beside which "why is there no …" is about something else."""

NEARBY_KM = 60.0


def asked_question(turn: Turn) -> ProfileQuestion | None:
    """What the person was asked and has not answered."""
    step = turn.state.step if turn.state.flow == next_question.ASKING_FLOW else None
    return ProfileQuestion(step) if step else None


async def handle_text(turn: Turn, text: str, *, fallback_text_id: str | None = None) -> None:
    """Understand the words and go on, whatever was on the screen."""
    asked = asked_question(turn)
    understood = await asyncio.to_thread(understand, text, asked)
    await respond(turn, understood, text, asked, fallback_text_id=fallback_text_id)


async def respond(
    turn: Turn, understood: Understanding, text: str, asked: ProfileQuestion | None, *,
    fallback_text_id: str | None = None,
) -> None:  # fmt: skip
    """Refuse a child, answer a side question, ask what is missing, or show matches.

    `fallback_text_id` is the text for words that say nothing, such as a greeting.
    """
    if understood.intent == Intent.UNDERAGE:
        known_age = (await known_facts.facts_of(turn)).age
        if understood.age is None and known_age is None and asked is not ProfileQuestion.AGE:
            await next_question.ask_age(turn)
        else:
            await refuse_child(turn, text)
        return
    if understood.intent not in NO_QUESTION_OF_LISTINGS and await why_not.answer_if_why_not(turn, text):
        return
    if not any(place.role != "excludes" for place in understood.places):
        outside = await asyncio.to_thread(find_outside_places, text, asked)
        if outside:
            await turn.say("listen.outside")
    says_something = understood.says_something() or any(
        work.role == "wants" and not turn.account.browsing for work in understood.unclear_work
    )
    if understood.intent in SIDE_ANSWERS:
        await _answer_aside(turn, understood, ends_here=not says_something or understood.intent == Intent.REPORT)
    elif understood.intent in CALCULATED:
        await CALCULATED[understood.intent](turn, await known_with(turn, understood))
    if understood.intent == Intent.REPORT:
        # who was cheated needs help now, not openings; what they said of themselves is not lost
        await keep_quietly(turn, understood)
    elif says_something:
        await merge_and_continue(turn, understood, text, asked)
    elif understood.intent not in (*SIDE_ANSWERS, *CALCULATED):
        await _nothing_understood(turn, understood, text, asked, fallback_text_id)


async def _answer_aside(turn: Turn, understood: Understanding, *, ends_here: bool) -> None:
    """The answer to a side question; when nothing else follows, with the way on."""
    answer = turn.t(SIDE_ANSWERS[understood.intent])
    facts = await known_facts.facts_of(turn)
    shows_way = ends_here and not turn.account.browsing
    about_data = understood.intent in (Intent.PRIVACY, Intent.DELETE)
    way_on = Button(turn.t("mydata.button"), "data.show") if about_data else _way_on(turn, facts)
    await turn.say(answer, rows=[[way_on]] if shows_way else None)


def _way_on(turn: Turn, facts: Facts) -> Button:
    if facts == Facts():
        return Button(turn.t("intake.step_by_step"), "seek.intake")
    return Button(turn.t("matches.again"), "seek.again")


async def keep_quietly(turn: Turn, understood: Understanding) -> None:
    """Keep what was told, with nothing else coming of it now."""
    if not turn.account.browsing:
        await seekers.save_facts(turn.session, turn.account_id, await known_with(turn, understood))


async def known_with(turn: Turn, understood: Understanding) -> Facts:
    """What is known once this is added, without sensitive facts that nobody agreed to."""
    before = await known_facts.facts_of(turn)
    return sensitive.remove_groups(
        merge_facts(before, understood), sensitive.groups_without_consent(understood.groups, before)
    )


async def refuse_child(turn: Turn, text: str = "") -> None:
    """Under 16: stop kindly, give every place back and keep nothing.

    Of somebody else's child nothing is kept either, but what is kept of the adult who asks stays.
    """
    own_age = (await seekers.facts_of(turn.session, turn.account_id)).age
    if is_about_someone_else(text) or (own_age is not None and own_age >= MINIMUM_AGE):
        await turn.say("age.too_young_other")
        return
    await turn.say("age.too_young")
    await departures.delete_account(turn)


async def _nothing_understood(
    turn: Turn, understood: Understanding, said: str, asked: ProfileQuestion | None, fallback_text_id: str | None
) -> None:
    facts = await known_facts.facts_of(turn)
    if asked is not None or understood.intent == Intent.SEARCH:
        # a refusal to answer is an answer: go on without the fact; who only says "find me work" is asked
        await next_question.ask_or_show_matches(turn, facts, "", not_to_ask=[asked] if asked else [])
        return
    text = "listen.not_understood" if facts == Facts() else "listen.not_understood_more"
    rows = [] if turn.account.browsing else [[_way_on(turn, facts)]]
    offer = [] if fallback_text_id else await learning.keep_or_offer(turn, said, asked)
    place = known_facts.another_city(facts, turn.language)
    await turn.say(fallback_text_id or text, rows=[*rows, offer] if offer else rows, place=place)


async def merge_and_continue(turn: Turn, understood: Understanding, text: str, asked: ProfileQuestion | None) -> None:
    """Merge what was heard into what is known, keep it, and go on."""
    before = await known_facts.facts_of(turn)
    groups_to_ask = sensitive.groups_without_consent(understood.groups, before)
    replaces_wishes = turn.state.draft.get(next_question.REPLACE_WISHES_KEY) and any(
        item.role == "wants" for item in understood.occupations
    )
    facts = merge_facts(occupation_choices.replace_wishes(before) if replaces_wishes else before, understood, asked)
    facts = sensitive.remove_groups(facts, groups_to_ask)
    if facts.age is not None and facts.age < MINIMUM_AGE:
        await refuse_child(turn)
        return
    if not turn.account.browsing:
        await seekers.save_facts(turn.session, turn.account_id, facts)
    if understood.intent == Intent.FOR_SOMEONE_ELSE:
        await turn.say("listen.for_someone_else")
    await _show_understood(turn, before, understood, facts)
    unclear = next_question.work_to_ask(turn, understood, facts)
    if unclear is not None:
        await sensitive.ask_consent(turn, groups_to_ask)
        await next_question.ask_work(turn, facts, unclear, text)
        return
    # what is asked about stands last, where the eye is
    question_follows = next_question.next_question(turn, facts) is not None
    if question_follows:
        await sensitive.ask_consent(turn, groups_to_ask)
    await next_question.ask_or_show_matches(
        turn, facts, text, unclear=understood.unclear_work, not_to_ask=[asked] if asked else [],
        order=_order_asked_for(turn, understood),
    )  # fmt: skip
    if not question_follows:
        await sensitive.ask_consent(turn, groups_to_ask)


def _order_asked_for(turn: Turn, understood: Understanding) -> str:
    """Nearest first, where words that tell something else besides ask for nearer ones than the list has."""
    nearer = any(act.act == "nearer" and act.confidence >= SURE_TO_DO for act in understood.acts)
    return matches.NEAREST if nearer and screen.of(turn).listings else ""


async def _show_understood(turn: Turn, before: Facts, understood: Understanding, facts: Facts) -> None:
    """The card to look over: all of it the first time, then what is new. Hints alone make no card."""
    first = before == Facts()
    lines = profile.fact_lines(facts if first else understood.facts(), turn.language)
    given_up = [label("constraint", item, turn.language) for item in understood.lifted if item in before.constraints]
    if given_up:
        lines.append(turn.t("profile.lifted", values=turn.t("profile.separator").join(given_up)))
    if understood.age is not None and understood.age < eligibility.ADULT_AGE:
        lines.append(turn.t("age.under_18"))
    if not lines:
        return
    rows = [] if turn.account.browsing else [[Button(turn.t("profile.change"), "seek.correct")]]
    heading = turn.t("profile.heading" if first else "profile.noted")
    await turn.say(join([heading, *lines]), rows=rows)


async def handle_location(turn: Turn) -> None:
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
    await merge_and_continue(turn, Understanding(language=turn.language, places=[fact]), "", ProfileQuestion.PLACE)
