"""The summary shown after grading. It does not keep verdicts: there may be very many."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from ..judge import Ruling, Verdict
from .stopped import Stopped

_LISTED = 20  # submissions that were not graded


@dataclass
class TopicTally:
    """The results of one assignment's submissions so far."""

    counts: Counter[Ruling] = field(default_factory=Counter)
    percent: float = 0.0
    seconds: float = 0.0

    @property
    def mean_percent(self) -> float:
        return self.percent / max(self.counts[Ruling.GRADED], 1)

    @property
    def mean_seconds(self) -> float:
        return self.seconds / max(self.counts[Ruling.GRADED], 1)


class Tally:
    """Counts of verdicts by assignment, and the first submissions that were not graded, each with its reason."""

    def __init__(self) -> None:
        self.topics: dict[str, TopicTally] = defaultdict(TopicTally)
        self.not_graded: list[tuple[Ruling, str]] = []
        self.stopped: list[Stopped] = []
        self.in_words = 0  # answers that a person grades

    @property
    def ours(self) -> bool:
        """Whether anything failed through our fault."""
        return any(topic.counts[Ruling.OURS] for topic in self.topics.values())

    @property
    def all_refused(self) -> bool:
        """Whether several submissions were graded and all refused: one may be its student's fault, all are not."""
        counts = sum((topic.counts for topic in self.topics.values()), Counter[Ruling]())
        return counts[Ruling.REFUSED] == counts.total() > 1

    def add(self, verdict: Verdict) -> None:
        topic = self.topics[verdict.assignment]
        topic.counts[verdict.status] += 1
        self.in_words += sum(bool(each.answer) for each in verdict.by_hand)
        if verdict.status is Ruling.GRADED:
            topic.percent += 100 * verdict.score / verdict.max_score if verdict.max_score else 0.0
            topic.seconds += verdict.seconds
        elif len(self.not_graded) < _LISTED:
            self.not_graded.append((verdict.status, f"{verdict.student} {verdict.assignment}: {verdict.reason}"))
