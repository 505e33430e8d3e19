"""Posters as pictures and as a document, set by Typst with a typeface that has every Chinese character.

One layout (`poster.typ`) makes the PDF and both pictures, so they cannot differ.
"""

import importlib.resources
import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

from bot.sharing.poster import Poster

PHONE_PPI = 1080 / (210 / 25.4)
"""An A4 page 1080 pixels wide, as Telegram shows pictures."""
PRINT_PPI = 300.0
KEPT = 16
"""Posters kept in memory: whoever taps twice is not drawn twice."""

_LAYOUT = Path(__file__).with_name("poster.typ")
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Prints:
    """A poster ready to be sent."""

    phone: bytes
    """PNG, 1080 pixels wide."""
    paper: bytes
    """PNG, A4 at 300 dots an inch."""
    pdf: bytes
    """A4."""


@lru_cache(maxsize=KEPT)
def prints(poster: Poster) -> Prints:
    """Draw the poster. Takes some tenths of a second of computing: call it in a thread."""
    with _one_at_a_time:
        return Prints(
            phone=_set(poster, "png", PHONE_PPI), paper=_set(poster, "png", PRINT_PPI), pdf=_set(poster, "pdf")
        )


def _set(poster: Poster, kind: Literal["png", "pdf"], ppi: float | None = None) -> bytes:
    inputs = {"told": json.dumps(poster.told(), ensure_ascii=False)}
    page = _compiler().compile(format=kind, ppi=ppi, sys_inputs=inputs)
    if not isinstance(page, bytes):
        raise TypeError("a poster has one page")
    return page


@cache
def _compiler() -> typst.Compiler:
    fonts = importlib.resources.files("manimgx_fonts_cjk")
    with importlib.resources.as_file(fonts) as folder:
        return typst.Compiler(str(_LAYOUT), font_paths=[str(folder)], ignore_system_fonts=True)
