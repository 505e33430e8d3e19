"""One turn of a conversation: the update being answered, who sent it, and the transaction it happens in.

Whatever a handler says becomes an outbox row of that transaction; nothing is sent before it commits.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from datetime import date, datetime
from functools import wraps
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.constants import MessageLimit
from telegram.ext import CallbackContext

from bot.chat import buttons, texts
from bot.chat.buttons import ButtonRows
from bot.chat.texts import Html
from data.db import clock
from data.db.errors import Refusal
from data.messaging.outbox import OutboxMessage
from data.people import accounts
from data.people.accounts import Account, ChatState
from data.vocabulary import Language

UNDO_KEY = "undo"
"""Of the screen that is kept: callback data of an undo button that was shown in the turn before."""


class Turn:
    """What a handler works with."""

    def __init__(
        self, session: AsyncSession, update: Update, account: Account, state: ChatState, now: datetime, bot_name: str
    ) -> None:
        self.session = session
        self.update = update
        self.account = account
        self.state = state
        self.now = now
        self.bot_name = bot_name
        """The bot's Telegram name, for links."""
        self.undo_offered: str | None = None
        """Callback data of the undo button in what was answered last (`bot.chat.screen.undo_button`)."""
        self.stands_for: str | None = None
        """Callback data of a button that typed words stand for."""
        self.form_shown = False
        """Whether a question or the card of a form was sent: it need not be sent again at the end of the turn."""
        self.failure: BaseException | None = None
        """What a handler raised; the framework around it swallows exceptions."""

    @property
    def account_id(self) -> int:
        assert self.account.id is not None  # noqa: S101 - read from the database
        return self.account.id

    @property
    def language(self) -> Language:
        """The chosen language, or Chinese until one is chosen."""
        return self.account.language or Language.ZH

    @property
    def text(self) -> str:
        """What the person typed; empty for anything else."""
        message = self.update.effective_message
        return (message.text or "") if message and not self.update.callback_query else ""

    @property
    def arguments(self) -> list[str]:
        """Of a button: what follows its name. Of a command: its words."""
        if self.stands_for:
            return self.stands_for.split(":")[1:]
        if self.update.callback_query:
            return (self.update.callback_query.data or "").split(":")[1:]
        return self.text.split()[1:]

    def t(self, text_id: str, **params: object) -> Html:
        """A text in the person's language."""
        return texts.render(text_id, self.language, **params)

    async def say(
        self,
        text_id_or_html: str | Html,
        *,
        rows: ButtonRows | None = None,
        markup: dict[str, Any] | None = None,
        **params: Any,
    ) -> OutboxMessage:
        """Send a message to the person: a text id, or ready HTML."""
        return await self.say_to(self.account, text_id_or_html, rows=rows, markup=markup, **params)

    async def say_to(
        self, account: Account, text_id_or_html: str | Html, *,
        rows: ButtonRows | None = None, markup: dict[str, Any] | None = None, **params: Any,
    ) -> OutboxMessage:  # fmt: skip
        """Send a message to any account, in its language."""
        return await notify(self.session, account, text_id_or_html, rows=rows, markup=markup, **params)

    async def edit(
        self, text_id_or_html: str | Html, *, rows: ButtonRows | None = None, **params: Any
    ) -> OutboxMessage:
        """Rewrite the message whose button was tapped; without one, send a new message."""
        query = self.update.callback_query
        text = text_id_or_html if isinstance(text_id_or_html, Html) else self.t(text_id_or_html, **params)
        if query is None or query.message is None:
            return await self.say(text, rows=rows)
        payload: dict[str, Any] = _text_payload(text, buttons.inline_keyboard(rows) if rows else None)
        payload["message_id"] = query.message.message_id
        return await self._add_to_outbox(
            OutboxMessage(chat_id=self.account.telegram_id, method="editMessageText", payload=payload)
        )

    async def send_file(
        self, name: str, content: bytes, caption_id: str, *, rows: ButtonRows | None = None, **params: Any
    ) -> OutboxMessage:
        """Send a file with a caption."""
        return await self._send_attached("sendDocument", name, content, caption_id, rows, params)

    async def send_picture(
        self, name: str, content: bytes, caption_id: str, *, rows: ButtonRows | None = None, **params: Any
    ) -> OutboxMessage:
        """Send a picture with a caption, shown in the chat."""
        return await self._send_attached("sendPhoto", name, content, caption_id, rows, params)

    async def send_stored_file(self, kind: str, file_id: str, caption_id: str, **params: Any) -> OutboxMessage:
        """Send a `photo` or `document` that Telegram has, with a caption; it cannot be forwarded or saved."""
        method = {"photo": "sendPhoto", "document": "sendDocument"}[kind]
        payload = {
            kind: file_id,
            "caption": self.t(caption_id, **params),
            "parse_mode": "HTML",
            "protect_content": True,
        }
        return await self._add_to_outbox(
            OutboxMessage(chat_id=self.account.telegram_id, method=method, payload=payload)
        )

    async def _send_attached(
        self, method: str, name: str, content: bytes, caption_id: str, rows: ButtonRows | None, params: dict[str, Any]
    ) -> OutboxMessage:
        payload: dict[str, Any] = {"caption": self.t(caption_id, **params), "parse_mode": "HTML"}
        if rows:
            payload["reply_markup"] = buttons.inline_keyboard(rows)
        row = OutboxMessage(
            chat_id=self.account.telegram_id, method=method, attachment=content, attachment_name=name, payload=payload
        )
        return await self._add_to_outbox(row)

    async def _add_to_outbox(self, row: OutboxMessage) -> OutboxMessage:
        self.session.add(row)
        await self.session.flush()
        return row

    def goto(self, flow: str | None, step: str | None = None, draft: dict[str, Any] | None = None) -> None:
        """Move the conversation; `None` ends whatever was under way."""
        self.state.flow = flow
        self.state.step = step
        self.state.draft = draft if draft is not None else {}
        self.state.updated_at = self.now


