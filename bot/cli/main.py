"""`shitu`: all commands. Faults are one plain line on stderr and exit status 2."""

import os
import sys

import click
from dotenv import load_dotenv
from telegram.error import InvalidToken

from bot.cli import adverts, corpus, database, evaluation, listings, routes, service, staff, understanding
from bot.settings import SettingMissing
from data.db.engine import DatabaseUnavailable
from matching.language.encoder import EncoderError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def shitu() -> None:
    """Apprenticeships and subsidised courses in Liaoning, matched in a chat."""


for command in (
    *service.COMMANDS,
    *database.COMMANDS,
    *staff.COMMANDS,
    *listings.COMMANDS,
    *understanding.COMMANDS,
    *adverts.COMMANDS,
    *evaluation.COMMANDS,
    *corpus.COMMANDS,
    *routes.COMMANDS,
):
    shitu.add_command(command)


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
