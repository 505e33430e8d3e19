"""A form that is begun anew while others of its kind are under way: none of them is lost."""

from collections.abc import Mapping
from typing import Any

from bot.chat.forms import engine
from bot.chat.forms.questions import Draft, Form
from bot.chat.forms.screens import SERIAL_KEY
from bot.chat.turn import Turn


async def begin_beside(turn: Turn, form: Form, draft: Mapping[str, Any], waiting: list[Draft]) -> None:
    """Begin a form with these answers; `waiting` are the forms of `engine.unfinished_forms` to take up afterwards."""
    suspended = {engine.SUSPENDED_FORMS_KEY: waiting} if waiting else {}
    turn.goto(form.name, None, {**draft, SERIAL_KEY: f"{turn.update.update_id:x}"} | suspended)
    await engine.ask_next_question(turn, form)
