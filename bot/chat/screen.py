"""What a person last saw, so that their next words can be about it: a list with its numbers, or one listing.

It lives in the conversation's row; any process may read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from zlib import crc32

from bot.chat.buttons import Button
from bot.chat.forms.questions import StaleButton
from bot.chat.turn import UNDO_KEY, Turn
from data.listings.courses import Course
from data.listings.openings import Opening
from matching.language.heads.prompts import IDLE

LIST, CARD_OPENING, CARD_COURSE, AFTER_APPLY = "list", "card_opening", "card_course", "after_apply"
INTERVIEW_SET, OFFER_MADE = "interview_set", "offer_made"
_MOST_NUMBERED = 50


@dataclass(frozen=True, slots=True)
class Screen:
    """`context` as the language model knows it (`matching.language.heads.prompts`)."""

    context: str = IDLE
    first: int = 1
    """The number of the first of `listings`."""
    listings: tuple[str, ...] = ()
    """Ids of the list that was shown last, in the order of their numbers."""
    listing: str | None = None
    """Id of the one that was opened, or applied to, last."""
    asked: tuple[str, str] | None = None
    """A question that was put in words about a listing (its id, the words), which can be passed on."""
    about: dict[str, str] = field(default_factory=dict)
    """What those words were heard to be about, where that is kept with them: each with its piece of them."""
    at: datetime | None = None
    """When it was shown."""
    order: str = ""
    """What the list was ordered by, where the person asked for it."""
    earlier: str | None = None
    """Id of the listing that was open before the list: "就它了" means that one."""
    own: str | None = None
    """Id of the listing that a member, of their own ones, or a reviewer was shown last, or the member changed."""
    own_list: tuple[str, ...] = ()
    """Ids of the member's own listings in the order of the numbers that they were shown under last."""
    has_news: bool = False
    """Whether news of an application came after it; never kept."""

    @property
    def is_list(self) -> bool:
        return self.context == LIST

    @property
    def of_application(self) -> bool:
        """Whether it is about something that was applied for."""
        return self.context in {AFTER_APPLY, INTERVIEW_SET, OFFER_MADE}

    def numbered(self, number: int) -> str | None:
        """The listing that was shown under a number."""
        place = number - self.first
        return self.listings[place] if 0 <= place < len(self.listings) else None

    @property
    def last(self) -> int:
        """The number of the last entry."""
        return self.first + len(self.listings) - 1


def of(turn: Turn) -> Screen:
    """What the person of this turn last saw."""
    kept = turn.state.screen
    if not kept:
        return Screen()
    asked, at = kept.get("asked"), kept.get("at")
    return Screen(
        kept["context"], kept["first"], tuple(kept["listings"]), kept["listing"], tuple(asked) if asked else None,
        kept.get("about", {}), datetime.fromisoformat(at) if at else None, kept.get("order", ""), kept.get("earlier"),
        kept.get("own"), tuple(kept.get("own_list", ())),
    )  # fmt: skip


def show_list(turn: Turn, listings: Sequence[str], first: int, order: str = "") -> None:
    """A list was shown, its first entry under this number; an opened listing is no longer in sight."""
    before = of(turn)
    earlier = before.listing or before.earlier
    _keep(
        turn,
        Screen(LIST, first, tuple(listings), order=order, earlier=earlier, own=before.own, own_list=before.own_list),
    )


def show_listing(turn: Turn, listing: Opening | Course) -> None:
    """One listing was opened; the list that it came from is still known by its numbers."""
    context = CARD_OPENING if isinstance(listing, Opening) else CARD_COURSE
    _keep(turn, replace(of(turn), context=context, listing=listing.id))


def show_applied(turn: Turn, listing: Opening | Course) -> None:
    """The person applied to it, or enrolled in it."""
    _keep(turn, replace(of(turn), context=AFTER_APPLY, listing=listing.id))


def show_own(turn: Turn, listing_id: str | None) -> None:
    """A listing of one's own, or to be reviewed, was shown or is being changed: the next words may be about it.

    None: something else was, which they are about.
    """
    _keep(turn, replace(of(turn), own=listing_id))


def show_own_list(turn: Turn, listing_ids: Sequence[str]) -> None:
    """One's own listings were shown under numbers from 1."""
    _keep(turn, replace(of(turn), own_list=tuple(listing_ids[:_MOST_NUMBERED])))


def show_question(turn: Turn, listing_id: str, said: str, about: Mapping[str, str] | None = None) -> str:
    """A question was put about a listing; a button can pass it on. Returns the mark of the words for such a button."""
    _keep(turn, replace(of(turn), asked=(listing_id, said), about=dict(about or {})))
    return _mark_of(said)


def question_about(turn: Turn, listing_id: str) -> str | None:
    """The last question, if it was about this listing."""
    asked = of(turn).asked
    return asked[1] if asked and asked[0] == listing_id else None


def marked_question(turn: Turn, listing_id: str, mark: str) -> tuple[str, dict[str, str]]:
    """The last question about this listing and what it was heard to be about, for a button that bears its mark.

    Raises:
        StaleButton: something else was asked since.
    """
    said = question_about(turn, listing_id)
    if said is None or _mark_of(said) != mark:
        raise StaleButton
    return said, of(turn).about


def _mark_of(said: str) -> str:
    return f"{crc32(said.encode()) & 0xFFFF:04x}"


def undo_button(turn: Turn, data: str) -> Button:
    """The button that takes back what this turn has done; the words that follow at once may tap it."""
    _keep(turn, of(turn))
    turn.state.screen = turn.state.screen | {UNDO_KEY: data}
    return Button(turn.t("undo.button"), data)


def _keep(turn: Turn, screen: Screen) -> None:
    kept = asdict(screen) | {
        "listings": list(screen.listings),
        "own_list": list(screen.own_list),
        "at": turn.now.isoformat(),
    }
    del kept["has_news"]
    offered = turn.state.screen.get(UNDO_KEY)
    turn.state.screen = kept | ({UNDO_KEY: offered} if offered else {})
