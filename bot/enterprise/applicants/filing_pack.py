"""The filing pack for the labour bureau, sent as a file: of one opening, or of all that an organisation has."""

from bot.chat.buttons import rows
from bot.chat.callback_args import listing_id_argument, number_argument
from bot.chat.texts import join
from bot.chat.turn import Handler, Turn
from bot.enterprise.listings.meant import MOST_OFFERED, to_pick
from bot.rules.apprenticeship import papers_to_file
from data.applications import filing_pack
from data.applications.filing_pack import FilingPack
from data.db.errors import NotAvailable
from data.listings import transitions
from data.listings.openings import Opening
from data.organisations import service as organisations


async def of_opening(turn: Turn) -> None:
    """The pack of one opening."""
    opening = await transitions.lock_for_member(
        turn.session, Opening, listing_id_argument(turn), member=turn.account_id
    )
    await _send(
        turn, await filing_pack.build_filing_pack(turn.session, [opening.id], member=turn.account_id), opening.title
    )


async def of_organisation(turn: Turn) -> None:
    """The pack of all openings of an organisation."""
    organisation = await organisations.get_for_member(turn.session, turn.account_id, number_argument(turn))
    everything = await transitions.of_organisation(turn.session, Opening, organisation.id or 0)
    if not everything:
        raise NotAvailable
    ids = [opening.id for opening in everything]
    await _send(turn, await filing_pack.build_filing_pack(turn.session, ids, member=turn.account_id), organisation.name)


async def show_papers(turn: Turn) -> None:
    """What is filed before the training begins, and the packs of openings in which people started."""
    mine = await organisations.list_for_member(turn.session, turn.account_id)
    everything = await transitions.of_organisations(turn.session, Opening, [one.id or 0 for one in mine])
    started = await filing_pack.list_with_apprentices(turn.session, [one.id for one in everything])
    packs = to_pick([one for one in everything if one.id in started], "member.filing")
    lead = turn.t("filing.ready" if packs else "filing.later")
    await turn.say(join([papers_to_file(turn), lead]), rows=packs[:MOST_OFFERED])


async def _send(turn: Turn, pack: FilingPack, title: str) -> None:
    if not pack.people:
        back = rows([[("openings.see_all", "member.openings")]], turn.language)
        await turn.say(join([turn.t("filing.nobody", title=title), papers_to_file(turn)], "\n\n"), rows=back)
        return
    name = turn.t("filing.name", day=pack.written_on.isoformat())
    await turn.send_file(f"{name}.xlsx", pack.content, "filing.done", title=title)


BUTTONS: dict[str, Handler] = {"member.filing": of_opening, "member.filing_all": of_organisation}
