"""The command, as people and scripts use it."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from autograder import __version__
from autograder.assignment import load
from autograder.doctor import _run
from certifying import PASSPHRASE, with_key
from conftest import REFERENCE, TESTS, write_topic
from handing_in import hand_in

CONFIG = """\
limits: {cell_seconds: 5, call_seconds: 2, total_seconds: 30}
certificate: {issuer: A school, url: https://school.test/fdl}
"""
Done = subprocess.CompletedProcess[str]


def run(*arguments: str | Path, cwd: Path, **environment: str) -> Done:
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    settings = {**os.environ, "AUTOGRADER_PASSPHRASE": PASSPHRASE, **environment}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=settings)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A small course with three students."""
    topic = load(write_topic(tmp_path))
    (tmp_path / "grading_config.yml").write_text(CONFIG)
    hand_in(tmp_path / "submitted", "ada", topic, topic.right)
    hand_in(tmp_path / "submitted", "bob", topic, {"double": topic.right["double"]})
    hand_in(tmp_path / "submitted", "eve", topic, b"")
    return tmp_path


def test_it_says_its_version_and_what_it_can_do(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout == f"autograder, version {__version__}\n"
    helped = run("--help", cwd=tmp_path).stdout
    for command in ("build", "check", "grade", "report", "certify", "verify", "doctor", "demo"):
        assert command in helped


def test_from_grading_to_a_certificate(here: Path) -> None:
    with_key(here)
    graded = run("grade", "submitted", "--json", cwd=here)
    lines = {line["student"]: line for line in map(json.loads, graded.stdout.splitlines())}
    assert graded.returncode == 0
    assert (lines["ada"]["score"], lines["bob"]["score"], lines["eve"]["status"]) == (5, 3, "refused")
    assert lines["eve"]["reason"] == "This file is empty."
    assert "refused eve 01-doubling: This file is empty." in graded.stderr

    again = run("grade", "submitted", "--json", cwd=here)
    assert (again.returncode, again.stdout) == (0, "")
    assert "3 of 3 submissions are unchanged since they were graded." in again.stderr

    assert run("report", cwd=here).stdout == "results/index.html\n"
    assert "../feedback/ada/01-doubling.html" in (here / "results" / "students" / "ada.html").read_text()
    assert "What to mend first" in (here / "results" / "feedback" / "bob" / "01-doubling.html").read_text()
    assert (here / "results" / "standings.csv").read_text().splitlines()[1] == "ada,100.00,100.00,yes"

    certified = run("certify", cwd=here)
    assert certified.stdout.splitlines() == ["results/certificates/ada.jwt", "results/certificates/bob.jwt"]
    assert "no certificate eve: 01-doubling has 0.0 %; 50 % is needed." in certified.stderr

    certificate = here / "results" / "certificates" / "ada.jwt"
    verified = run("verify", certificate, "--site", "results/site", cwd=here)
    assert (verified.returncode, verified.stdout[:6]) == (0, "Valid:")
    certificate.write_text(certificate.read_text().replace("e", "f", 1))
    refused = run("verify", certificate, "--site", "results/site", cwd=here)
    assert (refused.returncode, refused.stdout) == (4, "")
    assert "Not valid. The signature does not match" in refused.stderr


def test_a_dry_run_of_certify_writes_no_certificate(here: Path) -> None:
    run("grade", "submitted", cwd=here)

    certified = run("certify", "--dry-run", cwd=here)

    assert certified.stdout.splitlines() == ["results/certificates/ada.jwt", "results/certificates/bob.jwt"]
    assert not {"certificates", "site"} & {path.name for path in (here / "results").iterdir()}
    assert not (here / "keys" / "issuer.pem").exists()


def test_a_site_that_lies_beside_a_certificate_proves_nothing(here: Path) -> None:
    """A forger can put his own there; so VALID is said only against what the verifier brings."""
    with_key(here)
    run("grade", "submitted", cwd=here)
    run("certify", cwd=here)
    certificate = here / "results" / "certificates" / "ada.jwt"

    alone = run("verify", certificate, cwd=here)
    key = re.findall("^Key thumbprint: (.{43})$", alone.stdout, re.MULTILINE)[0]

    assert alone.returncode == 4
    assert alone.stdout.startswith("Unknown issuer.")
    assert "Issuer: https://school.test/fdl\n" in alone.stdout
    assert "Not checked: whether the holder is the issuer it names;" in alone.stdout
    for trusted in (["--key", key], ["--site", "results/site"]):
        known = run("verify", certificate, *trusted, cwd=here)
        assert known.returncode == 0
        assert known.stdout.startswith("Valid:")
        assert "Issuer: https://school.test/fdl\n" in known.stdout and f"Key thumbprint: {key}\n" in known.stdout
    assert "that it was not revoked by 20" in run("verify", certificate, "--site", "results/site", cwd=here).stdout
    assert "is the issuer's; whether it was revoked;" in run("verify", certificate, "--key", key, cwd=here).stdout
    assert run("verify", certificate, "--key", "x" * 43, cwd=here).returncode == 4


def test_the_key_is_the_courses_wherever_the_command_is_called(here: Path) -> None:
    with_key(here)
    run("grade", "submitted", cwd=here)
    (here / "elsewhere").mkdir()

    second = run("certify", "--to", "../results", cwd=here / "elsewhere")

    assert (here / "keys" / "issuer.pem").exists() and not (here / "elsewhere" / "keys").exists()
    assert second.stdout.splitlines()[0] == "../results/certificates/ada.jwt"


def test_a_lost_key_is_not_replaced_silently_and_old_certificates_still_verify(here: Path) -> None:
    with_key(here)
    run("grade", "submitted", cwd=here)
    run("certify", "bob", cwd=here)
    old = (here / "results" / "certificates" / "bob.jwt").read_text()
    (here / "keys" / "issuer.pem").unlink()

    certified = run("certify", cwd=here)

    assert certified.returncode == 2
    assert "The issuer's key is missing" in certified.stderr and "autograder keys new" in certified.stderr
    renewed = run("keys", "new", cwd=here)
    assert "The old key stays public" in renewed.stderr
    assert run("certify", cwd=here).returncode == 0
    (here / "old.jwt").write_text(old)
    for name in ("old.jwt", "results/certificates/ada.jwt"):
        assert run("verify", name, "--site", "results/site", cwd=here).returncode == 0
    assert (here / "results" / "certificates" / "bob.jwt").read_text() == old


def test_a_policy_that_moves_the_issuer_is_told_and_exits_with_2(here: Path) -> None:
    with_key(here)
    run("grade", "submitted", cwd=here)
    run("certify", cwd=here)
    (here / "grading_config.yml").write_text(CONFIG.replace("school.test", "moved.test"))

    moved = run("certify", cwd=here)

    assert moved.returncode == 2
    assert "names https://school.test/fdl, but the policy says https://moved.test/fdl" in moved.stderr


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        ("", "certificate.url in grading_config.yml does not say where your school's public site is"),
        ("certificate: {url: https://example.org/fdl}\n", "is https://example.org/fdl, an address for examples"),
        ("certificate: {url: https://courses.example/x}\n", "an address for examples"),
    ],
)
def test_nobody_signs_with_an_address_that_is_nobodys(here: Path, policy: str, fault: str) -> None:
    (here / "grading_config.yml").write_text(CONFIG.splitlines()[0] + "\n" + policy)
    run("grade", "submitted", cwd=here)

    certified = run("certify", cwd=here)

    assert certified.returncode == 2 and fault in certified.stderr
    assert not (here / "keys" / "issuer.pem").exists() and not (here / "results" / "site").exists()


