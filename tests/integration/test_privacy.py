"""What is kept of a person is theirs: it can be taken along, and it can be gone."""

import json

from sqlalchemy import text

from data.people import accounts
from data.schema import metadata
from tests.conftest import Stage
from tests.phones import Phone

USER = 9001


async def _told(stage: Stage) -> Phone:
    phone = stage.phone(USER)
    await phone.send("/start")
    await phone.tap("同意，开始")
    await phone.tap("同意，开始")
    await phone.send("我在大连甘井子，干过六年焊工，四十岁，想学数控")
    return phone


async def test_export_holds_everything_that_was_said(sample_stage: Stage) -> None:
    phone = await _told(sample_stage)
    await phone.send("/mydata")
    await phone.tap("导出")
    document = phone.answer[-1].raw["document"]
    url = document if isinstance(document, str) else document["url"]
    async with sample_stage.http.get(f"{sample_stage.telegram.url}/{url.lstrip('/')}") as response:
        exported = json.loads(await response.text())
    assert exported["seeker"][0]["facts"]["age"] == 40
    assert len(exported["consent"]) == 2


async def test_after_deletion_no_table_knows_the_person(sample_stage: Stage) -> None:
    phone = await _told(sample_stage)
    async with sample_stage.sessions() as session:
        account = await accounts.by_telegram_id(session, USER)
    assert account is not None
    await phone.send("/mydata")
    await phone.tap("全部删除")
    await phone.tap("确定")
    async with sample_stage.sessions() as session:
        for table in metadata.sorted_tables:
            for column in ("account_id", "created_by", "by"):
                if column in table.columns:
                    query = text(f'SELECT count(*) FROM "{table.name}" WHERE "{column}" = :id')  # noqa: S608
                    found = (await session.execute(query, {"id": account.id})).scalar_one()
                    assert found == 0, f"{table.name}.{column}"


async def test_veteran_status_is_kept_only_after_its_own_yes(sample_stage: Stage) -> None:
    phone = await _told(sample_stage)
    await phone.send("我是退伍军人，去年复员的")
    assert "敏感" in "\n".join(message.text for message in phone.answer)
    async with sample_stage.sessions() as session:
        query = text("SELECT (SELECT count(*) FROM sensitivefact), (SELECT facts::text FROM seeker)")
        count, facts = (await session.execute(query)).one()
    assert count == 0
    assert "grp.veteran" not in facts
    await phone.tap("可以记")
    async with sample_stage.sessions() as session:
        assert (await session.execute(text('SELECT "group" FROM sensitivefact'))).scalar_one() == "grp.veteran"
