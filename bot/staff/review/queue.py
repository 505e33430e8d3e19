"""/review: one queue of enterprises to verify, and of openings and courses to let through.

One thing at a time, oldest first.
"""

import asyncio
from functools import partial

from bot.chat import screen
from bot.chat.buttons import rows
from bot.chat.callback_args import id_before, listing_id_argument, number_argument, text_argument
from bot.chat.cards.explanations import reason_text
from bot.chat.cards.listing import card
from bot.chat.cards.names import label
from bot.chat.forms import plain_text
from bot.chat.forms.engine import Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.forms.question_kinds import ENOUGH, by_label
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.imports import compliance
from bot.notices.deliver import notify_people
from bot.sharing import links
from bot.staff.review import courses, many
from bot.staff.review import notes as opening_notes
from bot.staff.review import organisations as review_organisations
from data.db.errors import NotAvailable
from data.lifecycle import verification
from data.listings import openings, transitions
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.staff import members as staff
from data.vocabulary import ListingState
from matching.search.indexing import index_listing

OPENING_REASONS: dict[str, tuple[str, ...]] = {
    "unclear_work": ("description",),
    "pay": ("wage", "wage_after"),
    "requirements": ("title", "description", "education"),
    "fee": ("description",),
    "place": ("city",),
}
"""Common reasons, and the questions that each speaks of."""
RETURNABLE = (
    "title", "occupation", "description", "wage", "wage_after", "living", "shift", "hazards", "insurance", "contract",
    "term", "education", "city", "headcount", "deadline", "mentor",
)  # fmt: skip
"""The questions that can be sent back."""
_REASONS = {
    "organisation": review_organisations.REASONS, "opening": tuple(OPENING_REASONS), "course": courses.REASONS,
}  # fmt: skip


async def show_queue(turn: Turn) -> None:
    """What waits, and the oldest of it."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    await _show_after(turn, None)


async def show_queue_to_send_back(turn: Turn) -> None:
    """The queue; where nothing waits, what can be done about a listing that is not in it."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    await _show_after(turn, None, empty="review.none_to_send_back")