def test_asking_for_a_certificate_that_was_not_earned_fails(here: Path) -> None:
    run("grade", "submitted", cwd=here)

    assert run("certify", "eve", cwd=here).returncode == 1
    assert run("certify", "nobody", cwd=here).returncode == 2


def test_check_proves_or_says_what_to_mend(here: Path) -> None:
    proven = run("check", "01", cwd=here)
    assert proven.returncode == 0
    assert (
        "✓ 01-doubling: 3 tests, 3 mutants caught, constants earn 0%, the visible tests by heart 20%" in proven.stderr
    )

    write_topic(here, tests=TESTS.replace("@points(1)", "@points(5)"))
    warned = run("check", cwd=here)
    assert warned.returncode == 0
    assert "01-doubling: answers that know the visible tests by heart earn 56%, more than 35%." in warned.stderr

    write_topic(here, reference=REFERENCE.replace("return x // 2", "return x * 0.5"))
    unproven = run("check", cwd=here)
    assert unproven.returncode == 1
    assert "halve that rounds down is not caught by test_halves; nothing did." in unproven.stderr


def test_build_writes_the_releases(here: Path) -> None:
    built = run("build", "--to", "out", cwd=here)

    assert built.stdout.split() == ["out/student", "out/nbgrader", "out/otter", "out/reference", "out/course.md"]
    assert (here / "out" / "student" / "01-doubling" / "01-doubling.ipynb").exists()


