"""What has gathered about an application: questions, the interview, signed papers; read in one statement."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.contracts import concerns
from data.applications.models import Agreement, Application, ApplicationQuestion, Interview
from data.vocabulary import ApprenticeshipPaper


@dataclass
class ApplicantFile:
    """The rows around one application."""

    questions: list[ApplicationQuestion] = field(default_factory=list)
    """What was asked and answered, oldest first."""
    interview: Interview | None = None
    """Past ones too."""
    paper_dates: dict[ApprenticeshipPaper, date] = field(default_factory=dict)
    """The days on which the papers that concern the application were signed."""
    papers_confirmed: dict[ApprenticeshipPaper, bool] = field(default_factory=dict)
    """What the apprentice said to them, where they said anything."""


async def load(session: AsyncSession, application: Application) -> ApplicantFile:
    """The file of an application, fresh from the database: an interview may have been moved since it was read.

    There are few questions and papers, so each pairing of them may come as a row.
    """
    query = (
        select(ApplicationQuestion, Interview, Agreement)
        .select_from(Application)
        .outerjoin(ApplicationQuestion, col(ApplicationQuestion.application_id) == col(Application.id))
        .outerjoin(Interview, col(Interview.application_id) == col(Application.id))
        .outerjoin(Agreement, concerns(application))
        .where(Application.id == application.id)
        .order_by(col(ApplicationQuestion.id))
    )
    gathered, questions = ApplicantFile(), dict[int | None, ApplicationQuestion]()
    for question, interview, agreement in await session.exec(query.execution_options(populate_existing=True)):
        gathered.interview = interview
        if question is not None:
            questions[question.id] = question
        if agreement is not None:
            gathered.paper_dates[agreement.paper] = agreement.signed_on
            if agreement.confirmed is not None:
                gathered.papers_confirmed[agreement.paper] = agreement.confirmed
    gathered.questions = list(questions.values())
    return gathered
