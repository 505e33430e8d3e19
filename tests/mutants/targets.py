"""What is mutated, and which tests may notice it: the one place where modules are named."""

from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True)
class Target:
    """A module whose rules are mutated, and the test files that are asked about it."""

    name: str
    file: str
    tests: tuple[str, ...]


MATCHING = (
    "tests/unit/test_score_parts.py", "tests/unit/test_ranking.py", "tests/unit/test_ranking_for_life.py",
    "tests/unit/test_reasons.py", "tests/unit/test_why.py", "tests/unit/test_applicant_fit.py",
    "tests/unit/test_asked_listing.py",
)  # fmt: skip
GATES = (*MATCHING, "tests/unit/test_gates.py", "tests/integration/test_search.py")
MERGING = ("tests/unit/test_merging.py",)
TRANSITIONS = (
    "tests/integration/test_application_transitions.py", "tests/integration/test_listing_transitions.py",
    "tests/integration/test_answering.py", "tests/integration/test_closing.py", "tests/integration/test_consents.py",
    "tests/integration/test_importing.py",
)  # fmt: skip


def targets() -> list[Target]:
    """All targets. Importing this function's modules loads them: call it in a process that is thrown away."""
    from data import eligibility  # noqa: PLC0415
    from data.applications import service as applications  # noqa: PLC0415
    from data.listings import transitions  # noqa: PLC0415
    from matching.ranking import scoring  # noqa: PLC0415
    from matching.understanding import profile_merge  # noqa: PLC0415

    chosen: dict[ModuleType, tuple[str, ...]] = {
        eligibility: GATES,
        profile_merge: MERGING,
        scoring: MATCHING,
        transitions: TRANSITIONS,
        applications: TRANSITIONS,
    }
    return [Target(module.__name__, str(module.__file__), tests) for module, tests in chosen.items()]


def warm_up() -> None:
    """Load what every test needs and no target is part of, so that forked processes share it."""
    from data.catalogue import labels, majors, occupations, places, policy  # noqa: PLC0415

    occupations.find("焊工")
    places.find("铁西")
    majors.find("会计")
    policy.rows()
    labels.values("grade")
