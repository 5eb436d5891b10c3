"""otter's grading of one notebook with a box in place of its kernel. Everything else is otter's own."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import otter
from otter.execute.preprocessor import GradingPreprocessor
from otter.test_files import GradingResults
from otter.test_files.abstract_test import TestCaseResult

from ....errors import OurFault
from ....judge import Seal, Step, WholeRun
from ....sandbox import Output
from ...whole import SKIPPED, NotGradable, must_be_python, show
from .lending import needed

Run = Callable[[Sequence[Step]], WholeRun]
_TOLD = "_otter_told"  # the name under which the notebook's results are asked for
_READ = "What came back from the notebook could not be read."
_START = """\
import importlib.util, sys, types
places = importlib.util.find_spec("otter").submodule_search_locations
module = sys.modules["otter"] = types.ModuleType("otter")
module.__path__, module.__version__ = list(places), {version!r}
exec(compile({inside!r}, "<otter>", "exec"), module.__dict__)
module.furnish()
"""
_NO_PICTURES = "module.make_no_pictures()\n"  # otter's results show none, and they take longer than most tests


class _Prepared(GradingPreprocessor):  # type: ignore[misc]
    """otter's preparation of a notebook, without the cells that connect it to otter's own process."""

    def add_init_and_export_cells(self, nb: Any) -> None:
        nb.cells.insert(0, nbformat.v4.new_code_cell(f"from otter import Notebook as {self._notebook_name}"))


@dataclass
class _Plan:
    """The steps to run in the box, and which of them are cells and last checks."""

    steps: list[Step] = field(default_factory=list)
    cells: dict[int, Any] = field(default_factory=dict)  # the cell of a step
    lasts: dict[int, str] = field(default_factory=dict)  # the question of a step

    def add(self, source: str, seconds: float, seal: Seal | None = None) -> int:
        self.steps.append(Step(source, seconds, seal))
        return len(self.steps) - 1

    def wait(self, seconds: float) -> None:
        """Keep what comes next out of the box until all before it has run: cells cross together, up to a sealed one."""
        self.add("pass", seconds, Seal((), ()))


@dataclass
class BoxedGrading:
    """Stands for otter's `grade_notebook`; `results` is what it last gave, and `remarks` what else to say."""

    run: Run
    seconds: float  # that a cell may take
    loaded: Mapping[str, Any]  # otter's test of each question
    results: Any = None
    remarks: tuple[str, ...] = ()

    def __call__(self, submission_path: str, *, tests_glob: Sequence[str], ignore_errors: bool, **settings: Any) -> Any:
        plugins = settings.get("plugin_collection")
        notebook = nbformat.read(submission_path, as_version=4)
        if plugins is not None:
            notebook = plugins.before_execution(notebook)
        must_be_python(notebook)
        tests = {Path(path).stem: (path, Path(path).read_text(encoding="utf-8")) for path in tests_glob}
        prepared, _ = _prepared(notebook, settings)
        plan = _planned(prepared, tests, self.seconds, shown=plugins is not None)
        done = self.run(plan.steps)
        self.remarks = (f"Confined at {done.level}.",)
        shown = dict(enumerate(done.outputs))
        if any(output["output_type"] == "error" for output in shown.get(0, [])):
            raise OurFault(f"otter could not be prepared in a box: {shown[0]}")
        if not ignore_errors:
            _must_have_no_error(plan, shown)
        self.results = _results(plan, done, shown, self.loaded)
        self.results.notebook = prepared
        if plugins is not None:
            plugins.run("after_grading", self.results)
        return self.results


def _prepared(notebook: Any, settings: Mapping[str, Any]) -> tuple[Any, Any]:
    chosen = {name: settings.get(name) for name in ("seed", "seed_variable")}
    return _Prepared(**chosen, otter_log=None, force_python3_kernel=False).preprocess(notebook)  # type: ignore[no-any-return]


def _planned(notebook: Any, tests: Mapping[str, tuple[str, str]], seconds: float, *, shown: bool) -> _Plan:
    """Cells in their order, each with the tests that it checks; then the tests that no cell has checked.

    `shown` says that somebody may look at the notebook afterwards.
    """
    plan = _Plan()
    inside = Path(__file__).with_name("inside.py").read_text(encoding="utf-8")
    start = _START.format(version=otter.__version__, inside=inside) + ("" if shown else _NO_PICTURES)
    plan.add(f"exec({start!r}, {{}})", seconds)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if cell.source.strip() and SKIPPED not in cell.metadata.get("tags", []):
                _plan_cell(plan, cell, tests, seconds)
    plan.wait(seconds)
    for question, (path, source) in tests.items():
        plan.lasts[plan.add(f"{_OTTER}.last({question!r}, {path!r}, {source!r})", seconds)] = question
    plan.add(f"{_TOLD} = {_OTTER}.told()", seconds)
    plan.add(f"print(__import__('json').dumps({_TOLD}))", seconds, Seal((), (_TOLD,)))
    return plan


