"""How the bot gets its updates."""

from __future__ import annotations

import re
import time

from telegram.constants import WebhookLimit

from bot.local_telegram.account import Webhook
from bot.local_telegram.errors import BotApiError, SchemaViolation
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.schema import Json

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """Confirms what is below `offset`, then answers the rest, waiting up to `timeout` seconds for the first."""
    account, queue = call.account, call.account.updates
    if account.webhook.url:
        raise BotApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook "
            "first",
        )
    account.poll += 1
    mine = account.poll
    queue.wake()
    if "allowed_updates" in call.parameters:
        queue.allowed = call.get("allowed_updates")
    queue.confirm(call.get("offset", 0))
    until = time.monotonic() + max(call.get("timeout", 0), 0)
    while not (batch := queue.batch(call.get("limit"))):
        left = until - time.monotonic()
        if left <= 0:
            return []
        await queue.wait(left)
        if account.poll != mine:
            raise BotApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
    return batch


@method("setWebhook")
async def set_webhook(call: Call) -> bool:
    url, secret = call.get("url"), call.get("secret_token")
    if secret is not None and not _SECRET.fullmatch(secret):
        raise SchemaViolation(["secret token contains unallowed characters"])
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise SchemaViolation(["bad webhook: An HTTPS URL must be provided for webhook"])
    connections = call.get("max_connections", 40)
    if not WebhookLimit.MIN_CONNECTIONS_LIMIT <= connections <= WebhookLimit.MAX_CONNECTIONS_LIMIT:
        raise SchemaViolation([f"max_connections must be 1-{WebhookLimit.MAX_CONNECTIONS_LIMIT.value}"])
    account = call.account
    if call.get("drop_pending_updates"):
        account.updates.drop()
    if "allowed_updates" in call.parameters:
        account.updates.allowed = call.get("allowed_updates")
    account.webhook = Webhook(url, secret, connections, "certificate" in call.uploads)
    account.poll += 1
    account.updates.wake()
    return True


@method("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    if call.get("drop_pending_updates"):
        call.account.updates.drop()
    call.account.webhook = Webhook()
    call.account.updates.wake()
    return True


@method("getWebhookInfo")
async def get_webhook_info(call: Call) -> Json:
    hook = call.account.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": hook.has_custom_certificate,
        "pending_update_count": len(call.account.updates),
        "max_connections": hook.max_connections,
        "last_error_date": hook.last_error_date,
        "last_error_message": hook.last_error_message,
        "allowed_updates": call.account.updates.allowed or None,
    }
    return {key: value for key, value in info.items() if value is not None}
