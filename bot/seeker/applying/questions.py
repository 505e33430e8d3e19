"""What an enterprise wants to know before it says yes or no: the person answers, or would rather not."""

from bot import crossing
from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.cards import applicant as applicant_card
from bot.chat.forms.engine import Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import Html, join, render
from bot.chat.turn import Handler, Turn
from bot.notices.applications import load_parties
from bot.notices.deliver import notify_people
from data.applications import questions
from data.applications.models import Application, ApplicationQuestion
from data.db.errors import NotAvailable
from data.vocabulary import Language

LONGEST = 500


async def begin(turn: Turn) -> None:
    """Ask for the answer."""
    question = await questions.open_question(turn.session, turn.account_id, number_argument(turn))
    await turn.say("question.again", said=question.said)
    await start_form(turn, ANSWERING, {"question": question.id})


async def _read(_: Turn, __: Draft, said: str) -> str:
    return await crossing.read_own_words(said, shortest=1, longest=LONGEST)


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    question = await questions.answer_question(turn.session, turn.account_id, draft["question"], draft["said"])
    await _tell_enterprise(turn, question)
    await turn.say("question.answer_sent", rows=rows([[("my.button", "seek.my")]], turn.language))


async def skip(turn: Turn) -> None:
    """Rather not say; the enterprise hears that too, and asks nothing by silence."""
    question = await questions.answer_question(turn.session, turn.account_id, number_argument(turn), None)
    await _tell_enterprise(turn, question)
    await turn.edit("question.skipped", rows=rows([[("my.button", "seek.my")]], turn.language))


async def _tell_enterprise(turn: Turn, question: ApplicationQuestion) -> None:
    application = await turn.session.get(Application, question.application_id)
    if application is None:
        raise NotAvailable
    opening, _, members = await load_parties(turn.session, application)
    applicant = await applicant_card.load(turn.session, application, opening)

    def words(language: Language) -> Html:
        head = "question.got" if question.answer is not None else "question.got_none"
        lines = [render(head, language, code=application.code, title=opening.title)]
        lines.append(render("question.line", language, said=question.said))
        if question.answer is not None:
            lines.append(render("question.line.answer", language, said=question.answer))
        return join(lines)

    see = ("applicants.see_one", f"member.applicant:{application.id}")
    buttons = [*applicant_card.buttons(applicant), [see]]
    await notify_people(turn.session, members, words, buttons, about=application.account_id)


ANSWERING = register(
    Form("answer", (FormQuestion("said", "question.write", _read),), finish=_finish, subject_keys=("question",))
)

BUTTONS: dict[str, Handler] = {"seek.answer": begin, "seek.no_answer": skip}
