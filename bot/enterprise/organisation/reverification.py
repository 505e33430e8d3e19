"""Verified again, or with corrected data: what is known appears filled in, so that two taps do when nothing changed."""

from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.forms import organisation_kinds
from bot.chat.forms.engine import Draft, Form, register, start_form
from bot.chat.texts import Html
from bot.chat.turn import Handler, Turn
from bot.enterprise.organisation import licence
from bot.enterprise.organisation.join import NAME, PLACE_AND_PHONE, notify_reviewers, particulars, summary_params
from data.lifecycle import verification
from data.organisations import membership
from data.vocabulary import OrganisationState


async def begin(turn: Turn) -> None:
    """The data as it stands, to be handed in as it is or changed."""
    organisation = await membership.require_admin(turn.session, number_argument(turn), turn.account_id)
    said = verification.current_details(organisation)
    known: Draft = {
        "organisation": organisation.id, "name": said.name, "kinds": list(said.kinds),
        "ticked_kinds": list(said.kinds), "city": said.city, "district": said.district, "phone": said.phone,
        "licence": None,
    }  # fmt: skip
    await start_form(turn, RECHECKING, known)


async def _summary(turn: Turn, draft: Draft) -> Html:
    return turn.t("recheck.summary", **summary_params(turn, draft))


async def _finish(turn: Turn, draft: Draft) -> None:
    said = particulars(draft)
    organisation = await verification.submit_details(turn.session, draft["organisation"], said, by=turn.account_id)
    await licence.keep(turn.session, organisation, draft)
    turn.goto(None)
    see = rows([[("team.see", "team.show")]], turn.language)
    lapsed = organisation.state == OrganisationState.LAPSED
    await turn.say("recheck.sent.lapsed" if lapsed else "recheck.sent", name=organisation.name, rows=see)
    if organisation.state != OrganisationState.PENDING:
        await notify_reviewers(turn.session, organisation, "review.recheck")


RECHECKING = register(
    Form(
        "recheck", (NAME, organisation_kinds.kinds_question(), *PLACE_AND_PHONE, licence.QUESTION), finish=_finish,
        summary=_summary, confirm_text_id="join.submit", subject_keys=("organisation",),
    )
)  # fmt: skip

BUTTONS: dict[str, Handler] = {"team.recheck": begin}
