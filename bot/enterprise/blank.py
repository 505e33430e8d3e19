"""The draft that a new opening begins with."""

from bot.chat.forms import Draft
from bot.chat.turn import Turn
from bot.enterprise.membership import invite_to_join
from bot.enterprise.opening_draft import DETAILS
from data import organisations
from data.listings import NotVerified
from data.openings import MAY_POST
from data.organisations import WrongKind
from data.vocabulary import Kind


async def blank(turn: Turn) -> Draft | None:
    """For whom the person may post, and the details as unknown; None for who has to register first.

    Raises:
        NotVerified: none of the person's organisations may post. WrongKind: none is an enterprise.
    """
    mine = await organisations.of_member(turn.session, turn.account_id)
    if not mine:
        await invite_to_join(turn)
        return None
    able = [organisation for organisation in mine if organisation.state in MAY_POST]
    if not able:
        raise NotVerified
    able = [organisation for organisation in able if organisations.may_offer(organisation, Kind.OPENING)]
    if not able:
        raise WrongKind(Kind.OPENING)
    draft: Draft = dict.fromkeys(DETAILS)
    draft["organisations"] = [[one.id, one.name, one.district or one.city] for one in able]
    if len(able) == 1:
        draft["organisation"] = able[0].id
    return draft
