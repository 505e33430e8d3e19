"""/join: an enterprise registers, with the person who will act for it; staff verify it."""

from bot.chat import place_questions, plain_text
from bot.chat.forms import Draft, Form, Question, register, start
from bot.chat.naming import full_place_name
from bot.chat.telling import rows, tell
from bot.chat.texts import Html
from bot.chat.turn import Handler, Turn
from data import credit_code, organisations, phone_number, staff
from data.vocabulary import Role


async def begin(turn: Turn) -> None:
    """The command, or the button of the role menu."""
    await start(turn, JOINING)


async def _read_name(_: Turn, __: Draft, said: str) -> str:
    return plain_text.read(said, shortest=4, longest=60)


async def _read_code(turn: Turn, _: Draft, said: str) -> str:
    code = credit_code.check(said)
    await organisations.require_free(turn.session, turn.account_id, code)
    return code


async def _read_phone(_: Turn, __: Draft, said: str) -> str:
    return phone_number.check(said)


async def _summary(turn: Turn, draft: Draft) -> Html:
    return turn.t(
        "join.summary", name=draft["name"], code=draft["code"], phone=draft["phone"],
        place=full_place_name(draft["city"], draft.get("district"), turn.language),
    )  # fmt: skip


async def _finish(turn: Turn, draft: Draft) -> None:
    organisation = await organisations.join(
        turn.session, turn.account_id, name=draft["name"], credit_code=draft["code"], city=draft["city"],
        district=draft.get("district"), phone=draft["phone"],
    )  # fmt: skip
    turn.account.role = Role.MEMBER
    turn.goto(None)
    await turn.say("join.done", name=organisation.name, rows=rows([[("join.post_now", "member.post")]], turn.language))
    reviewers = await staff.who_may(turn.session, "review")
    await tell(
        turn.session, reviewers, "review.new_organisation", [[("review.open", "staff.review")]], name=organisation.name
    )


JOINING = register(
    Form(
        "join",
        (
            Question("name", "join.name", _read_name),
            Question("code", "join.code", _read_code),
            *place_questions.place_questions("join"),
            Question("phone", "join.phone", _read_phone),
        ),
        finish=_finish,
        summary=_summary,
        confirm="join.submit",
    )
)

COMMANDS: dict[str, Handler] = {"join": begin}
BUTTONS: dict[str, Handler] = {"member.join": begin}
