"""Each person's command menu is that of their role and language, and is sent once."""

from typing import Any

import pytest

from bot.chat import menus
from data.vocabulary import Language, Role
from tests import parties
from tests.stages import TOKEN, Stage

PERSON, STAFF = 2901, 3901


async def menu_of(stage: Stage, user: int) -> list[str]:
    """The commands of the person's own menu; none where the chat has that of everybody."""
    body = {"scope": {"type": "chat", "chat_id": user}}
    async with stage.http.post(f"{stage.telegram.base_url}{TOKEN}/getMyCommands", json=body) as response:
        found: list[dict[str, Any]] = (await response.json())["result"]
    return [one["command"] for one in found]


async def calls(stage: Stage) -> int:
    """How often a menu was sent to the person's chat."""
    async with stage.http.get(f"{stage.telegram.url}/calls?method=setMyCommands") as response:
        made = (await response.json())["calls"]
    return sum(str(PERSON) in str(one) for one in made)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("language", list(Language))
def test_every_menu_is_written_in_both_languages(role: Role, language: Language) -> None:
    shown = menus.menu_commands(role, language)
    assert all(3 <= len(one["command"]) + len(one["description"]) <= 256 for one in shown)
    assert len({one["command"] for one in shown}) == len(shown)


async def test_a_member_gets_the_members_menu_once(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, PERSON)
    phone = stage.phone(PERSON)
    await phone.send("/help")
    assert await menu_of(stage, PERSON) == []
    await phone.send("/role")
    await phone.tap("企业")
    shown = await menu_of(stage, PERSON)
    assert {"post", "course", "file", "openings", "applicants", "team", "settings"} <= set(shown)
    assert "ladder" not in shown
    await phone.send("/help")
    await phone.send("/openings")
    assert await calls(stage) == 1


async def test_going_back_to_seeking_brings_the_seekers_menu_back(stage: Stage) -> None:
    await stage.appoint(STAFF)
    phone = stage.phone(STAFF)
    await phone.send("/role")
    await phone.tap("工作人员")
    assert "review" in await menu_of(stage, STAFF)
    await phone.send("/role")
    await phone.tap("求职者")
    shown = await menu_of(stage, STAFF)
    assert "my" in shown
    assert "review" not in shown


async def test_a_chosen_language_is_that_of_the_menu(stage: Stage) -> None:
    phone = stage.phone(PERSON)
    await phone.send("/lang")
    await phone.tap("English")
    body = {"scope": {"type": "chat", "chat_id": PERSON}}
    async with stage.http.post(f"{stage.telegram.base_url}{TOKEN}/getMyCommands", json=body) as response:
        found = (await response.json())["result"]
    assert found == menus.menu_commands(Role.SEEKER, Language.EN)
