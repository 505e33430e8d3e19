"""`python -m tests.mutants [--sample N] [--seed N] [--jobs N] [--only WORDS]`."""

import argparse
import ast
import os
import random
import sys
import time
from collections.abc import Sequence
from functools import partial
from math import sqrt
from pathlib import Path

from tests.mutants import forks, running
from tests.mutants.operators import Mutant, mutants, mutated
from tests.mutants.running import Survey
from tests.mutants.targets import Target, targets, warm_up

SAMPLE, SEED = 300, 20261128
CONTROLS = 10
SPARE_SECONDS, SLOWNESS = 90.0, 4.0
"""A mutant may take so much longer than the tests without it; then it counts as noticed: it runs for ever."""
Z = 1.959964


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share, z2 = hits / of, Z * Z
    middle, half = share + z2 / (2 * of), Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return (middle - half) / (1 + z2 / of), (middle + half) / (1 + z2 / of)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Count the faults that tests notice.")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many mutants are tried")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed draws another sample")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 4), help="processes at the same moment")
    parser.add_argument("--only", default="", help="mutants in whose description these words stand")
    chosen = parser.parse_args()
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    started = time.monotonic()
    every = forks.in_a_fork(targets)
    sources = {target.name: Path(target.file).read_text("utf-8") for target in every}
    possible = [one for name, source in sources.items() for one in mutants(name, source) if chosen.only in str(one)]
    picked = random.Random(chosen.seed).sample(possible, min(chosen.sample, len(possible)))
    print(f"{len(possible)} mutants are possible, {len(picked)} are tried. First the tests without any …", flush=True)
    found = _survey(every)
    if found.failed:
        print("These tests fail without any mutant:", *found.failed, sep="\n  ")
        return 2
    seconds = sum(found.seconds.values())
    print(f"{len(found.seconds)} tests pass, {seconds:.0f} s.", flush=True)
    forks.preload(found.libraries + found.unaffected)
    warm_up()
    _require_silence_without_faults(every, sources, found)
    survived = _try_all(picked, {target.name: target for target in every}, sources, found, chosen.jobs)
    _report(picked, survived, time.monotonic() - started)
    return 0


def _survey(every: Sequence[Target]) -> Survey:
    files = {target.file for target in every}
    tests = sorted({test for target in every for test in target.tests})
    work = partial(running.survey, files, tests, {target.name for target in every})
    answer: Survey = forks.in_a_fork(work)
    return answer


def _require_silence_without_faults(every: Sequence[Target], sources: dict[str, str], found: Survey) -> None:
    """A run that reports a fault where there is none would count every mutant as noticed.

    Raises:
        RuntimeError: it does.
    """
    for target in every:
        tests = [test for test in found.seconds if test.partition("::")[0] in target.tests]
        quickest = sorted(tests, key=found.seconds.__getitem__)[:CONTROLS]
        work = partial(running.is_noticed, target.name, ast.parse(sources[target.name]), quickest)
        if forks.in_a_fork(work):
            raise RuntimeError(f"tests fail in a fork although {target.name} is as it was")


def _try_all(
    picked: Sequence[Mutant], by_name: dict[str, Target], sources: dict[str, str], found: Survey, jobs: int
) -> list[Mutant]:
    survived, works, lost = [], [], 0
    for number, mutant in enumerate(picked):
        tests = _tests_of(mutant, by_name[mutant.module], found)
        if tests:
            work = partial(running.is_noticed, mutant.module, mutated(sources[mutant.module], mutant), tests)
            works.append((number, work, SPARE_SECONDS + SLOWNESS * sum(found.seconds[test] for test in tests)))
        else:
            survived.append(mutant)
            print(f"SURVIVED (no fast test enters it)  {mutant}", flush=True)
    for number, ended in forks.all_in_forks(works, jobs):
        noticed = ended.timed_out or ended.answer is not False
        if not noticed:
            survived.append(picked[number])
        lost += ended.answer is None and not ended.timed_out
        word = "timed out" if ended.timed_out else "noticed " if noticed else "SURVIVED"
        print(f"{word}  {ended.seconds:5.1f} s  {picked[number]}", flush=True)
    if lost:
        print(f"{lost} processes died without an answer; they count as noticed.", flush=True)
    return survived


def _tests_of(mutant: Mutant, target: Target, found: Survey) -> list[str]:
    """The tests that enter the mutant's function, quickest first; of what runs on import, all of the module's."""
    files = set(target.tests)
    function = (target.file, mutant.function)
    tests = [
        test for test, entered in found.entered.items()
        if test.partition("::")[0] in files
        and (function in entered if mutant.function else any(file == target.file for file, _ in entered))
    ]  # fmt: skip
    return sorted(tests, key=found.seconds.__getitem__)


def _report(picked: Sequence[Mutant], survived: Sequence[Mutant], seconds: float) -> None:
    print(f"\nSurvived ({len(survived)}):")
    for mutant in sorted(survived, key=lambda one: (one.module, one.line)):
        print(f"  {mutant}")
    print(f"\n{'module':28} noticed of   share  95 % interval (Wilson)")
    gone = set(survived)
    for name in [*sorted({mutant.module for mutant in picked}), ""]:
        mine = [mutant for mutant in picked if name in ("", mutant.module)]
        noticed = sum(mutant not in gone for mutant in mine)
        low, high = wilson(noticed, len(mine))
        print(f"{name or 'all':28} {noticed:7} {len(mine):<4} {noticed / len(mine):5.2f}  {low:.2f} to {high:.2f}")
    print(f"{seconds / 60:.0f} minutes, seeds and sample as given: the same command draws the same mutants.")


if __name__ == "__main__":
    sys.exit(main())
