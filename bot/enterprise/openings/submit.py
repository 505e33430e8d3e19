"""What happens to a confirmed draft: a new opening goes to review, a changed one changes."""

from datetime import date

from bot.chat.forms import engine, typed_values
from bot.chat.forms.engine import BadAnswer, Draft, FormQuestion
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.enterprise.listings import changes, compliance
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY, BASE_STATE_KEY, say_changed, waits_for_review
from bot.enterprise.listings.questions import require_deadline
from bot.enterprise.openings import draft as opening_draft
from bot.enterprise.openings import several_jobs, subsidy
from bot.enterprise.openings.questions import QUESTIONS, place_of
from bot.enterprise.openings.skipped import new_opening_draft
from bot.notices.submitted import announce_submission
from data.lifecycle import listing_edits
from data.lifecycle.listing_edits import COLUMNS_NEEDING_REVIEW, ChangedMeanwhile, FewerThanHeld
from data.listings import openings, transitions
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from matching.search.indexing import index_listing


def change_lines(turn: Turn, draft: Draft) -> list[Html]:
    """What a change of an opening changes, and what follows from handing it in; nothing for a new one."""
    base = draft.get(BASE_ANSWERS_KEY)
    columns = opening_draft.changed_fields(base, draft) if base else {}
    return changes.change_lines(turn, QUESTIONS, draft, columns, COLUMNS_NEEDING_REVIEW)


async def submit_draft(turn: Turn, draft: Draft) -> None:
    """Check once more what may have changed since it was answered, keep it, and hand it in."""
    if compliance.unresolved_findings(draft):
        form = engine.FORMS[turn.state.flow or ""]
        turn.goto(form.name, compliance.LAW_QUESTION_KEY, compliance.reset_law_check(turn.state.draft))
        await engine.repeat_open_question(turn, form)
        return
    draft = draft | {"doubts": compliance.published_flags(draft)}
    _check(turn, draft)
    organisation = await organisations.get_for_member(turn.session, turn.account_id, draft["organisation"])
    if draft.get("opening"):
        await _change(turn, draft, organisation)
        return
    opening = await openings.create_draft(
        turn.session, draft["organisation"], member=turn.account_id, **opening_draft.column_values(draft)
    )
    await transitions.submit_for_review(turn.session, opening, by=turn.account_id)
    await _submitted(turn, opening, organisation)
    await _go_on_with_the_rest(turn, draft)


async def _go_on_with_the_rest(turn: Turn, draft: Draft) -> None:
    """Offer the next job of an advert for several: what holds for all of them is not asked again."""
    blank = await new_opening_draft(turn)
    rest = several_jobs.draft_for_the_rest(draft, blank, turn.now.date().isoformat()) if blank else None
    if rest is not None:
        await engine.restart_form(turn, engine.FORMS["post"], rest)


def leave_texts(draft: Draft) -> tuple[str, str] | None:
    """What leaving is called and what is said then: a job that was handed in stays, and so does what is changed."""
    return ("post.job.leave", "post.job.is_left") if several_jobs.is_continued(draft) else changes.leave_texts(draft)


def _check(turn: Turn, draft: Draft) -> None:
    today, base = turn.now.date(), draft.get(BASE_ANSWERS_KEY, {})
    typed_values.require_minimum_wage(draft["wage"][0], place_of(draft), today)
    typed_values.require_lawful_probation(draft.get("probation"), draft.get("contract"), today)
    if draft.get("deadline") and draft["deadline"] != base.get("deadline"):
        require_deadline(turn, date.fromisoformat(draft["deadline"]))


async def _submitted(turn: Turn, opening: Opening, organisation: Organisation) -> None:
    see = [[subsidy.button(opening.id)], [("openings.see_all", "member.openings")]]
    await announce_submission(turn, opening, organisation, see, "review.new_opening")


async def _change(turn: Turn, draft: Draft, organisation: Organisation) -> None:
    try:
        opening, changed = await listing_edits.edit_opening(
            turn.session, draft["opening"], member=turn.account_id, expected_version=draft["version"],
            fields=opening_draft.changed_fields(draft[BASE_ANSWERS_KEY], draft),
        )  # fmt: skip
    except ChangedMeanwhile:
        await _merge_with_colleagues_changes(turn, draft)
        return
    except FewerThanHeld as refusal:
        raise BadAnswer(refusal.text_id, **refusal.params) from refusal
    await index_listing(turn.session, opening)
    if waits_for_review(opening, draft, changed):
        await _submitted(turn, opening, organisation)
    else:
        await say_changed(turn, opening, "member.opening", changed)


async def _merge_with_colleagues_changes(turn: Turn, draft: Draft) -> None:
    """A colleague changed the opening meanwhile: this member's own changes on top of it, to be looked at once more."""
    opening = await transitions.lock_for_member(turn.session, Opening, draft["opening"], member=turn.account_id)
    newest, base = opening_draft.draft_of(opening), draft[BASE_ANSWERS_KEY]
    theirs = changes.changed_answers(QUESTIONS, newest, base)
    own = {one.key: draft.get(one.key) for one in changes.changed_answers(QUESTIONS, draft, base)}
    kept = {key: value for key, value in turn.state.draft.items() if key.startswith("_")}
    form = engine.FORMS[turn.state.flow or ""]
    doubts = [*newest["doubts"], *(one for one in draft.get("doubts") or () if one not in newest["doubts"])]
    merged = {**newest, **own, "doubts": doubts, BASE_ANSWERS_KEY: newest, BASE_STATE_KEY: opening.state.value}
    turn.goto(form.name, engine.SUMMARY_STEP, kept | merged)
    await turn.say("edit.changed_meanwhile", fields=_names(turn, theirs))
    await engine.show_summary(turn, form)


def _names(turn: Turn, questions: list[FormQuestion]) -> Html:
    return join([turn.t(f"{one.text_id}.short") for one in questions], turn.t("card.comma"))