class MessageTooLong(Refusal):
    """More than Telegram carries in one message."""

    text_id = "error.too_long"


def _text_payload(text: Html, markup: dict[str, Any] | None) -> dict[str, Any]:
    if texts.telegram_length(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise MessageTooLong(longest=MessageLimit.MAX_TEXT_LENGTH)
    payload: dict[str, Any] = {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    if markup:
        payload["reply_markup"] = markup
    return payload


async def notify(
    session: AsyncSession, account: Account, text_id_or_html: str | Html, *,
    rows: ButtonRows | None = None, markup: dict[str, Any] | None = None, **params: Any,
) -> OutboxMessage:  # fmt: skip
    """Write a message to an account, outside any turn (worker, command line)."""
    language = account.language or Language.ZH
    text = text_id_or_html if isinstance(text_id_or_html, Html) else texts.render(text_id_or_html, language, **params)
    return await queue_message(session, account, _text_payload(text, buttons.inline_keyboard(rows) if rows else markup))


def message_payload(text: Html, rows: ButtonRows) -> dict[str, Any]:
    """A text with buttons as parameters of `sendMessage`.

    Raises:
        MessageTooLong: more than one message carries.
    """
    return _text_payload(text, buttons.inline_keyboard(rows) if rows else None)


def message_row(account: Account, payload: dict[str, Any], *, about: int | None = None) -> OutboxMessage:
    """A message that is ready to be sent; not written by this. `about`: see `deliver.notify_people`."""
    about_id = None if about == account.id else about
    return OutboxMessage(chat_id=account.telegram_id, method="sendMessage", payload=payload, about_id=about_id)


async def queue_message(
    session: AsyncSession, account: Account, payload: dict[str, Any], *, about: int | None = None
) -> OutboxMessage:
    """Write a message that is ready to be sent."""
    row = message_row(account, payload, about=about)
    session.add(row)
    await session.flush()
    return row


async def say_in_chat(session: AsyncSession, chat_id: int, text_id: str, language: Language) -> OutboxMessage:
    """Write to a chat that is nobody's own, such as a group."""
    row = OutboxMessage(
        chat_id=chat_id, method="sendMessage", payload=_text_payload(texts.render(text_id, language), None)
    )
    session.add(row)
    await session.flush()
    return row


Handler = Callable[[Turn], Awaitable[None]]
_current_turn: ContextVar[Turn] = ContextVar("turn")


def is_reply_to(account: Account) -> bool:
    """Whether what is written to this account now answers what the person has just done."""
    turn = _current_turn.get(None)
    return turn is not None and turn.account.telegram_id == account.telegram_id


def acting_account(session: AsyncSession) -> Account | None:
    """The account of whoever has just done something, where this transaction has read it."""
    turn = _current_turn.get(None)
    return turn.account if turn is not None and turn.account in session else None


def today() -> date:
    """Today's date by the product's clock in the turn under way; by real time outside any."""
    turn = _current_turn.get(None)
    return turn.now.date() if turn is not None else datetime.now(clock.ZONE).date()


async def open_turn(session: AsyncSession, update: Update, telegram_id: int, now: datetime, bot_name: str) -> Turn:
    """Open a turn for the person who sent the update, and make it the current one."""
    account = await accounts.get_or_create(session, telegram_id)
    state = await accounts.chat_state(session, account)
    turn = Turn(session, update, account, state, now, bot_name)
    if state.screen.get(UNDO_KEY):  # it holds for the words that follow at once
        turn.undo_offered = state.screen[UNDO_KEY]
        state.screen = {key: value for key, value in state.screen.items() if key != UNDO_KEY}
    _current_turn.set(turn)
    return turn


def as_telegram_callback(handler: Handler) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
    """A function of a turn as a python-telegram-bot callback."""

    @wraps(handler)
    async def callback(_: Update, __: Any) -> None:
        await handler(_current_turn.get())

    return callback


async def remember_failure(_: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """python-telegram-bot's error handler: hand the exception back to the processor."""
    _current_turn.get().failure = context.error
