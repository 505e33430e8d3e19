"""What a message does, act by act: heard of the whole, and of each clause where several things are asked at once."""

from collections.abc import Iterator, Mapping, Sequence

from data.closed_forms.numbers import read_whole_number
from data.closed_forms.ordinals import ordinal
from data.people.profile import SaidAct
from data.vocabulary import Constraint
from matching.language.acts import ACTS, SETTING, UNNAMED, ActKind, kind_of
from matching.language.heads.acts import SURE_TO_DO, Act, read_acts
from matching.language.heads.prompts import IDLE
from matching.language.heads.reading import Mark, marked
from matching.understanding.facts import reading_of
from matching.understanding.message import Clause, Message

_SURE = 0.3
"""Probability from which an act counts."""
_WITH_LISTING = frozenset({"list", "card_opening", "card_course", "after_apply"})
_DONE_ALONE, _NEVER = 0.7, 2.0
"""Probability from which a command counts that only a clause by itself tells."""
_GRAVE = frozenset({"delete_data", "withdraw", "accept", "refuse", "cancel", "change_fact", "switch_language"})
"""Commands that the message as a whole has to tell."""
_NOT_OF_LISTINGS = frozenset({ActKind.RULES, ActKind.SERVICE})
"""Questions that no listing answers: where a clause only may put one, that is likelier than one without a name."""
_MOST_HEARD = 8
"""Clauses of a message that are heard one by one."""
_NEED_OF = {
    "night": Constraint.NO_NIGHT, "shift": Constraint.NO_SHIFT, "heavy": Constraint.NO_HEAVY,
    "no_housing": Constraint.HOUSING, "no_insurance": Constraint.SOCIAL_INSURANCE,
}  # fmt: skip
"""What is wrong with a listing, and the need that this tells."""
_WHEREVER, _SURELY = "delete_data", 0.9
"""Said beside a listing it is no word about that one, if it is surely heard without it."""
Placed = Iterator[tuple[int, SaidAct]]
"""Acts with where their words begin."""


def list_acts(message: Message) -> list[SaidAct]:
    """What the message does, in the order of its words; nothing that is not certain."""
    heard = _wherever_said(message, read_acts(message.text, "seeker", message.context, message.question))
    found = [act for act in heard if act.score >= _SURE and not _is_about_work(act, message)]
    said = [(_start(act), _said(message.text, act)) for act in found]
    if message.screen in _WITH_LISTING:
        said = list(_asked_and_done(message, found))
    return [act for _, act in sorted(said, key=lambda one: one[0])]


def needs_told(acts: Sequence[SaidAct]) -> list[Constraint]:
    """What somebody needs who sets a listing aside for the want of it."""
    reasons = [act.about for act in acts if act.act == "dismiss" and act.confidence >= SURE_TO_DO]
    return [_NEED_OF[reason] for reason in reasons if reason in _NEED_OF]


def _wherever_said(message: Message, heard: list[Act]) -> list[Act]:
    if message.context == IDLE or not any(act.name == "dismiss" and not act.about for act in heard):
        return heard
    apart = read_acts(message.text, "seeker")
    return apart if any(act.name == _WHEREVER and act.score >= _SURELY for act in apart) else heard


def _is_about_work(act: Act, message: Message) -> bool:
    """Whether what seems to want no more messages is work that is not wanted: 直播的别给我看."""
    reading = reading_of(message)
    if act.name != "stop_alerts" or reading is None:
        return False
    work = marked(reading, "rejects")
    return bool(act.marks) and all(any(m.start < w.end and w.start < m.end for w in work) for m in act.marks)


