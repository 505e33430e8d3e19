"""Many listings that one organisation handed in at once: let through together, those without a doubt."""

import asyncio
from collections.abc import Sequence
from hashlib import blake2b

from bot.chat.buttons import Button, Buttons
from bot.chat.callback_args import number_argument, text_argument
from bot.chat.texts import join
from bot.chat.turn import Turn
from bot.imports import compliance
from bot.notices.deliver import notify_people
from data.db.errors import NotAvailable
from data.listings import transitions
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.staff import members as staff
from matching.search.indexing import index_listings

MIN_FOR_BULK_APPROVAL = 3
"""From so many on they can be let through together."""
SHOWN = 8
_TABLES: dict[str, type[Opening] | type[Course]] = {"opening": Opening, "course": Course}


async def bulk_approval_buttons(turn: Turn, table: type[Opening] | type[Course], organisation_id: int) -> Buttons:
    """The button, where the organisation has many waiting."""
    if await transitions.count_unflagged(turn.session, table, organisation_id) < MIN_FOR_BULK_APPROVAL:
        return []
    kind = next(name for name, one in _TABLES.items() if one is table)
    return [[("review.many", f"staff.many:{kind}:{organisation_id}")]]


def _table(turn: Turn) -> type[Opening] | type[Course]:
    table = _TABLES.get(text_argument(turn))
    if table is None:
        raise NotAvailable
    return table


async def ask(turn: Turn) -> None:
    """Ask once, with how many they are and what some of them are called."""
    await staff.require_permission(turn.session, turn.account_id, "review")
    organisation = await turn.session.get(Organisation, number_argument(turn, 1))
    found = await _list_lawful(turn)
    if organisation is None or not found:
        raise NotAvailable
    lines = [turn.t("review.many_ask", name=organisation.name, n=len(found))]
    lines += [turn.t("review.many_line", title=one.title) for one in found[:SHOWN]]
    yes = Button(turn.t("review.many_yes"), f"staff.many_yes:{text_argument(turn)}:{organisation.id}:{_mark(found)}")
    later = Button(turn.t("review.one_by_one"), "staff.review")
    await turn.say(join(lines), rows=[[yes, later]])


async def _list_lawful(turn: Turn) -> Sequence[Opening | Course]:
    """What the organisation of the button has waiting without a doubt or a block of the law check."""
    found = await transitions.list_unflagged(turn.session, _table(turn), number_argument(turn, 1))
    today = turn.now.date()
    flags = await asyncio.to_thread(lambda: [compliance.blocking_flags(one, today) for one in found])
    return [one for one, blocks in zip(found, flags, strict=True) if not blocks]


def _versions(found: Sequence[Opening | Course]) -> dict[str, int]:
    return {one.id: one.version for one in found}


def _mark(found: Sequence[Opening | Course]) -> str:
    """A short mark of these listings as they are now."""
    return blake2b(repr(sorted(_versions(found).items())).encode(), digest_size=6).hexdigest()


async def approve(turn: Turn) -> None:
    """All of them go live and can be found at once; members hear it in one message.

    Raises:
        NotAvailable: they are not those any more, or not as they were, that the question spoke of.
    """
    await staff.require_permission(turn.session, turn.account_id, "review")
    organisation_id = number_argument(turn, 1)
    lawful = await _list_lawful(turn)
    if _mark(lawful) != text_argument(turn, 2):
        raise NotAvailable
    found = await transitions.approve_all(
        turn.session, _table(turn), organisation_id, by=turn.account_id, expected_versions=_versions(lawful)
    )
    await index_listings(turn.session, found)
    members = await organisations.list_member_ids(turn.session, organisation_id)
    see = [[("openings.see_all", "member.openings")]]
    await notify_people(turn.session, members, "review.many_approved", see, n=len(found))
    await turn.edit("review.many_live", n=len(found))
