"""C 40: links where the grader would write, read or change an owner."""

import os

from case import SMALL, Case, Harmless, Scene, Trusted

from handing_in import submission

LINKS = """\
import os
for name in ("data.csv", "results.json", "out"):
    try: os.symlink(SECRET_FILE, name)
    except OSError: pass
os.symlink("/", "up")
os.symlink("loop", "loop")
"""


def files_go_where_the_box_may_write(scene: Scene) -> None:
    link = f"import os\nos.symlink({str(scene.secret)!r}, 'data.csv')"
    before = scene.secret.read_text()
    with scene.judge.session(
        scene.topic, submission(scene.topic, {**scene.topic.right, "halve": link}), SMALL
    ) as session:
        try:
            session.box().add_file("data.csv", b"overwritten")
        except Exception as error:
            assert "Error" in str(error)

    assert scene.secret.read_text() == before


def a_home_full_of_links_is_removed_and_what_they_point_to_is_not(scene: Scene) -> None:
    kept = scene.folder / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    link = f"import os\nos.symlink({str(kept)!r}, 'folder')\nos.mkdir('deep')\nos.symlink('/', 'deep/up')\ndef halve(x): return x / 2"
    scene.judge.grade(scene.topic, submission(scene.topic, {**scene.topic.right, "halve": link}), SMALL)

    assert os.listdir(kept) == ["file"]


CASES = [
    Case("Nobody follows them.", Harmless(), cells=(LINKS,)),
    Trusted("A file that is handed to the box goes where the box itself may write.", files_go_where_the_box_may_write),
    Trusted("What they point to stays.", a_home_full_of_links_is_removed_and_what_they_point_to_is_not),
]
