"""The one thing that is asked before matches are shown, by button or in words, and what the buttons do."""

import re
from collections.abc import Iterable
from hashlib import blake2b

from bot.chat.buttons import Button, arrange_in_columns
from bot.chat.cards.names import full_place_name, occupation_name, place_name
from bot.chat.texts import Html
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts, occupation_choices
from bot.seeker.search import matches
from data.catalogue import occupations, places
from data.db.errors import NotAvailable
from data.people import feedback, seekers
from data.people.profile import Facts, OccupationFact, PlaceFact, UnclearWork, Understanding
from data.vocabulary import ProfileQuestion
from matching.search.intent import build_search_intent, words_for_work
from matching.understanding.profile_merge import list_next_questions, merge_facts

ASKING_FLOW = "asking"
"""Flow of the chat while one missing fact is asked; `step` is the question."""

ASKED_QUESTIONS_KEY = "asked"
"""Draft key of what was asked already: nothing is asked twice, whether it was answered or not."""

REPLACE_WISHES_KEY = "anew"
"""Draft key: the answer takes the place of earlier wishes."""

_YEARS = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})?")

WORTH_ASKING = (ProfileQuestion.PLACE, ProfileQuestion.WANTS)
"""What matters enough to be asked before matches; the rest is asked by the step-by-step form or when applying."""


def next_question(turn: Turn, facts: Facts) -> ProfileQuestion | None:
    """The one thing that is missing and matters so much that it is asked before any match is shown."""
    if turn.account.browsing:
        return None
    already = _asked(turn)
    if _doubtful_place(facts) is not None and _key(ProfileQuestion.PLACE, facts) not in already:
        return ProfileQuestion.PLACE
    missing = [
        question
        for question in list_next_questions(facts)
        if question in WORTH_ASKING and question.value not in already
    ]
    first = next(iter(missing), None)
    return first if not _has_direction(facts) or first == ProfileQuestion.PLACE else None


def _has_direction(facts: Facts) -> bool:
    """Whether work or schooling says what the person may be after."""
    return any(item.role in ("wants", "did") for item in facts.occupations) or any(m.codes for m in facts.majors)


def _asked(turn: Turn) -> list[str]:
    return [*turn.state.draft.get(ASKED_QUESTIONS_KEY, ())] if turn.state.flow in (None, ASKING_FLOW) else []


def _key(question: ProfileQuestion, facts: Facts) -> str:
    """What is remembered of a question; which of two places was meant is another one than where."""
    doubtful = _doubtful_place(facts)
    return f"{question.value}:{doubtful.code}" if question == ProfileQuestion.PLACE and doubtful else question.value


async def ask_or_show_matches(
    turn: Turn,
    facts: Facts,
    text: str,
    *,
    unclear: Iterable[UnclearWork] = (),
    not_to_ask: Iterable[ProfileQuestion] = (),
    order: str = "",
) -> None:
    """Ask the one thing that is missing and matters, or show matches.

    `unclear` is the work that the text names and nobody knows; `not_to_ask` what is settled.
    """
    already = sorted({*_asked(turn), *(question.value for question in not_to_ask)})
    work_words = _keep_work_words(turn, facts, text, unclear)
    turn.goto(
        None,
        None,
        {
            ASKED_QUESTIONS_KEY: already,
            known_facts.WORK_WORDS_KEY: work_words if facts.occupations and not turn.account.browsing else "",
        },
    )
    question = next_question(turn, facts)
    if question is not None:
        turn.goto(
            ASKING_FLOW,
            question.value,
            {ASKED_QUESTIONS_KEY: [*already, _key(question, facts)], known_facts.WORK_WORDS_KEY: work_words},
        )
        await ask_question(turn, facts, question)
        return
    await matches.show(turn, facts, work_words, order=order)


