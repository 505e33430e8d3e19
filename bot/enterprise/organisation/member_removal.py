"""What ends when somebody no longer acts for an organisation: what they had open for it, with one clear sentence."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.forms.engine import FORMS, SUSPENDED_FORMS_KEY, Draft
from bot.notices.deliver import notify_people
from data.applications.service import Application
from data.listings import courses, openings
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.people import accounts
from data.people.accounts import Account
from data.vocabulary import Role


async def close_forms_and_notify(
    session: AsyncSession, account_id: int, organisation: Organisation, text_id: str
) -> None:
    """Close what the person had open for the organisation, and tell them `words`, or that it was not kept."""
    account = await session.get(Account, account_id)
    if account is None:
        return
    lost = await _close_forms(session, account, organisation)
    if account.role == Role.MEMBER and not await organisations.list_for_member(session, account_id):
        account.role = Role.SEEKER
    await notify_people(session, [account_id], f"{text_id}.typing" if lost else text_id, name=organisation.name)


async def _close_forms(session: AsyncSession, account: Account, organisation: Organisation) -> bool:
    """Whether a form was under way, or waiting, that was for the organisation."""
    state = await accounts.chat_state(session, account)
    waiting = list(state.draft.get(SUSPENDED_FORMS_KEY, ()))
    kept = [one for one in waiting if not await _is_for(session, account, one["draft"], organisation)]
    under_way = state.flow in FORMS and await _is_for(session, account, state.draft, organisation)
    if under_way:
        # what waits is not asked again on its own: the person is told first, and takes it up with the next word
        last = kept.pop() if kept else {"flow": None, "step": None, "draft": {}}
        state.flow, state.step = last["flow"], last["step"]
        state.draft = last["draft"] | ({SUSPENDED_FORMS_KEY: kept} if kept else {})
    elif len(kept) < len(waiting):
        state.draft = {key: value for key, value in state.draft.items() if key != SUSPENDED_FORMS_KEY} | (
            {SUSPENDED_FORMS_KEY: kept} if kept else {}
        )
    await session.flush()
    return under_way or len(kept) < len(waiting)


async def _is_for(session: AsyncSession, account: Account, draft: Draft, organisation: Organisation) -> bool:
    """Whether the draft is about the organisation: named itself, or through its listing or an application to it."""
    if "organisation" in draft:
        return bool(draft["organisation"] == organisation.id)
    listing_id = draft.get("opening") or draft.get("course")
    if number := draft.get("application"):
        application = await session.get(Application, number)
        if application is None or application.account_id == account.id:
            return False
        listing_id = application.opening_id
    if not listing_id:
        return False
    listing = await openings.find(session, listing_id) or await courses.find(session, listing_id)
    return listing is not None and listing.organisation_id == organisation.id
