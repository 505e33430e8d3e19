"""What a seeker says in their own words: understood, kept if they agreed, answered with matches or one question."""

import asyncio

from bot.chat import profile_card
from bot.chat.buttons import Button, columns
from bot.chat.naming import label, place_name
from bot.chat.texts import Html
from bot.chat.turn import Handler, Turn
from bot.seeker import matches
from data import accounts, seekers
from data.catalogue import places
from data.errors import Gone
from data.facts import Facts, PlaceFact, Understanding
from data.seekers import MINIMUM_AGE, SENSITIVE_GROUPS
from data.vocabulary import Intent, Question
from matching.merging import ask_next, merge
from matching.understanding import understand

ASKING = "asking"
"""Flow of the chat while one missing fact is asked; `step` is the question, `draft["asked"]` those already asked."""

SIDE_ANSWERS = {
    Intent.APPLY_HELP: "answer.apply_help",
    Intent.SUBSIDY_QUESTION: "answer.subsidy",
    Intent.LEVEL_UP: "answer.level_up",
    Intent.PRIVACY: "answer.privacy",
    Intent.DELETE: "answer.delete",
    Intent.REPORT: "answer.report",
    Intent.HUMAN: "human",
}
"""Intents that are answered with a text of their own; what else the sentence said still counts."""

WORTH_ASKING = (Question.PLACE, Question.WANTS, Question.DID, Question.AGE)
"""What matters enough to be asked in the chat; the rest is asked by the step-by-step form or when applying."""

NEARBY_KM = 60.0


async def hear(turn: Turn, words: str) -> None:
    """Understand the words and go on: refuse a child, answer a side question, ask what is missing, or show matches."""
    asked = Question(turn.state.step) if turn.state.flow == ASKING and turn.state.step else None
    heard = await asyncio.to_thread(understand, words, asked)
    if heard.intent == Intent.UNDERAGE or (heard.age is not None and heard.age < MINIMUM_AGE):
        await refuse_child(turn)
        return
    if heard.intent in SIDE_ANSWERS:
        await turn.say(SIDE_ANSWERS[heard.intent])
    if heard.facts() == Facts(certificates=heard.certificates) and heard.certificates is None:
        await _nothing_understood(turn, heard, asked)
        return
    await take_in(turn, heard, words, asked)


async def refuse_child(turn: Turn) -> None:
    """Under 16: stop kindly and keep nothing."""
    await turn.say("age.too_young")
    await turn.session.flush()
    await accounts.erase(turn.session, turn.account)


async def _nothing_understood(turn: Turn, heard: Understanding, asked: Question | None) -> None:
    if heard.intent in SIDE_ANSWERS:
        return
    if asked is not None:
        # a refusal to answer is an answer: go on without the fact
        await proceed(turn, await _known(turn), "", asked=asked)
        return
    rows = [[Button(turn.t("intake.step_by_step"), "seek.intake")]]
    await turn.say("listen.not_understood", rows=rows)


async def _known(turn: Turn) -> Facts:
    return Facts() if turn.account.browsing else await seekers.facts_of(turn.session, turn.account_id)


async def take_in(turn: Turn, heard: Understanding, words: str, asked: Question | None) -> None:
    """Merge what was heard into what is known, keep it, and go on."""
    known = await _known(turn)
    facts = merge(known, heard, asked)
    if facts.age is not None and facts.age < MINIMUM_AGE:
        await refuse_child(turn)
        return
    if not turn.account.browsing:
        await seekers.keep(turn.session, turn.account_id, facts)
    if heard.intent == Intent.FOR_SOMEONE_ELSE:
        await turn.say("listen.for_someone_else")
    heading = "profile.heading" if known == Facts() else "profile.noted"
    shown = facts if known == Facts() else heard.facts()
    rows = [] if turn.account.browsing else [[Button(turn.t("profile.change"), "seek.correct")]]
    await turn.say(profile_card.card(shown, turn.language, heading), rows=rows)
    await _ask_about_sensitive(turn, facts)
    await proceed(turn, facts, words, asked=asked)


async def _ask_about_sensitive(turn: Turn, facts: Facts) -> None:
    """A sensitive fact was mentioned: it is only kept after a yes of its own."""
    stored = await _known(turn)
    for group in facts.groups:
        if group.id in SENSITIVE_GROUPS and group.sure and group not in stored.groups and not turn.account.browsing:
            buttons = [
                Button(turn.t("sensitive.yes"), f"seek.sensitive:{group.id}"),
                Button(turn.t("sensitive.no"), "seek.sensitive:no"),
            ]
            await turn.say("sensitive.ask", rows=[buttons], name=label("group", group.id, turn.language))


