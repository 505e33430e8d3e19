"""What a reviewer should know of an opening besides its card: what changed, and what the law check doubts."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.naming import label
from bot.chat.texts import Html, join, render
from bot.enterprise import opening_draft
from data import listings
from data.listings import EDITED, ListingFields
from data.openings import Opening
from data.vocabulary import Language, ListingState


async def notes(session: AsyncSession, opening: Opening, language: Language) -> list[Html]:
    """Blocks to stand under the card; none where there is nothing to add."""
    changed, doubts = await _changed(session, opening, language), doubts_of(opening, language)
    return [block for block in (changed, doubts) if block]


async def _changed(session: AsyncSession, opening: Opening, language: Language) -> Html | None:
    """What is different from what was seen before, where it was live or sent back."""
    columns: list[str] = []
    for event in reversed(await listings.history(session, opening.id)):
        if event.state != ListingState.IN_REVIEW:
            break
        columns += event.fields if event.reason == EDITED else []
    names = [render(f"post.{key}.short", language) for key in opening_draft.questions_of(columns)]
    return render("review.changed", language, list=join(names, render("card.comma", language))) if names else None


def doubts_of(listing: ListingFields, language: Language) -> Html | None:
    """What the law check doubts in it; None for nothing."""
    if not listing.doubts:
        return None
    lines = [render("review.doubts", language)]
    for doubt in listing.doubts:
        category = label("lint_category", doubt["category"], language)
        reason = doubt.get("reason") or render("review.doubt.no_reason", language)
        lines.append(render("review.doubt", language, words=doubt["words"], category=category, reason=reason))
    return join(lines)
