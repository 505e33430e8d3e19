"""What posting an opening asks, in order; then the details, which are offered rather than asked."""

import asyncio
from typing import Any

from bot.chat.cards.listing import certificate_name
from bot.chat.cards.names import label, occupation_name
from bot.chat.forms import question_kinds as kinds
from bot.chat.forms import typed_values
from bot.chat.forms.engine import BadAnswer, Choice, Draft, FormQuestion
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.enterprise.listings import compliance, pasted
from bot.enterprise.listings import questions as listing_questions
from bot.enterprise.openings import advert_draft, several_jobs
from bot.enterprise.openings import draft as opening_draft
from data.required_papers import RequiredCertificate
from data.vocabulary import CertificateKind, Language, ListingKind
from data.vocabulary import ProfileQuestion as Asked
from matching.understanding import understand

MOST_PLACES = 999
MOST_CERTIFICATES = 5
FEWEST_SKILLS, MOST_SKILLS = 3, 6
"""Of a trade, to make a sentence of."""
OF_A_TRADE = (CertificateKind.GRADE, CertificateKind.OPERATION_PERMIT, CertificateKind.QUALIFICATION)


async def _read_wage(turn: Turn, draft: Draft, said: str) -> list[int]:
    return typed_values.read_lawful_wage(said, place_of(draft), turn.now.date())


async def _read_wage_after(_: Turn, draft: Draft, said: str) -> list[int]:
    found = typed_values.read_wage_range(said)
    if draft.get("wage") and found[1] < draft["wage"][0]:
        raise BadAnswer("post.error.wage_after", low=draft["wage"][0])
    return found


def _wages_after(_: Turn, draft: Draft) -> list[Choice]:
    """Two usual steps up from the wage in training."""
    low, high = draft.get("wage") or (0, 0)
    steps = [[_round(low * step), _round(high * step)] for step in (1.25, 1.5)] if low else []
    return [Choice(str(one[0]) if one[0] == one[1] else f"{one[0]}–{one[1]}", one) for one in steps]


def _round(amount: float) -> int:
    return round(amount / 100) * 100


def _ask_occupation(turn: Turn, draft: Draft) -> Html:
    return turn.t("post.occupation.which" if draft.get("works") else "post.occupation")


def _works(turn: Turn, draft: Draft) -> list[Choice]:
    """The trades that a pasted advert may mean."""
    return [Choice(occupation_name(code, turn.language), code) for code in draft.get("works") or ()]


def _usual_description(turn: Turn, draft: Draft) -> str | None:
    """What apprentices of the trade learn, by the catalogue, where it has the words."""
    work = opening_draft.occupation_of(draft)
    if work is None or len(work.skills) < FEWEST_SKILLS or turn.language != Language.ZH:
        return None
    skills = "、".join(work.skills[:MOST_SKILLS])
    return str(turn.t("post.description.usual", occupation=work.name, skills=skills))


def _usual_descriptions(turn: Turn, draft: Draft) -> list[Choice]:
    usual = _usual_description(turn, draft)
    return [Choice(turn.t("post.description.take"), usual)] if usual else []


def _ask_description(turn: Turn, draft: Draft) -> Html:
    lines = [turn.t("post.description")]
    if before := draft.get("base", {}).get("description"):
        lines.append(turn.t("post.description.before", words=before))
    elif usual := _usual_description(turn, draft):
        lines.append(turn.t("post.description.idea", words=usual))
    return join(lines, "\n\n")


def place_of(draft: Draft) -> str:
    """The smallest place that is known."""
    return str(draft.get("district") or draft["city"])


def _grades(turn: Turn, _: Draft) -> list[Choice]:
    return [Choice(label("grade", grade, turn.language), grade) for grade in ("5", "4", "3")]


def _hazards(turn: Turn, draft: Draft) -> list[Choice]:
    """Each hazard, ticked when it applies; the trade's own are ticked to begin with."""
    ticked = _ticked(draft)
    offered = []
    for code in opening_draft.offered_hazards(draft):
        name = label("hazard", code, turn.language)
        offered.append(Choice(listing_questions.checkbox_label(turn, name, ticked=code in ticked), code))
    return [*offered, Choice(turn.t("choice.enough"), kinds.ENOUGH, own_row=True)]


def _ticked(draft: Draft) -> list[str]:
    return list(draft.get("ticked", sorted(opening_draft.usual_hazards(draft))))


