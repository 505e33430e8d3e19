"""`shitu`: all commands. Faults are one plain line on stderr and exit status 2."""

import importlib
import os
import sys

import click
from dotenv import load_dotenv
from telegram.error import InvalidToken

from bot.settings import SettingMissing
from data.db.engine import DatabaseUnavailable
from matching.language.encoder import EncoderError

COMMANDS = {
    "demo": "demo:demo",
    "run": "service:run",
    "stats": "service:show_stats",
    "doctor": "service:doctor",
    "db": "database:db",
    "staff": "staff:staff",
    "import": "listings:import_",
    "export": "listings:export",
    "understand": "understanding:understand",
    "match": "understanding:match",
    "parse-ad": "adverts:parse_ad",
    "lint": "adverts:lint",
    "evaluate": "evaluation:evaluate",
    "corpus": "corpus:corpus",
    "routes": "routes:routes",
}
"""Each command, with its module and name there: what is not used is not loaded."""


class _Commands(click.Group):
    """Commands that are loaded when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"bot.cli.{module}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def shitu() -> None:
    """Apprenticeships and subsidised courses in Liaoning, matched in a chat."""


def main() -> None:
    """Entry point."""
    load_dotenv(".env")  # the encoder reads its settings from the environment
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    try:
        status = shitu.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        status = 2
    except click.ClickException as error:
        status = _fail(error.format_message())
    except (SettingMissing, DatabaseUnavailable, EncoderError) as error:
        status = _fail(str(error))
    except InvalidToken:
        status = _fail("Telegram refused the bot token; check SHITU_BOT_TOKEN.")
    except (KeyboardInterrupt, click.Abort):
        status = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str) -> int:
    click.echo(" ".join(message.split()), err=True)
    return 2


if __name__ == "__main__":
    main()
