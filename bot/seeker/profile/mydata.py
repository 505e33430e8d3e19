"""/mydata: what is known of me; take it along, correct it, delete all of it."""

import json

from bot.chat.buttons import Button
from bot.chat.cards import phones, profile
from bot.chat.cards.names import label
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.notices import departures, organisations
from bot.seeker.profile import learning
from data import privacy
from data.applications import service as applications
from data.applications.models import Application
from data.db.errors import NotAvailable
from data.enrolments import service as enrolments
from data.enrolments.service import LEAVABLE_STATES, Enrolment
from data.listings import courses, openings
from data.people import seekers
from data.people.seekers import SENSITIVE_GROUPS
from data.vocabulary import ApplicationState

_STANDS = {*applications.OPEN_STATES, ApplicationState.SIGNED}
"""States of applications that are under way."""


async def show(turn: Turn) -> None:
    """All that is kept, in words, with what can be done about it."""
    facts = await seekers.facts_of(turn.session, turn.account_id)
    lines = profile.fact_lines(facts, turn.language)
    kept_apart = [label("group", group.id, turn.language) for group in facts.groups if group.id in SENSITIVE_GROUPS]
    if kept_apart:
        lines.append(turn.t("mydata.sensitive", values=turn.t("profile.separator").join(kept_apart)))
    lines += await _left(turn)
    counts = await privacy.count_records(turn.session, turn.account_id)
    text = join(
        [
            turn.t("mydata.heading"),
            *(lines or [turn.t("mydata.nothing")]),
            turn.t("mydata.counts", **counts),
            turn.t("mydata.rights"),
        ]
    )
    rows = [
        [Button(turn.t("mydata.export"), "data.export"), Button(turn.t("mydata.correct"), "seek.correct")],
        [Button(turn.t("mydata.forget_facts"), "data.facts"), Button(turn.t("mydata.delete"), "data.delete")],
    ]
    if kept_apart:
        rows.insert(1, [Button(turn.t("mydata.forget_sensitive"), "data.sensitive")])
    if switch := await learning.switch_button(turn):
        rows.append(switch)
    await turn.say(text, rows=rows)


async def _left(turn: Turn) -> list[Html]:
    """The numbers and the line about oneself that the others have, or will have once both agreed."""
    lines = []
    for made in await applications.of_account(turn.session, turn.account_id):
        if made.state in _STANDS and (opening := await openings.find(turn.session, made.opening_id)):
            lines += _numbers(turn, made, opening.title)
            if made.introduction:
                lines.append(turn.t("mydata.line", title=opening.title, said=made.introduction))
    for enrolment in await enrolments.of_account(turn.session, turn.account_id):
        if enrolment.state in LEAVABLE_STATES and (course := await courses.find(turn.session, enrolment.course_id)):
            lines += _numbers(turn, enrolment, course.title)
    return lines


def _numbers(turn: Turn, made: Application | Enrolment, title: str) -> list[Html]:
    shown = phones.numbers(turn.language, made)
    return [turn.t("mydata.numbers", title=title, numbers=shown)] if shown else []


async def forget_sensitive(turn: Turn) -> None:
    """Delete the sensitive facts and take the yes to them back."""
    await privacy.forget_sensitive(turn.session, turn.account_id)
    await turn.edit("mydata.sensitive_forgotten", rows=[[Button(turn.t("matches.again"), "seek.again")]])


async def export(turn: Turn) -> None:
    """Everything as a file."""
    everything = await privacy.export_person(turn.session, turn.account_id)
    content = json.dumps(everything, ensure_ascii=False, indent=2, default=str).encode()
    await turn.send_file("shitu-mydata.json", content, "mydata.file")


async def forget_facts(turn: Turn) -> None:
    """Empty the profile, and what was answered in a form under way; applications stay."""
    await privacy.forget_facts(turn.session, turn.account_id)
    turn.goto(None)
    await turn.say("mydata.facts_forgotten", rows=[[Button(turn.t("intake.step_by_step"), "seek.intake")]])


async def ask_delete(turn: Turn) -> None:
    """Deleting everything asks once, and says so where an organisation would be left with nobody."""
    for organisation in await organisations.list_organisations_without_others(turn.session, turn.account_id):
        await turn.say("mydata.delete_closes", name=organisation.name)
    rows = [[Button(turn.t("mydata.delete_yes"), "data.delete_yes"), Button(turn.t("form.cancel"), "data.keep")]]
    await turn.say("mydata.delete_ask", rows=rows)


async def keep(turn: Turn) -> None:
    """Not deleting after all."""
    await turn.edit("mydata.kept")


async def delete(turn: Turn) -> None:
    """Delete the account and all that hangs on it; applications under way are withdrawn, and the others told."""
    query = turn.update.callback_query
    if query is None:
        raise NotAvailable
    await turn.edit("mydata.deleted")
    await departures.delete_account(turn)


COMMANDS: dict[str, Handler] = {"mydata": show}
BUTTONS: dict[str, Handler] = {
    "data.show": show,
    "data.export": export,
    "data.facts": forget_facts,
    "data.sensitive": forget_sensitive,
    "data.delete": ask_delete,
    "data.keep": keep,
    "data.delete_yes": delete,
}
