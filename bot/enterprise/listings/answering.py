"""What people ask about a listing: answered with a tap or a sentence, for everybody who looks at it from then on."""

from bot import crossing
from bot.chat.callback_args import number_argument, text_argument
from bot.chat.forms.engine import Draft, Form, FormQuestion, register, start_form
from bot.chat.turn import Handler, Turn
from bot.notices import listing_questions
from data.db.errors import NotAvailable
from data.listings import questions

LONGEST = 300


async def say(turn: Turn) -> None:
    """Yes or no, in one tap."""
    word = text_argument(turn)
    if word not in ("yes", "no"):
        raise NotAvailable
    number = number_argument(turn, 1)
    question = await questions.require_open(turn.session, number, member=turn.account_id)
    await _answer(turn, number, listing_questions.answer_words(question.said, turn.language, yes=word == "yes"))


async def begin(turn: Turn) -> None:
    """Ask for the words of the answer."""
    question = await questions.require_open(turn.session, number_argument(turn), member=turn.account_id)
    await start_form(turn, ANSWERING, {"question": question.id, "said": question.said})


async def _read(turn: Turn, _: Draft, said: str) -> str:
    return await crossing.read_text(turn, said, "message", shortest=1, longest=LONGEST)


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    await _answer(turn, draft["question"], draft["answer"])


async def _answer(turn: Turn, question_id: int, said: str) -> None:
    question = await questions.answer(turn.session, question_id, said, member=turn.account_id)
    await listing_questions.tell_askers(turn.session, question, "ask_firm.answered")
    await turn.edit("ask_firm.thanks", said=question.said, answer=said)


ANSWERING = register(
    Form(
        "listing_answer",
        (FormQuestion("answer", "ask_firm.write_ask", _read),),
        finish=_finish,
        subject_keys=("question",),
    )
)

BUTTONS: dict[str, Handler] = {"member.say": say, "member.say_words": begin}
