"""What an enterprise sees of an applicant, and can do: work facts and fit in words; no group, no age, and no contact
before both agree.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.cards import phones, profile
from bot.chat.cards.explanations import explain
from bot.chat.cards.names import label
from bot.chat.texts import Html, format_day, format_moment, join, render
from data import eligibility
from data.applications import applicant_file, contracts, questions
from data.applications.models import ApplicationQuestion, Interview
from data.applications.service import IN_TOUCH_STATES, Application
from data.db import clock
from data.listings.openings import Opening
from data.people import seekers
from data.people.accounts import Account
from data.people.profile import Facts
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, Language
from matching.explain.applicant_fit import ApplicantFit, assess_fit
from matching.search.indexing import build_index_row

MAX_REASONS = 4
"""Reasons of a kind on a card; the facts below say the rest."""


@dataclass(frozen=True)
class ApplicantView:
    """An application with all that its card shows."""

    application: Application
    opening: Opening
    facts: Facts
    fit: ApplicantFit
    asked_questions: list[ApplicationQuestion]
    interview: Interview | None
    paper_dates: dict[ApprenticeshipPaper, date]
    papers_confirmed: dict[ApprenticeshipPaper, bool]
    unreachable: bool
    """The person cannot be reached through the bot."""
    now: datetime

    @property
    def arranged_interview(self) -> Interview | None:
        """The interview that is arranged."""
        return self.interview if self.application.state == State.INTERVIEW else None

    @property
    def missing_papers(self) -> list[ApprenticeshipPaper]:
        """Those that apply and have no date yet."""
        return [paper for paper in contracts.papers_of(self.opening) if paper not in self.paper_dates]


async def load(session: AsyncSession, application: Application, opening: Opening) -> ApplicantView:
    """Everything about an applicant that the enterprise may know."""
    facts = await work_facts_of(session, application)
    now = await clock.now(session)
    person = await session.get(Account, application.account_id) if application.account_id else None
    gathered = await applicant_file.load(session, application)
    return ApplicantView(
        application, opening, facts, assess_fit(facts, build_index_row(opening, places_left=1), now.date()),
        asked_questions=gathered.questions,
        interview=gathered.interview,
        paper_dates=gathered.paper_dates,
        papers_confirmed=gathered.papers_confirmed,
        unreachable=person is not None and person.blocked_at is not None,
        now=now,
    )  # fmt: skip


async def work_facts_of(session: AsyncSession, application: Application) -> Facts:
    """The facts that concern the work: what they did and want, schooling, certificates, skills, place, age."""
    seeker = await seekers.find(session, application.account_id) if application.account_id else None
    facts = Facts.model_validate(seeker.facts) if seeker else Facts()
    lives = [place for place in facts.places if place.role == "lives"]
    prefers = [place for place in facts.places if place.role == "prefers"]
    return Facts(
        age=facts.age, education=facts.education, majors=facts.majors, places=lives or prefers,
        occupations=[item for item in facts.occupations if item.role != "rejects"],
        certificates=facts.certificates, skills=facts.skills,
    )  # fmt: skip


def card(language: Language, applicant: ApplicantView) -> Html:
    """One applicant, with the state of the application and, once both agreed, how to reach them."""
    application = applicant.application
    state = label("application_state", application.state, language)
    heading = "applicant.heading_starred" if application.starred else "applicant.heading"
    head = render(heading, language, code=application.code, title=applicant.opening.title, state=state)
    if application.account_id is None:
        return join([head, render("applicant.deleted", language), *_papers(language, applicant)])
    fact_lines = profile.fact_lines(applicant.facts.model_copy(update={"age": None}), language)
    if applicant.facts.age is not None and applicant.facts.age < eligibility.ADULT_AGE:
        fact_lines.append(render("applicant.minor", language))
    own = [render("applicant.own_words", language, said=application.introduction)] if application.introduction else []
    lines = [head, *own, *_fit(language, applicant.fit), *(fact_lines or [render("applicant.nothing_known", language)])]
    lines += [*_thread(language, applicant), *_meeting(language, applicant), *_papers(language, applicant)]
    if application.state in IN_TOUCH_STATES:
        lines.append(contact_line(language, application))
    if applicant.unreachable:
        lines.append(render("applicant.blocked", language))
    return join(lines)


def _fit(language: Language, fitness: ApplicantFit) -> list[Html]:
    comma = render("matches.semicolon", language)
    lines = []
    if fitness.strengths:
        told = join([explain(one, language) for one in fitness.strengths[:MAX_REASONS]], comma)
        lines.append(render("applicant.can", language, reasons=told))
    if fitness.shortfalls:
        told = join([explain(one, language) for one in fitness.shortfalls[:MAX_REASONS]], comma)
        lines.append(render("applicant.lacks", language, reasons=told))
    else:
        lines.append(render("applicant.lacks_nothing", language))
    return lines


def _thread(language: Language, applicant: ApplicantView) -> list[Html]:
    lines = []
    for one in applicant.asked_questions:
        lines.append(render("question.line", language, said=one.said))
        if one.answer is not None:
            lines.append(render("question.line.answer", language, said=one.answer))
        else:
            lines.append(render("question.line.open" if one.answered_at is None else "question.line.skipped", language))
    return lines


def _meeting(language: Language, applicant: ApplicantView) -> list[Html]:
    meeting = applicant.arranged_interview
    if meeting is None:
        return []
    answer = render(f"interview.answer.{meeting.answer}", language)
    return [
        render(
            "interview.line", language, moment=format_moment(meeting.at, language), place=meeting.place, answer=answer
        )
    ]


def _papers(language: Language, applicant: ApplicantView) -> list[Html]:
    if applicant.application.state not in (State.SIGNED, State.COMPLETED):
        return []
    return [paper_line(language, applicant, paper) for paper in contracts.papers_of(applicant.opening)]


def paper_line(language: Language, applicant: ApplicantView, paper: ApprenticeshipPaper) -> Html:
    """A paper, with the day it was signed or that it is still to sign."""
    name, signed_on = render(f"paper.{paper}", language), applicant.paper_dates.get(paper)
    if signed_on is None:
        return render("paper.line.open", language, name=name)
    said = {None: "signed", True: "confirmed", False: "denied"}[applicant.papers_confirmed.get(paper)]
    return render(f"paper.line.{said}", language, name=name, day=format_day(signed_on, language))


def contact_line(language: Language, application: Application) -> Html:
    """How the enterprise reaches the person."""
    if application.phone:
        return render("applicant.phone", language, phone=phones.numbers(language, application))
    return render("applicant.by_bot", language)


def buttons(applicant: ApplicantView) -> Buttons:
    """What a member can do with an application in its present state."""
    application, number = applicant.application, applicant.application.id
    star = ("applicant.unstar" if application.starred else "applicant.star", f"member.star:{number}")
    write = ("relay.write", f"relay.write:{number}")
    refuse = ("applicant.no", f"member.no:{number}")
    offer = ("applicant.offer", f"member.offer:{number}")
    if application.state == State.APPLIED:
        ask = [("question.ask.button", f"member.ask:{number}")]
        asks = len(applicant.asked_questions) < questions.MAX_QUESTIONS and not applicant.unreachable
        return [[("applicant.yes", f"member.yes:{number}"), refuse], [*(ask if asks else []), star]]
    if application.state == State.TALKING:
        return [[("interview.arrange", f"member.meet:{number}"), write], [offer, refuse], [star]]
    if application.state == State.INTERVIEW:
        return [*_interview_buttons(applicant), [offer, refuse], [write, star]]
    if application.state == State.SIGNED:
        return [[("paper.button", f"member.papers:{number}"), write], *_contract_buttons(applicant)]
    return [[write]] if application.state == State.OFFERED else []


def _interview_buttons(applicant: ApplicantView) -> Buttons:
    number, meeting = applicant.application.id, applicant.arranged_interview
    again = ("interview.move", f"member.meet:{number}")
    if meeting is not None and meeting.at <= applicant.now:
        return [[("interview.missed", f"member.missed:{number}"), again]]
    return [[again, ("interview.call_off", f"member.meet_off:{number}")]]


def _contract_buttons(applicant: ApplicantView) -> Buttons:
    number = applicant.application.id
    if not applicant.missing_papers:
        return [[("paper.completed", f"member.completed:{number}")]]
    return (
        []
        if ApprenticeshipPaper.CONTRACT in applicant.paper_dates
        else [[("absence.first_day", f"member.missed:{number}")]]
    )
