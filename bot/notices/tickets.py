"""A ticket to a human: what the person writes and lets be seen goes to staff on duty, their answer comes back."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons, rows
from bot.chat.callback_args import number_argument
from bot.chat.cards import profile
from bot.chat.cards.names import label
from bot.chat.forms import plain_text, question_kinds
from bot.chat.forms.engine import Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import Html, escape, join, render
from bot.chat.turn import Handler, Turn
from bot.notices.deliver import notify_people
from data.messaging.crossings import WITHIN_DAYS
from data.organisations import service as organisations
from data.people import seekers
from data.people.profile import Facts
from data.staff import members, tickets
from data.staff.tickets import Ticket
from data.vocabulary import Language

LONGEST, _SHOWN = 1000, 10


async def begin(turn: Turn) -> None:
    """Ask what it is about."""
    await tickets.require_room(turn.session, turn.account_id)
    known: Draft = {"has_profile": await seekers.facts_of(turn.session, turn.account_id) != Facts()}
    await start_form(turn, ASKING, known)


async def _read(_: Turn, __: Draft, said: str) -> str:
    return plain_text.read_text(said, shortest=2, longest=LONGEST, allow_contacts=True)


async def _finish(turn: Turn, draft: Draft) -> None:
    ticket = await tickets.open_ticket(
        turn.session, turn.account_id, draft["said"], shares_profile=bool(draft.get("shares"))
    )
    turn.goto(None)
    reached = await tell_staff(turn.session, ticket, "ticket.new")
    await turn.say("ticket.sent" if reached else "ticket.nobody", number=ticket.id)


async def tell_staff(session: AsyncSession, ticket: Ticket, words: str) -> int:
    """The ticket to everybody on duty, with what the person lets be seen; returns how many were reached."""
    written = {language: await _words(session, ticket, words, language) for language in Language}
    staff = await members.list_account_ids_with_permission(session, "tickets")
    buttons: Buttons = [[("ticket.answer", f"ticket.answer:{ticket.id}")]]
    others = [one for one in staff if one != ticket.account_id]
    return await notify_people(session, others, written.__getitem__, buttons, about=ticket.account_id)


async def _words(session: AsyncSession, ticket: Ticket, text_id: str, language: Language) -> Html:
    facts = await seekers.facts_of(session, ticket.account_id) if ticket.shares_profile else Facts()
    shown = [render("ticket.profile", language), *profile.fact_lines(facts, language)] if facts != Facts() else []
    return join([render(text_id, language, number=ticket.id, said=ticket.said), *shown])


async def tell_of_offender(session: AsyncSession, account_id: int, categories: Sequence[str]) -> int:
    """To everybody on duty: for whom a person acts whose texts were stopped again and again, and for what."""
    names = [one.name for one in await organisations.list_for_member(session, account_id)]

    def words(language: Language) -> Html:
        comma = render("card.comma", language)
        kinds = join([escape(label("lint_category", one, language)) for one in categories], comma)
        who = join([escape(name) for name in names], comma) or render("crossing.repeated.person", language)
        return render("crossing.repeated", language, who=who, kinds=kinds, days=WITHIN_DAYS)

    staff = await members.list_account_ids_with_permission(session, "tickets")
    return await notify_people(session, [one for one in staff if one != account_id], words, about=account_id)


async def show_open(turn: Turn) -> None:
    """What still waits, the oldest first."""
    waiting = await tickets.list_open(turn.session, _SHOWN, staff=turn.account_id)
    if not waiting:
        await turn.say("ticket.none")
    for ticket in waiting:
        buttons = rows([[("ticket.answer", f"ticket.answer:{ticket.id}")]], turn.language)
        await turn.say(await _words(turn.session, ticket, "ticket.new", turn.language), rows=buttons)


async def begin_answer(turn: Turn) -> None:
    """Ask for the words of the answer."""
    ticket = await tickets.require_open(turn.session, number_argument(turn), staff=turn.account_id)
    await start_form(turn, ANSWERING, {"ticket": ticket.id})


async def _finish_answer(turn: Turn, draft: Draft) -> None:
    ticket = await tickets.answer(turn.session, draft["ticket"], draft["answer"], staff=turn.account_id)
    turn.goto(None)
    reached = await notify_people(
        turn.session, [ticket.account_id], "ticket.answered", [[("ticket.write_again", "ticket.write")]],
        about=turn.account_id, number=ticket.id, said=ticket.said, answer=ticket.answer or "",
    )  # fmt: skip
    await turn.say("ticket.answer_sent" if reached else "ticket.unreached", number=ticket.id)


ASKING = register(
    Form(
        "ticket",
        (
            FormQuestion("said", "ticket.ask", _read),
            FormQuestion(
                "shares", "ticket.share", *question_kinds.yes_no("ticket.share"), columns=1,
                skip_when=lambda draft: not draft["has_profile"],
            ),
        ),
        finish=_finish,
    )
)  # fmt: skip
ANSWERING = register(
    Form(
        "ticket_answer",
        (FormQuestion("answer", "ticket.answer_ask", _read),),
        finish=_finish_answer,
        subject_keys=("ticket",),
    )
)


async def show_human_contact(turn: Turn) -> None:
    """Where to reach a person: staff here, and the telephones."""
    await turn.say("human", rows=rows([[("ticket.write", "ticket.write")]], turn.language))


COMMANDS: dict[str, Handler] = {"human": show_human_contact, "tickets": show_open}
BUTTONS: dict[str, Handler] = {"ticket.write": begin, "ticket.answer": begin_answer, "ticket.list": show_open}
