"""/team: who acts for the organisation; invite, remove, hand over, leave. Every button is checked again."""

from bot.chat.buttons import Button, rows
from bot.chat.callback_args import number_argument
from bot.chat.cards.explanations import reason_text
from bot.chat.cards.names import label
from bot.chat.forms import organisation_kinds
from bot.chat.forms.engine import Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import Html, format_day, join
from bot.chat.turn import Handler, Turn
from bot.enterprise.organisation import member_removal
from bot.enterprise.organisation.join import read_person_name
from bot.enterprise.organisation.membership import own_organisations
from bot.notices.deliver import notify_people
from bot.notices.organisations import notify_new_admin
from data.lifecycle import verification
from data.organisations import membership
from data.organisations import service as organisations
from data.organisations.service import Membership, Organisation
from data.vocabulary import MemberRole, OrganisationState

MOST_SHOWN = 5


async def show(turn: Turn) -> None:
    """Everybody, for each organisation the person acts for."""
    for organisation in (await own_organisations(turn))[:MOST_SHOWN]:
        await _show(turn, organisation)


async def _show(turn: Turn, organisation: Organisation, *, edit: bool = False) -> None:
    number = organisation.id or 0
    everybody = await membership.list_memberships(turn.session, number)
    admin = any(one.account_id == turn.account_id and one.role == MemberRole.ADMIN for one in everybody)
    lines = [
        turn.t(
            "team.heading", name=organisation.name, kinds=organisation_kinds.names(organisation.kinds, turn.language),
            state=label("organisation_state", organisation.state, turn.language),
        ),
        *await _verified_until(turn, organisation),
        *(_line(turn, one) for one in everybody),
    ]  # fmt: skip
    buttons: list[list[Button]] = []
    if admin:
        lines += await _pending_admission_lines(turn, number, buttons)
        for one in everybody:
            if one.account_id != turn.account_id:
                text = turn.t("team.member_button", person=_called(turn, one))
                buttons.append([Button(text, f"team.member:{number}:{one.account_id}")])
        buttons.append([Button(turn.t("team.invite"), f"team.invite:{number}")])
        if organisation.state == OrganisationState.REFUSED:
            buttons.append([Button(turn.t("join.again"), "member.join")])
        else:
            buttons.append([Button(turn.t("team.particulars"), f"team.recheck:{number}")])
        buttons.append([Button(turn.t("team.close"), f"team.close:{number}")])
    buttons.append(
        [Button(turn.t("team.rename"), f"team.rename:{number}"), Button(turn.t("team.leave"), f"team.leave:{number}")]
    )
    await (turn.edit if edit else turn.say)(join(lines), rows=buttons)


async def _verified_until(turn: Turn, organisation: Organisation) -> list[Html]:
    """How long the verification holds, or that staff have the data."""
    if await verification.open_submission(turn.session, organisation.id or 0):
        return [turn.t("team.submitted")]
    if organisation.state == OrganisationState.VERIFIED and organisation.recheck_due:
        return [turn.t("team.verified_until", day=format_day(organisation.recheck_due, turn.language))]
    if organisation.state == OrganisationState.REFUSED:
        return [turn.t("team.refused", reason=reason_text(organisation.state_reason or "–", turn.language))]
    return [turn.t("team.lapsed")] if organisation.state == OrganisationState.LAPSED else []


def _line(turn: Turn, one: Membership) -> Html:
    words = "team.line_you" if one.account_id == turn.account_id else "team.line"
    return turn.t(words, person=_called(turn, one), role=label("member_role", one.role, turn.language))


def _called(turn: Turn, one: Membership) -> str:
    return one.name or turn.t("team.nameless")


async def _pending_admission_lines(turn: Turn, organisation_id: int, buttons: list[list[Button]]) -> list[Html]:
    """Who waits to be let in, and the links that still let somebody in, with a button for each."""
    lines = []
    for request in await membership.list_open_requests(turn.session, organisation_id):
        lines.append(turn.t("team.waits", person=request.name))
        yes = Button(turn.t("team.admit_named", person=request.name), f"team.admit:{request.id}")
        buttons.append([yes, Button(turn.t("team.turn_away"), f"team.turn_away:{request.id}")])
    for invitation in await membership.open_invitations(turn.session, organisation_id):
        until = format_day(invitation.expires_at, turn.language)
        lines.append(turn.t("team.invited", day=until))
        buttons.append([Button(turn.t("team.withdraw", day=until), f"team.withdraw:{invitation.id}")])
    return lines


async def invite(turn: Turn) -> None:
    """A one-time link to pass on."""
    organisation_id = number_argument(turn)
    invitation, token = await membership.create_invitation(turn.session, organisation_id, by=turn.account_id)
    organisation = await organisations.get_for_member(turn.session, turn.account_id, organisation_id)
    back = [[("team.withdraw_this", f"team.withdraw:{invitation.id}"), ("team.see", "team.show")]]
    await turn.say(
        "team.invite.how", rows=rows(back, turn.language), day=format_day(invitation.expires_at, turn.language)
    )
    link = f"https://t.me/{turn.bot_name}?start=team-{token}"
    await turn.say("team.invite.link", name=organisation.name, link=link)


async def withdraw(turn: Turn) -> None:
    """The link lets nobody in any more."""
    await membership.withdraw_invitation(turn.session, number_argument(turn), by=turn.account_id)
    await turn.edit("team.withdrawn", rows=rows([[("team.see", "team.show")]], turn.language))


