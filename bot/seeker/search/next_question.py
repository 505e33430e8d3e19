"""The one thing that is asked before matches are shown, by button or in words, and what the buttons do."""

from collections.abc import Iterable

from bot.chat.buttons import Button, arrange_in_columns
from bot.chat.cards.names import full_place_name, occupation_name, place_name
from bot.chat.texts import Html
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts, occupation_choices
from bot.seeker.search import matches
from data.catalogue import occupations, places
from data.db.errors import Gone
from data.people import feedback, seekers
from data.people.profile import Facts, OccupationFact, PlaceFact
from data.vocabulary import Question
from matching.search.intent import aim_of
from matching.understanding.profile_merge import ask_next

ASKING = "asking"
"""Flow of the chat while one missing fact is asked; `step` is the question."""

ASKED = "asked"
"""Draft key of what was asked already: nothing is asked twice, whether it was answered or not."""

ANEW = "anew"
"""Draft key: the answer takes the place of earlier wishes."""

WORTH_ASKING = (Question.PLACE, Question.WANTS)
"""What matters enough to be asked before matches; the rest is asked by the step-by-step form or when applying."""


def next_question(turn: Turn, facts: Facts) -> Question | None:
    """The one thing that is missing and matters so much that it is asked before any match is shown."""
    if turn.account.browsing:
        return None
    already = _asked(turn)
    if _doubtful_place(facts) is not None and _key(Question.PLACE, facts) not in already:
        return Question.PLACE
    direction = any(item.role in ("wants", "did") for item in facts.occupations)
    direction = direction or any(major.codes for major in facts.majors)
    missing = [question for question in ask_next(facts) if question in WORTH_ASKING and question.value not in already]
    first = next(iter(missing), None)
    return first if not direction or first == Question.PLACE else None


def _asked(turn: Turn) -> list[str]:
    return [*turn.state.draft.get(ASKED, ())] if turn.state.flow in (None, ASKING) else []


def _key(question: Question, facts: Facts) -> str:
    """What is remembered of a question; which of two places was meant is another one than where."""
    doubtful = _doubtful_place(facts)
    return f"{question.value}:{doubtful.code}" if question == Question.PLACE and doubtful else question.value


async def proceed(turn: Turn, facts: Facts, words: str, *, settled: Iterable[Question] = ()) -> None:
    """Ask the one thing that is missing and matters, or show matches. `settled` is not asked."""
    already = sorted({*_asked(turn), *(question.value for question in settled)})
    said = _about_work(facts, f"{turn.state.draft.get(known_facts.WORDS, '')} {words}".strip())
    turn.goto(
        None, None, {ASKED: already, known_facts.WORDS: said if facts.occupations and not turn.account.browsing else ""}
    )
    question = next_question(turn, facts)
    if question is not None:
        turn.goto(ASKING, question.value, {ASKED: [*already, _key(question, facts)], known_facts.WORDS: said})
        await ask(turn, facts, question)
        return
    await matches.show(turn, facts, said)


def _about_work(facts: Facts, said: str) -> str:
    """Of the person's words those that narrow the work down; all of them while no work is known.

    What else a sentence says is in the facts, and is not looked for a second time.
    """
    return " ".join(sorted(aim_of(facts, (said,)).said)) if facts.occupations else said


def _doubtful_place(facts: Facts) -> PlaceFact | None:
    return next((place for place in facts.places if place.candidates and place.role != "excludes"), None)


async def ask(turn: Turn, facts: Facts, question: Question) -> None:
    """One short question with buttons; words are welcome as well."""
    rows: list[list[Button]] = []
    text: str | Html = f"ask.{question.value}"
    doubtful = _doubtful_place(facts)
    if question == Question.PLACE and doubtful is not None:
        buttons = [Button(full_name(turn, code), f"seek.place:{code}:{doubtful.role}") for code in doubtful.candidates]
        rows = arrange_in_columns(buttons, 2)
        text = turn.t("ask.place_which", name=doubtful.name)
    elif question == Question.PLACE:
        buttons = [
            Button(place_name(city.code, turn.language), f"seek.place:{city.code}:prefers") for city in places.cities()
        ]
        rows = [*arrange_in_columns(buttons, 4), [Button(turn.t("ask.anywhere"), "seek.place:210000:prefers")]]
    elif question == Question.WANTS:
        rows = arrange_in_columns(occupation_choices.buttons(turn, facts), 3)
    rows.append([Button(turn.t("ask.skip"), f"seek.skip:{question.value}")])
    await turn.say(text, rows=rows)


def full_name(turn: Turn, code: str) -> str:
    """A county with its city, as a button says it."""
    place = places.place(code)
    return full_place_name(place.city, code if place.level == "county" else None, turn.language)


async def other_direction(turn: Turn) -> None:
    """Another kind of work: what is named now takes the place of earlier wishes."""
    facts = await known_facts.facts_of(turn)
    turn.goto(ASKING, Question.WANTS.value, {ANEW: True, ASKED: [*_asked(turn), Question.WANTS.value]})
    await ask(turn, facts, Question.WANTS)


async def choose_direction(turn: Turn) -> None:
    """A kind of work, tapped."""
    code = (*turn.arguments, "")[0]
    occupation = occupations.get(code)
    if occupation is None:
        raise Gone
    wish = OccupationFact(code=code, name=occupation.name, role="wants")
    facts = occupation_choices.turned(await known_facts.facts_of(turn), wish)
    if turn.account.browsing:
        await matches.show(turn, facts, "")
        return
    await seekers.keep(turn.session, turn.account_id, facts)
    await feedback.forget_liked(turn.session, turn.account_id)
    await proceed(turn, facts, occupation_name(code, turn.language), settled=[Question.WANTS])


async def choose_place(turn: Turn) -> None:
    """A place button, of the question under way or of an older message: either way it is said now."""
    code, role = (*turn.arguments, "", "")[:2]
    place = places.get(code)
    if place is None or role not in ("lives", "prefers", "excludes"):
        raise Gone
    fact = PlaceFact(code=place.code, name=place.name, city=place.city, role=role)
    if turn.account.browsing:
        await matches.show(turn, Facts(places=[fact]), "")
        return
    facts = _settle_place(await known_facts.facts_of(turn), fact)
    await seekers.keep(turn.session, turn.account_id, facts)
    await proceed(turn, facts, "", settled=[Question.PLACE])


def _settle_place(facts: Facts, fact: PlaceFact) -> Facts:
    """Put the chosen place where the doubtful one stood."""
    others = [place for place in facts.places if fact.code not in (place.code, *place.candidates)]
    return facts.model_copy(update={"places": [*others, fact]})


async def skip_question(turn: Turn) -> None:
    """Not answering is fine: matches come anyway."""
    if turn.state.flow != ASKING or turn.state.step != (*turn.arguments, "")[0]:
        raise Gone
    await proceed(turn, await known_facts.facts_of(turn), "", settled=[Question(turn.state.step)])


BUTTONS: dict[str, Handler] = {
    "seek.place": choose_place,
    "seek.skip": skip_question,
    "seek.other_direction": other_direction,
    "seek.direction": choose_direction,
}
