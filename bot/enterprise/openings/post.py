"""/post: an opening, question by question, then the card as people will see it, then review."""

import asyncio

from bot.chat.cards import listing
from bot.chat.cards.figure_warnings import figure_warning_lines
from bot.chat.forms import engine
from bot.chat.forms.engine import Draft, Form, StaleButton, register, start_form
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY
from bot.enterprise.openings import advert_draft, number_in_text, pasted_advert, submit
from bot.enterprise.openings import draft as opening_draft
from bot.enterprise.openings.advert_draft import looks_like_an_advert
from bot.enterprise.openings.audience_hints import audience_lines
from bot.enterprise.openings.questions import QUESTIONS
from bot.enterprise.openings.skipped import new_opening_draft
from data.applications import service as applications
from data.organisations import service as organisations
from matching.explain.audience_estimate import estimate_audience

OFTEN_ASKED = ("wage_after", "living", "shift", "insurance", "contract", "pay_day", "hours", "mentor")
"""What people who look for work ask about most."""
MOST_MISSING = 4


async def begin(turn: Turn) -> None:
    """The command, or a button that leads here; behind the command may stand an advert, or the first answer."""
    said = next(iter(turn.text.split(maxsplit=1)[1:]), "")
    if said and looks_like_an_advert(said):
        await pasted_advert.start_opening_from_advert(turn, said)
        return
    draft = await new_opening_draft(turn)
    if draft is None:
        return
    await start_form(turn, OPENING_FORM, draft)
    if said and turn.state.step == "occupation":
        await engine.handle_answer_text(turn, OPENING_FORM, said)


async def begin_in_words(turn: Turn, said: str) -> None:
    """A request for a new opening: what it says of it already is not asked again."""
    draft = await new_opening_draft(turn)
    if draft is None:
        return
    posting = engine.active_form(turn) is OPENING_FORM and BASE_ANSWERS_KEY not in turn.state.draft
    if posting:  # it goes on
        await start_form(turn, OPENING_FORM, draft)
        return
    told = await asyncio.to_thread(advert_draft.answers_in_words, said, draft, turn.now.date())
    if told:
        await turn.say("paste.read", facts=pasted_advert.facts_line(turn, told))
    await start_form(turn, OPENING_FORM, draft | told)


async def take_other_answers(turn: Turn) -> bool:
    """Words that answer other questions than the open one are kept for those; False where they answer none."""
    if engine.active_form(turn) is not OPENING_FORM:
        return False
    draft = turn.state.draft
    told = await asyncio.to_thread(advert_draft.answers_beside, turn.text, draft, turn.now.date())
    if not told:
        return False
    turn.goto(OPENING_FORM.name, turn.state.step, engine.without_asides(draft) | told)
    await turn.say("paste.read", facts=pasted_advert.facts_line(turn, told))
    return True


async def _summary(turn: Turn, draft: Draft) -> Html:
    """The card as people will see it, whom it reaches, and what is missing."""
    organisation = await organisations.get_for_member(turn.session, turn.account_id, draft["organisation"])
    opening = opening_draft.preview(draft, organisation)
    held = await applications.count_held_places(turn.session, draft["opening"]) if draft.get("opening") else 0
    card = listing.card(turn.language, opening, organisation, places_left=max(0, opening.headcount - held))
    notes = audience_lines(await estimate_audience(turn.session, opening), turn.language)
    missing = [turn.t(f"post.{key}.short") for key in OFTEN_ASKED if draft.get(key) is None][:MOST_MISSING]
    if missing:
        notes.append(turn.t("post.missing", list=join(missing, turn.t("card.comma"))))
    notes += figure_warning_lines(opening, turn.now.date(), turn.language)
    notes += advert_draft.other_firm_lines(draft, organisation, turn.language)
    if outdated := await asyncio.to_thread(number_in_text.outdated_line, turn, draft):
        notes.append(outdated)
    notes += submit.change_lines(turn, draft)
    return join([turn.t("post.preview"), card, join(notes)], "\n\n")


OPENING_FORM = register(
    Form(
        "post",
        QUESTIONS,
        finish=submit.submit_draft,
        summary=_summary,
        confirm_text_id="post.submit",
        subject_keys=("opening",),
        long=True,
        leave_texts=submit.leave_texts,
        offers=number_in_text.offers,
    )
)


async def _change_number_too(turn: Turn) -> None:
    """The number of places also where the texts name another; the card once more."""
    if engine.active_form(turn) is not OPENING_FORM or turn.state.step != engine.SUMMARY_STEP:
        raise StaleButton
    turn.goto(OPENING_FORM.name, engine.SUMMARY_STEP, number_in_text.with_number(turn.state.draft))
    await engine.show_summary(turn, OPENING_FORM)


COMMANDS: dict[str, Handler] = {"post": begin}
BUTTONS: dict[str, Handler] = {"member.post": begin, number_in_text.CHANGE_TOO: _change_number_too}
