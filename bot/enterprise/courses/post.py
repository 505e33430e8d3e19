"""/course: a subsidised course, question by question, then the card as people will see it, then review."""

import re
from datetime import date, timedelta
from typing import Any

from bot import crossing
from bot.chat.callback_args import listing_id_argument
from bot.chat.cards import listing
from bot.chat.cards.names import label
from bot.chat.cards.order_based import linked_opening_lines
from bot.chat.forms import plain_text
from bot.chat.forms import question_kinds as kinds
from bot.chat.forms import typed_values as post_answers
from bot.chat.forms.editing import start_editing
from bot.chat.forms.engine import (
    AmbiguousAnswer,
    BadAnswer,
    Choice,
    Draft,
    Form,
    FormQuestion,
    register,
    start_form,
)
from bot.chat.texts import Html, format_day, join
from bot.chat.turn import Handler, Turn
from bot.enterprise.courses import draft as course_draft
from bot.enterprise.courses import pasted_advert
from bot.enterprise.courses.draft import CLASS_TIMES, NOTHING, ORDER, OUTCOMES, PROJECT, ROLLING
from bot.enterprise.listings import pasted
from bot.enterprise.listings import questions as listing_questions
from bot.enterprise.listings.changes import (
    BASE_ANSWERS_KEY,
    BASE_STATE_KEY,
    change_lines,
    leave_texts,
    say_changed,
    waits_for_review,
)
from bot.enterprise.organisation.membership import new_listing_draft
from bot.notices.courses import announce_change, announce_promoted
from bot.notices.submitted import announce_submission
from data.closed_forms.money import read_fee
from data.db.errors import NotAvailable
from data.enrolments import service as enrolments
from data.lifecycle import listing_edits
from data.lifecycle.listing_edits import COURSE_COLUMNS_NEEDING_REVIEW, FewerThanHeld
from data.listings import courses, name_search, openings, transitions
from data.listings.courses import Course
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import CourseKind, CourseMode, ListingKind, ListingState
from matching.rules.seeker_subsidies import TRAINED_FREE
from matching.search.indexing import index_listing

MOST_PAPERS = 8
MOST_OFFERED = 8

_VERSION = "version"
"""Draft key of the version of a course that was seen when its change began."""
_OF_LEARNERS = frozenset({"start_date", "rolling_entry", "evening", "weekend", "hours_total", "weeks", "dormitory"})
"""What those who enrolled already hear of when it changes."""

_COMMAS = re.compile(r"[、，,;；\n]+")


async def begin(turn: Turn) -> None:
    """The command, or a button that leads here; behind the command may stand an advert."""
    said = next(iter(turn.text.split(maxsplit=1)[1:]), "") if turn.text.startswith("/") else ""
    if said and await pasted.is_pasted_advert(turn, said):
        await pasted.begin_from_advert(turn, said, ListingKind.COURSE)
        return
    draft = await new_listing_draft(turn, ListingKind.COURSE)
    if draft is not None:
        await start_form(turn, COURSE_FORM, draft | _today(turn))


async def correct(turn: Turn) -> None:
    """Take up a course that a reviewer sent back, with its answers filled in."""
    course = await transitions.lock_for_member(turn.session, Course, listing_id_argument(turn), member=turn.account_id)
    if course.state != ListingState.NEEDS_CHANGES:
        raise NotAvailable
    await start_form(turn, COURSE_FORM, course_draft.draft_of(course) | _today(turn))


async def edit(turn: Turn) -> None:
    """Change a course that people can see, or that waits: the answers are filled in, one picks what to change."""
    await start_editing(turn, COURSE_FORM, await draft_to_edit(turn, listing_id_argument(turn)))


async def draft_to_edit(turn: Turn, course_id: str) -> Draft:
    """The answers that lead to a course, to be changed.

    Raises:
        NotAvailable: it has ended.
    """
    course = await transitions.lock_for_member(turn.session, Course, course_id, member=turn.account_id)
    if course.state not in listing_edits.EDITABLE_STATES:
        raise NotAvailable
    answers = course_draft.draft_of(course)
    seen = {BASE_ANSWERS_KEY: answers, BASE_STATE_KEY: course.state.value, _VERSION: course.version}
    return answers | _today(turn) | seen


