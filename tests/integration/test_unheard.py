"""Words that were not understood are kept only with consent, masked, and not for ever."""

from datetime import timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.lifecycle import retention
from data.people import accounts, consents, unheard
from data.people.consents import ConsentKind
from data.people.unheard import KEPT_DAYS, UnheardMessage, masked
from data.vocabulary import ProfileQuestion
from tests.stages import Stage

USER = 7002
GIBBERISH = "嗯那啥咕噜咕噜的那个，13800001234"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我叫王小明，打13900001234", "我叫×,打×"),
        ("微信 abc@example.com", "微信 ×"),
        ("我是张伟", "我是×"),
        ("一三八零零零零一二三四", "×"),
        ("138，0000，1234", "×"),
        ("①③⑧①③⑧①③⑧①③⑧", "×"),
        ("微信号abc12345", "×"),
        ("my name's John Smith, welder", "×, welder"),
        ("身份证21010219900101123X", "身份证×"),
        ("住铁西区兴华街12号3单元5楼", "住铁×"),
        ("干了三年，要四千五", "干了三年,要四千五"),
        ("2019-2023年在大连", "2019-2023年在大连"),
        ("我是电焊工，在马路边卖菜", "我是电焊工,在马路边卖菜"),
    ],
)
def test_what_tells_who_it_is_is_masked(said: str, kept: str) -> None:
    assert masked(said) == kept


async def _account(session: AsyncSession) -> int:
    account = await accounts.get_or_create(session, 7001)
    assert account.id is not None
    return account.id


async def _texts(session: AsyncSession) -> list[str]:
    return list((await session.exec(select(UnheardMessage.text))).all())


async def test_nothing_is_kept_without_consent_and_everything_goes_when_it_is_taken_back(session: AsyncSession) -> None:
    account = await _account(session)
    assert not await unheard.keep(session, account, GIBBERISH, None)
    await consents.give(session, account, ConsentKind.LEARNING)
    assert await unheard.keep(session, account, GIBBERISH, ProfileQuestion.DID)
    assert await unheard.list_texts(session) == [("did", masked(GIBBERISH))]
    await unheard.refuse(session, account)
    assert await _texts(session) == []
    assert not await unheard.keep(session, account, GIBBERISH, None)


async def test_after_ninety_days_it_goes(session: AsyncSession) -> None:
    account = await _account(session)
    await consents.give(session, account, ConsentKind.LEARNING)
    for said in ("旧的", "新的"):
        await unheard.keep(session, account, said, None)
    old = (await session.exec(select(UnheardMessage).where(col(UnheardMessage.text) == "旧的"))).one()
    old.kept_at = await clock.now(session) - timedelta(days=KEPT_DAYS + 1)
    await session.flush()
    await retention.delete_old_rows(session)
    assert await _texts(session) == ["新的"]


async def test_who_agrees_is_heard_from_then_on_and_can_take_it_back(sample_stage: Stage) -> None:
    phone = sample_stage.phone(USER)
    await phone.send("/start")
    await phone.tap("同意，开始")
    await phone.tap("同意，开始")
    await phone.send(GIBBERISH)
    await phone.tap("帮我学着听懂")
    await phone.tap("可以留")
    async with sample_stage.sessions() as session:
        assert await _texts(session) == []
    await phone.send(GIBBERISH)
    async with sample_stage.sessions() as session:
        assert await _texts(session) == [masked(GIBBERISH)]
    await phone.send("/mydata")
    await phone.tap("别再留")
    async with sample_stage.sessions() as session:
        assert await _texts(session) == []