def test_build_can_write_the_page_for_teachers_alone(here: Path) -> None:
    built = run("build", "--page", "teachers.md", cwd=here)

    assert built.stdout == "teachers.md\n"
    assert "\n## 1. Doubling\n" in (here / "teachers.md").read_text()
    assert not (here / "dist").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["grade", "nowhere"], "'nowhere' does not exist"),
        (["check", "99"], "'99' matches no assignment of: 01-doubling"),
        (["grade", "submitted", "--engine", "hand"], "'hand' is not one of"),
        (["report"], "There is no gradebook in results. Grade first, or use --to FOLDER."),
        (["certify", "--dry-run"], "There is no gradebook in results."),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["verify", "grading_config.yml", "--site", ".", "--key", "x"], "Use --site or --key, not both."),
    ],
)
def test_wrong_use_is_told_and_exits_with_2(here: Path, arguments: list[str], message: str) -> None:
    done = run(*arguments, cwd=here)

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (here / "results").exists()


def test_broken_files_of_authors_are_told_and_exit_with_2(here: Path) -> None:
    (here / "grading_config.yml").write_text("attempts: most\n")
    policy = run("grade", "submitted", cwd=here)
    assert policy.returncode == 2
    assert "grading_config.yml:1: attempts is 'most', but must be one of 'best' or 'last'." in policy.stderr

    (here / "grading_config.yml").write_text(CONFIG)
    write_topic(here, tests=TESTS.replace("def test_halves(halve)", "def test_halves(half)"))
    topic = run("check", cwd=here)
    assert topic.returncode == 2
    assert "asks for 'half', which is not an answer here." in topic.stderr


def test_a_folder_that_is_no_course_is_told(tmp_path: Path) -> None:
    (tmp_path / "submitted").mkdir()

    done = run("grade", "submitted", cwd=tmp_path)

    assert done.returncode == 2
    assert "There is no grading_config.yml here." in done.stderr


def test_a_folder_without_submissions_is_told(here: Path) -> None:
    (here / "empty").mkdir()

    done = run("grade", "empty", cwd=here)

    assert done.returncode == 2
    assert "the layout must be <student>/<assignment>/<notebook>.ipynb" in done.stderr


def test_an_id_that_is_a_formula_is_quoted_in_our_table_and_left_out_of_nbgraders(here: Path) -> None:
    topic = load(here / "assignments" / "01-doubling")
    hand_in(here / "submitted", "=cmd()", topic, topic.right)
    run("grade", "submitted", cwd=here)
    run("report", cwd=here)
    (here / "theirs").mkdir()

    projected = run("project", "theirs", cwd=here)

    assert "'=cmd(),100.00,100.00,yes" in (here / "results" / "standings.csv").read_text().splitlines()
    assert projected.returncode == 0, projected.stderr
    assert "left out '=cmd()'" in projected.stderr
    assert "3 submissions are now in theirs/gradebook.db." in projected.stderr


def test_what_is_our_fault_exits_with_3(here: Path) -> None:
    (here / "results").mkdir()
    (here / "results" / "notebooks").write_text("not a folder")

    done = run("grade", "submitted", "--json", cwd=here)
    lines = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 3
    assert {line["student"]: line["status"] for line in lines} == {"ada": "ours", "bob": "ours", "eve": "refused"}


def test_a_gradebook_that_cannot_be_used_is_told_plainly(here: Path) -> None:
    (here / "results").mkdir()
    (here / "results" / "gradebook.db").write_text("this is no database" * 100)
    broken = run("grade", "submitted", cwd=here)
    absent = run("report", "--gradebook", "sqlite:////nowhere/at/all.db", cwd=here)
    wrong = [run("report", "--gradebook", url, cwd=here) for url in ("gradebook.db", "foo://here", "mysql://here/x")]

    assert (broken.returncode, absent.returncode) == (3, 3)
    assert "the gradebook can't be used: file is not a database" in broken.stderr
    assert "the gradebook can't be used: unable to open database file" in absent.stderr
    assert [done.returncode for done in wrong] == [2, 2, 2]
    assert "This is not the address of a database" in wrong[0].stderr
    assert "This kind of database needs another package: No module named 'MySQLdb'" in wrong[2].stderr
    assert not [done for done in (broken, absent, *wrong) if "Traceback" in done.stderr]


