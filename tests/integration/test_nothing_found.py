"""Where there is none of the wished work: what is offered instead, and that it stays in sight."""

from data.people.profile import Facts, OccupationFact, PlaceFact
from tests import parties
from tests.phones import Phone
from tests.stages import Stage

SEEKER, MEMBER = 9911, 9912
HERE = PlaceFact(code="210100", name="沈阳市", city="210100", role="lives")
COOK = OccupationFact(code="4-03-02-01", name="中式烹调师", role="wants")


async def _seeker(stage: Stage, facts: Facts, *, welders: bool = True) -> Phone:
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER, facts=facts)
        if welders:
            await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    return stage.phone(SEEKER)


async def test_who_is_open_to_anything_sees_what_there_is(stage: Stage) -> None:
    phone = await _seeker(stage, Facts(age=30))
    await phone.send("我在沈阳，有啥活")
    await phone.send("都行")
    assert "焊工学徒" in (await phone.last()).text


async def test_from_a_card_of_other_work_one_comes_back_to_the_list_of_it(stage: Stage) -> None:
    phone = await _seeker(stage, Facts(age=30, places=[HERE], occupations=[COOK]))
    await phone.send("/match")
    await phone.tap("看看附近别的活儿")
    await phone.tap("1")
    await phone.tap("回到列表")
    assert "焊工学徒" in (await phone.last()).text


async def test_where_there_is_no_other_work_either_it_is_not_offered_again(stage: Stage) -> None:
    phone = await _seeker(stage, Facts(age=30, places=[HERE], occupations=[COOK]), welders=False)
    await phone.send("/match")
    await phone.tap("看看附近别的活儿")
    assert "看看附近别的活儿" not in (await phone.last()).buttons
