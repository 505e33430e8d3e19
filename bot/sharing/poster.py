"""What a poster of a listing says, in both languages; what is not known is left out."""

import html
import io
from dataclasses import asdict, dataclass

import segno

from bot.chat.cards import listing as listing_card
from bot.chat.cards.names import full_place_name, occupation_name
from bot.chat.texts import Html, format_day, render
from data.catalogue import trades
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import Kind, Language, OrganisationState

MAIN = {Kind.OPENING: ("wage_training", "wage_after"), Kind.COURSE: ("fee", "start")}
"""Facts that stand large at the top, by name."""
OTHERS = {
    Kind.OPENING: ("life", "hours", "security", "requirements"),
    Kind.COURSE: ("course_time", "leads_to", "dormitory", "requirements"),
}
PICTOGRAMS = range(0x1F000, 0x20000)
_INVISIBLE = frozenset({0x200D, 0xFE0E, 0xFE0F})
"""What makes one pictogram of several; without them it is nothing."""


@dataclass(frozen=True)
class Fact:
    """One fact: a short Chinese label, its value, and the same in an English line."""

    label: str
    value: str
    en: str


@dataclass(frozen=True)
class Poster:
    """Every word of a poster, and its QR code as SVG. Equal posters look the same."""

    course: bool
    brand: str
    kind: str
    kind_en: str
    title: str
    trade_en: str
    organisation: str
    verified: str
    place: str
    place_en: str
    main: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    scan: str
    scan_en: str
    or_open: str
    url: str
    short_url: str
    code: str
    warning: str
    warning_en: str

    def told(self) -> dict[str, object]:
        """The same as the layout reads it."""
        return asdict(self)


def of(listing: Opening | Course, organisation: Organisation, *, places_left: int, url: str) -> Poster:
    """The poster of a listing; `url` opens it in the bot."""
    kind = Kind.OPENING if isinstance(listing, Opening) else Kind.COURSE
    lines = {language: listing_card.fact_lines(language, listing) for language in Language}
    for language in Language:
        lines[language]["places_left"] = render("poster.places_left", language, n=places_left)
        if listing.deadline:
            lines[language]["deadline"] = render("card.deadline", language, day=format_day(listing.deadline, language))
    trade = occupation_name(trades.work(listing.occupation_code, listing.trade), Language.EN)
    fee = "poster.no_other_fee" if isinstance(listing, Course) and listing.fee else "poster.no_fee"
    verified = organisation.state == OrganisationState.VERIFIED
    return Poster(
        course=kind == Kind.COURSE,
        brand=_zh("poster.brand"), kind=_zh(f"poster.{kind}"), kind_en=_en(f"poster.{kind}"),
        title=printable(listing.title), trade_en=trade if trade.isascii() else "",
        organisation=printable(organisation.name), verified=_zh("poster.verified") if verified else "",
        place=full_place_name(listing.city, listing.district, Language.ZH),
        place_en=full_place_name(listing.city, listing.district, Language.EN),
        main=_facts(lines, MAIN[kind]), facts=_facts(lines, (*OTHERS[kind], "places_left", "deadline")),
        scan=_zh("poster.scan"), scan_en=_en("poster.scan"), or_open=_zh("poster.or_open"),
        url=url, short_url=url.removeprefix("https://"), code=qr(url), warning=_zh(fee), warning_en=_en(fee),
    )  # fmt: skip


def _facts(lines: dict[Language, dict[str, Html]], names: tuple[str, ...]) -> tuple[Fact, ...]:
    """Those of the facts that are known. Chinese lines read 名称：内容."""
    found = []
    for name in names:
        if name in lines[Language.ZH]:
            label, _, value = plain(lines[Language.ZH][name]).partition("：")
            found.append(Fact(printable(label), printable(value), printable(plain(lines[Language.EN][name]))))
    return tuple(found)


def _zh(text_id: str) -> str:
    return plain(render(text_id, Language.ZH))


def _en(text_id: str) -> str:
    return plain(render(text_id, Language.EN))


def plain(words: Html) -> str:
    """Text without tags, as it is shown."""
    return html.unescape(words)


def printable(words: str) -> str:
    """Without pictograms: the poster's typeface has none, and an empty box helps nobody."""
    kept = (one for one in words if ord(one) not in PICTOGRAMS and ord(one) not in _INVISIBLE)
    return " ".join("".join(kept).split())


def qr(url: str) -> str:
    """A QR code with the quiet zone that scanners need, readable with a seventh of it dirty or torn (level M)."""
    drawing = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawing, kind="svg", border=4, xmldecl=False, svgclass=None)
    return drawing.getvalue().decode()
