"""Addresses that open a listing in the bot, and that hand it on in Telegram."""

from urllib.parse import urlencode

INLINE_START_PARAMETER = "inline"
"""Start parameter of who comes over from another chat, without a listing."""


def deep_link(bot_name: str, code: str) -> str:
    """Opens the bot with the code (Telegram's deep links)."""
    return f"https://t.me/{bot_name}?start={code}"


def share_link(url: str, text: str) -> str:
    """Opens Telegram's own choice of chats to send the address to, with a line of text."""
    return "https://t.me/share/url?" + urlencode({"url": url, "text": text})


def member_buttons(listing_id: str) -> list[tuple[str, str]]:
    """The row under a live listing."""
    return [("share.member_button", f"member.share:{listing_id}"), ("poster.button", f"member.poster:{listing_id}")]
