"""How an application stands, in one sentence: what has happened, what comes next, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.texts import Html, format_day, format_moment, render
from bot.notices.applications import load_parties, offer_buttons
from data.applications import applicant_file, history, interviews, offers, stale
from data.applications.applicant_file import ApplicantFile
from data.applications.models import Application, ApplicationQuestion, OfferTerms
from data.db import clock
from data.listings.models import CLOSABLE_STATES
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, Language, ListingState

CONTRACT = ApprenticeshipPaper.CONTRACT


@dataclass(frozen=True)
class Standing:
    """An application with what its sentence is made of."""

    application: Application
    opening: Opening
    organisation: Organisation
    file: ApplicantFile
    terms: OfferTerms | None
    before: State | None
    """The state before the present one."""
    now: datetime

    @property
    def open_question(self) -> ApplicationQuestion | None:
        """What the enterprise asked and the person has not answered."""
        return next((one for one in self.file.questions if one.answered_at is None), None)

    @property
    def meets_ahead(self) -> bool:
        """Whether a meeting lies ahead."""
        return self.file.interview is not None and self.file.interview.at > self.now

    def last_day(self, days: int, since: datetime | None = None) -> datetime:
        """The day so long after the last change, or after that moment."""
        return (since or self.application.changed_at) + timedelta(days=days)


async def load(session: AsyncSession, application: Application, now: datetime) -> Standing:
    """All that the sentence of the person's application needs."""
    opening, organisation, _ = await load_parties(session, application)
    return Standing(
        application, opening, organisation,
        await applicant_file.load(session, application), await offers.find_terms(session, application),
        await history.state_before(session, application), now,
    )  # fmt: skip


def sentence(language: Language, standing: Standing) -> Html:
    """The sentence of one application, behind its title."""
    name, params = _SENTENCES[standing.application.state](standing)
    filled = {key: _write(language, value) for key, value in params.items()}
    told = render(f"status.{name}", language, organisation=standing.organisation.name, **filled)
    return render("status.of", language, title=standing.opening.title, code=standing.application.code, told=told)


@dataclass(frozen=True)
class _Moment:
    at: datetime


@dataclass(frozen=True)
class _Text:
    text_id: str


def _write(language: Language, value: object) -> object:
    if isinstance(value, _Moment):
        return format_moment(value.at, language)
    if isinstance(value, _Text):
        return render(value.text_id, language)
    if isinstance(value, datetime):
        value = value.astimezone(clock.ZONE).date()
    return format_day(value, language) if isinstance(value, date) else value


_Told = tuple[str, dict[str, object]]
"""The end of a text id, and its parameters: a date is written as a day."""


def _waiting(standing: Standing) -> _Told:
    application, opening = standing.application, standing.opening
    last = standing.last_day(stale.UNANSWERED_ENDS_DAYS, application.created_at)
    if question := standing.open_question:
        return "question", {"said": question.said, "last": last}
    if opening.state != ListingState.LIVE:
        return "waiting.paused" if opening.state in CLOSABLE_STATES else "waiting.over", {"last": last}
    if application.seen_at is not None:
        return "seen", {"day": application.seen_at, "last": last}
    return "waiting", {"day": application.created_at, "last": last}


def _talking(standing: Standing) -> _Told:
    phone = standing.organisation.contact_phone if standing.opening.contact_mode == "phone" else None
    last = standing.last_day(stale.TALK_ENDS_DAYS)
    return ("talking.phone", {"phone": phone, "last": last}) if phone else ("talking.by_bot", {"last": last})


def _interview(standing: Standing) -> _Told:
    meeting = standing.file.interview
    if meeting is None:
        return _talking(standing)
    if standing.meets_ahead:
        return f"interview.{meeting.answer}", {"moment": _Moment(meeting.at), "place": meeting.place}
    return "interview.past", {"day": meeting.at, "last": standing.last_day(stale.INTERVIEW_ENDS_DAYS, meeting.at)}