def _keep_work_words(turn: Turn, facts: Facts, text: str, unclear: Iterable[UnclearWork]) -> str:
    """Of the person's words those that narrow the work down, or while no work is known may name it.

    What else a sentence says is in the facts, and is not looked for a second time.
    """
    words = f"{turn.state.draft.get(known_facts.WORK_WORDS_KEY, '')} {words_for_work(facts, text, unclear)}".strip()
    return " ".join(sorted(build_search_intent(facts, (words,)).narrowing_terms)) if facts.occupations else words


def _doubtful_place(facts: Facts) -> PlaceFact | None:
    return next((place for place in facts.places if place.candidates and place.role != "excludes"), None)


async def ask_question(turn: Turn, facts: Facts, question: ProfileQuestion) -> None:
    """One short question with buttons; words are welcome as well."""
    rows: list[list[Button]] = []
    text: str | Html = f"ask.{question.value}"
    doubtful = _doubtful_place(facts)
    if question == ProfileQuestion.PLACE and doubtful is not None:
        buttons = [
            Button(place_button_text(turn, code), f"seek.place:{code}:{doubtful.role}") for code in doubtful.candidates
        ]
        rows = arrange_in_columns(buttons, 2)
        text = turn.t("ask.place_which", name=doubtful.name)
    elif question == ProfileQuestion.PLACE:
        buttons = [
            Button(place_name(city.code, turn.language), f"seek.place:{city.code}:prefers") for city in places.cities()
        ]
        rows = [*arrange_in_columns(buttons, 4), [Button(turn.t("ask.anywhere"), "seek.place:210000:prefers")]]
    elif question == ProfileQuestion.WANTS:
        rows = arrange_in_columns(occupation_choices.buttons(turn, facts), 3)
    rows.append([Button(turn.t("ask.skip"), f"seek.skip:{question.value}")])
    await turn.say(text, rows=rows)


def place_button_text(turn: Turn, code: str) -> str:
    """A county with its city, as a button says it."""
    place = places.place(code)
    return full_place_name(place.city, code if place.level == "county" else None, turn.language)


async def ask_age(turn: Turn) -> None:
    """How old somebody is who seems too young: before anything is refused, or anything else is done."""
    turn.goto(ASKING_FLOW, ProfileQuestion.AGE.value, {ASKED_QUESTIONS_KEY: _asked(turn)})
    await ask_question(turn, Facts(), ProfileQuestion.AGE)


async def ask_other_occupation(turn: Turn) -> None:
    """Another kind of work: what is named now takes the place of earlier wishes."""
    facts = await known_facts.facts_of(turn)
    turn.goto(
        ASKING_FLOW,
        ProfileQuestion.WANTS.value,
        {REPLACE_WISHES_KEY: True, ASKED_QUESTIONS_KEY: [*_asked(turn), ProfileQuestion.WANTS.value]},
    )
    await ask_question(turn, facts, ProfileQuestion.WANTS)


async def choose_occupation(turn: Turn) -> None:
    """A kind of work, tapped."""
    code = (*turn.arguments, "")[0]
    occupation = occupations.get(code)
    if occupation is None:
        raise NotAvailable
    wish = OccupationFact(code=code, name=occupation.name, role="wants")
    facts = occupation_choices.replace_wishes(await known_facts.facts_of(turn), wish)
    if turn.account.browsing:
        await matches.show(turn, facts, "")
        return
    await seekers.save_facts(turn.session, turn.account_id, facts)
    await feedback.forget_liked(turn.session, turn.account_id)
    await ask_or_show_matches(turn, facts, occupation_name(code, turn.language), not_to_ask=[ProfileQuestion.WANTS])


def work_to_ask(turn: Turn, understood: Understanding, facts: Facts) -> UnclearWork | None:
    """The wish of a message that is in doubt and was not asked yet, where nothing else gives a direction.

    What somebody did is not asked: the question what they want follows anyway.
    """
    if turn.account.browsing or _has_direction(facts):
        return None
    already = _asked(turn)
    wished = (work for work in understood.unclear_work if work.role == "wants")
    return next((work for work in wished if _work_key(work) not in already), None)