async def show_next(turn: Turn) -> None:
    """Leave this one for later."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    await _show_after(turn, ":".join(turn.arguments))


async def _show_after(turn: Turn, key: str | None, *, empty: str = "review.empty") -> None:
    waiting = {f"org:{one.id}": one for one in await verification.list_awaiting_decision(turn.session)}
    listed = [f"opening:{one}" for one in await transitions.in_review(turn.session, Opening)]
    teaching = [f"course:{one}" for one in await transitions.in_review(turn.session, Course)]
    keys = [*waiting, *listed, *teaching]
    if not keys:
        await turn.say(empty)
        return
    await turn.say("review.queue", organisations=len(waiting), openings=len(listed), courses=len(teaching))
    position = keys.index(key) + 1 if key in keys else 0
    chosen = keys[position % len(keys)]
    if chosen in waiting:
        await review_organisations.show(turn, waiting[chosen])
        return
    kind, _, listing_id = chosen.partition(":")
    if kind == "course":
        await courses.show(turn, listing_id)
    else:
        await show_opening(turn, listing_id)


async def show_opening(turn: Turn, opening_id: str) -> None:
    """The opening with what can be decided."""
    opening = await openings.find(turn.session, opening_id)
    organisation = await turn.session.get(Organisation, opening.organisation_id) if opening else None
    if opening is None or organisation is None:
        raise NotAvailable
    buttons = [
        [
            ("review.yes", f"staff.opening_yes:{opening.id}:{opening.version}"),
            ("review.change", f"staff.opening_no:{opening.id}"),
        ],
        [("review.later", f"staff.next:opening:{opening.id}")],
        *await many.bulk_approval_buttons(turn, Opening, opening.organisation_id),
    ]
    screen.show_own(turn, opening.id)
    words = card(turn.language, opening, organisation, places_left=opening.headcount)
    notes = await opening_notes.notes(turn.session, opening, turn.language)
    await turn.say(join([turn.t("review.opening"), words, *notes], "\n\n"), rows=rows(buttons, turn.language))


async def verify(turn: Turn) -> None:
    """The enterprise is what it says."""
    await _decide_organisation(turn, number_argument(turn), text_argument(turn, 1), reason=None)


async def _decide_organisation(turn: Turn, organisation_id: int, mark: str, reason: str | None) -> None:
    await staff.require_permission(turn.session, turn.account_id, "review")
    prepared = await review_organisations.decide(turn, organisation_id, mark, reason)
    if not prepared:
        await _show_after(turn, None)
    elif isinstance(prepared[0], Opening):
        await show_opening(turn, prepared[0].id)
    else:
        await courses.show(turn, prepared[0].id)


async def approve(turn: Turn) -> None:
    """The opening goes live; against a block of the law check only with a reason and a second tap."""
    await _approve_or_ask(turn, Opening)


async def _approve_or_ask(turn: Turn, table: type[Opening] | type[Course]) -> None:
    await staff.require_permission(turn.session, turn.account_id, "review")
    listing = await transitions.lock(turn.session, table, id_before(turn, 1))
    about = "opening" if isinstance(listing, Opening) else "course"
    if listing.state != ListingState.IN_REVIEW or listing.version != _version(turn):
        raise NotAvailable
    blocks = await asyncio.to_thread(compliance.blocking_flags, listing, turn.now.date())
    draft = {"about": about, "id": listing.id, "version": listing.version, "flags": blocks}
    if blocks:
        await start_form(turn, OVERRULING, draft)
    else:
        await _let_through(turn, draft)


async def _finish_overruling(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    await _let_through(turn, draft)


async def _let_through(turn: Turn, draft: Draft) -> None:
    await staff.require_permission(turn.session, turn.account_id, "review")
    if draft["about"] == "course":
        listing: Opening | Course = await courses.approve(turn, draft["id"], expected_version=draft["version"])
    else:
        listing = await _approve_opening(turn, draft["id"], draft["version"])
    if draft.get("reason"):
        overruled = [{**flag, "overruled": draft["reason"]} for flag in draft["flags"]]
        await transitions.store_doubts(turn.session, listing, overruled)
    await _show_after(turn, None)


async def _approve_opening(turn: Turn, opening_id: str, version: int) -> Opening:
    opening = await transitions.approve(turn.session, Opening, opening_id, by=turn.account_id, expected_version=version)
    await index_listing(turn.session, opening)
    members = await organisations.list_member_ids(turn.session, opening.organisation_id)
    await notify_people(
        turn.session, members, "post.approved",
        [[("openings.see", f"member.opening:{opening.id}")], links.member_buttons(opening.id)], title=opening.title,
    )  # fmt: skip
    await turn.edit("review.opening_live", title=opening.title)
    return opening


def _version(turn: Turn) -> int:
    """The version that the reviewer saw."""
    return number_argument(turn, max(1, len(turn.arguments) - 1), default=0)


async def approve_course(turn: Turn) -> None:
    """The course goes live, as an opening does."""
    await _approve_or_ask(turn, Course)


async def approve_many(turn: Turn) -> None:
    """Everything that one organisation handed in and the law check found nothing in goes live."""
    await many.approve(turn)
    await _show_after(turn, None)


async def _send_back(turn: Turn, opening_id: str, reason: str, fields: list[str]) -> None:
    await staff.require_permission(turn.session, turn.account_id, "review")
    opening = await transitions.request_changes(
        turn.session, Opening, opening_id, by=turn.account_id, reason=reason, fields=fields
    )
    members = await organisations.list_member_ids(turn.session, opening.organisation_id)
    await notify_people(
        turn.session, members, "post.needs_changes", [[("post.fix", f"member.fix:{opening.id}")]],
        title=opening.title, reason=partial(reason_text, reason),
    )  # fmt: skip
    await turn.say("review.opening_returned", title=opening.title)
    await _show_after(turn, None)


async def ask_refusal(turn: Turn) -> None:
    """Why not, for an enterprise."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    draft = {"about": "organisation", "id": number_argument(turn), "mark": text_argument(turn, 1)}
    await start_form(turn, REFUSING, draft)