def _offered(standing: Standing) -> _Told:
    until = standing.application.held_until or standing.last_day(offers.HOLDS_DAYS)
    if standing.terms is None:
        return "offered", {"last": until}
    return "offered.terms", {"last": until, "day": standing.terms.first_day, "place": standing.terms.place}


def _accepted(standing: Standing) -> _Told:
    signed_on, terms = standing.file.paper_dates.get(CONTRACT), standing.terms
    if signed_on is not None:
        said = {None: "contract.asked", True: "contract", False: "contract.denied"}
        return said[standing.file.papers_confirmed.get(CONTRACT)], {"day": signed_on}
    if terms is None:
        return "accepted", {}
    ahead = terms.first_day >= standing.now.date()
    return "accepted.terms" if ahead else "accepted.begun", {"day": terms.first_day, "place": terms.place}


def _ended(name: str) -> Callable[[Standing], _Told]:
    """An end that needs no more than its day."""

    def told(standing: Standing) -> _Told:
        return name, {"day": standing.application.changed_at}

    return told


def _declined(standing: Standing) -> _Told:
    reason = _Text(standing.application.reason or "decline.other")
    return "declined", {"day": standing.application.changed_at, "reason": reason}


def _withdrawn(standing: Standing) -> _Told:
    open_still = standing.opening.state == ListingState.LIVE
    return "withdrawn.open" if open_still else "withdrawn", {"day": standing.application.changed_at}


def _expired(standing: Standing) -> _Told:
    ends = {State.APPLIED: "expired.unanswered", State.OFFERED: "expired.offer"}
    name = ends.get(standing.before or State.APPLIED, "expired.talk")
    return name, {"day": standing.application.changed_at}


def _no_show(standing: Standing) -> _Told:
    if standing.application.objected_at is None:
        return "no_show", {"day": standing.application.changed_at}
    return "no_show.objected", {"last": standing.last_day(interviews.REOPEN_DAYS)}


_SENTENCES: Mapping[State, Callable[[Standing], _Told]] = {
    State.APPLIED: _waiting,
    State.TALKING: _talking,
    State.INTERVIEW: _interview,
    State.OFFERED: _offered,
    State.SIGNED: _accepted,
    State.COMPLETED: _ended("completed"),
    State.DECLINED: _declined,
    State.WITHDRAWN: _withdrawn,
    State.EXPIRED: _expired,
    State.NO_SHOW: _no_show,
}


def buttons(standing: Standing) -> Buttons:
    """What the person can do now: what waits for their answer, else a word to the other side."""
    application, number = standing.application, standing.application.id
    if answers := _answers(standing):
        return answers
    if application.state in (State.TALKING, State.INTERVIEW, State.SIGNED):
        return [[("relay.write", f"relay.write:{number}")]]
    if application.state == State.NO_SHOW and application.objected_at is None:
        return [[("absence.explain", f"seek.explain:{number}")]]
    return []


def _answers(standing: Standing) -> Buttons:
    application, number, file = standing.application, standing.application.id, standing.file
    question, meeting, signed_on = standing.open_question, file.interview, file.paper_dates.get(CONTRACT)
    if application.state == State.APPLIED and question is not None:
        return [[("question.answer", f"seek.answer:{question.id}"), ("question.skip", f"seek.no_answer:{question.id}")]]
    if application.state == State.INTERVIEW and meeting is not None and standing.meets_ahead:
        about = f"{number}:{meeting.sequence}"
        return [[("interview.coming", f"seek.meet_yes:{about}"), ("interview.wish", f"seek.meet_move:{about}")]]
    if application.state == State.OFFERED:
        return offer_buttons(application)
    if application.state == State.SIGNED and signed_on is not None and CONTRACT not in file.papers_confirmed:
        about = f"{number}:{CONTRACT}:{signed_on.isoformat()}"
        return [[("paper.confirm", f"seek.paper_yes:{about}"), ("paper.deny", f"seek.paper_no:{about}")]]
    return []
