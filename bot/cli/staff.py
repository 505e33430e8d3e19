"""`shitu staff`: how the first member of staff comes in."""

import asyncio

import click
from telegram import Bot
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from bot.conversation.start import STAFF_LINK_PREFIX
from bot.settings import settings
from data.db import engine
from data.staff import members as staff_members
from data.vocabulary import StaffRole


@click.group()
def staff() -> None:
    """Members of staff."""


@staff.command()
@click.option("--role", type=click.Choice([role.value for role in StaffRole]), required=True)
def invite(role: str) -> None:
    """Print a one-time link that lets one person in with a role, for seven days."""
    url = settings().resolve_database_url()
    engine.upgrade(url)
    click.echo(asyncio.run(_invite(url, StaffRole(role))))


async def _invite(url: str, role: StaffRole) -> str:
    async with engine.open_sessions(url) as sessions, sessions() as session, session.begin():
        token = await staff_members.create_invitation(session, role)
    name = await _bot_name()
    payload = STAFF_LINK_PREFIX + token
    return create_deep_linked_url(name, payload) if name else f"/start {payload}"


async def _bot_name() -> str | None:
    """The bot's Telegram name, when Telegram can be asked."""
    configured = settings()
    if configured.bot_token is None:
        return None
    try:
        async with Bot(configured.bot_token.get_secret_value(), base_url=configured.api_base_url) as bot:
            return bot.username
    except TelegramError:
        return None