async def ask_changes(turn: Turn) -> None:
    """What should change, for an opening."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    await start_form(turn, REFUSING, {"about": "opening", "id": listing_id_argument(turn)})


async def ask_course_changes(turn: Turn) -> None:
    """What should change, for a course."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    await start_form(turn, REFUSING, {"about": "course", "id": listing_id_argument(turn)})


async def _read_reason(_: Turn, __: Draft, said: str) -> str:
    return plain_text.read_text(said, shortest=4, longest=400, allow_contacts=True)


def _reasons(turn: Turn, draft: Draft) -> list[Choice]:
    """Common reasons as buttons; the enterprise reads the whole sentence."""
    about = draft["about"]
    reasons = _REASONS[about]
    ids = [f"review.reason.{about}.{reason}" for reason in reasons]
    return [Choice(turn.t(f"{text}.short"), text) for text in ids]


def _not_of_opening(draft: Draft) -> bool:
    return bool(draft["about"] != "opening")


def _fields(turn: Turn, draft: Draft) -> list[Choice]:
    """What can be sent back, ticked where the reason speaks of it."""
    ticked = _ticked(draft)
    offered = []
    for key in RETURNABLE:
        name = turn.t(f"post.{key}.short")
        offered.append(Choice(turn.t("choice.ticked", name=name) if key in ticked else name, key))
    return [*offered, Choice(turn.t("choice.enough"), ENOUGH, own_row=True)]


def _ticked(draft: Draft) -> list[str]:
    reason = str(draft["reason"]).removeprefix("review.reason.opening.")
    return list(draft.get("ticked", OPENING_REASONS.get(reason, ())))


def _tick(draft: Draft, key: str) -> Draft:
    ticked = _ticked(draft)
    if key == ENOUGH:
        return draft | {"fields": [one for one in RETURNABLE if one in ticked]}
    return draft | {"ticked": [one for one in ticked if one != key] if key in ticked else [*ticked, key]}


async def _finish_refusal(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    if draft["about"] == "organisation":
        await _decide_organisation(turn, draft["id"], draft.get("mark", ""), draft["reason"])
    elif draft["about"] == "course":
        await courses.send_back(turn, draft["id"], draft["reason"], reason_text)
        await _show_after(turn, None)
    else:
        await _send_back(turn, draft["id"], draft["reason"], draft["fields"])


REFUSING = register(
    Form(
        "review.refusal",
        (
            FormQuestion("reason", "review.reason", _read_reason, choices=_reasons, columns=1),
            FormQuestion(
                "fields",
                "review.fields",
                by_label(_fields),
                choices=_fields,
                store_answer=_tick,
                columns=3,
                repeat_while=lambda draft: "fields" not in draft,
                skip_when=_not_of_opening,
            ),
        ),
        finish=_finish_refusal,
        subject_keys=("about", "id", "mark"),
    )
)


async def _overruling(turn: Turn, draft: Draft) -> Html:
    """What the law check blocks, and the reason for which it would go live all the same."""
    return join([*_blocks(turn, draft), turn.t("review.overruled_because", reason=draft["reason"])])


def _ask_reason(turn: Turn, draft: Draft) -> Html:
    return join([*_blocks(turn, draft), turn.t("review.overrule_why")])


def _blocks(turn: Turn, draft: Draft) -> list[Html]:
    named = [(flag["words"], label("lint_category", flag["category"], turn.language)) for flag in draft["flags"]]
    lines = [turn.t("review.block", words=words, category=category) for words, category in named]
    return [turn.t("review.blocked"), *lines]


OVERRULING = register(
    Form(
        "review.overrule",
        (FormQuestion("reason", "review.overrule_why", _read_reason, render_text=_ask_reason),),
        finish=_finish_overruling,
        summary=_overruling,
        confirm_text_id="review.overrule",
        subject_keys=("about", "id", "version"),
    )
)


COMMANDS: dict[str, Handler] = {"review": show_queue}

BUTTONS: dict[str, Handler] = {
    "staff.review": show_queue,
    "staff.next": show_next,
    "staff.org_yes": verify,
    "staff.org_no": ask_refusal,
    "staff.opening_yes": approve,
    "staff.opening_no": ask_changes,
    "staff.course_yes": approve_course,
    "staff.many": many.ask,
    "staff.many_yes": approve_many,
    "staff.course_no": ask_course_changes,
}
