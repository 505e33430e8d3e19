"""A listing in a few words: the facts that fit on a line of a list, and the short card that travels to other chats."""

from bot.chat.cards import listing as listing_card
from bot.chat.cards.names import label, occupation_name
from bot.chat.texts import Html, format_day, join, render
from data.catalogue import trades
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import Housing, Language, ListingKind

Listing = Opening | Course


def title(language: Language, listing: Listing, text_id: str = "brief.title", **more: object) -> Html:
    """The title, and what it is where the title does not say so (in English it never does).

    `text_id` names the plain text; `…_with_kind` and `…_with_trade` stand beside it.
    """
    kind_of = ListingKind.OPENING if isinstance(listing, Opening) else ListingKind.COURSE
    kind = render(f"matches.kind.{kind_of.value}", language)
    if language == Language.EN:
        trade = occupation_name(trades.encode_work(listing.occupation_code, listing.trade), language)
        return render(f"{text_id}_with_trade", language, title=listing.title, trade=trade, kind=kind, **more)
    if kind in listing.title or (kind_of == ListingKind.COURSE and listing.title.endswith("班")):
        return render(text_id, language, title=listing.title, **more)
    return render(f"{text_id}_with_kind", language, title=listing.title, kind=kind, **more)


def facts(language: Language, listing: Listing) -> list[Html]:
    """Pay and life of an opening; cost and times of a course. What is not known is left out."""
    return _opening(language, listing) if isinstance(listing, Opening) else _course(language, listing)


def _opening(language: Language, opening: Opening) -> list[Html]:
    during = format_amount_range(language, opening.wage_min, opening.wage_max)
    after = format_amount_range(language, opening.wage_after_min, opening.wage_after_max)
    pay = (
        render("matches.wage_and_after", language, during=during, after=after)
        if after
        else render("matches.wage", language, during=during)
    )
    known = [pay]
    if opening.housing == Housing.PROVIDED and opening.meals:
        known.append(render("matches.board_and_lodging", language))
    elif opening.housing:
        known.append(Html(label("housing", opening.housing, language)))
    if opening.shift:
        known.append(Html(label("shift", opening.shift, language)))
    return known


def format_amount_range(language: Language, low: int | None, high: int | None) -> Html | None:
    """4000, or 4000–4500, without a unit."""
    known = [amount for amount in (low, high) if amount is not None]
    if not known:
        return None
    if known[0] == known[-1]:
        return Html(str(known[0]))
    return render("matches.range", language, low=known[0], high=known[-1])


def fee(language: Language, course: Course) -> Html:
    """What a course costs, or that it is free."""
    return render("matches.fee", language, amount=course.fee) if course.fee else render("matches.free", language)


def weeks(language: Language, course: Course) -> Html | None:
    """How long it takes, where that is known."""
    return render("matches.weeks", language, n=round(course.weeks)) if course.weeks else None


def times(language: Language, course: Course) -> list[Html]:
    """Whether it is held in the evening, at the weekend."""
    held = (("matches.evening", course.evening), ("matches.weekend", course.weekend))
    return [render(text, language) for text, yes in held if yes]


def _course(language: Language, course: Course) -> list[Html]:
    long = weeks(language, course)
    known = [fee(language, course), *([long] if long else []), *times(language, course)]
    if course.mode and course.mode != "onsite":
        known.append(Html(label("mode", course.mode, language)))
    if course.dormitory:
        known.append(render("matches.dormitory", language))
    if course.start_date:
        known.append(render("matches.start", language, day=format_day(course.start_date, language)))
    return known


def card(language: Language, listing: Listing, organisation: Organisation, places_left: int) -> Html:
    """Title, who and where, what matters, and that nothing is ever to be paid: for whoever has no profile here."""
    told = facts(language, listing)
    told.append(render("matches.places_left", language, n=places_left))
    if listing.deadline:
        told.append(render("matches.deadline", language, day=format_day(listing.deadline, language)))
    fee = listing.fee if isinstance(listing, Course) else 0
    return join([
        title(language, listing),
        listing_card.heading(language, listing, organisation),
        join(told, render("matches.separator", language)),
        render("card.no_other_fee" if fee else "card.no_fee", language),
    ])  # fmt: skip
