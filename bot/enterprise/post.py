"""/post: an opening, question by question, then the card as people will see it, then review."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

from bot.chat import listing_card, plain_text
from bot.chat.forms import BadAnswer, Choice, Draft, Form, Question, Unclear, register, start
from bot.chat.naming import label, occupation_name
from bot.chat.place_questions import CITY, choice_of, place_questions
from bot.chat.pressed import word_of
from bot.chat.telling import rows, tell
from bot.chat.texts import Html, day, join
from bot.chat.turn import Handler, Turn
from bot.enterprise import opening_draft, post_answers
from bot.enterprise.membership import invite_to_join
from data import openings, organisations, staff
from data.catalogue import places
from data.errors import Gone
from data.listings import NotVerified
from data.openings import MAY_POST
from data.organisations import Organisation
from data.vocabulary import Education, ListingState, OrganisationState
from matching.occupation_search import occupations_named

MOST_PLACES = 999
ENOUGH = "enough"
SOONEST_DAYS, LATEST_DAYS = 7, 180
"""The last day to apply, from today: time to be seen, and no forgotten adverts."""
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 30, 900

Parse = Callable[[Turn, Draft, str], Awaitable[Any]]
Choices = Callable[[Turn, Draft], Sequence[Choice]]


async def begin(turn: Turn) -> None:
    """The command, or a button that leads here."""
    mine = await organisations.of_member(turn.session, turn.account_id)
    if not mine:
        await invite_to_join(turn)
        return
    able = [organisation for organisation in mine if organisation.state in MAY_POST]
    if not able:
        raise NotVerified
    draft: Draft = {"organisations": [[one.id, one.name, one.district or one.city] for one in able]}
    if len(able) == 1:
        draft["organisation"] = able[0].id
    await start(turn, POSTING, draft)


async def correct(turn: Turn) -> None:
    """Take up an opening that a reviewer sent back, with its answers filled in."""
    opening = await openings.for_member(turn.session, word_of(turn), member=turn.account_id)
    if opening.state != ListingState.NEEDS_CHANGES:
        raise Gone
    await start(turn, POSTING, opening_draft.draft_of(opening))


def _pick(texts: str, values: Sequence[str]) -> tuple[Parse, Choices]:
    """A question answered by a button or by the words on it; labels are `{texts}.{value}`."""

    def choices(turn: Turn, _: Draft) -> list[Choice]:
        return [Choice(turn.t(f"{texts}.{value}"), value) for value in values]

    return _by_label(choices), choices


def _by_label(choices: Choices) -> Parse:
    async def parse(turn: Turn, draft: Draft, said: str) -> Any:
        words = said.strip().casefold()
        offered = choices(turn, draft)
        found = [one for one in offered if one.label.casefold() == words]
        found = found or [one for one in offered if len(words) > 1 and words in one.label.casefold()]
        if not found:
            raise BadAnswer("choice.error")
        if len(found) > 1:
            raise Unclear("place.which", found, said=said.strip()[:40])
        return found[0].value

    return parse


def _number(low: int, high: int) -> Parse:
    async def parse(_: Turn, __: Draft, said: str) -> int:
        return post_answers.whole(said, low, high)

    return parse


def _numbers(text: str, *values: int) -> Choices:
    def choices(turn: Turn, _: Draft) -> list[Choice]:
        return [Choice(turn.t(text, n=value), value) for value in values]

    return choices


def _text(shortest: int, longest: int) -> Parse:
    async def parse(_: Turn, __: Draft, said: str) -> str:
        return plain_text.read(said, shortest=shortest, longest=longest)

    return parse


def _yes_no(texts: str) -> tuple[Parse, Choices]:
    def choices(turn: Turn, _: Draft) -> list[Choice]:
        return [Choice(turn.t(f"{texts}.yes"), True), Choice(turn.t(f"{texts}.no"), False)]

    return _by_label(choices), choices


def _organisations(_: Turn, draft: Draft) -> list[Choice]:
    return [Choice(name, number) for number, name, _ in draft["organisations"]]


async def _read_occupation(turn: Turn, _: Draft, said: str) -> str:
    found = occupations_named(said[:60])
    if not found:
        raise BadAnswer("post.error.occupation", said=said.strip()[:40])
    if len(found) > 1:
        offered = [Choice(occupation_name(one.code, turn.language), one.code) for one in found]
        raise Unclear("post.occupation.which", offered)
    return found[0].code


def _titles(turn: Turn, draft: Draft) -> list[Choice]:
    title = turn.t("post.title.usual", occupation=occupation_name(draft["occupation"], turn.language))
    return [Choice(title, title)]


def _cities(turn: Turn, draft: Draft) -> list[Choice]:
    """The organisation's own place first, then every city."""
    homes = [home for number, _, home in draft.get("organisations", []) if number == draft.get("organisation")]
    offered = [choice_of(turn, places.place(home)) for home in homes]
    return [*offered, *(choice_of(turn, city) for city in places.cities() if city.code not in homes)]


