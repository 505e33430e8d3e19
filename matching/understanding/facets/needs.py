"""What someone needs of working life (包住, 不上夜班); a need given up (夜班也行) is reported as lifted."""

from data.vocabulary import Constraint
from matching.language.heads.labels import NEEDS, ONLY
from matching.language.heads.reading import Reading, limit

_GIVEN_UP = 0.12
"""Probability from which a need is given up, where it is not likelier that it is asked for."""


def read_needs(reading: Reading) -> tuple[list[Constraint], list[Constraint]]:
    """Needs stated and needs given up, each in the vocabulary's order; which is likelier counts."""
    stated, lifted = [], []
    for need in NEEDS:
        wanted, given_up = (reading.score("facts", f"{kind}:{need}") for kind in ("need", "lifted"))
        if wanted > given_up and wanted >= limit("facts", f"need:{need}"):
            stated.append(need)
        elif given_up >= max(wanted, _GIVEN_UP):
            lifted.append(need)
    stated += [need for need in ONLY if reading.score("only", need) >= limit("only", need)]
    return stated, lifted
