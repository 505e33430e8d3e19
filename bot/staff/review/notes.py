"""What a reviewer should know of an opening besides its card: what changed, and what the law check says."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.cards import opening_fields
from bot.chat.cards.figure_warnings import figure_warning_lines
from bot.chat.cards.names import label
from bot.chat.cards.other_firm import other_firm_line
from bot.chat.texts import Html, join, render
from data.db import clock
from data.listings import models
from data.listings.models import EDITED, ListingFields
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import Language, ListingState
from matching.law.findings import Finding, lint

MOST_FINDINGS = 8
LONGEST_QUOTE = 40


async def notes(session: AsyncSession, opening: Opening, language: Language) -> list[Html]:
    """Blocks to stand under the card; none where there is nothing to add."""
    today = await clock.today(session)
    blocks = (
        await _changed(session, opening, language),
        lint_flags_text(opening, today, language),
        _of_figures(opening, today, language),
        await _other_firm(session, opening, language),
    )
    return [block for block in blocks if block]


async def _changed(session: AsyncSession, opening: Opening, language: Language) -> Html | None:
    """What is different from what was seen before, where it was live or sent back."""
    columns: list[str] = []
    for event in reversed(await models.list_history(session, opening.id)):
        if event.state != ListingState.IN_REVIEW:
            break
        columns += event.fields if event.reason == EDITED else []
    names = [render(f"post.{key}.short", language) for key in opening_fields.questions_of(columns)]
    return render("review.changed", language, list=join(names, render("card.comma", language))) if names else None


def lint_flags_text(listing: ListingFields, today: date, language: Language) -> Html | None:
    """Words that the law check doubts, with the reason for which they were kept; None for nothing."""
    texts = [listing.title, listing.description, listing.address]
    texts += [listing.mentor, listing.partner_provider] if isinstance(listing, Opening) else []
    # read together: a protection that the description names is heard beside a danger that the title names
    read = lint("\n".join(text for text in texts if text), today, doubted=True)
    found = {(one.rule.rule, one.text): one for one in read}
    rules = {rule for rule, _ in found}
    other = [] if isinstance(listing, Opening) else [one for one in listing.doubts if one.get("rule") not in rules]
    if not found and not other:
        return None
    stored = {(doubt.get("rule"), doubt.get("words")): doubt for doubt in listing.doubts}
    lines = [_line(one, stored.get(key, {}), language) for key, one in list(found.items())[:MOST_FINDINGS]]
    lines += [_stored(one, language) for one in other]
    kept = any(doubt.get("reason") for doubt in listing.doubts)
    return join([render("review.doubts_kept" if kept else "review.doubts", language), *lines])


def _stored(doubt: dict[str, str], language: Language) -> Html:
    """A doubt about a figure, as it was noted when the listing came in."""
    category = label("lint_category", doubt["category"], language)
    reason = doubt.get("reason") or render("review.doubt.no_reason", language)
    return render("review.doubt", language, words=doubt["words"], category=category, reason=reason)


def _line(finding: Finding, doubt: dict[str, str], language: Language) -> Html:
    category = label("lint_category", finding.rule.category, language)
    line = render(
        "review.doubt", language, words=finding.text[:LONGEST_QUOTE], category=category,
        reason=doubt.get("reason") or render("review.doubt.no_reason", language),
    )  # fmt: skip
    overruled = doubt.get("overruled")
    return join([line, render("review.overruled_because", language, reason=overruled)]) if overruled else line


async def _other_firm(session: AsyncSession, opening: Opening, language: Language) -> Html | None:
    organisation = await session.get_one(Organisation, opening.organisation_id)
    return other_firm_line([opening.title, opening.description], organisation.name, language)


def _of_figures(opening: Opening, today: date, language: Language) -> Html | None:
    lines = figure_warning_lines(opening, today, language)
    return join([render("review.figures", language), *lines]) if lines else None
