"""Everything the server remembers: the people, the bots' accounts, the calls made and the faults to come."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from typing import Any

from bot.local_telegram.account import Account, Clock, people_from
from bot.local_telegram.call_log import CallLog
from bot.local_telegram.faults import Faults
from bot.local_telegram.files import FileStore

_TOKEN = re.compile(r"(\d{1,19}):[A-Za-z0-9_-]+")


class World:
    """`on_account` is called once for each bot account that comes to exist."""

    def __init__(self, people: Iterable[Any], on_account: Callable[[Account], None] | None = None) -> None:
        self._described = tuple(people)
        self._on_account = on_account
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget everything, as after a start."""
        self.people = people_from(self._described)
        self.shown = tuple(self.people)
        """The people whose phones the page shows, in this order."""
        self.clock = Clock()
        self.files = FileStore()
        self.log = CallLog()
        self.faults = Faults()
        self.closing = asyncio.Event()
        self._by_token: dict[str, Account] = {}
        self.account = self._new()
        """The bot on the phones. People may write before it has called for the first time."""

    def _new(self) -> Account:
        account = Account(self.people, self.files, self.clock)
        if self._on_account:
            self._on_account(account)
        return account

    def account_of(self, token: str) -> Account | None:
        """The account of a bot token, None when the token has not the shape of one."""
        known = self._by_token.get(token)
        if known:
            return known
        match = _TOKEN.fullmatch(token)
        if not match:
            return None
        account = self._new() if self._by_token else self.account
        account.id, account.token = int(match[1]), token
        self._by_token[token] = account
        return account

    def accounts(self) -> list[Account]:
        return list(self._by_token.values()) or [self.account]
