"""The part of /review about organisations: the card with the licence, what changed since last time, yes and no."""

from functools import partial
from typing import Any

from bot.chat import screen
from bot.chat.buttons import Buttons, rows
from bot.chat.cards.explanations import reason_text
from bot.chat.cards.names import full_place_name
from bot.chat.forms import organisation_kinds
from bot.chat.texts import Html, join, render
from bot.chat.turn import Turn
from bot.notices.deliver import notify_people
from bot.notices.verification import recheck_buttons
from data.lifecycle import verification
from data.lifecycle.verification import Listing
from data.messaging.outbox import OutboxMessage
from data.organisations import licences
from data.organisations import service as organisations
from data.organisations.service import Organisation, OrganisationDetails
from data.vocabulary import Language, OrganisationState
from matching.search.indexing import index_listing

REASONS = ("code_name", "phone", "not_operating", "outside")


async def show(turn: Turn, organisation: Organisation) -> None:
    """The licence, if it was sent, then what the organisation says of itself and what changed in it."""
    number = organisation.id or 0
    screen.show_own(turn, None)
    sent = await licences.find_licence(turn.session, number)
    if sent is not None:
        copy = await turn.send_stored_file(sent.kind, sent.file_id, "review.licence", name=organisation.name)
        await licences.record_shown_copy(turn.session, sent, copy.id or 0)
    submission = await verification.open_submission(turn.session, number)
    said = submission.details if submission else verification.current_details(organisation)
    card = turn.t(
        "review.organisation_again" if submission else "review.organisation", code=organisation.credit_code or "–",
        licence=turn.t("review.licence_above" if sent else "review.no_licence"), **_words(turn, said),
    )  # fmt: skip
    parts = [card, _changes(turn, organisation, said)] if submission else [card]
    about = f"{number}:{await verification.review_mark(turn.session, organisation)}"
    buttons: Buttons = [
        [("review.yes", f"staff.org_yes:{about}"), ("review.no", f"staff.org_no:{about}")],
        [("review.later", f"staff.next:org:{number}")],
    ]
    await turn.say(join(parts, "\n\n"), rows=rows(buttons, turn.language))


def _words(turn: Turn, said: OrganisationDetails) -> dict[str, str]:
    return {
        "name": said.name,
        "kinds": organisation_kinds.names(organisations.in_order(said.kinds), turn.language),
        "place": full_place_name(said.city, said.district, turn.language),
        "phone": said.phone or "–",
    }


def _changes(turn: Turn, organisation: Organisation, said: OrganisationDetails) -> Html:
    """What the organisation said when it was verified, where it says something else now."""
    before, now = _words(turn, verification.current_details(organisation)), _words(turn, said)
    changed = [turn.t(f"review.was.{key}", was=was) for key, was in before.items() if now[key] != was]
    return join([turn.t("review.data_changed"), *changed]) if changed else turn.t("review.data_unchanged")


async def decide(turn: Turn, organisation_id: int, mark: str, reason: str | None) -> list[Listing]:
    """Verify, or refuse with a reason, what was shown, and tell the members.

    Returns the listings that came up for review by it.
    """
    before = await organisations.lock(turn.session, organisation_id)
    first, was_lapsed = before.state == OrganisationState.PENDING, before.state == OrganisationState.LAPSED
    organisation = await verification.decide(
        turn.session, organisation_id, mark=mark, verified=reason is None, by=turn.account_id, reason=reason
    )
    for copy in await licences.schedule_deletion(turn.session, organisation_id, verified=reason is None):
        shown = await turn.session.get(OutboxMessage, copy)
        if shown is not None:
            turn.session.add(OutboxMessage(chat_id=shown.chat_id, method="deleteMessage", edits=copy, payload={}))
    if reason is not None:
        await _tell_refused(turn, organisation, reason, first=first)
        await turn.say("review.organisation_refused", name=organisation.name)
        return []
    back = await verification.resume_paused_listings(turn.session, organisation) if was_lapsed else []
    for listing in back:
        await index_listing(turn.session, listing)
    prepared = await verification.list_listings_in_review(turn.session, organisation) if first or was_lapsed else []
    await _tell_verified(turn, organisation, first=first, back=len(back), prepared=len(prepared))
    await turn.edit("review.organisation_verified", name=organisation.name)
    return prepared


async def _tell_verified(turn: Turn, organisation: Organisation, *, first: bool, back: int, prepared: int) -> None:
    members = await organisations.list_member_ids(turn.session, organisation.id or 0)
    post: Buttons = [[("join.post_now", "member.post")], [("openings.see_all", "member.openings")]]

    def words(language: Language) -> Html:
        head = render("join.verified" if first else "recheck.verified", language, name=organisation.name)
        lines = [head]
        lines += [render("join.prepared", language, n=prepared)] if prepared else []
        lines += [render("recheck.back", language, n=back)] if back else []
        return join(lines)

    await notify_people(turn.session, members, words, post, about=None)


async def _tell_refused(turn: Turn, organisation: Organisation, reason: str, *, first: bool) -> None:
    number = organisation.id or 0
    said: dict[str, Any] = {"name": organisation.name, "reason": partial(reason_text, reason)}
    if first:
        members = await organisations.list_member_ids(turn.session, number)
        await notify_people(turn.session, members, "join.refused", [[("join.again", "member.join")]], **said)
    else:
        admins = await organisations.list_admin_ids(turn.session, number)
        await notify_people(turn.session, admins, "recheck.refused", recheck_buttons(organisation), **said)