def _tick(draft: Draft, code: str) -> Draft:
    """A tap ticks or unticks a hazard; the last button keeps what is ticked."""
    ticked = _ticked(draft)
    if code == kinds.ENOUGH:
        return draft | {"hazards": ticked}
    return draft | {"ticked": [one for one in ticked if one != code] if code in ticked else [*ticked, code]}


def _keep_occupation(draft: Draft, work: str) -> Draft:
    """Another trade has other hazards; beside a pasted advert its usual ones count, and what the advert names."""
    if compliance.ADVERT_KEY in draft:
        chosen = listing_questions.store_occupation(draft, work)
        known = sorted({*(draft.get("hazards") or ()), *opening_draft.usual_hazards(chosen)})
        return chosen | {"hazards": known, "ticked": known}
    return listing_questions.store_occupation(
        {key: value for key, value in draft.items() if key not in ("hazards", "ticked")}, work
    )


async def _read_hours(_: Turn, __: Draft, said: str) -> int:
    return typed_values.read_whole_number(said, 1, typed_values.MAX_HOURS_WEEK)


async def _read_probation(turn: Turn, draft: Draft, said: str) -> int:
    months = typed_values.read_whole_number(said, 0, typed_values.MAX_PROBATION_MONTHS)
    typed_values.require_lawful_probation(months, draft.get("contract"), turn.now.date())
    return months


def _probations(turn: Turn, draft: Draft) -> list[Choice]:
    longest = typed_values.longest_probation(draft.get("contract"), turn.now.date())
    offered = [Choice(turn.t("post.probation.none"), 0)]
    return offered + [Choice(turn.t("post.months", n=months), months) for months in (1, 2, 3, 6) if months <= longest]


def _papers(turn: Turn, draft: Draft) -> list[Choice]:
    """No certificate, and those that the law or the trade asks for."""
    work = opening_draft.occupation_of(draft)
    kinds = dict.fromkeys(kind for kind, _ in (*work.certificates_required, *work.certificates_usual)) if work else {}
    codes = [f"{kind}:{draft['occupation'] if kind in OF_A_TRADE else ''}:" for kind in kinds]
    names = [Choice(certificate_name(code, turn.language), [code]) for code in codes]
    return [Choice(turn.t("post.certificates.none"), []), *names]


async def _read_papers(turn: Turn, draft: Draft, said: str) -> list[str]:
    offered = [one.value for one in _papers(turn, draft) if one.label.casefold() == said.strip().casefold()]
    if offered:
        return list(offered[0])
    named = (await asyncio.to_thread(understand, said[:200], Asked.CERTIFICATES)).certificates or ()
    found = [
        str(RequiredCertificate(one.kind, one.occupation or "", one.grade or "", one.trade or "")) for one in named
    ]
    found += [f"{CertificateKind.HEALTH}::"] if "健康证" in said or "health" in said.casefold() else []
    if not found:
        raise BadAnswer("post.error.certificates", said=said.strip()[:40])
    return list(dict.fromkeys(found))[:MOST_CERTIFICATES]


def _asked(key: str, parse: kinds.Parse, choices: kinds.Choices | None = None, **more: Any) -> FormQuestion:
    return FormQuestion(
        key,
        f"post.{key}",
        pasted.parse_or_read_advert(parse, ListingKind.OPENING, expects_short_answer=key == "occupation"),
        choices=choices,
        **more,
    )


def _in_words(key: str, parse: kinds.Parse, choices: kinds.Choices | None = None, **more: Any) -> FormQuestion:
    """A question answered in people's own words, which the law check reads."""

    def store(draft: Draft, value: str | None) -> Draft:
        return compliance.reset_law_check(draft) | {key: value}

    reading = parse if key == "description" else pasted.parse_or_read_advert(parse, ListingKind.OPENING)
    return FormQuestion(key, f"post.{key}", reading, choices=choices, store_answer=store, **more)


def _detail(key: str, parse: kinds.Parse, choices: kinds.Choices | None = None, **more: Any) -> FormQuestion:
    return _asked(key, parse, choices, optional=True, is_detail=True, **more)


def _jobs(turn: Turn, draft: Draft) -> list[Choice]:
    """The jobs of the advert; once one was handed in, the next stands first."""
    left = several_jobs.jobs_left(draft)
    if not several_jobs.is_continued(draft):
        return [Choice(name, name) for name in left]
    return [Choice(turn.t("post.job.next", job=left[0]), left[0]), *(Choice(name, name) for name in left[1:])]


