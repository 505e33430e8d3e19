"""The way to an application by the chat, for tests of what comes after."""

from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage


async def tap_apply(stage: Stage, member_id: int, seeker_id: int) -> tuple[Phone, Phone]:
    """The phones of an enterprise and of somebody who has just tapped apply: the number is asked for next."""
    member, seeker = stage.phone(member_id), stage.phone(seeker_id)
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, member_id))
        await parties.seeker(session, seeker_id)
    await member.send("/help")
    await seeker.send("/help")
    await forged.press(stage, seeker_id, f"seek.open:{opening.id}")
    await stage.settle()
    await seeker.tap("报名")
    return member, seeker
