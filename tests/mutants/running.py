"""Tests in this process: what they enter, how long they take, and whether they notice a fault."""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

OPTIONS = (
    "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--tb=line", "--no-header",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip
"""Plugins are loaded before the fork, which pytest would warn of."""
STAGE = frozenset({"stage", "sample_stage", "sample_database"})
"""Fixtures of tests that take seconds each: left out."""
PROJECT = ("data", "matching", "bot", "tests")


@dataclass
class Survey:
    """The tests without any fault: how long each takes, and which functions of the targets it enters."""

    seconds: dict[str, float] = field(default_factory=dict)
    entered: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """By test: `(file of the module, qualified name of the function)`."""
    failed: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    """Modules that are not of the project and were loaded in the end."""
    unaffected: list[str] = field(default_factory=list)
    """Modules of the project that import no target, directly or by way of others."""


class _Surveyor:
    """A pytest plugin that fills a survey."""

    def __init__(self, files: set[str]) -> None:
        self.survey = Survey()
        self._files = files
        self._entered: set[tuple[str, str]] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if STAGE.isdisjoint(getattr(item, "fixturenames", ()))]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        self._entered = self.survey.entered.setdefault(item.nodeid, set())
        started = time.perf_counter()
        sys.setprofile(self._saw)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            self.survey.seconds[item.nodeid] = time.perf_counter() - started

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.survey.failed.append(report.nodeid)

    def _saw(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename in self._files:
            self._entered.add((frame.f_code.co_filename, frame.f_code.co_qualname))


class _Chooser:
    """A pytest plugin that runs the chosen tests only, in the order given."""

    def __init__(self, chosen: Sequence[str]) -> None:
        self._order = {test: place for place, test in enumerate(chosen)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = [item for item in items if item.nodeid in self._order]
        items[:] = sorted(kept, key=lambda item: self._order[item.nodeid])


def survey(files: set[str], tests: Sequence[str], targets: set[str]) -> Survey:
    """Run all the tests without a fault. `files` are those of the targets, `targets` their module names."""
    plugin = _Surveyor(files)
    pytest.main([*OPTIONS[:1], *OPTIONS[2:], *tests], plugins=[plugin])
    found = plugin.survey
    found.libraries = [name for name in list(sys.modules) if name.partition(".")[0] not in PROJECT]
    affected = _affected(targets)
    found.unaffected = [
        name for name in list(sys.modules)
        if name.partition(".")[0] in PROJECT[:3] and name not in affected
    ]  # fmt: skip
    return found


def is_noticed(module: str, tree: ast.Module, tests: Sequence[str]) -> bool:
    """Whether one of the tests fails when the module is this tree. The module has not been imported yet.

    Raises:
        RuntimeError: it has, or a test file is missing, or no test was run.
    """
    if module in sys.modules:
        raise RuntimeError(f"{module} is imported already")
    sys.meta_path.insert(0, _Finder(module, tree))
    files = sorted({test.partition("::")[0] for test in tests})
    if missing := [file for file in files if not Path(file).is_file()]:
        raise RuntimeError(f"no such file: {missing}")
    status = pytest.main([*OPTIONS, *files], plugins=[_Chooser(tests)])
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise RuntimeError("no test was run")
    return status != pytest.ExitCode.OK


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a syntax tree."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self._module, self._tree = module, tree

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self._module:
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path, target)
        assert found is not None
        return importlib.util.spec_from_file_location(name, found.origin, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._tree, str(module.__file__), "exec"), module.__dict__)  # noqa: S102 - what is tested


def _affected(targets: set[str]) -> set[str]:
    """The targets, and every module of the project that imports one of them, however far away."""
    importers = defaultdict[str, set[str]](set)
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PROJECT and getattr(module, "__file__", None):
            for imported in _imports(name, module):
                importers[imported].add(name)
    affected, open_ = set[str](), list(targets)
    while open_:
        name = open_.pop()
        if name not in affected:
            affected.add(name)
            open_ += importers[name]
    return affected


def _imports(name: str, module: ModuleType) -> set[str]:
    """What importing a module imports: also the packages that it is in."""
    found = {name.rpartition(".")[0]}
    with open(str(module.__file__), encoding="utf-8") as source:  # noqa: PTH123 - thousands of small files
        tree = ast.parse(source.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
