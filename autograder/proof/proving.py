"""Prove one assignment, with findings that say which file to change, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..assignment import Assignment, Mutant, Test, functions_among, with_tests, without_variables
from ..intake import handed_in
from ..judge import Graded, Judge, Outcome, Status
from ..sandbox import Limits
from .constants import Watched, constant_answers
from .doctests import failed_examples
from .fairness import SECRETS, Fairness
from .findings import BROKEN, Finding, at_line, not_running, why_broken
from .pictures import undefined_without_pictures
from .records import doubts
from .seen import Seen
from .settled import settled_elsewhere
from .texts import doubtful_texts
from .together import Attempt, groups, only, shows_alone

CONSTANT_SHARE = 0.10  # of an assignment's points that constant answers may earn
VISIBLE_SHARE = 0.35  # ... that answers which know the visible tests by heart may earn without a warning
_QUICK_SECRETS = 2
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Proof:
    """What is proven about an assignment, and what is not."""

    assignment: str
    tests: int
    mutants: int
    constant_share: float
    visible_share: float
    findings: tuple[Finding, ...]
    parts: Mapping[tuple[str, str, str], int]  # how often drawn tests drew each part of each domain

    @property
    def warning(self) -> str:
        """Something that is not a fault but deserves a thought; or nothing."""
        if self.visible_share <= VISIBLE_SHARE:
            return ""
        share = f"answers that know the visible tests by heart earn {self.visible_share:.0%}"
        return f"{share}, more than {VISIBLE_SHARE:.0%}. Add hidden tests, or give them more points."


def prove(
    assignment: Assignment,
    judge: Judge,
    limits: Limits,
    progress: Progress = lambda step: None,
    *,
    quick: bool = False,
) -> Proof:
    """Try everything that is known about an assignment. `progress` is called with each step.

    `quick` skips mutants of trained models: each takes a training, and calibration has tried them. It also draws
    under a few secrets only.
    """
    before, judge.strict = judge.strict, True
    try:
        return _Prover(assignment, judge, limits, progress, quick=quick).prove()
    finally:
        judge.strict = before


class _Prover:
    def __init__(
        self, assignment: Assignment, judge: Judge, limits: Limits, progress: Progress, *, quick: bool = False
    ) -> None:
        self.quick = quick
        self.trained = assignment.variables if quick and assignment.gates else frozenset[str]()  # and not tried again
        self.assignment, self.judge, self.limits, self.progress = assignment, judge, limits, progress
        self.notebook, self.tests_file = str(assignment.notebook_file), str(assignment.tests_file)
        self.named = {name for mutant in assignment.mutants for name in mutant.fails}
        self.watched = Watched()

    def prove(self) -> Proof:
        findings = [
            *doubtful_texts(self.assignment),
            *self._pictures(),
            *self._right(),
            *self._stubs(),
            *self._mutants(),
        ]
        share, constants = self._constants() if self.assignment.tests else (0.0, [])  # with essays only, there are none
        secrets = _QUICK_SECRETS if self.quick else SECRETS
        fairness = Fairness(self.assignment, self.judge, self.limits, self.progress, secrets=secrets)
        findings += [*constants, *self._styles(), *fairness.findings(), *doubts(self.assignment)]
        tests, mutants = len(self.assignment.tests), len(self.assignment.mutants)
        by_heart = self._by_heart() if tests else 0.0
        return Proof(self.assignment.name, tests, mutants, share, by_heart, tuple(findings), dict(fairness.parts))

    def _styles(self) -> Iterator[Finding]:
        """Right answers in other styles earn everything, too."""
        for style, answers in self.assignment.styles.items():
            self.progress(f"right answers {style}")
            trained = self.assignment.variables & answers.keys() - self.trained
            right = {**self.assignment.right, **answers}
            for outcome in self._grade(right, functions_only=not trained).verdict.outcomes:
                if outcome.status is not Status.PASSED:
                    fault = f"the right answer {style} fails {outcome.test} of {outcome.answer}: {outcome.detail}"
                    line = self._style_line(style, outcome.answer)
                    fix = f"Correct one of them; the test is in {self._test_line(outcome.test)}."
                    yield Finding(f"{self.assignment.reference}:{line}", fault, fix)

    def _style_line(self, style: str, answer: str) -> int:
        own = [solution for solution in self.assignment.solutions if solution.also == style]
        return next((solution.line for solution in own if solution.answer == answer), own[0].line)

    def _grade(
        self, answers: Mapping[str, str], tests: tuple[Test, ...] | None = None, *, functions_only: bool = False
    ) -> Graded:
        """Grade answers, by all tests or by some.

        `functions_only` grades only functions, which is quicker if making a variable takes a training.
        """
        asked = self.assignment if tests is None else with_tests(self.assignment, tests)
        if functions_only:
            asked, answers = without_variables(asked), functions_among(asked, answers)
        return self.judge.grade(asked, handed_in(self.assignment, answers), self.limits)

    def _outcomes(self, answers: Mapping[str, str]) -> tuple[Outcome, ...]:
        return self._grade(answers, functions_only=True).verdict.outcomes

    def _pictures(self) -> Iterator[Finding]:
        """Nothing that affects a grade depends on a picture cell."""
        for name, user in undefined_without_pictures(self.assignment):
            fault = f"{user} uses {name}, which only a picture cell defines; the judge draws no pictures."
            yield Finding(self.notebook, fault, "Define it in a plain `# %%` cell.")

    def _right(self) -> Iterator[Finding]:
        """The right answers earn everything, no cell fails, and the docstrings are true."""
        self.progress("right answers")
        submission = handed_in(self.assignment, self.assignment.right)
        with self.judge.session(self.assignment, submission, self.limits, pictures=True) as session:
            outcomes = self.judge.ready_tests(self.assignment).outcomes(session, self.watched.watch)
            for outcome in (outcome for outcome in outcomes if outcome.status is not Status.PASSED):
                yield self._fails(outcome)
            for ran in session.executed:
                for problem in (o for o in ran.outputs if o["output_type"] == "error" or o.get("name") == "stderr"):
                    said = problem.get("evalue") or problem.get("text", "").strip()
                    first = ran.cell.source.splitlines()[0]
                    fault = f"with right answers, the cell that begins {first!r} says: {said}"
                    fix = "Correct the cell: students would see this, too."
                    yield Finding(at_line(self.assignment.notebook_file, first), fault, fix)
            for answer, difference in failed_examples(self.assignment, session.box()):
                fault = f"the docstring of {answer.name} is not true: {difference}."
                yield Finding(f"{self.notebook}:{answer.line}", fault, "Correct the example, or the right answer.")

    def _fails(self, outcome: Outcome) -> Finding:
        solution = next(each for each in self.assignment.solutions if each.answer == outcome.answer)
        fault = f"the right answer {outcome.answer} fails {outcome.test}: {outcome.detail}"
        fix = f"Correct one of them; the test is in {self._test_line(outcome.test)}."
        return Finding(f"{self.assignment.reference}:{solution.line}", fault, fix)

    def _test_line(self, name: str) -> str:
        line = next(test.line for test in self.assignment.tests if test.name == name)
        return f"{self.tests_file}:{line}"

    def _stubs(self) -> Iterator[Finding]:
        """Stubs earn nothing, and report that they are not written."""
        self.progress("stubs")
        for answer in self.assignment.answers:
            if not answer.is_variable and "NotImplementedError" not in answer.stub:
                fault = (
                    f"the stub of {answer.name} does not raise NotImplementedError, so students can't tell it is not"
                )
                fix = 'End it with raise NotImplementedError("a hint").'
                yield Finding(f"{self.notebook}:{answer.line}", f"{fault} written.", fix)
        for outcome in self._grade({}).verdict.outcomes:
            if outcome.score:
                fault = f"{outcome.test} passes although {outcome.answer} is not written."
                fix = "Check a value that only a right answer returns."
                yield Finding(self._test_line(outcome.test), fault, fix)

    def _mutants(self) -> Iterator[Finding]:
        """Every mutant is caught by the tests it names, and every test catches one."""
        catches: set[str] = set()
        settled = settled_elsewhere(self.assignment)
        together = self._together([mutant for mutant in self.assignment.mutants if mutant not in settled])
        for mutant in self.assignment.mutants:
            if self._needed(mutant) & self.trained:
                continue
            if mutant in settled:
                catches |= set(mutant.fails)
                continue
            self.progress(f"mutant: {mutant.label}")
            graded = together.get(mutant) or self._tried(mutant)
            outcomes = {outcome.test: outcome for outcome in graded.verdict.outcomes}
            broken = why_broken(mutant, graded)
            if broken:  # if it fails now, no test can take the credit
                yield not_running(self.assignment, mutant, broken)
                continue
            caught = _failed(outcomes.values())
            catches |= caught
            yield from self._mutant(mutant, outcomes, caught)
        for test in self.assignment.tests:
            if test.name not in catches and not self.trained & set(test.needs):
                fault = f"{test.name} catches no mutant, so nothing shows that it can fail."
                fix = f"Add the mistake that it is meant to catch to {self.assignment.reference}, or drop the test."
                yield Finding(f"{self.tests_file}:{test.line}", fault, fix)

    def _together(self, mutants: list[Mutant]) -> dict[Mutant, Graded]:
        """The mutants that are caught in a notebook that they share with others."""
        functions = [mutant for mutant in mutants if self._needs_functions_only(mutant)]
        attempts = [Attempt(mutant, tuple(self._asked(mutant))) for mutant in functions]
        found: dict[Mutant, Graded] = {}
        for group in (group for group in groups(self.assignment, attempts) if len(group) > 1):
            self.progress(f"mutants: {len(group)} together")
            answers = {**self.assignment.right, **{each.mutant.answer: each.mutant.source for each in group}}
            tests = tuple(dict.fromkeys(test for each in group for test in each.tests))
            graded = self._grade(answers, tests, functions_only=True)
            for each in group:
                if shows_alone(graded, each) and not why_broken(each.mutant, graded):
                    found[each.mutant] = only(graded, each)
        return found

    def _asked(self, mutant: Mutant) -> list[Test]:
        """The tests that must catch a mutant, and those of its answer that no mutant names: they must catch one."""
        return [test for test in self._using(mutant) if test.name in mutant.fails or test.name not in self.named]

    def _tried(self, mutant: Mutant) -> Graded:
        """Grade the right answers with one mutant, by the tests that must catch it.

        Where it is missed, all tests that use its answer are asked, so that the author learns which one did notice.
        """
        graded = self._graded_with(mutant, self._asked(mutant))
        missed = set(mutant.fails) - _failed(graded.verdict.outcomes)
        return self._graded_with(mutant, self._using(mutant)) if missed else graded

    def _using(self, mutant: Mutant) -> list[Test]:
        return [test for test in self.assignment.tests if test.name in mutant.fails or mutant.answer in test.needs]

    def _graded_with(self, mutant: Mutant, tests: list[Test]) -> Graded:
        answers = {**self.assignment.right, mutant.answer: mutant.source}
        return self._grade(answers, tuple(tests), functions_only=self._needs_functions_only(mutant))

    def _needs_functions_only(self, mutant: Mutant) -> bool:
        return not self._needed(mutant) & self.assignment.variables

    def _needed(self, mutant: Mutant) -> set[str]:
        """The answers needed to catch a mutant."""
        return {name for test in self.assignment.tests if test.name in mutant.fails for name in test.needs}

    def _mutant(self, mutant: Mutant, outcomes: dict[str, Outcome], caught: set[str]) -> Iterator[Finding]:
        where = f"{self.assignment.reference}:{mutant.line}"
        for name in mutant.fails:
            if name not in caught:
                who = f"only {', '.join(sorted(caught))} did" if caught else "nothing did"
                fault = f"{mutant.answer} that {mutant.label} is not caught by {name}; {who}."
                yield Finding(where, fault, f"Sharpen {name} in {self.tests_file}, or name the test that catches it.")
            elif outcomes[name].detail.startswith(BROKEN):
                yield not_running(self.assignment, mutant, outcomes[name].detail)

    def _constants(self) -> tuple[float, list[Finding]]:
        """The share of points that constant answers earn, with the best constant for each answer."""
        best: dict[str, float] = {}
        names = [answer.name for answer in self.assignment.answers]
        for answers in constant_answers(names, self.watched):
            self.progress("constant answers")
            earned: dict[str, float] = {}
            for outcome in self._outcomes(answers):
                earned[outcome.answer] = earned.get(outcome.answer, 0.0) + outcome.score
            best = {name: max(best.get(name, 0.0), score) for name, score in earned.items()}
        share = sum(best.values()) / self.assignment.by_tests
        if share <= CONSTANT_SHARE:
            return share, []
        most = ", ".join(f"{name} {score:g}" for name, score in sorted(best.items(), key=lambda i: -i[1])[:3])
        fault = f"constant answers earn {share:.0%}, more than {CONSTANT_SHARE:.0%} (most: {most} points)."
        return share, [Finding(self.tests_file, fault, "Check two different values in each test.")]

    def _by_heart(self) -> float:
        """The share of points earned by answers that know the visible tests by heart."""
        self.progress("visible tests by heart")
        asked, right = self.assignment, self.assignment.right
        if self.trained:
            right = functions_among(asked, right)
            asked = without_variables(asked)
        visible = with_tests(asked, (test for test in asked.tests if test.visible))
        seen = Seen()
        with self.judge.session(asked, handed_in(self.assignment, right), self.limits) as session:
            self.judge.ready_tests(visible).outcomes(session, seen.watch)
        answers = seen.answers([answer.name for answer in self.assignment.answers])
        return sum(outcome.score for outcome in self._outcomes(answers)) / self.assignment.by_tests


def _failed(outcomes: Iterable[Outcome]) -> set[str]:
    """The tests that did not pass."""
    return {outcome.test for outcome in outcomes if outcome.status is not Status.PASSED}
