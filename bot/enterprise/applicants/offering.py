"""Offering a place: when it begins, what it pays, where, whom to ask for and what to bring, and then it is sent."""

import html
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from bot import crossing
from bot.chat.callback_args import number_argument
from bot.chat.cards import offer as offer_card
from bot.chat.forms import meeting_time, typed_values
from bot.chat.forms.engine import BadAnswer, Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import Html, format_day, render
from bot.chat.turn import Handler, Turn
from bot.enterprise.applicants.interviews import usual_place
from bot.enterprise.applicants.overview import warn_if_unreached
from bot.enterprise.openings.draft import draft_of
from bot.enterprise.openings.questions import place_of
from bot.notices.applications import announce_offer
from data.applications import offers
from data.applications import service as applications
from data.applications.models import OfferTerms
from data.closed_forms import calendar
from data.people.accounts import Account
from data.vocabulary import Language

FARTHEST_DAYS = 120
_DAYS_OFFERED = (3, 7, 14)
"""Working days from now on which a first day is suggested."""
_MOST_PLACE, _MOST_NAME, _MOST_PAPERS = 120, 30, 120
_USUAL, _PAPERS = "@usual", ("id", "all")
"""What a button stands for until it is written in the reader's language."""


async def begin(turn: Turn) -> None:
    """Ask what the place comes with."""
    application, opening = await offers.require_offerable(turn.session, number_argument(turn), member=turn.account_id)
    known: Draft = {
        "application": application.id,
        "usual_place": usual_place(opening, turn.language),
        "usual_wage": [opening.wage_min, opening.wage_max or opening.wage_min] if opening.wage_min else None,
        "where": place_of(draft_of(opening)),
        "begins": opening.start_date.isoformat() if opening.start_date else None,
    }
    await start_form(turn, OFFERING, known | meeting_time.initial_draft(turn))


def _days(turn: Turn, draft: Draft) -> Sequence[Choice]:
    asked_on = date.fromisoformat(draft[meeting_time.ASKED_ON])
    worked = meeting_time.working_days(asked_on, max(_DAYS_OFFERED))
    days = [worked[number - 1] for number in _DAYS_OFFERED]
    if draft["begins"] and (planned := date.fromisoformat(draft["begins"])) > asked_on:
        days.append(planned)
    return [Choice(format_day(day, turn.language), day.isoformat()) for day in sorted(set(days))]


async def _read_day(turn: Turn, _: Draft, said: str) -> str:
    day = calendar.read_meeting_time(said, turn.now).day
    if day is None:
        raise BadAnswer("day.error.unknown")
    return _require_day(turn, day).isoformat()


def _require_day(turn: Turn, day: date) -> date:
    if not turn.now.date() <= day <= turn.now.date() + timedelta(days=FARTHEST_DAYS):
        raise BadAnswer("offer.terms.day.error", n=FARTHEST_DAYS)
    return day


def _wages(_: Turn, draft: Draft) -> Sequence[Choice]:
    usual = draft["usual_wage"]
    return [Choice(offer_card.range_of(*usual), usual)] if usual else []


async def _read_wage(turn: Turn, draft: Draft, said: str) -> list[int]:
    return typed_values.read_lawful_wage(said, draft["where"], turn.now.date())


def _places(_: Turn, draft: Draft) -> Sequence[Choice]:
    return [Choice(draft["usual_place"], _USUAL)]


def _papers(turn: Turn, _: Draft) -> Sequence[Choice]:
    return [Choice(turn.t(f"offer.terms.bring.{kind}"), kind) for kind in _PAPERS]


async def _terms(turn: Turn, draft: Draft, language: Language) -> OfferTerms:
    """What was answered; what was chosen by a button in the language of whoever reads it."""
    application, opening = await applications.get_for_member(turn.session, draft["application"], member=turn.account_id)
    low, high = draft["wage"]
    place, bring = draft["place"], draft["bring"]
    if place == _USUAL:
        place = usual_place(opening, language)
    if bring in _PAPERS:
        bring = html.unescape(render(f"offer.terms.bring.{bring}", language))
    return OfferTerms(
        application_id=draft["application"], account_id=application.account_id or 0,
        first_day=date.fromisoformat(draft["day"]), wage_min=low, wage_max=high, place=place,
        ask_for=draft["ask_for"], bring=bring,
    )  # fmt: skip


async def _summary(turn: Turn, draft: Draft) -> Html:
    terms = await _terms(turn, draft, turn.language)
    return turn.t("offer.terms.summary", terms=offer_card.terms(turn.language, terms))


async def _finish(turn: Turn, draft: Draft) -> None:
    _require_day(turn, date.fromisoformat(draft["day"]))
    application, _ = await applications.get_for_member(turn.session, draft["application"], member=turn.account_id)
    person = await turn.session.get(Account, application.account_id)
    terms = await _terms(turn, draft, (person.language if person else None) or Language.ZH)
    application = await offers.offer_place(turn.session, draft["application"], member=turn.account_id, terms=terms)
    turn.goto(None)
    await turn.say("applicant.offered", code=application.code)
    await warn_if_unreached(turn, await announce_offer(turn.session, application), application)


_text = partial(crossing.text, "offer", allow_contacts=True)

OFFERING = register(
    Form(
        "offer",
        (
            FormQuestion("day", "offer.terms.day", _read_day, choices=_days),
            FormQuestion("wage", "offer.terms.wage", _read_wage, choices=_wages),
            FormQuestion("place", "offer.terms.place", _text(2, _MOST_PLACE), choices=_places, columns=1),
            FormQuestion("ask_for", "offer.terms.ask_for", _text(1, _MOST_NAME), optional=True),
            FormQuestion(
                "bring", "offer.terms.bring", _text(2, _MOST_PAPERS), choices=_papers, optional=True, columns=1
            ),
        ),
        finish=_finish,
        summary=_summary,
        confirm_text_id="offer.terms.send",
        subject_keys=("application",),
        refresh_draft=meeting_time.refresh,
    )
)

BUTTONS: dict[str, Handler] = {"member.offer": begin}
