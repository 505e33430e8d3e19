"""A paper that the enterprise entered: the apprentice says whether it was signed so."""

from datetime import date
from functools import partial

from bot.chat.buttons import rows
from bot.chat.callback_args import enum_argument, number_argument, text_argument
from bot.chat.texts import render
from bot.chat.turn import Handler, Turn
from bot.notices.applications import load_parties
from bot.notices.deliver import notify_people
from data.applications import contracts
from data.db.errors import NotAvailable
from data.vocabulary import ApprenticeshipPaper


async def confirm(turn: Turn) -> None:
    """Signed so."""
    await _answer(turn, confirmed=True)


async def deny(turn: Turn) -> None:
    """Not signed, or not so: the enterprise hears it, and the person where help is."""
    await _answer(turn, confirmed=False)


async def _answer(turn: Turn, *, confirmed: bool) -> None:
    paper = enum_argument(turn, ApprenticeshipPaper, 1)
    application = await contracts.answer_signing(
        turn.session, turn.account_id, number_argument(turn), paper, _day(turn), confirmed=confirmed
    )
    opening, _, members = await load_parties(turn.session, application)
    what = "confirmed" if confirmed else "denied"
    name = turn.t(f"paper.{paper}")
    await turn.edit(f"paper.{what}", name=name, rows=rows([[("my.button", "seek.my")]], turn.language))
    see = [[("applicants.see_one", f"member.applicant:{application.id}")]]
    await notify_people(
        turn.session, members, f"paper.{what}.told", see, about=turn.account_id, code=application.code,
        title=opening.title, name=partial(render, f"paper.{paper}"),
    )  # fmt: skip


def _day(turn: Turn) -> date:
    try:
        return date.fromisoformat(text_argument(turn, 2))
    except ValueError:
        raise NotAvailable from None


BUTTONS: dict[str, Handler] = {"seek.paper_yes": confirm, "seek.paper_no": deny}
