"""What an enterprise sees of an applicant: work facts in words; no group, and no contact before both agree."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat import profile_card
from bot.chat.naming import label
from bot.chat.texts import Html, join, render
from data import seekers
from data.applications import TOUCHING_STATES, Application
from data.facts import Facts
from data.openings import Opening
from data.vocabulary import Language

AGE_BANDS = ((16, 17), (18, 24), (25, 34), (35, 44), (45, 54))
"""An exact age invites sorting by age; a band tells what the law needs (minor or not) and little more."""


async def known_of(session: AsyncSession, application: Application) -> Facts:
    """The facts that concern the work: what they did and want, schooling, certificates, skills, place, age."""
    seeker = await seekers.find(session, application.account_id) if application.account_id else None
    facts = Facts.model_validate(seeker.facts) if seeker else Facts()
    lives = [place for place in facts.places if place.role == "lives"]
    prefers = [place for place in facts.places if place.role == "prefers"]
    return Facts(
        age=facts.age, education=facts.education, majors=facts.majors, places=lives or prefers,
        occupations=[item for item in facts.occupations if item.role != "rejects"],
        certificates=facts.certificates, skills=facts.skills,
    )  # fmt: skip


def card(language: Language, application: Application, opening: Opening, facts: Facts) -> Html:
    """One applicant, with the state of the application and, once both agreed, how to reach them."""
    state = label("application_state", application.state, language)
    lines = [render("applicant.heading", language, code=application.code, title=opening.title, state=state)]
    if application.account_id is None:
        return join([*lines, render("applicant.deleted", language)])
    known = profile_card.lines_of(facts.model_copy(update={"age": None}), language)
    if facts.age is not None:
        known.append(render("applicant.age", language, band=age_band(language, facts.age)))
    lines += known or [render("applicant.nothing_known", language)]
    if application.state in TOUCHING_STATES:
        lines.append(reach(language, application))
    return join(lines)


def reach(language: Language, application: Application) -> Html:
    """How the enterprise reaches the person."""
    if application.phone:
        return render("applicant.phone", language, phone=application.phone)
    return render("applicant.by_bot", language)


def age_band(language: Language, age: int) -> Html:
    """The band an age falls in, in words."""
    for low, high in AGE_BANDS:
        if low <= age <= high:
            return render("applicant.age_band", language, low=low, high=high)
    return render("applicant.age_over", language, low=AGE_BANDS[-1][1] + 1)
