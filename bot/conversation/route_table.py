"""Every way into the bot, read from the registries that the bot itself uses: what it answers to, and by which function.

A route is looked up, never written down a second time: what is registered appears here by itself.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot import listing_answers
from bot.chat.forms import engine
from bot.conversation.routes import AUDIENCES, BUTTONS, COMMANDS, LISTENERS, OTHERS
from bot.enterprise import acts as enterprise_acts
from bot.seeker import acts as seeker_acts
from bot.seeker.search import free_text
from bot.seeker.search.free_text import CALCULATED
from bot.staff import acts as staff_acts

EVERYONE = "everyone"


class RouteKind(StrEnum):
    COMMAND = "command"
    BUTTON = "button"
    TEXT = "text"
    """Free text outside any form."""
    INTENT = "intent"
    """Free text that was understood as this intent."""
    ACT = "act"
    """Free text that does this."""
    ANSWER = "answer"
    """Free text, or a choice, that answers this question of a form."""
    FORM = "form"
    """A form that was confirmed."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Route:
    """One entry: `name` as registered, `handler` as `module:function`, `audience` as in `AUDIENCES`."""

    kind: RouteKind
    name: str
    handler: str
    audience: str


def routes() -> list[Route]:
    """All routes, commands first, in the order of registration."""
    return [*_commands_and_buttons(), *_free_text(), *_forms()]


def handler_name(function: Callable[..., Any]) -> str:
    """`module:function` of a handler, whatever is wrapped around it; of an inner function, the one that makes it."""
    bare = inspect.unwrap(function)
    return f"{bare.__module__}:{bare.__qualname__.partition('.<locals>')[0]}"


def _commands_and_buttons() -> Iterator[Route]:
    for kind, attribute, registered in (
        (RouteKind.COMMAND, "COMMANDS", COMMANDS),
        (RouteKind.BUTTON, "BUTTONS", BUTTONS),
    ):
        for name, handler in registered.items():
            owners = (audience for audience, module in AUDIENCES.items() if name in getattr(module, attribute))
            yield Route(kind, name, handler_name(handler), next(owners, EVERYONE))


def _free_text() -> Iterator[Route]:
    for role, handler in LISTENERS.items():
        name = handler_name(handler)
        yield Route(RouteKind.TEXT, role.value, name, _audience_of(name))
    for intent, answer in CALCULATED.items():
        name = handler_name(answer)
        yield Route(RouteKind.INTENT, intent.value, name, _audience_of(name))
    for act, handler in _acts():
        name = handler_name(handler)
        yield Route(RouteKind.ACT, act, name, _audience_of(name))
    for entry, handler in OTHERS.items():
        yield Route(RouteKind.OTHER, entry, handler_name(handler), EVERYONE)


def _acts() -> Iterator[tuple[str, Callable[..., Any]]]:
    yield from seeker_acts.HANDLERS.items()
    yield from ((act, listing_answers.answer) for act in sorted(seeker_acts.LISTING_QUESTIONS))
    yield from ((act, free_text.respond) for act in sorted(seeker_acts.ELSEWHERE))
    yield from enterprise_acts.HANDLERS.items()
    yield from ((act, enterprise_acts.offer_change) for act in enterprise_acts.CHANGES)
    yield from staff_acts.HANDLERS.items()


def _forms() -> Iterator[Route]:
    for form in engine.FORMS.values():
        finish = handler_name(form.finish)
        audience = _audience_of(finish)
        for question in form.questions:
            yield Route(RouteKind.ANSWER, f"{form.name}.{question.key}", handler_name(question.parse), audience)
        yield Route(RouteKind.FORM, form.name, finish, audience)


def _audience_of(handler: str) -> str:
    """The audience whose package holds the handler."""
    module = handler.partition(":")[0]
    owners = (name for name, owner in AUDIENCES.items() if f"{module}.".startswith(f"{owner.__name__}."))
    return next(owners, EVERYONE)
