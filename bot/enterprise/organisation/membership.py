"""For whom a person acts."""

from bot.chat.buttons import rows
from bot.chat.forms.questions import Draft
from bot.chat.turn import Turn
from data.db.errors import Refusal
from data.listings.models import NotVerified
from data.organisations import service as organisations
from data.organisations.service import MAY_POST, Organisation, WrongKind
from data.vocabulary import ListingKind


class NoOrganisation(Refusal):
    """The account acts for nobody yet."""

    text_id = "join.needed"


async def own_organisations(turn: Turn) -> list[Organisation]:
    """The organisations the person acts for, at least one.

    Raises:
        NoOrganisation: there is none.
    """
    mine = await organisations.list_for_member(turn.session, turn.account_id)
    if not mine:
        raise NoOrganisation
    return mine


async def new_listing_draft(turn: Turn, kind: ListingKind) -> Draft | None:
    """The first answers of a form for a listing: for whom the person may offer one; None for who registers first.

    Raises:
        NotVerified: none of the person's organisations may post. WrongKind: none offers this kind.
    """
    mine = await organisations.list_for_member(turn.session, turn.account_id)
    if not mine:
        await invite_to_join(turn)
        return None
    able = [organisation for organisation in mine if organisation.state in MAY_POST]
    if not able:
        raise NotVerified
    able = [organisation for organisation in able if organisations.may_offer(organisation, kind)]
    if not able:
        raise WrongKind(kind)
    draft: Draft = {"organisations": [[one.id, one.name, one.district or one.city] for one in able]}
    if len(able) == 1:
        draft["organisation"] = able[0].id
    return draft


async def invite_to_join(turn: Turn) -> None:
    """Say that registration comes first, with the way there."""
    await turn.say("join.needed", rows=rows([[("join.begin", "member.join")]], turn.language))