async def post_course_again(turn: Turn, course: Course) -> None:
    """The same course once more, as a new one: the answers are filled in, only the days are asked."""
    answers = course_draft.draft_of(course)
    kept = {key: value for key, value in answers.items() if key not in ("course", "deadline", "start")}
    await start_form(turn, COURSE_FORM, kept | _today(turn))


def _today(turn: Turn) -> Draft:
    return {"today": turn.now.date().isoformat()}


def _kinds(turn: Turn, _: Draft) -> list[Choice]:
    return [Choice(label("course_kind", kind, turn.language), kind.value) for kind in CourseKind]


def _modes(turn: Turn, _: Draft) -> list[Choice]:
    return [Choice(label("mode", mode, turn.language), mode.value) for mode in CourseMode]


async def _read_opening(turn: Turn, _: Draft, said: str) -> list[str]:
    """The live openings that a title, or the name of an enterprise, may mean; one is picked by button, or all."""
    piece = plain_text.read_text(said, shortest=2, longest=60)
    named = await name_search.find_by_name(turn.session, codes=(), pieces=[piece], places=())
    live = [one for one in named if one.state == ListingState.LIVE]
    found = [one for one in live[: 3 * MOST_OFFERED] if await openings.find(turn.session, one.id)][:MOST_OFFERED]
    if not found:
        raise BadAnswer("course.error.opening", said=piece[:40])
    choices = [Choice(f"{one.title} · {one.organisation}"[:60], [one.id]) for one in found]
    if len(found) > 1 and len({one.organisation for one in found}) == 1:
        choices.insert(0, Choice(turn.t("course.openings.all", n=len(found)), [one.id for one in found]))
    raise AmbiguousAnswer("course.openings.which", choices)


async def _read_start(turn: Turn, _: Draft, said: str) -> str:
    if said.strip().casefold() == turn.t("course.start.rolling").casefold():
        return ROLLING
    first = post_answers.read_day(said, turn.now.date())
    return _require_start(turn, first).isoformat()


def _require_start(turn: Turn, first: date) -> date:
    return listing_questions.require_between(turn, first, *course_draft.start_limits(turn.now.date()))


def _starts(turn: Turn, draft: Draft) -> list[Choice]:
    return [Choice(turn.t("course.start.rolling"), ROLLING), *listing_questions.deadline_choices(turn, draft)]


def _keep_start(draft: Draft, first: str) -> Draft:
    """With another first day the last day to enrol is asked again, where it would come after it."""
    late = first != ROLLING and (draft.get("deadline") or "") > first
    rest = {key: value for key, value in draft.items() if not (late and key == "deadline")}
    return rest | {"start": first}


async def _read_deadline(turn: Turn, draft: Draft, said: str) -> str:
    found = post_answers.read_day(said, turn.now.date())
    return _require_deadline(turn, draft, found).isoformat()


def _require_deadline(turn: Turn, draft: Draft, last_day: date) -> date:
    listing_questions.require_deadline(turn, last_day)
    if draft["start"] != ROLLING and last_day > date.fromisoformat(draft["start"]):
        raise BadAnswer("course.error.deadline", day=format_day(date.fromisoformat(draft["start"]), turn.language))
    return last_day


def _deadlines(turn: Turn, draft: Draft) -> list[Choice]:
    """Common last days, none after the first day of the course."""
    if draft["start"] == ROLLING:
        return listing_questions.deadline_choices(turn, draft)
    first = date.fromisoformat(draft["start"])
    usual = [one for one in listing_questions.deadline_choices(turn, draft) if date.fromisoformat(one.value) < first]
    latest = turn.now.date() + timedelta(days=listing_questions.LATEST_DAYS)
    on_the_day = Choice(turn.t("course.deadline.start", day=format_day(first, turn.language)), first.isoformat())
    return [*usual, on_the_day] if first <= latest else usual


async def _read_fee(turn: Turn, _: Draft, said: str) -> int:
    if said.strip().casefold() == turn.t("course.fee.choice", n=0).casefold() or read_fee(said) == 0:
        return 0
    return post_answers.read_whole_number(said, 0, course_draft.HIGHEST_FEE)


def _groups(turn: Turn, draft: Draft) -> list[Choice]:
    """Each group, ticked when the course is for it; none ticked means anybody."""
    ticked = draft.get("ticked", [])
    offered = [
        Choice(
            listing_questions.checkbox_label(turn, label("group", group, turn.language), ticked=group in ticked), group
        )
        for group in TRAINED_FREE
    ]
    enough = turn.t("choice.enough") if ticked else turn.t("course.groups.anybody")
    return [*offered, Choice(enough, kinds.ENOUGH, own_row=True)]


