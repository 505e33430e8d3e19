"""Settings, read from `SHITU_*` variables or a `.env` file. README lists each one."""

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.db import engine


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHITU_", env_file=".env", extra="ignore")

    home: Path = Path(".shitu")
    """Folder for the bundled database, caches and unpacked models."""
    database_url: SecretStr | None = None
    """PostgreSQL 15 or newer with pgvector; unset: the bundled server under `home`."""
    bot_token: SecretStr | None = None
    """The Telegram bot's token, as BotFather gave it."""
    api_base_url: str = "https://api.telegram.org/bot"
    """Bot API server; the local Telegram or an own Bot API server go here."""
    webhook_url: str | None = None
    """Public https address of this bot's webhook, for `run --webhook`."""
    webhook_secret: SecretStr | None = None
    """Secret that Telegram sends with each webhook call; required with `run --webhook`."""
    webhook_host: str = "127.0.0.1"
    """Address on which `run --webhook` listens for the proxy before it."""
    webhook_port: int = 8443
    """Port on which `run --webhook` listens."""
    model: str = ""
    """Encoder: empty for the bundled one, else a hub name or a local path."""
    log_level: str = "INFO"
    """Least level that is logged; logs carry no token, number or words of a person."""
    concurrency: int = Field(default=16, ge=1, le=256)
    """How many people are served at the same moment by one process."""

    def resolve_database_url(self) -> str:
        """The database to use; starts the bundled server when no URL is set."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return engine.start_server(self.home)

    @property
    def api_base_file_url(self) -> str:
        """Where the Bot API server keeps files: beside its methods, under `/file`."""
        server, bot, rest = self.api_base_url.rpartition("/bot")
        return f"{server}/file{bot}{rest}" if bot else self.api_base_url

    def require_token(self) -> str:
        """The bot token.

        Raises:
            SettingMissing: it is not set.
        """
        if self.bot_token is None:
            raise SettingMissing("SHITU_BOT_TOKEN is not set: put the token from BotFather there, or try `make demo`.")
        return self.bot_token.get_secret_value()


class SettingMissing(Exception):
    """A setting is needed that is not there; the message says which and what to do."""


@cache
def settings() -> Settings:
    """The process's settings, read once."""
    return Settings()
