"""/join: an organisation registers, with the person who will act for it; staff verify it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import rows
from bot.chat.cards.names import full_place_name
from bot.chat.forms import organisation_kinds, places, plain_text
from bot.chat.forms.engine import ConversationEnded, Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.enterprise import greeting
from bot.enterprise.organisation import licence
from bot.notices.deliver import notify_people
from data.closed_forms import credit_codes, telephones
from data.lifecycle import organisation_closing
from data.organisations import service as organisations
from data.organisations.service import AlreadyJoined, Organisation, OrganisationDetails
from data.people.accounts import CONSENT_FLOW
from data.staff import members
from data.vocabulary import Role

LONGEST_PERSON = 20


async def begin(turn: Turn) -> None:
    """The command, or a button; who acts for somebody already and took the seekers' door is shown their own."""
    at_front_door = turn.update.callback_query is not None and turn.state.flow == CONSENT_FLOW
    if at_front_door and await organisations.list_for_member(turn.session, turn.account_id):
        turn.account.role = Role.MEMBER
        turn.goto(None)
        await greeting.greet(turn)
        return
    await start_form(turn, JOINING)


async def _read_name(_: Turn, __: Draft, said: str) -> str:
    return plain_text.read_text(said, shortest=4, longest=60)


async def _read_code(turn: Turn, _: Draft, said: str) -> str:
    code = credit_codes.check(said)
    try:
        await organisations.require_free(turn.session, turn.account_id, code)
    except AlreadyJoined as taken:
        ask = rows([[("team.ask.button", f"team.ask:{taken.organisation_id}")]], turn.language)
        await turn.say(taken.text_id, rows=ask, **taken.params)
        raise ConversationEnded from taken
    return code


async def read_person_name(_: Turn, __: Draft, said: str) -> str:
    """What somebody wants to be called by colleagues and staff.

    Raises:
        BadAnswer: too short, too long, or a contact.
    """
    return plain_text.read_text(said, shortest=1, longest=LONGEST_PERSON)


async def _read_phone(_: Turn, __: Draft, said: str) -> str:
    return telephones.check(said)


async def _summary(turn: Turn, draft: Draft) -> Html:
    card = turn.t("join.summary", code=draft["code"], person=draft["person"], **summary_params(turn, draft))
    return join([card, turn.t("join.next")], "\n\n")


def summary_params(turn: Turn, draft: Draft) -> dict[str, object]:
    """What an organisation says of itself, in words for a summary."""
    return {
        "name": draft["name"],
        "kinds": organisation_kinds.names(organisations.in_order(draft["kinds"]), turn.language),
        "place": full_place_name(draft["city"], draft.get("district"), turn.language),
        "phone": draft["phone"],
        "licence": turn.t("join.licence.sent" if draft.get("licence") else "join.licence.not_sent"),
    }


def particulars(draft: Draft) -> OrganisationDetails:
    """What the answers say of the organisation."""
    return OrganisationDetails(draft["name"], draft["city"], draft.get("district"), draft["phone"], draft["kinds"])


async def _finish(turn: Turn, draft: Draft) -> None:
    await organisation_closing.withdraw_unpublished_of_refused(turn.session, draft["code"], turn.account_id)
    organisation = await organisations.register(
        turn.session, turn.account_id, particulars(draft), credit_code=draft["code"], person=draft["person"]
    )
    await licence.keep(turn.session, organisation, draft)
    turn.account.role = Role.MEMBER
    turn.goto(None)
    await turn.say("join.done", name=organisation.name, rows=rows([[("join.post_now", "member.post")]], turn.language))
    await notify_reviewers(turn.session, organisation, "review.new_organisation")


async def notify_reviewers(session: AsyncSession, organisation: Organisation, text_id: str) -> None:
    """Something about an organisation waits for a decision."""
    reviewers = await members.list_account_ids_with_permission(session, "review")
    await notify_people(session, reviewers, text_id, [[("review.open", "staff.review")]], name=organisation.name)


NAME = FormQuestion("name", "join.name", _read_name)
PLACE_AND_PHONE = (*places.place_questions("join"), FormQuestion("phone", "join.phone", _read_phone))

JOINING = register(
    Form(
        "join",
        (
            NAME,
            FormQuestion("code", "join.code", _read_code),
            organisation_kinds.kinds_question(),
            *PLACE_AND_PHONE,
            FormQuestion("person", "join.person", read_person_name),
            licence.QUESTION,
        ),
        finish=_finish,
        summary=_summary,
        confirm_text_id="join.submit",
    )
)

COMMANDS: dict[str, Handler] = {"join": begin}
BUTTONS: dict[str, Handler] = {"member.join": begin}
