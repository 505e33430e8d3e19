"""Places are never given twice, however many act at the same moment in sessions of their own."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import offers
from data.applications import service as applications
from data.applications.models import Application
from data.db.errors import Refusal
from data.listings.openings import Opening
from data.vocabulary import ApplicationState as State
from data.vocabulary import ListingState
from tests import parties

MEMBER = 2801
Sessions = async_sessionmaker[AsyncSession]
Act = Callable[[AsyncSession], Awaitable[object]]


async def at_once(sessions: Sessions, *acts: Act) -> list[bool]:
    """Do all of it at the same moment, each in its own transaction; whether the rules let it happen."""

    async def one(act: Act) -> bool:
        try:
            async with sessions() as session, session.begin():
                await act(session)
        except Refusal:
            return False
        return True

    return list(await asyncio.gather(*(one(act) for act in acts)))


async def _talking(sessions: Sessions, people: int, headcount: int) -> tuple[int, list[Application]]:
    async with sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER), headcount=headcount)
        by = await parties.account_id(session, MEMBER)
        made = [await parties.application(session, 9000 + number, opening) for number in range(people)]
        for application in made:
            await applications.accept(session, application.id or 0, member=by)
    return by, made


def _offer(application: Application, by: int) -> Act:
    return lambda session: offers.offer_place(session, application.id or 0, member=by)


def _sign(application: Application) -> Act:
    return lambda session: offers.accept_offer(session, application.account_id or 0, application.id or 0)


def _withdraw(application: Application) -> Act:
    return lambda session: applications.withdraw(session, application.account_id or 0, application.id or 0)


async def _states(sessions: Sessions) -> list[State]:
    async with sessions() as session:
        return list((await session.exec(select(Application.state).order_by(col(Application.id)))).all())


async def test_a_hundred_offers_at_once_on_ten_places_make_exactly_ten(sessions: Sessions) -> None:
    by, made = await _talking(sessions, 100, 10)
    assert sum(await at_once(sessions, *(_offer(application, by) for application in made))) == 10
    assert (await _states(sessions)).count(State.OFFERED) == 10


async def test_signing_and_withdrawing_at_once_end_in_one_of_the_two(sessions: Sessions) -> None:
    by, made = await _talking(sessions, 20, 20)
    await at_once(sessions, *(_offer(application, by) for application in made))
    acts = [act for application in made for act in (_sign(application), _withdraw(application))]
    done = await at_once(sessions, *acts)
    states = await _states(sessions)
    for number, state in enumerate(states):
        signed, withdrawn = done[2 * number : 2 * number + 2]
        # who signed first may still withdraw before any contract; nobody signs what was taken back
        assert state == (State.WITHDRAWN if withdrawn else State.SIGNED)
        assert signed or withdrawn


async def test_twice_the_same_yes_takes_one_place_and_fills_the_opening_once(sessions: Sessions) -> None:
    by, made = await _talking(sessions, 2, 2)
    await at_once(sessions, *(_offer(application, by) for application in made))
    assert sum(await at_once(sessions, *(_sign(application) for application in made * 5))) == 2
    async with sessions() as session:
        assert (await session.exec(select(Opening))).one().state == ListingState.FILLED


async def test_places_given_back_while_others_are_offered_are_never_overbooked(sessions: Sessions) -> None:
    by, made = await _talking(sessions, 40, 10)
    first, rest = made[:10], made[10:]
    await at_once(sessions, *(_offer(application, by) for application in first))
    acts = [*(_withdraw(application) for application in first), *(_offer(application, by) for application in rest)]
    done = await at_once(sessions, *acts)
    states = await _states(sessions)
    assert all(done[:10])
    assert states.count(State.OFFERED) == sum(done[10:]) <= 10


async def test_one_person_signs_one_of_two_offers_made_at_the_same_moment(sessions: Sessions) -> None:
    async with sessions() as session, session.begin():
        made = []
        for number in (1, 2):
            member = MEMBER + number
            opening = await parties.live_opening(session, await parties.enterprise(session, member, number=number))
            made.append(await parties.offered(session, 9500, opening, member))
    assert sum(await at_once(sessions, *(_sign(application) for application in made))) == 1
    assert sorted(await _states(sessions)) == [State.OFFERED, State.SIGNED]
