"""Messages that were not understood, masked, of people who agreed that they are kept to learn from."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy import BigInteger, func
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.types import timestamp_column
from data.people import consents
from data.people.consents import ConsentKind

KEPT_DAYS = 90
_LONGEST = 500
_MASK = "×"
_SURNAMES = "[王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林郑于姜董宋韩冯金曲佟关]"
_DIGIT = r"[\d零〇幺一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_END = r"(?=[\s,。.!?;:，]|$)"
_PRIVATE = re.compile(
    r"(?:https?://|www\.|t\.me/)\S+|\S+@\S+|@\w{3,}"
    rf"|(?<=[叫姓])[一-鿿]{{1,3}}{_END}|(?<=[是为:李]){_SURNAMES}[一-鿿]{{1,2}}{_END}|(?<=本人){_SURNAMES}[一-鿿]{{1,2}}"
    r"|(?:my name(?: is|'s)|i'm called|this is) \w+(?: \w+)?"
    r"|(?:微信|vx?|wx|qq|账号|卡号)[号是:\s]*[\w-]{4,}"
    rf"|{_DIGIT}(?:[^\w一-鿿]?{_DIGIT}){{5,}}[xX]?"
    r"|[一-鿿]{1,4}(?:路|街|巷|小区)\d+号?\w{0,9}",
    re.IGNORECASE,
)
"""Links, accounts, house numbers, what follows 叫 and 姓, and long rows of digits, however they are apart."""
_SPANS_OF_YEARS = re.compile(r"(?:19|20)\d\d\s?[-~—到至]\s?(?:19|20)\d\d|\d{4,5}\s?[-~—到至]\s?\d{4,5}")


class UnheardMessage(SQLModel, table=True):
    __tablename__ = "unheard_message"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    question: str | None = None
    """What the message answered, of `ProfileQuestion`."""
    text: str
    kept_at: datetime = timestamp_column(index=True)


def masked(text: str) -> str:
    """The text without what tells who wrote it, as far as that has a form of its own."""
    plain = unicodedata.normalize("NFKC", text)
    kept = _SPANS_OF_YEARS.findall(plain)
    hidden = _PRIVATE.sub(_MASK, _SPANS_OF_YEARS.sub("\0", plain))
    for span in kept:
        hidden = hidden.replace("\0", span, 1)
    return hidden[:_LONGEST].strip()


async def keep(session: AsyncSession, account_id: int, text: str, question: str | None) -> bool:
    """Keep a message, masked, if the person agreed to that; returns whether it was kept."""
    if await consents.find_current(session, account_id, ConsentKind.LEARNING) is None:
        return False
    row = UnheardMessage(account_id=account_id, question=question, text=masked(text), kept_at=await clock.now(session))
    session.add(row)
    await session.flush()
    return True


async def refuse(session: AsyncSession, account_id: int) -> None:
    """Take the consent back and delete what was kept."""
    await consents.withdraw(session, account_id, ConsentKind.LEARNING)
    await forget(session, account_id)


async def forget(session: AsyncSession, account_id: int) -> None:
    """Delete what was kept."""
    await session.exec(delete(UnheardMessage).where(col(UnheardMessage.account_id) == account_id))


async def count(session: AsyncSession, account_id: int) -> int:
    """How many messages are kept."""
    query = select(func.count()).where(col(UnheardMessage.account_id) == account_id)
    return int((await session.exec(query)).one())


async def list_texts(session: AsyncSession) -> list[tuple[str | None, str]]:
    """Question and words of all that is kept, each once, oldest first; of whom it is is not told."""
    query = select(UnheardMessage.question, UnheardMessage.text).order_by(col(UnheardMessage.kept_at))
    return list(dict.fromkeys((await session.exec(query)).all()))
