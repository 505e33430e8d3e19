"""`shitu parse-ad`: the fields of an opening that a pasted advert states."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.batches import BATCH, JSON_FLAG, given_text, lines, say, text_of

if TYPE_CHECKING:
    from matching.adverts.reading import Advert


def shown(advert: "Advert") -> dict[str, Any]:
    """The contract's JSON; what the advert does not state is null."""
    return advert.model_dump(mode="json")


@click.command("parse-ad")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@JSON_FLAG
@BATCH
def parse_ad(file: Path | None, batch: Path | None) -> None:
    """What an advert states, as an opening's fields (standard input without FILE)."""
    from matching.adverts.reading import read_advert  # noqa: PLC0415 - only this command needs it

    for text in lines(batch, text_of) if batch else [given_text(file)]:
        say(shown(read_advert(text)))


COMMANDS = (parse_ad,)
