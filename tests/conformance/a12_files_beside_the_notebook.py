"""A 12: files beside the notebook that Python or pytest would import."""

import os
from pathlib import Path

from case import SMALL, Scene, Trusted

from autograder.intake import find, read
from handing_in import hand_in

NAMES = ("conftest.py", "sitecustomize.py", "usercustomize.py", "numpy.py", "json.py", "autograder.py", "mine.pth")


def nothing_is_imported(scene: Scene) -> None:
    place = hand_in(scene.folder, "s1", scene.topic, scene.topic.right).parent
    mark = scene.folder / "imported"
    for name in NAMES:
        (place / name).write_text(f"import os; open({str(mark)!r}, 'w')\n")
    before = Path.cwd()
    os.chdir(place)  # as someone who grades in that very folder would
    try:
        [upload] = find(scene.folder, [scene.topic.name])
        graded = scene.judge.grade(scene.topic, read(upload, scene.topic), SMALL)
    finally:
        os.chdir(before)

    assert graded.verdict.score == graded.verdict.max_score
    assert not mark.exists()


CASE = Trusted("We import nothing from an upload.", nothing_is_imported)
