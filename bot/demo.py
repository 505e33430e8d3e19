"""Everything on one machine: sample listings, three people with phones, a clock that can be moved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.local_telegram.server import LocalTelegram
from bot.service import Service, running_service
from data import samples
from data.db import clock, engine
from data.imports import service as imports
from data.listings.search_index import ListingIndex
from data.messaging import outbox
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.people import accounts
from data.staff import members
from data.vocabulary import OrganisationState, Role, StaffRole
from matching.search import indexing

TOKEN = "4200:local-telegram-takes-any-token-0000"  # noqa: S105 - no secret: the local Telegram asks for none
MEMBER_USER_ID, STAFF_USER_ID = 2001, 3001
SETTLE_SECONDS = 30.0


@dataclass
class Demo:
    """The demo on a database; `prepare` once, then `playing`."""

    url: str
    host: str
    port: int
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def prepare(self) -> None:
        """Load the samples, unless listings are there, and give the people their roles."""
        async with engine.open_sessions(self.url) as sessions, sessions() as session, session.begin():
            await indexing.resize_vectors_to_model(session)
            if (await session.exec(select(ListingIndex.listing_id).limit(1))).first() is None:
                await load_samples(session)
            await _assign_roles(session)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """The running demo; yields the address of the phone page."""
        service = Service(self.url, TOKEN, "", stopping=self.stopping)
        telegram = LocalTelegram(
            self.host,
            self.port,
            on_clock=lambda seconds: self._advance_clock(service, seconds),
            ahead_s=await self._clock_ahead_seconds(),
        )
        async with telegram:
            service.base_url, service.base_file_url = telegram.base_url, telegram.base_file_url
            for user in (MEMBER_USER_ID, STAFF_USER_ID):  # they can be written to before they press start
                telegram.world.account.chat(user).started = True
            async with running_service(service):
                yield telegram.url

    async def _clock_ahead_seconds(self) -> int:
        """How far the product's clock was moved before, so that the phones show the same time."""
        async with engine.open_sessions(self.url) as sessions, sessions() as session:
            return await clock.read_offset_seconds(session)

    async def _advance_clock(self, service: Service, seconds: int) -> None:
        """Move the clock, then do and send all that is due by then."""
        async with engine.open_sessions(self.url) as sessions:
            async with sessions() as session, session.begin():
                await clock.advance(session, seconds)
            if service.worker is not None:
                await service.worker.do_due_work()
            async with asyncio.timeout(SETTLE_SECONDS):
                while await _count_unsent(sessions):  # noqa: ASYNC110 - what is unsent are rows, there is no event to wait for
                    await asyncio.sleep(0.05)


async def _count_unsent(sessions: async_sessionmaker[AsyncSession]) -> int:
    async with sessions() as session:
        return await outbox.open_count(session)


async def load_samples(session: AsyncSession) -> None:
    """Write the sample organisations and listings; the worker embeds them."""
    found = samples.load_samples(await clock.today(session))
    now = await clock.now(session)
    for sample in found.organisations:
        session.add(_organisation(sample, now))
    await session.flush()
    result = await imports.import_rows(session, [*found.openings, *found.courses])
    await indexing.index_listings(session, result.listings)


def _organisation(sample: samples.SampleOrganisation, now: datetime) -> Organisation:
    return Organisation(
        name=sample.name, credit_code=sample.credit_code, kinds=list(sample.kinds), city=sample.city,
        district=sample.district, contact_phone=sample.contact_phone, contact_name=sample.contact_name,
        answers_by_itself=sample.answers_by_itself, state=OrganisationState.VERIFIED, created_at=now, decided_at=now,
    )  # fmt: skip


async def _assign_roles(session: AsyncSession) -> None:
    """2001 acts for a sample enterprise that does not answer by itself; 3001 owns the staff side."""
    # who writes, or is seated here, has not blocked the bot: `meet` forgets an old block
    member = await accounts.get_or_create(session, MEMBER_USER_ID)
    if member.id is not None and not await organisations.list_for_member(session, member.id):
        query = (
            select(Organisation)
            .where(col(Organisation.answers_by_itself).is_(False), col(Organisation.kinds).contains(["enterprise"]))
            .order_by(col(Organisation.id))
        )
        enterprise = (await session.exec(query)).first()
        if enterprise is not None:
            await organisations.add_member(session, member.id, enterprise)
            member.role = Role.MEMBER
    officer = await accounts.get_or_create(session, STAFF_USER_ID)
    if officer.id is not None and await members.find(session, officer.id) is None:
        await members.set_role(session, officer.id, StaffRole.OWNER)
        officer.role = Role.STAFF
