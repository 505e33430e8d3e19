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
from data.vocabulary import Language, ListingKind, OrganisationState

MAIN_FACTS = {ListingKind.OPENING: ("wage_training", "wage_after"), ListingKind.COURSE: ("fee", "start")}
"""Facts that stand large at the top, by name."""
OTHER_FACTS = {
    ListingKind.OPENING: ("life", "hours", "security", "requirements"),
    ListingKind.COURSE: ("course_time", "leads_to", "dormitory", "requirements"),
}
PICTOGRAMS = range(0x1F000, 0x20000)
_INVISIBLE_JOINERS = frozenset({0x200D, 0xFE0E, 0xFE0F})
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

    def layout_fields(self) -> dict[str, object]:
        """The same as the layout reads it."""
        return asdict(self)


def build(listing: Opening | Course, organisation: Organisation, *, places_left: int, url: str) -> Poster:
    """The poster of a listing; `url` opens it in the bot."""
    kind = ListingKind.OPENING if isinstance(listing, Opening) else ListingKind.COURSE
    lines = {language: listing_card.fact_lines(language, listing) for language in Language}
    for language in Language:
        lines[language]["places_left"] = render("poster.places_left", language, n=places_left)
        if listing.deadline:
            lines[language]["deadline"] = render("card.deadline", language, day=format_day(listing.deadline, language))
    trade = occupation_name(trades.encode_work(listing.occupation_code, listing.trade), Language.EN)
    fee = "poster.no_other_fee" if isinstance(listing, Course) and listing.fee else "poster.no_fee"
    verified = organisation.state == OrganisationState.VERIFIED
    return Poster(
        course=kind == ListingKind.COURSE,
        brand=_zh("poster.brand"), kind=_zh(f"poster.{kind}"), kind_en=_en(f"poster.{kind}"),
        title=without_pictograms(listing.title), trade_en=trade if trade.isascii() else "",
        organisation=without_pictograms(organisation.name), verified=_zh("poster.verified") if verified else "",
        place=full_place_name(listing.city, listing.district, Language.ZH),
        place_en=full_place_name(listing.city, listing.district, Language.EN),
        main=_facts(lines, MAIN_FACTS[kind]), facts=_facts(lines, (*OTHER_FACTS[kind], "places_left", "deadline")),
        scan=_zh("poster.scan"), scan_en=_en("poster.scan"), or_open=_zh("poster.or_open"),
        url=url, short_url=url.removeprefix("https://"), code=qr_svg(url), warning=_zh(fee), warning_en=_en(fee),
    )  # fmt: skip


def _facts(lines: dict[Language, dict[str, Html]], names: tuple[str, ...]) -> tuple[Fact, ...]:
    """Those of the facts that are known. Chinese lines read 名称：内容."""
    found = []
    for name in names:
        if name in lines[Language.ZH]:
            label, _, value = unescape_html(lines[Language.ZH][name]).partition("：")
            found.append(
                Fact(
                    without_pictograms(label),
                    without_pictograms(value),
                    without_pictograms(unescape_html(lines[Language.EN][name])),
                )
            )
    return tuple(found)


def _zh(text_id: str) -> str:
    return unescape_html(render(text_id, Language.ZH))


def _en(text_id: str) -> str:
    return unescape_html(render(text_id, Language.EN))


def unescape_html(text: Html) -> str:
    """Text without tags, as it is shown."""
    return html.unescape(text)


def without_pictograms(text: str) -> str:
    """Without pictograms: the poster's typeface has none, and an empty box helps nobody."""
    kept = (one for one in text if ord(one) not in PICTOGRAMS and ord(one) not in _INVISIBLE_JOINERS)
    return " ".join("".join(kept).split())


def qr_svg(url: str) -> str:
    """A QR code with the quiet zone that scanners need, readable with a seventh of it dirty or torn (level M)."""
    drawing = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawing, kind="svg", border=4, xmldecl=False, svgclass=None)
    return drawing.getvalue().decode()
