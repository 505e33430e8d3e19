"""What the bot is called, its command menus, the chats it knows and the files it may load."""

from __future__ import annotations

from telegram.constants import BotDescriptionLimit, BotNameLimit

from bot.local_telegram.account import scope_key
from bot.local_telegram.errors import SchemaViolation
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.schema import Json, utf16_length

_TEXTS = {
    "name": ("Name", BotNameLimit.MAX_NAME_LENGTH),
    "description": ("Description", BotDescriptionLimit.MAX_DESCRIPTION_LENGTH),
    "short_description": ("ShortDescription", BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH),
}


@method("getMe")
async def get_me(call: Call) -> Json:
    return {
        **call.account.bot_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _profile_methods(what: str, suffix: str, limit: int) -> None:
    @method(f"setMy{suffix}")
    async def set_text(call: Call) -> bool:
        value = call.get(what, "")
        if utf16_length(value) > limit:
            raise SchemaViolation([f"{what} is longer than {limit} characters"])
        call.account.profile[what, call.get("language_code", "")] = value
        call.account.tell({"kind": "profile"})
        return True

    @method(f"getMy{suffix}")
    async def get_text(call: Call) -> Json:
        return {what: call.account.profile_text(what, call.get("language_code", ""))}


for _what, (_suffix, _limit) in _TEXTS.items():
    _profile_methods(_what, _suffix, int(_limit))


@method("setMyCommands")
async def set_my_commands(call: Call) -> bool:
    call.account.commands[scope_key(call.get("scope")), call.get("language_code", "")] = [
        {"command": each["command"].removeprefix("/"), "description": each["description"]}
        for each in call.get("commands")
    ]
    call.account.tell({"kind": "profile"})
    return True


@method("getMyCommands")
async def get_my_commands(call: Call) -> list[Json]:
    return call.account.commands.get((scope_key(call.get("scope")), call.get("language_code", "")), [])


@method("deleteMyCommands")
async def delete_my_commands(call: Call) -> bool:
    call.account.commands.pop((scope_key(call.get("scope")), call.get("language_code", "")), None)
    call.account.tell({"kind": "profile"})
    return True


@method("setChatMenuButton")
async def set_chat_menu_button(call: Call) -> bool:
    call.account.menu_buttons[call.get("chat_id")] = call.get("menu_button", {"type": "default"})
    return True


@method("getChatMenuButton")
async def get_chat_menu_button(call: Call) -> Json:
    buttons = call.account.menu_buttons
    return buttons.get(call.get("chat_id"), buttons.get(None, {"type": "commands"}))


@method("getChat")
async def get_chat(call: Call) -> Json:
    return {**call.account.chat_to_api(call.chat), "accent_color_id": 0, "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(_GIFTS, False)}  # fmt: skip


_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getFile")
async def get_file(call: Call) -> Json:
    return call.account.files.described(call.get("file_id"))
