"""The mutation run: what it changes is one thing, found again, and never a text that nobody runs."""

import ast
from itertools import chain
from pathlib import Path

import pytest

from tests.mutants.__main__ import wilson
from tests.mutants.operators import Mutant, mutants, mutated
from tests.mutants.targets import Target, targets

SOURCE = '''
"""A docstring of 3 words."""
LIMIT: int = 3

class Store:
    @property
    def full(self) -> bool:
        return self.count >= LIMIT and not self.closed

async def put(store, row):
    if store.full:
        raise ValueError
    store.count = store.count + 1
    await store.add(row)
    return f"{row}!"
'''
WANTED = {
    ("constant", "3"), ("comparison", "self.count >= LIMIT"), ("boolean", "self.count >= LIMIT and (not self.closed)"),
    ("negation", "not self.closed"), ("return", "return self.count >= LIMIT and (not self.closed)"),
    ("condition", "store.full"), ("raise", "raise ValueError"), ("assignment", "store.count = store.count + 1"),
    ("arithmetic", "store.count + 1"), ("constant", "1"), ("call", "await store.add(row)"),
    ("return", "return f'{row}!'"),
}  # fmt: skip
EACH = 3
"""So many of each kind: every one takes a parse of the whole module."""


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_mutants_of_a_target_compile_and_differ_from_the_source(target: Target) -> None:
    source = Path(target.file).read_text("utf-8")
    plain = ast.unparse(ast.parse(source))
    of_kind: dict[str, list[Mutant]] = {}
    for mutant in mutants(target.name, source):
        of_kind.setdefault(mutant.operator, []).append(mutant)
    for mutant in chain.from_iterable(found[:EACH] for found in of_kind.values()):
        changed = mutated(source, mutant)
        compile(changed, target.file, "exec")
        assert ast.unparse(changed) != plain, mutant


def test_each_kind_of_fault_is_made_where_it_fits_and_nowhere_else() -> None:
    assert {(one.operator, one.before) for one in mutants("m", SOURCE)} == WANTED


def test_a_mutant_names_the_function_as_the_interpreter_does() -> None:
    inner = "def outer():\n    def inner():\n        return 1\n    return inner"
    assert {one.function for one in mutants("m", SOURCE)} == {"", "Store.full", "put"}
    assert {one.function for one in mutants("m", inner)} == {"outer", "outer.<locals>.inner"}


def test_every_test_file_of_a_target_exists() -> None:
    root = Path(__file__).parents[2]
    assert [test for target in targets() for test in target.tests if not (root / test).is_file()] == []


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (0, 0, 0.0, 1.0)]
)
def test_the_interval_is_wilson_s(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=0.001)