def _tick(draft: Draft, group: str) -> Draft:
    """A tap ticks or unticks a group; the last button keeps what is ticked. Other groups bring other papers."""
    ticked = list(draft.get("ticked", []))
    if group == kinds.ENOUGH:
        return draft | {"groups": ticked}
    rest = {key: value for key, value in draft.items() if key not in ("groups", "papers")}
    return rest | {"ticked": [one for one in ticked if one != group] if group in ticked else [*ticked, group]}


async def _read_papers(turn: Turn, _: Draft, said: str) -> list[str]:
    parts = [one for one in _COMMAS.split(said) if one.strip()]
    named = [await crossing.read_text(turn, one, "course", shortest=2, longest=40) for one in parts[: MOST_PAPERS + 1]]
    if not 1 <= len(named) <= MOST_PAPERS:
        raise BadAnswer("course.error.papers", most=MOST_PAPERS)
    return list(dict.fromkeys(named))


def _papers(turn: Turn, draft: Draft) -> list[Choice]:
    """The papers that the groups usually need."""
    usual = [turn.t("paper.id"), *(turn.t(f"paper.{one}") for one in draft.get("groups") or [] if _needs_paper(one))]
    named = [str(one) for one in dict.fromkeys(usual)][:MOST_PAPERS]
    return [Choice(turn.t("subsidy.list_comma").join(named), named)]


def _needs_paper(group: str) -> bool:
    return group != "grp.flexible"


def _rules(turn: Turn, draft: Draft) -> list[Choice]:
    """The policy rows in force for this kind of course."""
    return [
        Choice(turn.t(f"subsidy_rule.{row.id}"), row.id) for row in course_draft.subsidy_rules(draft, turn.now.date())
    ]


async def _summary(turn: Turn, draft: Draft) -> Html:
    organisation = await _organisation(turn, draft)
    course = course_draft.preview(draft, organisation)
    ties = await linked_opening_lines(turn.session, course, turn.language)
    card = listing.card(turn.language, course, organisation, places_left=course.capacity, extras=ties)
    base = draft.get(BASE_ANSWERS_KEY)
    columns = course_draft.changed_fields(base, draft) if base else {}
    notes = change_lines(turn, COURSE_FORM.questions, draft, columns, COURSE_COLUMNS_NEEDING_REVIEW)
    return join([turn.t("post.preview"), card, *([join(notes)] if notes else [])], "\n\n")


async def _organisation(turn: Turn, draft: Draft) -> Organisation:
    return await organisations.get_for_member(turn.session, turn.account_id, draft["organisation"])


async def _finish(turn: Turn, draft: Draft) -> None:
    """Check once more what may have changed since it was answered, keep it, and hand it in."""
    base = draft.get(BASE_ANSWERS_KEY, {})
    if draft["start"] not in {ROLLING, base.get("start")}:
        _require_start(turn, date.fromisoformat(draft["start"]))
    if draft["deadline"] != base.get("deadline"):
        _require_deadline(turn, draft, date.fromisoformat(draft["deadline"]))
    organisation = await _organisation(turn, draft)
    if base:
        await _change(turn, draft, organisation)
        return
    course = await courses.save_draft(
        turn.session, draft["organisation"], member=turn.account_id, course_id=draft.get("course"),
        **course_draft.column_values(draft),
    )  # fmt: skip
    await transitions.submit_for_review(turn.session, course, by=turn.account_id)
    await _submitted(turn, course, organisation)


async def _change(turn: Turn, draft: Draft, organisation: Organisation) -> None:
    """Take over what is different; who waited for a place that there is now moves up."""
    try:
        course, changed = await listing_edits.edit_course(
            turn.session, draft["course"], member=turn.account_id, expected_version=draft[_VERSION],
            fields=course_draft.changed_fields(draft[BASE_ANSWERS_KEY], draft),
        )  # fmt: skip
    except FewerThanHeld as refusal:
        raise BadAnswer(refusal.text_id, **refusal.params) from refusal
    if course.state == ListingState.LIVE:
        for promoted in await enrolments.fill_places(turn.session, course) if "capacity" in changed else ():
            await announce_promoted(turn.session, promoted)
        if not _OF_LEARNERS.isdisjoint(changed):
            await announce_change(turn.session, course)
    await index_listing(turn.session, course)
    if waits_for_review(course, draft, changed):
        await _submitted(turn, course, organisation)
    else:
        await say_changed(turn, course, "course.see", changed)