def _asked_and_done(message: Message, found: Sequence[Act]) -> Placed:
    """The acts of a message beside a listing: each question with the clauses that put it, and no clause lost."""
    clauses = message.clauses[:_MOST_HEARD]
    several = clauses if len(clauses) > 1 else ()
    heard = {clause: read_acts(clause.text, "seeker", message.context) for clause in several}
    alone = {clause: [act for act in acts if act.score >= _sure_alone(act.name)] for clause, acts in heard.items()}
    taken: list[Clause] = []
    for act in found:
        of = [clause for clause in clauses if any(_meet(mark, clause) for mark in act.marks)]
        said = _said(message.text, act)
        if said.kind == "ask" and of:
            of = list(_putting(act, of, alone, message))
            said = said.model_copy(update={"words": message.text[of[0].start : of[-1].end]})
        taken += of
        if act.name == UNNAMED and (each := _each_asking(of, heard)):
            yield from ((clause.start, said.model_copy(update={"words": clause.text})) for clause in each)
        else:
            yield (of[0].start if of else _start(act)), said
    for clause, acts in alone.items():
        if clause not in taken and acts:
            taken.append(clause)
            yield from ((clause.start, _said(clause.text, act, clause.text)) for act in acts)
    yield from _without_name(message, [clause for clause in clauses if clause not in taken], heard)


def _sure_alone(name: str) -> float:
    """Probability from which a clause by itself asks this, or commands what can be taken back."""
    kind = kind_of(name)
    if kind == "ask":
        return SURE_TO_DO
    return _DONE_ALONE if kind == "do" and name not in _GRAVE else _NEVER


def _putting(act: Act, clauses: Sequence[Clause], alone: dict[Clause, list[Act]], message: Message) -> Sequence[Clause]:
    """Those of the clauses that put the question: none that, by itself, asks something else only."""
    names = {clause: {one.name for one in alone.get(clause, ()) if kind_of(one.name) == "ask"} for clause in clauses}
    agreeing = [clause for clause in clauses if act.name in names[clause]]
    found = agreeing or [clause for clause in clauses if not names[clause]]
    if found:
        return found
    reading = reading_of(message)
    if reading is None:
        return clauses[:1]
    return [max(clauses, key=lambda clause: reading.likely("acts", act.name, clause.start, clause.end))]


def _without_name(message: Message, clauses: Sequence[Clause], heard: Mapping[Clause, list[Act]]) -> Placed:
    """Clauses that ask what none of the acts names."""
    reading = reading_of(message)
    if reading is None:
        return
    for clause in clauses:
        asking = [mark for mark in marked(reading, "ask") if _meet(mark, clause)]
        if not asking:
            continue
        acts = heard[clause] if clause in heard else read_acts(clause.text, "seeker", message.context)
        perhaps = [act for act in acts if act.score >= _SURE]
        if perhaps and ACTS[perhaps[0].name] in _NOT_OF_LISTINGS:
            yield clause.start, _said(clause.text, perhaps[0], clause.text)
        else:
            sure = round(max(mark.score for mark in asking), 3)
            yield clause.start, SaidAct(act=UNNAMED, kind="ask", confidence=sure, words=clause.text)


def _each_asking(clauses: Sequence[Clause], heard: Mapping[Clause, list[Act]]) -> list[Clause]:
    """The clauses, where each puts a question of its own; none where they are one question or fewer."""
    each = [clause for clause in clauses if _may_ask(heard.get(clause, ()))]
    return each if len(each) > 1 else []


def _may_ask(acts: Sequence[Act]) -> bool:
    return any(kind_of(act.name) == "ask" and act.score >= _SURE for act in acts)


def _meet(mark: Mark, clause: Clause) -> bool:
    return mark.start < clause.end and clause.start < mark.end


def _start(act: Act) -> int:
    return min((mark.start for mark in act.marks), default=0)


def _said(text: str, act: Act, words: str | None = None) -> SaidAct:
    heard = text[_start(act) : max((mark.end for mark in act.marks), default=len(text))]
    number = ordinal(heard)
    return SaidAct(
        act=act.name,
        kind=kind_of(act.name),
        about=next(iter(act.about), "") if number is None else str(number),
        value=read_whole_number(heard) if act.name in SETTING else None,
        confidence=round(act.score, 3),
        words=words or heard,
    )