def _work_key(work: UnclearWork) -> str:
    """What is remembered of the question: not the words themselves, which the chat's state need not hold."""
    return f"work:{blake2b(work.words.encode(), digest_size=6).hexdigest()}"


async def ask_work(turn: Turn, facts: Facts, work: UnclearWork, text: str) -> None:
    """Which occupation somebody's words mean: at most three buttons, and none of them."""
    words = _keep_work_words(turn, facts, text, [work])
    already = [*_asked(turn), _work_key(work)]
    anew = {REPLACE_WISHES_KEY: True} if turn.state.draft.get(REPLACE_WISHES_KEY) else {}
    turn.goto(ASKING_FLOW, None, {ASKED_QUESTIONS_KEY: already, known_facts.WORK_WORDS_KEY: words} | anew)
    lasted = "" if work.years is None else f"{work.years:g}"
    rows = [
        [Button(occupation_name(code, turn.language), f"seek.work:{code}:{work.role}:{lasted}")]
        for code in work.candidates
    ]
    rows.append([Button(turn.t("ask.work_none"), "seek.work::")])
    await turn.say(turn.t("ask.work_which", words=work.words), rows=rows)


async def choose_work(turn: Turn) -> None:
    """What somebody's words meant, tapped; or that they meant none of it."""
    code, role, lasted = (*turn.arguments, "", "", "")[:3]
    facts = await known_facts.facts_of(turn)
    if code:
        occupation = occupations.get(code)
        if occupation is None or role not in ("did", "wants", "rejects") or turn.account.browsing:
            raise NotAvailable
        years = float(lasted) if _YEARS.fullmatch(lasted) else None
        work = OccupationFact(code=code, name=occupation.name, role=role, years=years)
        if role == "wants" and turn.state.draft.get(REPLACE_WISHES_KEY):
            facts = occupation_choices.replace_wishes(facts, work)
        else:
            facts = merge_facts(facts, Understanding(language=turn.language, occupations=[work]))
        await seekers.save_facts(turn.session, turn.account_id, facts)
    await ask_or_show_matches(turn, facts, "")


async def choose_place(turn: Turn) -> None:
    """A place button, of the question under way or of an older message: either way it is said now."""
    code, role = (*turn.arguments, "", "")[:2]
    place = places.get(code)
    if place is None or role not in ("lives", "prefers", "excludes"):
        raise NotAvailable
    fact = PlaceFact(code=place.code, name=place.name, city=place.city, role=role)
    if turn.account.browsing:
        await matches.show(turn, Facts(places=[fact]), "")
        return
    facts = _settle_place(await known_facts.facts_of(turn), fact)
    await seekers.save_facts(turn.session, turn.account_id, facts)
    await ask_or_show_matches(turn, facts, "", not_to_ask=[ProfileQuestion.PLACE])


def _settle_place(facts: Facts, fact: PlaceFact) -> Facts:
    """Put the chosen place where the doubtful one stood."""
    others = [place for place in facts.places if fact.code not in (place.code, *place.candidates)]
    return facts.model_copy(update={"places": [*others, fact]})


async def skip_question(turn: Turn) -> None:
    """Not answering is fine: matches come anyway."""
    if turn.state.flow != ASKING_FLOW or turn.state.step != (*turn.arguments, "")[0]:
        raise NotAvailable
    await ask_or_show_matches(turn, await known_facts.facts_of(turn), "", not_to_ask=[ProfileQuestion(turn.state.step)])


BUTTONS: dict[str, Handler] = {
    "seek.place": choose_place,
    "seek.skip": skip_question,
    "seek.other_direction": ask_other_occupation,
    "seek.direction": choose_occupation,
    "seek.work": choose_work,
}