async def _submitted(turn: Turn, course: Course, organisation: Organisation) -> None:
    see = [[("courses.see_all", "member.courses")]]
    await announce_submission(turn, course, organisation, see, "review.new_course")


def _asked(key: str, parse: kinds.Parse, choices: kinds.Choices | None = None, **more: Any) -> FormQuestion:
    """A question that a pasted advert may answer, with others; only the description is a long text of its own."""
    reading = parse if key == "description" else pasted.parse_or_read_advert(parse, ListingKind.COURSE)
    return FormQuestion(key, f"course.{key}", reading, choices=choices, **more)


def _skip_unless_tie(wanted: str) -> Any:
    return lambda draft: draft.get("tie") != wanted


def _questions() -> tuple[FormQuestion, ...]:
    capacities = kinds.numbers("course.capacity.choice", 20, 30, 40, 50)
    return (
        _asked(
            "organisation",
            kinds.by_label(listing_questions.organisation_choices),
            listing_questions.organisation_choices,
            columns=1,
            skip_when=listing_questions.has_single_organisation,
        ),
        _asked("course_kind", kinds.by_label(_kinds), _kinds),
        _asked("occupation", listing_questions.read_occupation, store_answer=listing_questions.store_occupation),
        _asked(
            "title", crossing.text("course", 3, 40), listing_questions.title_choices("course.title.usual"), columns=1
        ),
        _asked("leads", *kinds.pick("course.leads", list(OUTCOMES))),
        _asked("assessor", kinds.text(3, 60), optional=True, skip_when=course_draft.has_no_certificate),
        _asked("tie", *kinds.pick("course.tie", [NOTHING, ORDER, PROJECT]), columns=1),
        _asked("openings", _read_opening, skip_when=_skip_unless_tie(ORDER)),
        _asked("programme", crossing.text("course", 4, 60), skip_when=_skip_unless_tie(PROJECT)),
        *listing_questions.city_and_district_questions("course"),
        _asked("mode", kinds.by_label(_modes), _modes, columns=1),
        _asked("times", *kinds.pick("course.times", list(CLASS_TIMES))),
        _asked(
            "hours",
            kinds.number(1, course_draft.MOST_HOURS),
            kinds.numbers("course.hours.choice", 40, 80, 120, 160, 240, 360),
            columns=3,
        ),
        _asked(
            "weeks",
            kinds.number(1, course_draft.MOST_WEEKS),
            kinds.numbers("course.weeks.choice", 1, 2, 4, 8, 12, 24),
            optional=True,
            columns=3,
        ),
        _asked("start", _read_start, _starts, store_answer=_keep_start, columns=1),
        _asked("capacity", kinds.number(1, course_draft.MOST_PLACES), capacities, columns=4),
        _asked("fee", _read_fee, kinds.numbers("course.fee.choice", 0)),
        _asked(
            "rule", kinds.by_label(_rules), _rules, optional=True, columns=1, skip_when=course_draft.has_no_subsidy_rule
        ),
        _asked(
            "groups",
            kinds.by_label(_groups),
            _groups,
            store_answer=_tick,
            repeat_while=lambda draft: "groups" not in draft,
        ),
        _asked("papers", _read_papers, _papers, columns=1),
        _asked("education", kinds.by_label(listing_questions.education_choices), listing_questions.education_choices),
        _asked("dormitory", *kinds.yes_no("course.dormitory")),
        _asked(
            "description",
            crossing.text("course", listing_questions.SHORTEST_DESCRIPTION, listing_questions.LONGEST_DESCRIPTION),
            pasted_advert.suggested_descriptions,
            render_text=pasted_advert.ask_description,
        ),
        _asked("deadline", _read_deadline, _deadlines, columns=1),
    )


COURSE_FORM = register(
    Form(
        "course",
        _questions(),
        finish=_finish,
        summary=_summary,
        confirm_text_id="post.submit",
        subject_keys=("course",),
        long=True,
        leave_texts=leave_texts,
    )
)

COMMANDS: dict[str, Handler] = {"course": begin}
BUTTONS: dict[str, Handler] = {"member.course": begin, "member.course_fix": correct, "course.edit": edit}
