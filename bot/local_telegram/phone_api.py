"""The phone API: what a person does, over HTTP (DESIGN.md, "The phone API of the local Telegram")."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web

from bot.local_telegram.chats import Person
from bot.local_telegram.phone import DEFAULT_WAIT_S, Phone, PhoneError, person_view
from bot.local_telegram.schema import Json, schema
from bot.local_telegram.world import World

OnClock = Callable[[int], Awaitable[None]]
_WAIT_MAX_S = 600.0
_HEARTBEAT_S = 15.0
_CALLS_TOLD = 1000


class PhoneApi:
    def __init__(self, world: World, on_clock: OnClock | None) -> None:
        self._world = world
        self._on_clock = on_clock

    def add_routes(self, app: web.Application) -> None:
        router = app.router
        router.add_get("/phone/people", self.people)
        router.add_post("/phone/people", self.add_people)
        router.add_get("/phone/events", self.events)
        router.add_get("/phone/files/{id}", self.file)
        router.add_get(r"/phone/{user:\d+}", self.person)
        router.add_get(r"/phone/{user:\d+}/messages", self.messages)
        for name in ("send", "tap", "block", "unblock", "inline", "language"):
            router.add_post(rf"/phone/{{user:\d+}}/{name}", getattr(self, name))
        router.add_get("/faults", self.coming_faults)
        router.add_post("/faults", self.add_fault)
        router.add_delete("/faults", self.clear_faults)
        router.add_post("/updates/raw", self.raw_update)
        router.add_post("/updates/duplicate", self.duplicate)
        router.add_post("/updates/reorder", self.reorder)
        router.add_get("/clock", self.now)
        router.add_post("/clock", self.advance)
        router.add_get("/calls", self.calls)
        router.add_get("/calls/violations", self.violations)

    def _phone(self, request: web.Request) -> Phone:
        return Phone(self._world.account, int(request.match_info["user"]))

    # People

    async def people(self, _: web.Request) -> web.Response:
        account = self._world.account
        shown = [person_view(account, self._world.people[user]) for user in self._world.shown]
        bot = {"name": account.bot_name(), "name_en": account.bot_name("en"), "username": account.username,
               "description": account.profile_text("description"),
               "short_description": account.profile_text("short_description")}  # fmt: skip
        return _json({"people": shown, "bot": bot, "now": self._world.clock.iso(), "api": schema()["api"]})

    async def add_people(self, request: web.Request) -> web.Response:
        """People who have already started the bot, without a message: `{"people": [{"id", "name"?, …}]}`."""
        body = await _body(request)
        for described in body.get("people", []):
            person = Person(**described)
            self._world.people[person.id] = person
            self._world.account.chat(person.id).started = True
        return _json({"ok": True, "people": len(self._world.people)})

    async def person(self, request: web.Request) -> web.Response:
        return _json(person_view(self._world.account, self._phone(request).person))

    async def language(self, request: web.Request) -> web.Response:
        """The person's app speaks another language from now on: `{"language_code"}`."""
        phone = self._phone(request)
        phone.adopt(await _body(request))
        return _json(person_view(self._world.account, phone.person))

    async def messages(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", "0"))
        phone = self._phone(request)
        found = [message for message in phone.chat.messages.values() if message.rev > after]
        return _json({
            "messages": [self._world.account.view(message) for message in found if not message.deleted],
            "deleted": [message.id for message in found if message.deleted],
            "rev": max((message.rev for message in phone.chat.messages.values()), default=0),
        })  # fmt: skip

    async def file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["id"])
        if file is None:
            raise PhoneError(404, "there is no such file")
        # Only pictures are shown in the page; anything else (HTML, SVG) is a download.
        shown = "inline" if file.mime in ("image/png", "image/jpeg", "image/webp", "image/gif") else "attachment"
        disposition = f"{shown}; filename*=UTF-8''{quote(file.name)}"
        headers = {"Content-Disposition": disposition, "Cache-Control": "private, max-age=86400"}
        return web.Response(body=file.content, content_type=file.mime, headers=headers)

    # Acting

    async def send(self, request: web.Request) -> web.Response:
        body, phone = await _body(request), self._phone(request)
        phone.adopt(body)
        chat = self._world.account.chat(-abs(int(body["group"]))) if body.get("group") else None
        moment = phone.moment(chat)
        message = phone.send(body)
        return _json({**await moment.answer(_wait(body)), "sent": message.id})

    async def tap(self, request: web.Request) -> web.Response:
        body, phone = await _body(request), self._phone(request)
        phone.adopt(body)
        moment = phone.moment()
        done = phone.tap(body)
        on_phone_only = done.keys() & {"opened", "copied", "typed"}
        return _json({**await moment.answer(0 if on_phone_only else _wait(body)), **done})

    async def block(self, request: web.Request) -> web.Response:
        self._phone(request).block(blocked=True)
        return _json({"ok": True, "blocked": True})

    async def unblock(self, request: web.Request) -> web.Response:
        self._phone(request).block(blocked=False)
        return _json({"ok": True, "blocked": False})

    async def inline(self, request: web.Request) -> web.Response:
        """`{"query", "offset"?, "choose"?, "group"?}`: what the bot offers; `choose` (a number) sends that result."""
        body, phone = await _body(request), self._phone(request)
        phone.adopt(body)
        try:
            answer = await phone.inline(str(body.get("query", "")), str(body.get("offset", "")), _wait(body))
        except TimeoutError:
            return _json({"results": [], "timed_out": True})
        told = {name: answer.get(name) for name in ("results", "next_offset", "button", "is_personal", "cache_time")}
        if "choose" in body:
            try:
                chosen = answer["results"][int(body["choose"])]
            except IndexError as error:
                raise PhoneError(404, f"there is no result {body['choose']}") from error
            told["sent"] = phone.choose(chosen, body.get("group")).id
        return _json({**told, "timed_out": False})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events of all chats, for the page."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        queue: asyncio.Queue[Json] = asyncio.Queue()
        account = self._world.account
        account.listeners.add(queue)
        try:
            await response.write(b": open\n\n")
            while not self._world.closing.is_set():
                chunk = b": still here\n\n"
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_HEARTBEAT_S):
                        chunk = b"data: " + json.dumps(await queue.get(), ensure_ascii=False).encode() + b"\n\n"
                await response.write(chunk)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            account.listeners.discard(queue)
        return response

    # Faults, order, time

    async def coming_faults(self, _: web.Request) -> web.Response:
        return _json({"faults": [_fault_view(each) for each in self._world.faults.coming]})

    async def add_fault(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            self._world.faults.add(body)
        except (TypeError, ValueError) as error:
            raise PhoneError(400, str(error)) from error
        return _json({"ok": True, "faults": [_fault_view(each) for each in self._world.faults.coming]})

    async def clear_faults(self, _: web.Request) -> web.Response:
        self._world.faults.clear()
        return _json({"ok": True, "faults": []})

    async def raw_update(self, request: web.Request) -> web.Response:
        """Deliver an update just as it is given, of whatever shape; it gets the next id unless it has one."""
        return _json({"ok": True, "update_id": self._world.account.updates.add_raw(await _body(request))})

    async def duplicate(self, request: web.Request) -> web.Response:
        body = await _body(request)
        return _json({"ok": True, "delivered": self._world.account.updates.repeat(int(body.get("last", 1)))})

    async def reorder(self, request: web.Request) -> web.Response:
        body = await _body(request)
        self._world.account.updates.hold(int(body.get("last", 2)))
        return _json({"ok": True})

    async def now(self, _: web.Request) -> web.Response:
        return _json({"now": self._world.clock.iso()})

    async def advance(self, request: web.Request) -> web.Response:
        seconds = int((await _body(request)).get("advance_s", 0))
        if seconds < 0:
            raise PhoneError(400, "time only goes forward")
        self._world.clock.offset_s += seconds
        if self._on_clock:
            await self._on_clock(seconds)
        answer = {"now": self._world.clock.iso(), "advanced_s": seconds}
        self._world.account.tell({"kind": "clock", **answer})
        return _json(answer)

    async def calls(self, request: web.Request) -> web.Response:
        query = request.query
        log = self._world.log
        found = log.matching(query.get("method"), int(query.get("after", "0")), int(query.get("limit", _CALLS_TOLD)))
        return _json({"calls": found, "counts": dict(log.counts)})

    async def violations(self, _: web.Request) -> web.Response:
        return _json({"violations": self._world.log.violations})


def _fault_view(fault: object) -> Json:
    return {name: getattr(fault, name) for name in ("method", "kind", "times", "retry_after", "chat_id", "applied")}


def _wait(body: Json) -> float:
    return min(float(body.get("wait", DEFAULT_WAIT_S)), _WAIT_MAX_S)


async def _body(request: web.Request) -> Json:
    text = await request.text()
    try:
        body = json.loads(text) if text.strip() else {}
    except ValueError as error:
        raise PhoneError(400, "the body is not JSON") from error
    if not isinstance(body, dict):
        raise PhoneError(400, "the body must be a JSON object")
    return body


def _json(body: Json, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, dumps=lambda each: json.dumps(each, ensure_ascii=False, default=str))


@web.middleware
async def plain_errors(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answers `{"error": …}` where the person cannot do what was asked or the request makes no sense."""
    try:
        return await handler(request)
    except PhoneError as error:
        return _json({"error": error.text}, error.status)
    except (TypeError, ValueError, KeyError) as error:
        if request.path.startswith("/bot"):
            raise
        return _json({"error": f"the request was not understood: {error}"}, 400)
