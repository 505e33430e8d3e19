"""/ladder: where somebody stands among the grades, which step the rules allow, what to bring, where to be assessed."""

from bot.chat.buttons import Button
from bot.chat.callback_args import number_argument, text_argument
from bot.chat.cards.names import label, occupation_name, place_name
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts
from data.catalogue import trades
from data.listings import courses
from data.listings.courses import Course
from data.people.profile import Facts
from data.vocabulary import Grade
from matching.rules.grade_ladder import GradeCondition, GradeLadder, GradeStatus, GradeStep, build_grade_ladder
from matching.search.geo import build_geo_context

HELD_YEARS = (1, 2, 3, 4, 5)
WORKED_YEARS = (1, 3, 5, 10)
MOST_COURSES = 3


async def show(turn: Turn) -> None:
    """The command."""
    await show_ladder(turn, await known_facts.facts_of(turn))


async def with_years(turn: Turn) -> None:
    """A button that says how long the grade is held ("held") or the work was done ("work")."""
    about, years = text_argument(turn), number_argument(turn, 1)
    facts = await known_facts.facts_of(turn)
    if about == "held":
        await show_ladder(turn, facts, held_years=years)
    else:
        await show_ladder(turn, facts, work_years=years)


async def show_ladder(
    turn: Turn, facts: Facts, *, held_years: float | None = None, work_years: float | None = None
) -> None:
    """Where these facts stand on the ladder; asks for the one thing that decides."""
    found = build_grade_ladder(facts, turn.now.date(), held_years=held_years, years=work_years)
    if found.occupation is None:
        await turn.say("ladder.which_work")
        return
    step = found.highest_open_step or found.next_step
    offered = await _courses_to(turn, facts, found, step) if step else []
    lines = [_stands(turn, found), *_way_up(turn, found)]
    if step is not None:
        lines += [turn.t("ladder.papers"), _where(turn, offered)]
    lines.append(turn.t("answer.preliminary"))
    await turn.say(join(lines), rows=[*_missing(turn, found), *_ways_on(turn, offered)])


def _stands(turn: Turn, found: GradeLadder) -> Html:
    work = occupation_name(trades.encode_work(found.occupation or "", found.trade), turn.language)
    if found.held_grade is None:
        return turn.t("ladder.stands_without", work=work)
    return turn.t("ladder.stands", work=work, grade=label("grade", found.held_grade, turn.language))


def _way_up(turn: Turn, found: GradeLadder) -> list[Html]:
    """What is open now, and what comes after it."""
    if not found.steps:
        return [turn.t("ladder.top")]
    return [_line(turn, step) for step in (found.highest_open_step, found.next_step) if step is not None]


def _line(turn: Turn, step: GradeStep) -> Html:
    ways = join([_way(turn, way) for way in step.conditions], turn.t("ladder.or")) or turn.t("ladder.way.none")
    return turn.t(f"ladder.step.{step.standing}", grade=label("grade", step.grade, turn.language), ways=ways)


def _way(turn: Turn, way: GradeCondition) -> Html:
    params = dict(way.params)
    for name, kind in (("grade", "grade"), ("level", "education")):
        if name in params:
            params[name] = label(kind, params[name], turn.language)
    if way.standing == GradeStatus.LATER and way.missing_years is not None:
        return turn.t(f"ladder.way.{way.kind}.later", **params, left=f"{way.missing_years:g}")
    return turn.t(f"ladder.way.{way.kind}", **params)


async def _courses_to(turn: Turn, facts: Facts, found: GradeLadder, step: GradeStep) -> list[Course]:
    """Live courses that lead to the grade, those in the person's cities first."""
    here = build_geo_context(facts).cities
    live = await courses.leading_to(turn.session, found.occupation or "", step.grade, found.trade)
    return sorted(live, key=lambda course: (course.city not in here, course.id))[:MOST_COURSES]


def _where(turn: Turn, offered: list[Course]) -> Html:
    """Who assesses, as far as listed courses tell; a list of assessors is the labour bureau's to give."""
    bodies = {
        f"{course.assessing_body}（{place_name(course.city, turn.language)}）": None
        for course in offered
        if course.assessing_body
    }
    if not bodies:
        return turn.t("ladder.where_unknown")
    return turn.t("ladder.where", bodies=turn.t("profile.separator").join(bodies))


def _missing(turn: Turn, found: GradeLadder) -> list[list[Button]]:
    """Buttons for the years that decide, when they were not told."""
    open_ways = {way.kind for step in found.steps if step.standing == GradeStatus.IF for way in step.conditions}
    if "grade" in open_ways and found.held_grade not in (None, Grade.APPRENTICE):
        return [[Button(turn.t("ladder.held_years", n=n), f"seek.ladder:held:{n}") for n in HELD_YEARS]]
    if "years" in open_ways:
        return [[Button(turn.t("ladder.work_years", n=n), f"seek.ladder:work:{n}") for n in WORKED_YEARS]]
    return []


def _ways_on(turn: Turn, offered: list[Course]) -> list[list[Button]]:
    rows = [[Button(course.title[:40], f"seek.open:{course.id}")] for course in offered]
    if turn.account.browsing:
        return rows
    return [*rows, [Button(turn.t("subsidy.button"), "seek.subsidies"), Button(turn.t("matches.again"), "seek.again")]]


COMMANDS: dict[str, Handler] = {"ladder": show}
BUTTONS: dict[str, Handler] = {"seek.ladder": with_years, "seek.rungs": show}
