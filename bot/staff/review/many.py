"""Many listings that one organisation handed in at once: let through together, those without a doubt."""

from bot.chat.buttons import Button, Buttons
from bot.chat.callback_args import number_argument, text_argument
from bot.chat.texts import join
from bot.chat.turn import Turn
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
    count, _ = await transitions.list_unflagged(turn.session, table, organisation_id, limit=0)
    if count < MIN_FOR_BULK_APPROVAL:
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
    count, some = await transitions.list_unflagged(turn.session, _table(turn), number_argument(turn, 1), limit=SHOWN)
    if organisation is None or not count:
        raise NotAvailable
    lines = [turn.t("review.many_ask", name=organisation.name, n=count)]
    lines += [turn.t("review.many_line", title=one.title) for one in some]
    yes = Button(turn.t("review.many_yes"), f"staff.many_yes:{text_argument(turn)}:{organisation.id}:{count}")
    later = Button(turn.t("review.one_by_one"), "staff.review")
    await turn.say(join(lines), rows=[[yes, later]])


async def approve(turn: Turn) -> None:
    """All of them go live and can be found at once; members hear it in one message.

    Raises:
        NotAvailable: they are not those any more that the question spoke of.
    """
    await staff.require_permission(turn.session, turn.account_id, "review")
    organisation_id = number_argument(turn, 1)
    found = await transitions.approve_all(turn.session, _table(turn), organisation_id, by=turn.account_id)
    if len(found) != number_argument(turn, 2):
        raise NotAvailable
    await index_listings(turn.session, found)
    members = await organisations.list_member_ids(turn.session, organisation_id)
    see = [[("openings.see_all", "member.openings")]]
    await notify_people(turn.session, members, "review.many_approved", see, n=len(found))
    await turn.edit("review.many_live", n=len(found))
