"""Coming into an organisation that others registered: by a one-time link, or by asking those who decide there."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.forms.engine import Draft, Form, FormQuestion, register, start_form
from bot.chat.turn import Handler, Turn
from bot.enterprise.organisation.join import read_person_name
from bot.notices.deliver import notify_people
from data.db.errors import NotAllowed
from data.organisations import membership
from data.organisations import service as organisations
from data.organisations.membership import AdmissionRequest
from data.organisations.service import Organisation
from data.staff import members
from data.vocabulary import Role


async def open_link(turn: Turn, token: str) -> None:
    """Somebody opened an invitation: what it is for, and one question before they are in.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationWithdrawn, InvitationRunOut. MemberAlready.
    """
    invitation, organisation = await membership.look_up(turn.session, token, turn.account_id)
    await turn.say("team.enter.invited", name=organisation.name)
    await start_form(turn, ENTERING, {"invitation": invitation.id})


async def _accept_invitation(turn: Turn, draft: Draft) -> None:
    organisation = await membership.accept_invitation(
        turn.session, turn.account_id, draft["invitation"], name=draft["person"]
    )
    turn.goto(None)
    turn.account.role = Role.MEMBER
    see = [[("team.see", "team.show")], [("openings.see_all", "member.openings")]]
    await turn.say("team.enter.done", name=organisation.name, rows=rows(see, turn.language))
    others = [
        one for one in await organisations.list_admin_ids(turn.session, organisation.id or 0) if one != turn.account_id
    ]
    await notify_people(
        turn.session, others, "team.enter.told", [[("team.see", "team.show")]], about=turn.account_id,
        name=organisation.name, person=draft["person"],
    )  # fmt: skip


async def ask(turn: Turn) -> None:
    """The button under "somebody registered it already": ask to be let in."""
    organisation = await membership.require_may_request_admission(turn.session, turn.account_id, number_argument(turn))
    turn.goto(None)
    await start_form(turn, ASKING, {"asked": organisation.id})


async def _ask(turn: Turn, draft: Draft) -> None:
    request = await membership.request_admission(turn.session, turn.account_id, draft["asked"], name=draft["person"])
    organisation = await organisations.lock(turn.session, draft["asked"])
    turn.goto(None)
    await turn.say("team.ask.sent", name=organisation.name)
    buttons = [[("team.admit", f"team.admit:{request.id}"), ("team.turn_away", f"team.turn_away:{request.id}")]]
    deciding = await who_decides(turn.session, organisation)
    await notify_people(
        turn.session, deciding, "team.ask.told", buttons, about=turn.account_id, name=organisation.name,
        person=request.name,
    )  # fmt: skip


async def who_decides(session: AsyncSession, organisation: Organisation) -> list[int]:
    """The admins; where nobody acts for the organisation (it came from a file, say), the reviewers."""
    return await organisations.list_admin_ids(
        session, organisation.id or 0
    ) or await members.list_account_ids_with_permission(session, "review")


async def admit(turn: Turn) -> None:
    """Let the person in who asked."""
    request, organisation = await _answer(turn, admit=True)
    await turn.edit("team.admitted", person=request.name, rows=rows([[("team.see", "team.show")]], turn.language))
    see = [[("role.member", f"role:{Role.MEMBER}")], [("team.see", "team.show")]]
    await notify_people(turn.session, [request.account_id], "team.ask.yes", see, name=organisation.name)


async def turn_away(turn: Turn) -> None:
    """Not this person."""
    request, organisation = await _answer(turn, admit=False)
    await turn.edit("team.turned_away", person=request.name)
    await notify_people(turn.session, [request.account_id], "team.ask.no", name=organisation.name)


async def _answer(turn: Turn, *, admit: bool) -> tuple[AdmissionRequest, Organisation]:
    """Answer as an admin, or as a reviewer where there is none."""
    try:
        of_staff = bool(await members.require_permission(turn.session, turn.account_id, "review"))
    except NotAllowed:
        of_staff = False
    return await membership.decide_request(
        turn.session, number_argument(turn), by=turn.account_id, admit=admit, of_staff=of_staff
    )


PERSON = FormQuestion("person", "join.person", read_person_name)
ENTERING = register(Form("team.enter", (PERSON,), finish=_accept_invitation, subject_keys=("invitation",)))
ASKING = register(Form("team.ask", (PERSON,), finish=_ask, subject_keys=("asked",)))

BUTTONS: dict[str, Handler] = {"team.ask": ask, "team.admit": admit, "team.turn_away": turn_away}