async def proceed(turn: Turn, facts: Facts, words: str, *, asked: Question | None) -> None:
    """Ask the one thing that is missing and matters, or show matches."""
    already = [*turn.state.draft.get("asked", ())] if turn.state.flow == ASKING else []
    if asked is not None:
        already.append(asked.value)
    missing = [q for q in ask_next(facts) if q in WORTH_ASKING and q.value not in already]
    doubtful = _doubtful_place(facts)
    question = Question.PLACE if doubtful and Question.PLACE.value not in already else next(iter(missing), None)
    direction = any(item.role in ("wants", "did") for item in facts.occupations) or bool(facts.majors)
    if question is not None and (doubtful or not direction or question == Question.PLACE) and not turn.account.browsing:
        turn.goto(ASKING, question.value, {"asked": already, "words": words or turn.state.draft.get("words", "")})
        await ask(turn, question, doubtful)
        return
    texts = words or str(turn.state.draft.get("words", ""))
    turn.goto(None)
    await matches.show(turn, facts, texts)


def _doubtful_place(facts: Facts) -> PlaceFact | None:
    return next((place for place in facts.places if place.candidates and place.role != "excludes"), None)


async def ask(turn: Turn, question: Question, doubtful: PlaceFact | None = None) -> None:
    """One short question with buttons; words are welcome as well."""
    rows: list[list[Button]] = []
    text: str | Html = f"ask.{question.value}"
    if question == Question.PLACE and doubtful is not None:
        buttons = [Button(_with_city(turn, code), f"seek.place:{code}:{doubtful.role}") for code in doubtful.candidates]
        rows = columns(buttons, 2)
        text = turn.t("ask.place_which", name=doubtful.name)
    elif question == Question.PLACE:
        buttons = [
            Button(place_name(city.code, turn.language), f"seek.place:{city.code}:prefers") for city in places.cities()
        ]
        rows = [*columns(buttons, 4), [Button(turn.t("ask.anywhere"), "seek.place:210000:prefers")]]
    rows.append([Button(turn.t("ask.skip"), f"seek.skip:{question.value}")])
    await turn.say(text, rows=rows)


def _with_city(turn: Turn, code: str) -> str:
    if code.endswith("00"):
        return place_name(code, turn.language)
    return f"{place_name(code[:4] + '00', turn.language)} {place_name(code, turn.language)}"


async def choose_place(turn: Turn) -> None:
    """A place button, of the question under way or of an older message: either way it is said now."""
    code, role = (*turn.arguments, "", "")[:2]
    place = places.get(code)
    if place is None or role not in ("lives", "prefers", "excludes"):
        raise Gone
    fact = PlaceFact(code=place.code, name=place.name, city=place.city, role=role)
    heard = Understanding(language=turn.language, places=[fact])
    if turn.account.browsing:
        await matches.show(turn, heard.facts(), "")
        return
    facts = _settle_place(await _known(turn), fact)
    await seekers.keep(turn.session, turn.account_id, facts)
    await proceed(turn, facts, "", asked=Question.PLACE)


def _settle_place(known: Facts, fact: PlaceFact) -> Facts:
    """Put the chosen place where the doubtful one stood."""
    others = [place for place in known.places if fact.code not in (place.code, *place.candidates)]
    return known.model_copy(update={"places": [*others, fact]})


async def skip_question(turn: Turn) -> None:
    """Not answering is fine: matches come anyway."""
    if turn.state.flow != ASKING or turn.state.step != (*turn.arguments, "")[0]:
        raise Gone
    await proceed(turn, await _known(turn), "", asked=Question(turn.state.step or ""))


async def keep_sensitive(turn: Turn) -> None:
    """The separate yes (or no) to keeping a sensitive fact."""
    choice = (*turn.arguments, "no")[0]
    if choice not in SENSITIVE_GROUPS:
        await turn.edit("sensitive.not_kept")
        return
    await seekers.keep_sensitive(turn.session, turn.account_id, choice)
    await turn.edit("sensitive.kept")


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


BUTTONS: dict[str, Handler] = {
    "seek.place": choose_place,
    "seek.skip": skip_question,
    "seek.sensitive": keep_sensitive,
}
