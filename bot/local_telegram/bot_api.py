"""The Bot API over HTTP: `/bot{token}/{method}` and `/file/bot{token}/{path}`."""

from __future__ import annotations

import asyncio
import contextlib
import json
from http import HTTPStatus

from aiohttp import web

from bot.local_telegram.account import Account
from bot.local_telegram.errors import BotApiError, SchemaViolation
from bot.local_telegram.faults import Fault
from bot.local_telegram.limits import check_call
from bot.local_telegram.methods import METHODS, Call, Upload
from bot.local_telegram.schema import Json, check, known_methods
from bot.local_telegram.world import World

# A waiting person has not been answered by these: typing is a promise, a bare callback answer stops a spinner.
_UNNOTICED = {"sendChatAction", "answerCallbackQuery", "getChat", "getFile", "setMyCommands"}

_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


class BotApi:
    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self.call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        account = self._world.account_of(request.match_info["token"])
        if account is None:
            return _answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        raw, uploads = await _body(request)
        method = known_methods().get(request.match_info["method"].lower())
        if method is None:
            self._world.log.violation(request.match_info["method"], ["unknown method"], raw)
            return _answer(404, {"ok": False, "error_code": 404, "description": "Not Found: method not found"})
        entry = self._world.log.add(method, raw | {name: f"<{part.name}>" for name, part in uploads.items()},
                                    self._world.clock.now())  # fmt: skip
        chat_id = _number(raw.get("chat_id"))
        fault = self._world.faults.take(method, chat_id)
        if fault and not fault.answer_lost:
            entry |= {"ok": False, "error": fault.body()["description"], "fault": fault.kind}
            if fault.kind in ("400", "403"):
                _note(account, method, chat_id)
            return _refusal(fault)
        if fault and not fault.applied:
            entry |= {"ok": False, "error": fault.kind, "fault": fault.kind}
            return await self._lose(request, fault)
        status, body = await self.execute(account, method, raw, uploads)
        entry |= {"ok": body["ok"], **({} if body["ok"] else {"error": body["description"]})}
        _note(account, method, chat_id)
        if fault:
            entry["fault"] = fault.kind
            return await self._lose(request, fault)
        return _answer(status, body)

    async def execute(self, account: Account, method: str, raw: Json, uploads: dict[str, Upload]) -> tuple[int, Json]:
        """Check and carry out one call; HTTP status and body. Violations are kept for `GET /calls/violations`."""
        try:
            return 200, {"ok": True, "result": await _carried_out(account, method, raw, uploads)}
        except SchemaViolation as violation:
            self._world.log.violation(method, violation.problems, raw)
            return violation.code, violation.body()
        except BotApiError as refusal:
            return refusal.code, refusal.body()

    async def _lose(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        """No answer: the connection breaks at once ("drop") or when the bot has lost patience ("timeout")."""
        while fault.kind == "timeout" and request.transport and not request.transport.is_closing():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await self._world.closing.wait()
                break
        if request.transport:
            request.transport.abort()
        return web.Response()

    async def download(self, request: web.Request) -> web.Response:
        file = self._world.files.at(request.match_info["path"])
        if file is None or self._world.account_of(request.match_info["token"]) is None:
            return _answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return web.Response(body=file.content, content_type="application/octet-stream")


async def _carried_out(account: Account, method: str, raw: Json, uploads: dict[str, Upload]) -> object:
    parameters, problems = check(method, raw, set(uploads))
    problems = problems or check_call(method, parameters)
    if problems:
        raise SchemaViolation(problems)
    act = METHODS.get(method)
    if act is None:
        # Saying ok to what is not played would hide a bug of the bot.
        problem = f"the local Telegram does not play {method}"
        raise SchemaViolation([problem], HTTPStatus.NOT_IMPLEMENTED, f"Not Implemented: {problem}")
    return await act(Call(account, method, parameters, uploads))


def _note(account: Account, method: str, chat_id: int | None) -> None:
    chat = account.chats.get(chat_id) if chat_id is not None else None
    if chat and method not in _UNNOTICED:
        chat.note_call()


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).lstrip("-").isdigit() else None


def _refusal(fault: Fault) -> web.Response:
    if fault.kind == "page":
        return web.Response(status=fault.status, text=_PAGE, content_type="text/html")
    return _answer(int(fault.kind), fault.body())


def _answer(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status, dumps=lambda each: json.dumps(each, ensure_ascii=False))


async def _body(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters as sent (text or JSON values) and uploaded parts, from the query and the body."""
    raw: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.text()
        raw |= json.loads(body) if body else {}
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                raw[name] = value
    return raw, uploads
