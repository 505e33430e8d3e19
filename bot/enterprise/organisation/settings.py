"""/settings: when notices come, hours in which none come, the language, and how many new applicants a month."""

from datetime import time

from bot.chat.buttons import Button, rows
from bot.chat.callback_args import number_argument
from bot.chat.forms import typed_values
from bot.chat.forms.engine import Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.forms.times import format_time, read_span, read_time
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from data.applications import monthly_cap
from data.organisations import membership
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.people import preferences

DIGEST_TIMES = (time(8), time(12), time(18), time(20))
QUIET_SPANS = ((time(20), time(8)), (time(21), time(7)), (time(22), time(8)), (time(12), time(14)))
CAPS = (5, 10, 20, 50)
NONE = "none"


async def show(turn: Turn) -> None:
    """What is set, and a button for each thing that can be."""
    times = await preferences.get_or_default(turn.session, turn.account_id)
    lines = [
        turn.t("settings.heading"),
        turn.t("settings.digest", at=format_time(times.digest_at)) if times.digest_at else turn.t("settings.at_once"),
        _quiet_line(turn, times.quiet_from, times.quiet_until),
    ]
    buttons = [
        [Button(turn.t("settings.digest_button"), "settings.digest")],
        [
            Button(turn.t("settings.quiet_button"), "settings.quiet"),
            Button(turn.t("settings.language"), "settings.lang"),
        ],
    ]
    if times.digest_at:
        buttons[0].append(Button(turn.t("settings.at_once_button"), "settings.at_once"))
    for organisation in await organisations.list_for_member(turn.session, turn.account_id):
        lines.append(await _cap_line(turn, organisation))
        if turn.account_id in await organisations.list_admin_ids(turn.session, organisation.id or 0):
            text = turn.t("settings.cap_button", name=organisation.name[:20])
            buttons.append([Button(text, f"settings.cap:{organisation.id}")])
    await turn.say(join(lines), rows=buttons)


def _quiet_line(turn: Turn, begin: time | None, end: time | None) -> Html:
    if begin is None or end is None:
        return turn.t("settings.no_quiet")
    return turn.t("settings.quiet", begin=format_time(begin), end=format_time(end))


async def _cap_line(turn: Turn, organisation: Organisation) -> Html:
    taken = await monthly_cap.count_applicants_this_month(turn.session, organisation.id or 0)
    if organisation.monthly_cap is None:
        return turn.t("settings.no_cap", name=organisation.name, n=taken)
    return turn.t("settings.cap", name=organisation.name, cap=organisation.monthly_cap, n=taken)


async def ask_digest(turn: Turn) -> None:
    """Once a day: at what time?"""
    await start_form(turn, DIGEST)


async def ask_quiet(turn: Turn) -> None:
    """Quiet from when until when?"""
    await start_form(turn, QUIET)


async def at_once(turn: Turn) -> None:
    """Each notice as it comes."""
    await preferences.set_digest(turn.session, turn.account_id, None)
    await show(turn)


async def choose_language(turn: Turn) -> None:
    """The language menu, as under /lang."""
    buttons = [[("language.zh", "lang:zh"), ("language.en", "lang:en")]]
    await turn.say("language.which", rows=rows(buttons, turn.language))


async def ask_cap(turn: Turn) -> None:
    """How many new applicants a month?"""
    organisation = await membership.require_admin(turn.session, number_argument(turn), turn.account_id)
    await start_form(turn, CAP, {"organisation": organisation.id})


async def _read_digest(_: Turn, __: Draft, said: str) -> str:
    return read_time(said).isoformat()


async def _read_quiet(turn: Turn, _: Draft, said: str) -> list[str] | str:
    if said.strip().casefold() == turn.t("settings.quiet_none").casefold():
        return NONE
    return [at.isoformat() for at in read_span(said)]


async def _read_cap(turn: Turn, _: Draft, said: str) -> int | str:
    if said.strip().casefold() == turn.t("settings.cap_none").casefold():
        return NONE
    return typed_values.read_whole_number(said, 1, monthly_cap.MAX_CAP)


async def _set_digest(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    await preferences.set_digest(turn.session, turn.account_id, time.fromisoformat(draft["at"]))
    await show(turn)


async def _set_quiet(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    begin, end = (None, None) if draft["span"] == NONE else [time.fromisoformat(at) for at in draft["span"]]
    await preferences.set_quiet(turn.session, turn.account_id, begin, end)
    await show(turn)


async def _set_cap(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    organisation = await membership.require_admin(turn.session, draft["organisation"], turn.account_id)
    await monthly_cap.set_cap(turn.session, organisation, None if draft["cap"] == NONE else draft["cap"])
    await show(turn)


def _digest_times(_: Turn, __: Draft) -> list[Choice]:
    return [Choice(format_time(at), at.isoformat()) for at in DIGEST_TIMES]


def _quiet_spans(turn: Turn, _: Draft) -> list[Choice]:
    spans = [
        Choice(
            turn.t("settings.span", begin=format_time(begin), end=format_time(end)),
            [begin.isoformat(), end.isoformat()],
        )
        for begin, end in QUIET_SPANS
    ]
    return [*spans, Choice(turn.t("settings.quiet_none"), NONE)]


def _caps(turn: Turn, _: Draft) -> list[Choice]:
    offered: list[Choice] = [Choice(turn.t("settings.cap_choice", n=cap), cap) for cap in CAPS]
    return [*offered, Choice(turn.t("settings.cap_none"), NONE)]


DIGEST = register(
    Form(
        "settings.digest",
        (FormQuestion("at", "settings.ask_digest", _read_digest, choices=_digest_times),),
        _set_digest,
    )
)
QUIET = register(
    Form("settings.quiet", (FormQuestion("span", "settings.ask_quiet", _read_quiet, choices=_quiet_spans),), _set_quiet)
)
CAP = register(
    Form(
        "settings.cap", (FormQuestion("cap", "settings.ask_cap", _read_cap, choices=_caps, columns=3),), _set_cap,
        subject_keys=("organisation",),
    )
)  # fmt: skip

COMMANDS: dict[str, Handler] = {"settings": show}

BUTTONS: dict[str, Handler] = {
    "settings.show": show,
    "settings.digest": ask_digest,
    "settings.at_once": at_once,
    "settings.quiet": ask_quiet,
    "settings.lang": choose_language,
    "settings.cap": ask_cap,
}
