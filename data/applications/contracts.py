"""The papers of an apprenticeship, ticked off with the day they were signed, until it is finished.

Labour contract and training agreement are with the apprentice; the one with a school is the enterprise's, for the whole
opening (人社部发〔2018〕66号, 企业新型学徒制).
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.applications.models import Agreement, Application
from data.db import clock
from data.db.errors import NotAvailable, Refusal
from data.listings.openings import Opening
from data.messaging import sent_notices
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper

CONTRACT_DUE_DAYS = 25
"""A written contract is due within a month (《劳动合同法》第 10 条); a reminder leaves time for it."""
CONTRACT_DUE = "paper.contract_due"
TERM_OVER = "paper.term_over"


class DayAhead(Refusal):
    """Nothing is signed in the future."""

    text_id = "paper.error.ahead"


class DayTooEarly(Refusal):
    """The day lies before the person applied."""

    text_id = "paper.error.early"


class PapersMissing(Refusal):
    """An apprenticeship without its papers is not finished."""

    text_id = "paper.error.missing"


def papers_of(opening: Opening) -> tuple[ApprenticeshipPaper, ...]:
    """Which papers apply: the school's only where the opening names one."""
    own = (ApprenticeshipPaper.CONTRACT, ApprenticeshipPaper.TRAINING)
    return (*own, ApprenticeshipPaper.SCHOOL) if opening.partner_provider else own


def concerns(application: Application) -> ColumnElement[bool]:
    """Of a paper: it was signed for the application, or for its opening as a whole."""
    of_it = or_(col(Agreement.application_id).is_(None), col(Agreement.application_id) == application.id)
    return and_(col(Agreement.opening_id) == application.opening_id, of_it)


async def signing_dates(session: AsyncSession, application: Application) -> dict[ApprenticeshipPaper, date]:
    """The days on which the papers that concern the application were signed, but for what the apprentice denies."""
    query = select(Agreement).where(concerns(application), col(Agreement.confirmed).is_not(False))
    return {row.paper: row.signed_on for row in (await session.exec(query)).all()}


async def record_signing(
    session: AsyncSession, application_id: int, paper: ApprenticeshipPaper, on: date, *, member: int
) -> Application:
    """Tick off a paper, or correct its day.

    Raises:
        NotAllowed: not a member. NotAvailable: no place was taken, or the paper does not apply. DayAhead. DayTooEarly.
    """
    application, opening = await applications.lock_for_member(session, application_id, member)
    if application.state != State.SIGNED or paper not in papers_of(opening):
        raise NotAvailable
    if on > await clock.today(session):
        raise DayAhead
    whose = None if paper == ApprenticeshipPaper.SCHOOL else application_id
    if whose is not None and on < application.created_at.astimezone(clock.ZONE).date():
        raise DayTooEarly
    query = select(Agreement).where(
        Agreement.opening_id == opening.id,
        Agreement.paper == paper,
        col(Agreement.application_id).is_not_distinct_from(whose),
    )
    now = await clock.now(session)
    agreement = (await session.exec(query)).first() or Agreement(
        opening_id=opening.id, application_id=whose, paper=paper, signed_on=on, recorded_at=now
    )
    agreement.signed_on, agreement.recorded_by, agreement.recorded_at = on, member, now
    agreement.confirmed = None
    session.add(agreement)
    await session.flush()
    return application


async def answer_signing(
    session: AsyncSession,
    account_id: int,
    application_id: int,
    paper: ApprenticeshipPaper,
    on: date,
    *,
    confirmed: bool,
) -> Application:
    """The apprentice says whether a paper was signed on the day that the enterprise entered.

    Raises:
        NotAllowed: someone else's. NotAvailable: no such paper is entered (any longer), or that was said before.
    """
    application = await applications.lock_for_seeker(session, account_id, application_id)
    query = select(Agreement).where(Agreement.application_id == application_id, Agreement.paper == paper)
    agreement = (await session.exec(query)).first()
    if agreement is None or application.state != State.SIGNED or agreement.signed_on != on:
        raise NotAvailable
    if agreement.confirmed is confirmed:
        raise NotAvailable
    agreement.confirmed = confirmed
    session.add(agreement)
    await session.flush()
    return application


async def complete_apprenticeship(session: AsyncSession, application_id: int, *, member: int) -> Application:
    """The apprenticeship is finished.

    Raises:
        NotAllowed: not a member. NotAvailable: no place was taken. PapersMissing.
    """
    application, opening = await applications.lock_for_member(session, application_id, member)
    if set(papers_of(opening)) - set(await signing_dates(session, application)):
        raise PapersMissing
    await applications.transition(session, application, State.COMPLETED, member)
    return application


async def without_contract(session: AsyncSession, limit: int) -> list[tuple[Application, Opening]]:
    """Places taken weeks ago without a contract, whose enterprise was not reminded (`CONTRACT_DUE`), locked."""
    before = await clock.now(session) - timedelta(days=CONTRACT_DUE_DAYS)
    dated = select(Agreement.application_id).where(
        Agreement.paper == ApprenticeshipPaper.CONTRACT,
        col(Agreement.application_id).is_not(None),
        col(Agreement.confirmed).is_not(False),
    )
    return await _signed(
        session, limit, CONTRACT_DUE, Application.changed_at < before, col(Application.id).not_in(dated)
    )


async def list_due_completion_questions(session: AsyncSession, limit: int) -> list[tuple[Application, Opening]]:
    """Apprenticeships whose term has passed and whose enterprise was not asked about it (`TERM_OVER`), locked."""
    months = func.make_interval(0, Opening.term_months)
    ended = col(Application.changed_at) + months < await clock.now(session)
    return await _signed(session, limit, TERM_OVER, col(Opening.term_months).is_not(None), ended)


async def _signed(session: AsyncSession, limit: int, kind: str, *conditions: Any) -> list[tuple[Application, Opening]]:
    query = (
        select(Application, Opening)
        .join(Opening, col(Opening.id) == col(Application.opening_id))
        .where(
            Application.state == State.SIGNED, *conditions, sent_notices.not_sent_condition(kind, col(Application.id))
        )
        .order_by(col(Application.id))
    )
    rows = await session.exec(query.limit(limit).with_for_update(skip_locked=True, of=Application))
    return [(application, opening) for application, opening in rows.all()]
