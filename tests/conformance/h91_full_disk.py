"""H 91: there is no room to write what was found. Nothing half-written is left, and nothing is lost."""

import resource
from dataclasses import replace

import pytest
from case import SMALL, Scene, Trusted

from autograder.gradebook import Gradebook, GradebookFault
from handing_in import WHEN, submission


def a_record_is_whole_or_not_there(scene: Scene) -> None:
    verdict = scene.judge.grade(scene.topic, submission(scene.topic, scene.topic.right), SMALL).verdict
    path = scene.folder / "grades.db"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Gradebook(f"sqlite:///{path}") as book:
        book.record(verdict, WHEN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))  # as a full disk would
        try:
            with pytest.raises(GradebookFault):
                for number in range(200):
                    book.record(replace(verdict, student=f"s{number}-again"), WHEN)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    with Gradebook(f"sqlite:///{path}") as again:
        found = list(again.verdicts())
    assert verdict in found
    assert all(each.score == verdict.score for each in found)


CASE = Trusted("A record is whole, or not there.", a_record_is_whole_or_not_there)
