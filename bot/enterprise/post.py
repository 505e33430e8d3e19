"""/post: an opening, question by question, then the card as people will see it, then review."""

from datetime import date
from typing import Any

from bot.chat import listing_card
from bot.chat.forms import BadAnswer, Choice, Draft, Form, Question, register, start
from bot.chat.naming import label
from bot.chat.pressed import word_of
from bot.chat.telling import rows, tell
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.enterprise import listing_questions as ask
from bot.enterprise import opening_draft, post_answers
from bot.enterprise.membership import invite_to_join
from data import openings, organisations, staff
from data.errors import Gone
from data.listings import NotVerified
from data.openings import MAY_POST
from data.organisations import Organisation, WrongKind
from data.vocabulary import Kind, ListingState, OrganisationState

MOST_PLACES = 999


async def begin(turn: Turn) -> None:
    """The command, or a button that leads here."""
    mine = await organisations.of_member(turn.session, turn.account_id)
    if not mine:
        await invite_to_join(turn)
        return
    able = [organisation for organisation in mine if organisation.state in MAY_POST]
    if not able:
        raise NotVerified
    able = [organisation for organisation in able if organisations.may_offer(organisation, Kind.OPENING)]
    if not able:
        raise WrongKind(Kind.OPENING)
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


def _hazards(turn: Turn, draft: Draft) -> list[Choice]:
    """Each hazard, ticked when it applies; the trade's own are ticked to begin with."""
    ticked = _ticked(draft)
    offered = []
    for code in opening_draft.offered_hazards(draft):
        name = label("hazard", code, turn.language)
        offered.append(Choice(ask.ticking(turn, name, ticked=code in ticked), code))
    return [*offered, Choice(turn.t("choice.enough"), ask.ENOUGH)]


def _ticked(draft: Draft) -> list[str]:
    return list(draft.get("ticked", sorted(opening_draft.usual_hazards(draft))))


def _tick(draft: Draft, code: str) -> Draft:
    """A tap ticks or unticks a hazard; the last button keeps what is ticked."""
    ticked = _ticked(draft)
    if code == ask.ENOUGH:
        return draft | {"hazards": ticked}
    return draft | {"ticked": [one for one in ticked if one != code] if code in ticked else [*ticked, code]}


def _keep_occupation(draft: Draft, code: str) -> Draft:
    """Another trade has other hazards."""
    return {key: value for key, value in draft.items() if key not in ("hazards", "ticked")} | {"occupation": code}


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
    ask.require_deadline(turn, date.fromisoformat(draft["deadline"]))
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


def _asked(key: str, parse: ask.Parse, choices: ask.Choices | None = None, **more: Any) -> Question:
    return Question(key, f"post.{key}", parse, choices=choices, **more)


def _questions() -> tuple[Question, ...]:
    headcounts = ask.numbers("post.headcount.choice", 1, 2, 3, 5, 10, 20)
    return (
        _asked(
            "organisation", ask.by_label(ask.organisations), ask.organisations, columns=1,
            skip_when=ask.one_organisation,
        ),
        _asked("occupation", ask.read_occupation, store=_keep_occupation),
        _asked("title", ask.text(3, 40), ask.usual_title("post.title.usual"), columns=1),
        _asked("headcount", ask.number(1, MOST_PLACES), headcounts, columns=3),
        *ask.place("post"),
        _asked("wage", _read_wage),
        _asked("wage_after", _read_wage_after, optional=True),
        _asked("living", *ask.pick("post.living", list(opening_draft.LIVING))),
        _asked("shift", *ask.pick("post.shift", list(opening_draft.SHIFTS))),
        _asked(
            "hazards", ask.by_label(_hazards), _hazards, store=_tick, again=lambda draft: "hazards" not in draft,
            skip_when=opening_draft.hazards_are_known,
        ),
        _asked("insurance", *ask.yes_no("post.insurance")),
        _asked("contract", ask.number(1, 120), ask.numbers("post.months", 12, 24, 36), optional=True, columns=3),
        _asked("term", ask.number(1, 60), ask.numbers("post.months", 3, 6, 12, 18, 24, 36), columns=3),
        _asked("grade", ask.by_label(_grades), _grades, optional=True, columns=1),
        _asked("mentor", ask.text(2, 40), optional=True),
        _asked("education", ask.by_label(ask.educations), ask.educations),
        _asked("newcomers", *ask.yes_no("post.newcomers")),
        _asked("minors", *ask.yes_no("post.minors"), skip_when=opening_draft.closed_to_minors, columns=1),
        _asked("description", ask.text(ask.SHORTEST_DESCRIPTION, ask.LONGEST_DESCRIPTION)),
        _asked("deadline", ask.read_deadline, ask.deadlines, columns=1),
    )  # fmt: skip


POSTING = register(
    Form("post", _questions(), finish=_finish, summary=_summary, confirm="post.submit", about=("opening",))
)

COMMANDS: dict[str, Handler] = {"post": begin}
BUTTONS: dict[str, Handler] = {"member.post": begin, "member.fix": correct}
