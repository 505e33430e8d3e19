"""What someone needs of working life (包住, 不上夜班, 接孩子); a need given up (夜班也行) is reported as lifted."""

import re

from data.vocabulary import Constraint, ProfileQuestion
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Message

_PATTERNS = load_pattern_sets("needs.ini")
_NEEDS = {need: _PATTERNS[need.value] for need in Constraint}
_LIFTED = {need: _PATTERNS[f"lifted {need.value}"] for need in Constraint if f"lifted {need.value}" in _PATTERNS}
_DAY_WORK = re.compile(r"长白班|常白班|正常班")
_WEEKEND_REST = re.compile(r"双休|周末(?:得|要|必须|最好)?(?:休|歇|不上班)|weekends? (?:off|free)")
_NO_NEEDS = re.compile(
    r"(?:没有?|没啥|没什么|都行|随便|无所谓|啥都行|都可以|no|none|nothing)(?:要求|讲究|的|了|special)?"
)


def read_constraints(message: Message) -> tuple[list[Constraint], list[Constraint]]:
    """Needs stated and needs given up, each in the vocabulary's order."""
    stated: set[Constraint] = set()
    lifted: set[Constraint] = set()
    for clause in message.clauses:
        gone = {need for need, pattern in _LIFTED.items() if pattern.search(clause.text)}
        lifted |= gone
        stated |= {need for need, pattern in _NEEDS.items() if pattern.search(clause.text)} - gone
    if Constraint.WEEKEND_CLASS in stated and not _WEEKEND_REST.search(message.text):
        stated.discard(Constraint.WEEKENDS_OFF)
    if Constraint.NO_SHIFT in stated and _DAY_WORK.search(message.text):
        stated.add(Constraint.NO_NIGHT)
    if message.question is ProfileQuestion.CONSTRAINTS and _NO_NEEDS.fullmatch(message.text.strip()):
        stated.clear()
    return [need for need in Constraint if need in stated], [need for need in Constraint if need in lifted - stated]