async def _read_wage(turn: Turn, draft: Draft, said: str) -> list[int]:
    found = post_answers.wage(said)
    post_answers.require_minimum_wage(found[0], _place(draft), turn.now.date())
    return found


async def _read_wage_after(_: Turn, draft: Draft, said: str) -> list[int]:
    found = post_answers.wage(said)
    if found[1] < draft["wage"][0]:
        raise BadAnswer("post.error.wage_after", low=draft["wage"][0])
    return found


def _place(draft: Draft) -> str:
    return str(draft.get("district") or draft["city"])


def _grades(turn: Turn, _: Draft) -> list[Choice]:
    return [Choice(label("grade", grade, turn.language), grade) for grade in ("5", "4", "3")]


def _educations(turn: Turn, _: Draft) -> list[Choice]:
    unlimited = Choice(turn.t("post.education.none"), Education.NONE.value)
    levels = (Education.PRIMARY, Education.JUNIOR, Education.SENIOR, Education.SECONDARY_VOCATIONAL, Education.COLLEGE)
    return [unlimited, *(Choice(label("education", level, turn.language), level.value) for level in levels)]


def _hazards(turn: Turn, draft: Draft) -> list[Choice]:
    """Each hazard, ticked when it applies; the trade's own are ticked to begin with."""
    ticked = _ticked(draft)
    offered = []
    for code in opening_draft.offered_hazards(draft):
        name = label("hazard", code, turn.language)
        offered.append(Choice(turn.t("choice.ticked", name=name) if code in ticked else name, code))
    return [*offered, Choice(turn.t("choice.enough"), ENOUGH)]


def _ticked(draft: Draft) -> list[str]:
    return list(draft.get("ticked", sorted(opening_draft.usual_hazards(draft))))


def _tick(draft: Draft, code: str) -> Draft:
    """A tap ticks or unticks a hazard; the last button keeps what is ticked."""
    ticked = _ticked(draft)
    if code == ENOUGH:
        return draft | {"hazards": ticked}
    return draft | {"ticked": [one for one in ticked if one != code] if code in ticked else [*ticked, code]}


def _keep_occupation(draft: Draft, code: str) -> Draft:
    """Another trade has other hazards."""
    return {key: value for key, value in draft.items() if key not in ("hazards", "ticked")} | {"occupation": code}


async def _read_deadline(turn: Turn, _: Draft, said: str) -> str:
    found = post_answers.day(said, turn.now.date())
    return _require_deadline(turn, found).isoformat()


def _require_deadline(turn: Turn, last_day: date) -> date:
    today = turn.now.date()
    earliest, latest = today + timedelta(days=SOONEST_DAYS), today + timedelta(days=LATEST_DAYS)
    if last_day < earliest:
        raise BadAnswer("day.error.early", day=day(earliest, turn.language))
    if last_day > latest:
        raise BadAnswer("day.error.late", day=day(latest, turn.language))
    return last_day


def _deadlines(turn: Turn, _: Draft) -> list[Choice]:
    offered = []
    for weeks in (2, 4, 8):
        last_day = turn.now.date() + timedelta(weeks=weeks)
        text = turn.t("post.deadline.weeks", n=weeks, day=day(last_day, turn.language))
        offered.append(Choice(text, last_day.isoformat()))
    return offered