def _ask_job(turn: Turn, draft: Draft) -> Html:
    if not several_jobs.is_continued(draft):
        return turn.t("post.job")
    names = [turn.t("paste.title", title=job) for job in several_jobs.jobs_left(draft)]
    return turn.t("post.job.left", jobs=join(names, turn.t("subsidy.list_comma")))


def _first() -> tuple[FormQuestion, ...]:
    """What a pasted advert may need before anything else: which of its jobs, and what may not stand there."""
    job = _asked(
        several_jobs.CHOSEN_JOB_KEY,
        kinds.by_label(_jobs),
        _jobs,
        store_answer=advert_draft.choose_job,
        asked_first=True,
        columns=1,
        render_text=_ask_job,
        skip_when=lambda draft: several_jobs.JOB_TITLES_KEY not in draft,
    )  # fmt: skip
    return job, compliance.question(update_draft=advert_draft.refresh_title_and_description)


def _usual() -> tuple[FormQuestion, ...]:
    headcounts = kinds.numbers("post.headcount.choice", 1, 2, 3, 5, 10, 20)
    return (
        _asked(
            "organisation",
            kinds.by_label(listing_questions.organisation_choices),
            listing_questions.organisation_choices,
            columns=1,
            skip_when=listing_questions.has_single_organisation,
        ),
        _asked(
            "occupation",
            listing_questions.read_occupation,
            _works,
            store_answer=_keep_occupation,
            render_text=_ask_occupation,
            columns=1,
        ),
        _in_words("title", kinds.text(3, 40), listing_questions.title_choices("post.title.usual"), columns=1),
        _asked("headcount", kinds.number(1, MOST_PLACES), headcounts, columns=3),
        *listing_questions.city_and_district_questions("post"),
        _asked("wage", _read_wage),
        _asked("wage_after", _read_wage_after, _wages_after, optional=True, columns=3),
        _asked("living", *kinds.pick("post.living", list(opening_draft.LIVING))),
        _asked("shift", *kinds.pick("post.shift", list(opening_draft.SHIFTS))),
        _asked(
            "hazards",
            kinds.by_label(_hazards),
            _hazards,
            store_answer=_tick,
            repeat_while=lambda draft: "hazards" not in draft,
            skip_when=opening_draft.hazards_are_known,
        ),
        _asked("insurance", *kinds.yes_no("post.insurance")),
        _asked("contract", kinds.number(1, 120), kinds.numbers("post.months", 12, 24, 36), optional=True, columns=3),
        _asked("term", kinds.number(1, 60), kinds.numbers("post.months", 3, 6, 12, 18, 24, 36), columns=3),
        _asked("grade", kinds.by_label(_grades), _grades, optional=True, columns=1),
        _asked("education", kinds.by_label(listing_questions.education_choices), listing_questions.education_choices),
        _asked("newcomers", *kinds.yes_no("post.newcomers")),
        _asked("minors", *kinds.yes_no("post.minors"), skip_when=opening_draft.closed_to_minors, columns=1),
        _in_words(
            "description",
            kinds.text(listing_questions.SHORTEST_DESCRIPTION, listing_questions.LONGEST_DESCRIPTION),
            _usual_descriptions,
            render_text=_ask_description,
        ),
        _asked("deadline", listing_questions.read_deadline, listing_questions.deadline_choices, columns=1),
    )


def _details() -> tuple[FormQuestion, ...]:
    return (
        _in_words("mentor", kinds.text(2, 40), optional=True, is_detail=True),
        _detail("pay_day", kinds.number(1, 31), kinds.numbers("post.pay_day.choice", 5, 10, 15, 20, 25, 30), columns=3),
        _detail("hours", _read_hours, kinds.numbers("post.hours.choice", 40, 44), columns=2),
        _detail("probation", _read_probation, _probations),
        _detail("certificates", _read_papers, _papers, columns=1),
        _detail("shuttle", *kinds.yes_no("post.shuttle")),
        _in_words("address", kinds.text(4, 60), optional=True, is_detail=True),
        _in_words("partner", kinds.text(4, 40), optional=True, is_detail=True),
    )


QUESTIONS: tuple[FormQuestion, ...] = (*_first(), *_usual(), *_details())
