"""Prove drawn tests: fair under many secrets, strict under several, quick, and with every part of a domain drawn."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack

from ..assignment import Answer, Assignment, Mutant, Test, functions_among, without_variables
from ..intake import handed_in
from ..judge import Compared, Drawn, Expectations, Judge, Session, StudentError, compared
from ..sandbox import BoxError, Limits
from ..secret import Secret
from .findings import BROKEN, Finding, not_running

SECRETS = 100  # under which every right answer must pass
FEW_SECRETS = 5  # under which every wrong one must fail
_SLOW = 0.2  # of the time that a call is granted: slower machines and slower right answers must have room
Parts = Counter[tuple[str, str, str]]  # how often each part of each domain was drawn, by test


class Fairness:
    """The proof of an assignment's drawn tests. `parts` is its table for the author."""

    def __init__(
        self,
        assignment: Assignment,
        judge: Judge,
        limits: Limits,
        progress: Callable[[str], None],
        *,
        secrets: int = SECRETS,
    ) -> None:
        self.secrets = secrets
        self.assignment, self.judge, self.limits, self.progress = assignment, judge, limits, progress
        self.tests = [test for test in assignment.tests if test.drawn]
        self.parts: Parts = Counter()

    def findings(self) -> Iterator[Finding]:
        """Everything that is not proven."""
        yield from self._missing()
        if self.tests:
            with self._session({}) as reference:
                yield from self._right(reference)
                yield from self._wrong(reference)

    def _missing(self) -> Iterator[Finding]:
        """Every function has drawn calls, or a reason why not."""
        drawn = {test.answer for test in self.tests}
        for answer in self.assignment.answers:
            if not answer.is_variable and answer.name not in drawn and answer.name not in self.assignment.exempt:
                fault = f"no calls are drawn for {answer.name}."
                fix = f"Write cases_{answer.name}(draw), or give the reason in WITHOUT_CASES."
                yield Finding(f"{self.assignment.tests_file}:{self._first_line(answer)}", fault, fix)

    def _first_line(self, answer: Answer) -> int:
        return min(test.line for test in self.assignment.tests_of(answer.name))

    def _right(self, reference: Session) -> Iterator[Finding]:
        """Right answers in every style pass under every secret, and none is slow."""
        styles = {"the right answer": {}, **{f"the one {style}": own for style, own in self.assignment.styles.items()}}
        with ExitStack() as stack:
            sessions = {style: stack.enter_context(self._session(own)) for style, own in styles.items()}
            told: set[tuple[str, str]] = set()
            for number in range(1, self.secrets + 1):
                self.progress(f"drawn calls: secret {number} of {self.secrets}")
                for test, drawn in self._drawn(number, reference).items():
                    self.parts.update({(test.name, *part): count for part, count in drawn.parts.items()})
                    for style, session in sessions.items():
                        asked = not styles[style] or test.answer in styles[style]
                        fault = self._unfair(test, drawn, session) if asked else ""
                        if fault and (style, test.name) not in told:
                            told.add((style, test.name))
                            what = f"{style} for {test.answer} does not pass {test.name} with secret {number}: {fault}"
                            yield self._finding(test, what, "Draw what the notebook allows, or widen the tolerance.")

    def _unfair(self, test: Test, drawn: Drawn, session: Session) -> str:
        found = self._compared(test, drawn, session)
        if isinstance(found, str):
            return found
        if found.first is not None:
            return str(found.first)
        if found.slowest > _SLOW * self.limits.call_seconds:
            return f"a call takes {found.slowest:.1f} seconds, more than {_SLOW:.0%} of what students are granted."
        if found.seconds > _SLOW * self.limits.cell_seconds:
            return f"all calls take {found.seconds:.0f} seconds, more than {_SLOW:.0%} of what students are granted."
        return ""

    def _wrong(self, reference: Session) -> Iterator[Finding]:
        """What a drawn test is said to catch, it catches under every secret."""
        cases = [self._drawn(number, reference) for number in range(1, min(FEW_SECRETS, self.secrets) + 1)]
        names = {test.name for test in self.tests}
        for mutant in self.assignment.mutants:
            if names & set(mutant.fails) and mutant.answer not in self.assignment.variables:
                self.progress(f"drawn calls: {mutant.label}")
                with self._session({mutant.answer: mutant.source}) as session:
                    yield from self._escapes(mutant, cases, session)

    def _escapes(self, mutant: Mutant, cases: list[Mapping[Test, Drawn]], session: Session) -> Iterator[Finding]:
        for test in self.tests:
            if test.name not in mutant.fails:
                continue
            for number, drawn in enumerate(cases, 1):
                found = self._compared(test, drawn[test], session)
                if isinstance(found, str) and found.startswith(BROKEN):
                    yield not_running(self.assignment, mutant, session.why_missing([mutant.answer]) or found)
                    return
                if isinstance(found, Compared) and found.first is None:
                    fault = f"{mutant.answer} that {mutant.label} passes {test.name} with secret {number}."
                    where = f"{self.assignment.reference}:{mutant.line}"
                    yield Finding(where, fault, f"Draw what tells them apart more often, in {test.name}.")
                    break

    @staticmethod
    def _compared(test: Test, drawn: Drawn, session: Session) -> Compared | str:
        """What came of the calls, or how they ended."""
        try:
            return compared(test, drawn, session)
        except (BoxError, StudentError) as error:
            return f"{type(error).__name__}: {error}"

    def _drawn(self, number: int, reference: Session) -> Mapping[Test, Drawn]:
        """The tests' cases under one secret."""

        def shared() -> AbstractContextManager[Session]:
            return contextlib.nullcontext(reference)

        expectations = Expectations(self.assignment, Secret.of_trial(number), shared)
        expectations.prepare(tuple(self.tests))
        return {test: expectations.of(test) for test in self.tests}

    def _session(self, changed: Mapping[str, str]) -> Session:
        """Right answers at work, some of them changed. It is used for long, so all of it may take long."""
        asked = without_variables(self.assignment)
        answers = functions_among(asked, {**self.assignment.right, **changed})
        return self.judge.session(asked, handed_in(asked, answers), self.limits.without_total())

    def _finding(self, test: Test, fault: str, fix: str) -> Finding:
        return Finding(f"{self.assignment.tests_file}:{test.line}", fault, fix)