async def _summary(turn: Turn, draft: Draft) -> Html:
    organisation = await _organisation(turn, draft)
    opening = opening_draft.preview(draft, organisation)
    card = listing_card.card(turn.language, opening, organisation, places_left=opening.headcount)
    return join([turn.t("post.preview"), card], "\n\n")


async def _organisation(turn: Turn, draft: Draft) -> Organisation:
    return await organisations.for_member(turn.session, turn.account_id, draft["organisation"])


async def _finish(turn: Turn, draft: Draft) -> None:
    """Check once more what may have changed since it was answered, keep it, and hand it in."""
    post_answers.require_minimum_wage(draft["wage"][0], _place(draft), turn.now.date())
    _require_deadline(turn, date.fromisoformat(draft["deadline"]))
    organisation = await _organisation(turn, draft)
    opening = await openings.draft(
        turn.session, draft["organisation"], member=turn.account_id, opening_id=draft.get("opening"),
        **opening_draft.fields(draft),
    )  # fmt: skip
    await openings.submit(turn.session, opening, by=turn.account_id)
    turn.goto(None)
    see = rows([[("openings.see_all", "member.openings")]], turn.language)
    if organisation.state != OrganisationState.VERIFIED:
        await turn.say("post.waits_for_verification", title=opening.title, rows=see)
        return
    await turn.say("post.submitted", title=opening.title, rows=see)
    reviewers = await staff.who_may(turn.session, "review")
    await tell(
        turn.session, reviewers, "review.new_opening", [[("review.open", "staff.review")]],
        name=organisation.name, title=opening.title,
    )  # fmt: skip


def _asked(key: str, parse: Parse, choices: Choices | None = None, **more: Any) -> Question:
    return Question(key, f"post.{key}", parse, choices=choices, **more)


def _questions() -> tuple[Question, ...]:
    city, district = place_questions("post")
    return (
        _asked(
            "organisation", _by_label(_organisations), _organisations, columns=1,
            skip_when=lambda draft: len(draft.get("organisations", [])) < 2,
        ),
        _asked("occupation", _read_occupation, store=_keep_occupation),
        _asked("title", _text(3, 40), _titles, columns=1),
        _asked("headcount", _number(1, MOST_PLACES), _numbers("post.headcount.choice", 1, 2, 3, 5, 10, 20), columns=3),
        Question(CITY, "post.city", city.parse, choices=_cities, store=city.store, columns=3),
        district,
        _asked("wage", _read_wage),
        _asked("wage_after", _read_wage_after, optional=True),
        _asked("living", *_pick("post.living", list(opening_draft.LIVING))),
        _asked("shift", *_pick("post.shift", list(opening_draft.SHIFTS))),
        _asked(
            "hazards", _by_label(_hazards), _hazards, store=_tick, again=lambda draft: "hazards" not in draft,
            skip_when=opening_draft.hazards_are_known,
        ),
        _asked("insurance", *_yes_no("post.insurance")),
        _asked("contract", _number(1, 120), _numbers("post.months", 12, 24, 36), optional=True, columns=3),
        _asked("term", _number(1, 60), _numbers("post.months", 3, 6, 12, 18, 24, 36), columns=3),
        _asked("grade", _by_label(_grades), _grades, optional=True, columns=1),
        _asked("mentor", _text(2, 40), optional=True),
        _asked("education", _by_label(_educations), _educations),
        _asked("newcomers", *_yes_no("post.newcomers")),
        _asked("minors", *_yes_no("post.minors"), skip_when=opening_draft.closed_to_minors, columns=1),
        _asked("description", _text(SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION)),
        _asked("deadline", _read_deadline, _deadlines, columns=1),
    )  # fmt: skip


POSTING = register(
    Form("post", _questions(), finish=_finish, summary=_summary, confirm="post.submit", about=("opening",))
)

COMMANDS: dict[str, Handler] = {"post": begin}
BUTTONS: dict[str, Handler] = {"member.post": begin, "member.fix": correct}