def test_what_hangs_is_a_line_of_doctor_and_not_a_traceback(tmp_path: Path) -> None:
    assert _run(["sleep", "5"], 0.1) == (False, "no answer within 0.1 seconds")
    assert _run([str(tmp_path / "nothing")], 1)[0] is False
    assert _run(["sh", "-c", "echo one; echo two"], 5) == (True, "two")
    assert _run(["sh", "-c", "echo out; echo bad >&2; exit 1"], 5) == (False, "bad")


@pytest.mark.parametrize(
    "stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["Ctrl-C", "kill", "the terminal closes"]
)
def test_a_grader_that_is_stopped_leaves_nothing_behind_and_the_next_run_goes_on(
    here: Path, stop: signal.Signals
) -> None:
    topic = load(here / "assignments" / "01-doubling")
    slow = {**topic.right, "halve": "import time; time.sleep(0.5)\ndef halve(x): return x / 2"}
    for number in range(12):
        hand_in(here / "submitted", f"s{number:02}", topic, slow)
    command = [sys.executable, "-m", "autograder", "grade", "submitted", "--json", "--jobs", "2"]
    heard = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # whoever runs tests unattended may have it ignored
    with subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        signal.signal(signal.SIGINT, heard)
        assert process.stdout is not None and process.stderr is not None
        first = [json.loads(process.stdout.readline()) for _ in range(4)]
        process.send_signal(stop)
        rest = [json.loads(line) for line in process.stdout.read().splitlines()]
        said = process.stderr.read()
        assert process.wait(20) == 130
    assert "run the same command again to continue" in said

    resumed = run("grade", "submitted", "--json", cwd=here)
    lines = [json.loads(line) for line in resumed.stdout.splitlines()]

    students = [line["student"] for line in [*first, *rest, *lines]]
    assert resumed.returncode == 0
    assert sorted(students) == sorted(set(students))
    assert len(students) == 15


def test_killing_everything_loses_nothing_that_was_recorded(here: Path) -> None:
    topic = load(here / "assignments" / "01-doubling")
    for number in range(12):
        hand_in(here / "submitted", f"s{number:02}", topic, topic.right)
    command = [sys.executable, "-m", "autograder", "grade", "submitted", "--json"]
    with subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        first = [json.loads(process.stdout.readline()) for _ in range(3)]
        process.kill()
        first += [json.loads(line) for line in process.stdout.read().splitlines() if line.endswith("}")]
    time.sleep(0.5)

    resumed = run("grade", "submitted", "--json", cwd=here)

    lines = [json.loads(line) for line in resumed.stdout.splitlines()]
    assert not {line["student"] for line in first} & {line["student"] for line in lines}
    run("report", cwd=here)
    assert len((here / "results" / "standings.csv").read_text().splitlines()) == 16


def test_a_gradebook_that_somebody_else_writes_to_is_waited_for(here: Path) -> None:
    topic = load(here / "assignments" / "01-doubling")
    hand_in(here / "submitted", "s1", topic, topic.right)
    assert run("grade", "submitted", cwd=here).returncode == 0
    hand_in(here / "submitted", "s1", topic, {})
    book = sqlite3.connect(next((here / "results").glob("*.db")), isolation_level=None, check_same_thread=False)
    book.execute("BEGIN IMMEDIATE")
    threading.Timer(6, lambda: book.execute("COMMIT")).start()

    done = run("grade", "submitted", "--json", cwd=here)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[0])["score"] == 0


def test_colours_are_left_out_where_nobody_sees_them(here: Path) -> None:
    for environment in ({"NO_COLOR": "1", "FORCE_COLOR": ""}, {"TERM": "dumb"}):
        done = run("check", cwd=here, **environment)

        assert "\x1b[" not in done.stderr + done.stdout


def test_doctor_looks_at_everything(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)

    assert done.returncode == 0
    for name in (
        "Python: 3.",
        "Confinement: L",
        "Keras: 3.",
        "nbgrader: 0.9.6",
        "otter-grader: 7.0.0",
        "Docker: ",
    ):
        assert name in done.stdout
