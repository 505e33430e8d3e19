"""Answers to button presses and inline queries."""

from __future__ import annotations

from bot.local_telegram import inline
from bot.local_telegram.account import CALLBACK_LIFETIME_S
from bot.local_telegram.errors import SchemaViolation, bad_request
from bot.local_telegram.methods.registry import Call, method

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
async def answer_callback_query(call: Call) -> bool:
    """Valid once, and not for long."""
    account = call.account
    press = account.callbacks.get(call.get("callback_query_id"))
    if press is None or press.answered or account.clock.now() - press.at > CALLBACK_LIFETIME_S:
        raise bad_request(_TOO_OLD)
    press.answered = True
    del account.callbacks[press.id]
    toast = {"text": call.get("text"), "alert": bool(call.get("show_alert")), "callback": press.id}
    chat = account.chat(press.chat_id)
    if toast["text"]:
        chat.note_toast(toast)
    account.tell({"kind": "answered", "user": press.user_id, **toast})
    return True


@method("answerInlineQuery")
async def answer_inline_query(call: Call) -> bool:
    if problems := inline.problems_of(call.parameters):
        raise SchemaViolation(problems)
    waiting = call.account.inline_answers.pop(call.get("inline_query_id"), None)
    if waiting is None or waiting.done():
        raise bad_request(_TOO_OLD)
    waiting.set_result(call.parameters)
    return True
