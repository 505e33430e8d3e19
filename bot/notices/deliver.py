"""Messages to several people at once, each in their own language, at the time that each has chosen for notices."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons, rows
from bot.chat.texts import Html, render
from bot.chat.turn import acting_account, is_reply_to, message_payload, message_row
from data.db import clock
from data.people import preferences
from data.people.accounts import Account
from data.vocabulary import Language

MessageSource = str | Callable[[Language], Html]
"""A text id, or what writes the whole message in a language."""


async def notify_people(
    session: AsyncSession, account_ids: Iterable[int | None], message: MessageSource, buttons: Buttons = (), *,
    about: int | None = None, **params: object,
) -> int:  # fmt: skip
    """Write to those of the accounts that can be reached; returns how many. Parameters that are functions get the
    language.

    With `notify_people_now` and `notify_each` this is how somebody hears what others did or what has become due. Who
    chose one message a day, or hours in which nothing comes, gets it then; an answer to what the person has just done
    themselves never waits.

    Name in `about` the account whose own words, name, number or profile the message carries: if that account is
    deleted before the message goes out, the message goes with it.
    """
    return await _notify_people(session, _alike(account_ids), message, buttons, params, about=about)


async def notify_people_now(
    session: AsyncSession, account_ids: Iterable[int | None], message: MessageSource, buttons: Buttons = (), *,
    about: int | None = None, **params: object,
) -> int:  # fmt: skip
    """The same for what cannot wait, such as an appointment in an hour: sent in quiet hours too."""
    return await _notify_people(session, _alike(account_ids), message, buttons, params, about=about, urgent=True)


async def notify_each(
    session: AsyncSession, people: Mapping[int | None, Mapping[str, object]], words: str, buttons: Buttons = (),
    **params: object,
) -> int:  # fmt: skip
    """Tell many people the same, each with parameters of their own, in as many statements as for one."""
    return await _notify_people(session, people, words, buttons, params)


def _alike(people: Iterable[int | None]) -> dict[int | None, dict[str, object]]:
    return {person: {} for person in people}


async def _notify_people(
    session: AsyncSession,
    account_ids: Mapping[int | None, Mapping[str, object]],
    message: MessageSource,
    buttons: Buttons,
    params: dict[str, object],
    *,
    about: int | None = None,
    urgent: bool = False,
) -> int:
    acting = acting_account(session)
    reached: list[tuple[Account, datetime | None]] = []
    if acting is not None and acting.id in account_ids and acting.blocked_at is None:
        reached.append((acting, None))
    others = [one for one in account_ids if one is not None and (acting is None or one != acting.id)]
    if others:
        reached += await preferences.list_reachable_with_hold(session, others)
    now = await clock.now(session)
    for account, until in reached:
        language = account.language or Language.ZH
        given = params | dict(account_ids[account.id])
        filled = {name: value(language) if callable(value) else value for name, value in given.items()}
        html = message(language) if callable(message) else render(message, language, **filled)
        payload = message_payload(html, rows(buttons, language))
        if until is None or urgent or is_reply_to(account):
            session.add(message_row(account, payload, about=about))
        else:
            preferences.hold_notice(session, account.id or 0, payload, until, now=now, about=about)
    await session.flush()
    return len(reached)
