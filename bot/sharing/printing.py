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
CACHED_POSTERS = 16
"""Posters kept in memory: whoever taps twice is not drawn twice."""

_LAYOUT = Path(__file__).with_name("poster.typ")
_drawing_lock = Lock()


@dataclass(frozen=True)
class PosterFiles:
    """A poster ready to be sent."""

    phone_png: bytes
    """PNG, 1080 pixels wide."""
    print_png: bytes
    """PNG, A4 at 300 dots an inch."""
    pdf: bytes
    """A4."""


@lru_cache(maxsize=CACHED_POSTERS)
def draw(poster: Poster) -> PosterFiles:
    """Draw the poster. Takes some tenths of a second of computing: call it in a thread."""
    with _drawing_lock:
        return PosterFiles(
            phone_png=_typeset(poster, "png", PHONE_PPI),
            print_png=_typeset(poster, "png", PRINT_PPI),
            pdf=_typeset(poster, "pdf"),
        )


def _typeset(poster: Poster, file_format: Literal["png", "pdf"], ppi: float | None = None) -> bytes:
    inputs = {"told": json.dumps(poster.layout_fields(), ensure_ascii=False)}
    page = _compiler().compile(format=file_format, ppi=ppi, sys_inputs=inputs)
    if not isinstance(page, bytes):
        raise TypeError("a poster has one page")
    return page


@cache
def _compiler() -> typst.Compiler:
    fonts = importlib.resources.files("manimgx_fonts_cjk")
    with importlib.resources.as_file(fonts) as folder:
        return typst.Compiler(str(_LAYOUT), font_paths=[str(folder)], ignore_system_fonts=True)
