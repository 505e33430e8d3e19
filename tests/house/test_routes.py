"""`shitu routes` shows what the bot answers to: all of it, and nothing that is not there."""

import importlib
import json
from collections.abc import Callable
from typing import Any

from click.testing import CliRunner
from telegram.ext import BaseHandler

from bot.application import build_application
from bot.chat.forms.engine import FORMS
from bot.cli.main import shitu
from bot.conversation.route_table import Route, RouteKind, handler_name, routes
from bot.conversation.routes import BUTTONS, COMMANDS
from bot.conversation.start import start


def _handlers() -> list[BaseHandler[Any, Any, Any]]:
    """What python-telegram-bot was given."""
    application = build_application("4200:no-call-is-made", "http://127.0.0.1:1/bot")
    return [handler for group in application.handlers.values() for handler in group]


def _function(route: Route) -> Callable[..., Any]:
    module, _, name = route.handler.partition(":")
    return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]


def _names(kind: RouteKind) -> list[str]:
    return [route.name for route in routes() if route.kind is kind]


def test_every_handler_given_to_the_framework_is_a_route() -> None:
    shown = {route.handler for route in routes()}
    assert [name for handler in _handlers() if (name := handler_name(handler.callback)) not in shown] == []


def test_every_command_button_and_other_entry_shown_is_given_to_the_framework() -> None:
    given = {handler_name(handler.callback) for handler in _handlers()}
    kinds = (RouteKind.COMMAND, RouteKind.BUTTON, RouteKind.OTHER)
    assert [route for route in routes() if route.kind in kinds and route.handler not in given] == []


def test_every_command_and_button_is_one_route() -> None:
    assert _names(RouteKind.COMMAND) == list(COMMANDS)
    assert _names(RouteKind.BUTTON) == list(BUTTONS)


def test_every_question_of_every_form_is_a_route() -> None:
    keys = [f"{form.name}.{question.key}" for form in FORMS.values() for question in form.questions]
    assert _names(RouteKind.ANSWER) == keys


def test_every_handler_can_be_imported_by_its_name() -> None:
    assert all(callable(_function(route)) for route in routes())


def test_a_route_names_the_handler_and_not_what_is_wrapped_around_it() -> None:
    wrappers = {"beside", "callback", "keeping", "handling"}
    assert [route for route in routes() if route.handler.partition(":")[2] in wrappers] == []


def test_buttons_of_staff_are_shown_as_such_and_help_as_everyone_s() -> None:
    audiences = {(route.kind, route.name): route.audience for route in routes()}
    assert audiences[RouteKind.COMMAND, "review"] == "staff"
    assert audiences[RouteKind.COMMAND, "post"] == "enterprise"
    assert audiences[RouteKind.COMMAND, "my"] == "seeker"
    assert audiences[RouteKind.COMMAND, "help"] == "everyone"


def test_the_command_prints_one_line_a_route_under_a_heading() -> None:
    lines = CliRunner().invoke(shitu, ["routes"]).output.splitlines()
    assert lines[0].split() == ["kind", "name", "handler", "audience"]
    assert len(lines) == len(routes()) + 1


def test_the_command_prints_json() -> None:
    printed = json.loads(CliRunner().invoke(shitu, ["routes", "--json"]).output)
    assert {"kind": "command", "name": "start", "handler": handler_name(start), "audience": "everyone"} in printed