_OTTER = "__import__('otter')"


def _plan_cell(plan: _Plan, cell: Any, tests: Mapping[str, tuple[str, str]], seconds: float) -> None:
    wants = needed(cell.source, tests)
    if wants.questions:
        plan.wait(seconds)
        plan.add(f"{_OTTER}.lend({ {name: tests[name] for name in wants.questions}!r})", seconds)
    plan.cells[plan.add(cell.source, seconds)] = cell
    if wants.questions and not wants.later:
        plan.add(f"{_OTTER}.take_back({list(wants.questions)!r})", seconds)


def _must_have_no_error(plan: _Plan, shown: Mapping[int, list[Output]]) -> None:
    """In otter's debug mode, the first error ends the grading."""
    for step in plan.cells:
        error = _error(shown.get(step, []))
        if error:
            raise NotGradable(f"A cell ended with {error}, and otter's debug mode is on.")


def _results(plan: _Plan, done: WholeRun, shown: Mapping[int, list[Output]], loaded: Mapping[str, Any]) -> Any:
    """otter's results, from what the steps have shown."""
    for number, (step, cell) in enumerate(plan.cells.items(), 1):
        show(cell, shown.get(step, []), number)
    if done.ended:
        return GradingResults.without_results(NotGradable(f"{_where(plan, len(done.outputs))}{done.ended}"))
    late = dict[str, str]()
    for step, question in plan.lasts.items():
        error = _error(shown[step])
        if error.startswith("CellTimeoutError"):
            late[question] = error.partition(": ")[2]
        elif error:
            fault = f"The test of {question} ended with {error}, and with it otter's grading."
            return GradingResults.without_results(NotGradable(fault))
    asked = {question: _anew(loaded[question]) for question in plan.lasts.values()}
    return GradingResults(list(_tests(asked, late, _told(shown[len(plan.steps) - 1]))))


def _anew(test: Any) -> Any:
    """otter's test without results. It is loaded once for everybody, and a plugin may change what it gets."""
    new = copy.copy(test)
    new.test_cases = [replace(case) for case in test.test_cases]
    return new


def _tests(asked: Mapping[str, Any], late: Mapping[str, str], told: Mapping[str, object]) -> Iterator[Any]:
    """otter's tests of all questions, in the order of their checks, with what came back about their cases."""
    order = [question for question in told if question in asked]
    for question in [*order, *(question for question in asked if question not in told)]:
        test = asked[question]
        cases = told.get(question)
        if not _fits(cases, len(test.test_cases)):
            cases = [[False, late.get(question, _READ)]] * len(test.test_cases)
        assert isinstance(cases, list)
        test.test_case_results = [
            TestCaseResult(test_case=case, message=message, passed=passed)
            for case, (passed, message) in zip(test.test_cases, cases, strict=True)
        ]
        yield test


def _fits(cases: object, count: int) -> bool:
    """Whether what came back has the form of a test's results. It may hold anything."""
    if not isinstance(cases, list) or len(cases) != count:
        return False
    return all(isinstance(case, list) and list(map(type, case)) == [bool, str] for case in cases)


def _told(outputs: list[Output]) -> dict[str, object]:
    """What the notebook reports about its checks, by question."""
    try:
        told = json.loads("".join(output["text"] for output in outputs if output["output_type"] == "stream"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _error(outputs: list[Output]) -> str:
    """The error that a step shows."""
    errors = [output for output in outputs if output["output_type"] == "error"]
    return f"{errors[-1]['ename']}: {errors[-1]['evalue']}".removesuffix(": ") if errors else ""


def _where(plan: _Plan, count: int) -> str:
    """Which cell or test a process ended in, after so many steps."""
    step = count - 1
    if step in plan.cells:
        return f"Code cell {list(plan.cells).index(step) + 1} ended the process. "
    return f"The test of {plan.lasts[step]} ended the process. " if step in plan.lasts else ""
