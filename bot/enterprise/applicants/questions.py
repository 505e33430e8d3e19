"""Up to three questions to an applicant before yes or no, passed on without anybody's contact."""

from bot import crossing
from bot.chat.callback_args import number_argument
from bot.chat.forms.engine import Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.turn import Handler, Turn
from bot.notices.applications import load_parties
from bot.notices.deliver import notify_people
from data.applications import history, questions
from data.applications import service as applications
from data.applications.questions import MAX_QUESTIONS
from data.db.errors import Refusal

LONGEST = 300
COMMON = ("start", "shift", "way")
"""Questions that are asked again and again: `question.common.…`."""


class Unreachable(Refusal):
    """The person stopped the bot: nothing can be passed on, and nothing is counted."""

    text_id = "question.error.unreachable"


async def begin(turn: Turn) -> None:
    """Ask for the question."""
    application = await questions.require_room(turn.session, number_argument(turn), member=turn.account_id)
    await history.mark_seen(turn.session, [application])
    await start_form(turn, ASKING, {"application": application.id})


async def _read(turn: Turn, _: Draft, said: str) -> str:
    return await crossing.read_text(turn, said, "question", shortest=2, longest=LONGEST)


def _common(turn: Turn, _: Draft) -> list[Choice]:
    words = [turn.t(f"question.common.{one}") for one in COMMON]
    return [Choice(word, word) for word in words]


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    question = await questions.ask_applicant(
        turn.session, draft["application"], member=turn.account_id, text=draft["said"]
    )
    application, _ = await applications.get_for_member(turn.session, draft["application"], member=turn.account_id)
    opening, organisation, _ = await load_parties(turn.session, application)
    answers = [[("question.answer", f"seek.answer:{question.id}"), ("question.skip", f"seek.no_answer:{question.id}")]]
    reached = await notify_people(
        turn.session, [application.account_id], "question.asked", answers, about=None, organisation=organisation.name,
        title=opening.title, code=application.code, said=question.said,
    )  # fmt: skip
    if not reached:
        raise Unreachable
    left = MAX_QUESTIONS - len(await questions.list_questions(turn.session, draft["application"]))
    await turn.say("question.sent" if left else "question.sent.last", code=application.code, n=left)


ASKING = register(
    Form(
        "question",
        (FormQuestion("said", "question.ask", _read, choices=_common, columns=1),),
        finish=_finish,
        subject_keys=("application",),
    )
)

BUTTONS: dict[str, Handler] = {"member.ask": begin}
