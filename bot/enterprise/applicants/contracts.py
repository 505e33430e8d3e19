"""The papers of an apprenticeship: which apply, ticked off with their days, until the training is finished."""

from datetime import date

from bot.chat.buttons import Buttons, rows
from bot.chat.callback_args import enum_argument, number_argument
from bot.chat.cards import applicant as applicant_card
from bot.chat.forms import past_days
from bot.chat.forms.engine import BadAnswer, Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import Html, format_day, join, render
from bot.chat.turn import Handler, Turn
from bot.notices.applications import load_parties
from bot.notices.deliver import notify_people
from data.applications import contracts
from data.applications import service as applications
from data.applications.models import Application
from data.listings.openings import Opening
from data.vocabulary import ApprenticeshipPaper, Language


async def show(turn: Turn) -> None:
    """The checklist of one person."""
    application, opening = await applications.get_for_member(
        turn.session, number_argument(turn), member=turn.account_id
    )
    await _show(turn, application, opening)


async def _show(turn: Turn, application: Application, opening: Opening) -> None:
    applicant = await applicant_card.load(turn.session, application, opening)
    lines = [turn.t("paper.heading", code=application.code, title=opening.title)]
    lines += [applicant_card.paper_line(turn.language, applicant, one) for one in contracts.papers_of(opening)]
    buttons: Buttons = [
        [(f"paper.{paper}", f"member.paper:{application.id}:{paper}")] for paper in contracts.papers_of(opening)
    ]
    if not applicant.missing_papers:
        lines.append(turn.t("paper.all_signed"))
        buttons = [*buttons, [("paper.completed", f"member.completed:{application.id}")]]
    back = [
        ("applicants.see_one", f"member.applicant:{application.id}"),
        ("filing.button", f"member.filing:{opening.id}"),
    ]
    await turn.say(join(lines), rows=rows([*buttons, back], turn.language))


async def begin(turn: Turn) -> None:
    """Ask on which day the paper was signed."""
    application, _ = await applications.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    paper = enum_argument(turn, ApprenticeshipPaper, 1)
    asked_on = turn.now.date().isoformat()
    await turn.say("paper.day.of", name=turn.t(f"paper.{paper}"))
    await start_form(turn, DATING, {"application": application.id, "paper": paper.value, past_days.ASKED_ON: asked_on})


async def _finish(turn: Turn, draft: Draft) -> None:
    paper, on = ApprenticeshipPaper(draft["paper"]), date.fromisoformat(draft["on"])
    try:
        application = await contracts.record_signing(
            turn.session, draft["application"], paper, on, member=turn.account_id
        )
    except (contracts.DayAhead, contracts.DayTooEarly) as refusal:  # another day may do
        raise BadAnswer(refusal.text_id, **refusal.params) from refusal
    turn.goto(None)
    opening, organisation, _ = await load_parties(turn.session, application)
    await _show(turn, application, opening)
    if paper != ApprenticeshipPaper.SCHOOL:  # the school's is none of the person's business

        def words(language: Language) -> Html:
            name, when = render(f"paper.{paper}", language), format_day(on, language)
            about = {"organisation": organisation.name, "title": opening.title}
            return render("paper.told", language, **about, name=name, day=when)

        about = f"{application.id}:{paper}:{on.isoformat()}"
        answers = [[("paper.confirm", f"seek.paper_yes:{about}"), ("paper.deny", f"seek.paper_no:{about}")]]
        await notify_people(turn.session, [application.account_id], words, answers, about=None)


async def complete(turn: Turn) -> None:
    """The training is finished."""
    application = await contracts.complete_apprenticeship(turn.session, number_argument(turn), member=turn.account_id)
    opening, organisation, _ = await load_parties(turn.session, application)
    onwards = rows([[("filing.button", f"member.filing:{opening.id}")]], turn.language)
    await turn.edit("paper.completed.done", rows=onwards, code=application.code)
    await notify_people(
        turn.session, [application.account_id], "paper.completed.told", organisation=organisation.name,
        title=opening.title,
    )  # fmt: skip


DATING = register(
    Form(
        "paper",
        (FormQuestion("on", "paper.day", past_days.parse, choices=past_days.choices),),
        finish=_finish,
        subject_keys=("application", "paper"),
    )
)

BUTTONS: dict[str, Handler] = {"member.papers": show, "member.paper": begin, "member.completed": complete}