async def show_member(turn: Turn) -> None:
    """One colleague, and what an admin can decide about them."""
    organisation_id, account_id = number_argument(turn), number_argument(turn, 1)
    await membership.require_admin(turn.session, organisation_id, turn.account_id)
    one = await membership.get_membership(turn.session, organisation_id, account_id)
    about = f"{organisation_id}:{account_id}"
    buttons = [[("team.remove", f"team.remove:{about}")], [("team.back", f"team.of:{organisation_id}")]]
    buttons.insert(0, [("team.hand_over", f"team.hand_over:{about}")])
    if one.role != MemberRole.ADMIN:
        buttons.insert(0, [("team.appoint", f"team.appoint:{about}")])
    role = label("member_role", one.role, turn.language)
    await turn.edit("team.member", person=_called(turn, one), role=role, rows=rows(buttons, turn.language))


async def show_one(turn: Turn) -> None:
    """Back to one organisation."""
    await _show(
        turn, await organisations.get_for_member(turn.session, turn.account_id, number_argument(turn)), edit=True
    )


async def ask_remove(turn: Turn) -> None:
    """Removing asks once."""
    organisation_id, account_id = number_argument(turn), number_argument(turn, 1)
    await membership.require_admin(turn.session, organisation_id, turn.account_id)
    one = await membership.get_membership(turn.session, organisation_id, account_id)
    about = f"{organisation_id}:{account_id}"
    buttons = [[("team.remove_yes", f"team.remove_yes:{about}"), ("team.keep", f"team.member:{about}")]]
    await turn.edit("team.remove_ask", person=_called(turn, one), rows=rows(buttons, turn.language))


async def remove(turn: Turn) -> None:
    """Take a colleague out: what they had open ends, and they hear it."""
    organisation_id, account_id = number_argument(turn), number_argument(turn, 1)
    gone = await membership.remove_member(turn.session, organisation_id, account_id, by=turn.account_id)
    organisation = await organisations.get_for_member(turn.session, turn.account_id, organisation_id)
    await member_removal.close_forms_and_notify(turn.session, account_id, organisation, "team.removed.told")
    back = rows([[("team.back", f"team.of:{organisation_id}")]], turn.language)
    await turn.edit("team.removed", person=_called(turn, gone), rows=back)


async def appoint(turn: Turn) -> None:
    """One admin more."""
    organisation_id, account_id = number_argument(turn), number_argument(turn, 1)
    one = await membership.promote_to_admin(turn.session, organisation_id, account_id, by=turn.account_id)
    await _made_admin(turn, organisation_id, one, "team.appointed")


async def hand_over(turn: Turn) -> None:
    """Another admin instead of oneself."""
    organisation_id, account_id = number_argument(turn), number_argument(turn, 1)
    one = await membership.hand_over(turn.session, organisation_id, account_id, by=turn.account_id)
    await _made_admin(turn, organisation_id, one, "team.handed_over")


async def _made_admin(turn: Turn, organisation_id: int, one: Membership, words: str) -> None:
    organisation = await organisations.get_for_member(turn.session, turn.account_id, organisation_id)
    back = rows([[("team.back", f"team.of:{organisation_id}")]], turn.language)
    await turn.edit(words, person=_called(turn, one), rows=back)
    await notify_new_admin(turn.session, one.account_id, organisation)


async def ask_leave(turn: Turn) -> None:
    """Leaving asks once; the last admin hears at once what has to come first."""
    organisation = await organisations.get_for_member(turn.session, turn.account_id, number_argument(turn))
    number = organisation.id
    if await organisations.list_admin_ids(turn.session, number or 0) == [turn.account_id]:
        ways = rows([[("team.back", f"team.of:{number}"), ("team.close", f"team.close:{number}")]], turn.language)
        await turn.say("team.error.last_admin", name=organisation.name, rows=ways)
        return
    buttons = [[("team.leave_yes", f"team.leave_yes:{number}"), ("team.stay", f"team.of:{number}")]]
    await turn.edit("team.leave_ask", name=organisation.name, rows=rows(buttons, turn.language))


async def leave(turn: Turn) -> None:
    """Act for the organisation no longer."""
    own = next((one for one in await own_organisations(turn) if one.id == number_argument(turn)), None)
    mine = await membership.get_membership(turn.session, number_argument(turn), turn.account_id) if own else None
    organisation = await membership.leave_organisation(turn.session, number_argument(turn), turn.account_id)
    await member_removal.close_forms_and_notify(turn.session, turn.account_id, organisation, "team.left")
    admins = await organisations.list_admin_ids(turn.session, organisation.id or 0)
    person = _called(turn, mine) if mine else ""
    await notify_people(
        turn.session, admins, "team.left.told", about=turn.account_id, name=organisation.name, person=person
    )


async def ask_name(turn: Turn) -> None:
    """Be called otherwise."""
    organisation = await organisations.get_for_member(turn.session, turn.account_id, number_argument(turn))
    await start_form(turn, RENAMING, {"organisation": organisation.id})


async def _rename(turn: Turn, draft: Draft) -> None:
    await membership.rename_member(turn.session, draft["organisation"], turn.account_id, name=draft["person"])
    turn.goto(None)
    await _show(turn, await organisations.get_for_member(turn.session, turn.account_id, draft["organisation"]))


RENAMING = register(
    Form(
        "team.rename",
        (FormQuestion("person", "join.person", read_person_name),),
        finish=_rename,
        subject_keys=("organisation",),
    )
)

COMMANDS: dict[str, Handler] = {"team": show}

BUTTONS: dict[str, Handler] = {
    "team.show": show,
    "team.of": show_one,
    "team.invite": invite,
    "team.withdraw": withdraw,
    "team.member": show_member,
    "team.remove": ask_remove,
    "team.remove_yes": remove,
    "team.appoint": appoint,
    "team.hand_over": hand_over,
    "team.leave": ask_leave,
    "team.leave_yes": leave,
    "team.rename": ask_name,
}
