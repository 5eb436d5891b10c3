"""A scheduler and two nodes, as processes on this machine: the same verdicts, whatever happens to them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest
from click.testing import CliRunner
from machines import Machine, machines, scheduler, wait_until

import autograder
from autograder.cli import cli
from autograder.cluster import ClusterEngine, ClusterError, serve_scheduler, write_keys
from autograder.cluster.address import Protection, checked
from autograder.cluster.dispatch import Dispatch, SchedulerLost
from autograder.cluster.equipping import NoNodes
from autograder.cluster.facts import here, refusal
from autograder.cluster.messages import Answer, Facts, Order, Wanted, joined, parsed, parted, written
from autograder.cluster.parcel import hash_of, packed, unpacked
from autograder.cohort import JudgeEngine, Run
from autograder.course import Course, load_course
from autograder.intake import find
from autograder.judge import Ruling, Verdict
from autograder.policy import CertificatePolicy, Policy
from handing_in import hand_in

pytest.importorskip("distributed", reason="dask.distributed is not installed")

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
SLOW = "import time; time.sleep(0.4)\ndef halve(x): return x / 2"


@pytest.fixture(scope="module")
def two_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Machine]]:
    """The address of a cluster with two nodes, and the program that runs these."""
    folder = tmp_path_factory.mktemp("cluster")
    with machines() as running:
        central, address = scheduler(folder)
        node = Machine("node", address, "--jobs", "2", log=folder / "node.log")
        running += [central, node]
        yield address, node


def graded(course: Course, folder: Path, address: str, told: list[str], to: Path | None = None) -> dict[str, Verdict]:
    """The verdicts by student, none of whom has two."""
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)
    engine = ClusterEngine(address, to, tell=told.append)
    found = list(engine.grade(course, find(folder, course.names), 1))
    verdicts = {each.student: each for each in found if isinstance(each, Verdict)}
    assert len(verdicts) == len(found)
    return verdicts


def timeless(verdict: Verdict) -> Verdict:
    return replace(verdict, seconds=0.0)


def test_a_cluster_gives_the_same_verdicts_and_notebooks_as_this_machine(
    small_course: Course, two_nodes: tuple[str, Machine], tmp_path: Path
) -> None:
    topic, address, told = small_course.assignments[0], two_nodes[0], list[str]()
    hand_in(tmp_path / "in", "right", topic, topic.right)
    hand_in(tmp_path / "in", "stub", topic, {})
    hand_in(tmp_path / "in", "empty", topic, b"")
    hand_in(tmp_path / "in", "exits", topic, {**topic.right, "halve": "def halve(x):\n    import os; os._exit(0)"})
    hand_in(tmp_path / "in", "link", topic, b"").unlink()
    (tmp_path / "in" / "link" / topic.name / f"{topic.name}.ipynb").symlink_to("/etc/passwd")

    there = graded(small_course, tmp_path / "in", address, told, tmp_path / "there")

    local = JudgeEngine(tmp_path / "here").grade(small_course, find(tmp_path / "in", small_course.names), 2)
    here_too = {each.student: each for each in local if isinstance(each, Verdict)}
    assert {name: timeless(each) for name, each in there.items()} == {n: timeless(v) for n, v in here_too.items()}
    assert (there["right"].score, there["exits"].score, there["empty"].status) == (5, 3, Ruling.REFUSED)
    for path in (tmp_path / "here" / "notebooks").rglob("*.ipynb"):
        assert (
            path.read_bytes()
            == (tmp_path / "there" / "notebooks" / path.relative_to(tmp_path / "here" / "notebooks")).read_bytes()
        )
    assert told == [f"Grading on the nodes of {address}."]


def test_a_killed_node_costs_nobody_a_point_and_nobody_is_graded_twice(
    small_course: Course, two_nodes: tuple[str, Machine], tmp_path: Path
) -> None:
    topic, (address, node) = small_course.assignments[0], two_nodes
    for number in range(12):
        hand_in(tmp_path / "in", f"s{number}", topic, {**topic.right, "halve": SLOW})
    kept = tmp_path / "out" / "notebooks"

    def kill_one() -> None:
        wait_until(lambda: kept.exists() and any(kept.iterdir()))
        os.kill(node.nodes()[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    found = graded(small_course, tmp_path / "in", address, [], tmp_path / "out")
    killer.join()

    assert sorted(found) == sorted(f"s{number}" for number in range(12))
    assert {(verdict.status, verdict.score) for verdict in found.values()} == {(Ruling.GRADED, 5)}


def test_a_node_that_reads_the_course_differently_is_refused_and_the_others_go_on(
    small_course: Course, two_nodes: tuple[str, Machine], tmp_path: Path
) -> None:
    topic, address, told = small_course.assignments[0], two_nodes[0], list[str]()
    for number in range(60):
        hand_in(tmp_path / "in", f"s{number}", topic, {**topic.right, "halve": SLOW})
    other = tmp_path / "other"
    shutil.copytree(
        Path(autograder.__file__).parent, other / "autograder", ignore=shutil.ignore_patterns("__pycache__")
    )
    source = other / "autograder" / "assignment" / "assignment.py"
    source.write_text(source.read_text().replace('text = "\\0".join(', 'text = "-".join('))

    with machines() as running:
        running.append(Machine("node", address, "--jobs", "1", log=tmp_path / "other.log", PYTHONPATH=str(other)))
        with Dispatch(address, Protection("client")) as dispatch:
            wait_until(lambda: len(dispatch.nodes()) == 3)
        engine = ClusterEngine(address, tell=told.append)
        with closing(engine.grade(small_course, find(tmp_path / "in", small_course.names), 1)) as found:
            verdicts = list(takewhile(lambda _: len(told) < 2, found))
            verdicts.append(next(found))  # the others go on

    assert {each.score for each in verdicts if isinstance(each, Verdict)} == {5}
    [refused] = told[1:]
    assert refused.startswith("Refused: ")
    assert "it reads the course differently" in refused


@pytest.mark.cluster
def test_a_lost_scheduler_ends_the_run_and_the_same_command_goes_on(small_course: Course, tmp_path: Path) -> None:
    topic = small_course.assignments[0]
    for number in range(8):
        hand_in(tmp_path / "in", f"s{number}", topic, {**topic.right, "halve": SLOW})
    uploads, database = find(tmp_path / "in", small_course.names), f"sqlite:///{tmp_path / 'gradebook.db'}"
    with machines() as running:
        central, address = scheduler(tmp_path)
        running += [central, Machine("node", address, "--jobs", "1", log=tmp_path / "node.log")]
        engine = ClusterEngine(address, tmp_path / "out")

        with (
            pytest.raises(SchedulerLost, match="the same command goes on"),
            Run(small_course, uploads, tmp_path / "out", database, engine) as first,
        ):
            for _ in first.verdicts(1, lambda: NOW):
                central.stop(signal.SIGKILL)

        running.append(scheduler(tmp_path, "--port", address.rpartition(":")[2])[0])
        with Run(small_course, uploads, tmp_path / "out", database, engine) as second:
            assert 0 < len(second.pending) < 8
            rest = list(second.verdicts(1, lambda: NOW))
            assert len(rest) == len(second.pending)
    with Run(small_course, uploads, tmp_path / "out", database, engine) as third:
        assert third.pending == []


def test_an_upload_that_fails_alone_is_held_there_as_here(
    small_course: Course, two_nodes: tuple[str, Machine], tmp_path: Path
) -> None:
    topic = small_course.assignments[0]
    hand_in(tmp_path / "in", "s1", topic, topic.right)
    hand_in(tmp_path / "in", "s2", topic, topic.right)
    (tmp_path / "out" / "notebooks").mkdir(parents=True)
    (tmp_path / "out" / "notebooks" / "s1").write_text("a file where a folder should be")

    found = graded(small_course, tmp_path / "in", two_nodes[0], [], tmp_path / "out")

    assert found["s1"].status is Ruling.HELD
    assert found["s2"].score == 5


def test_without_a_certificate_nobody_gets_in(small_course: Course, tmp_path: Path) -> None:
    write_keys(tmp_path / "keys", datetime.now(UTC))
    write_keys(tmp_path / "others", datetime.now(UTC))
    topic = small_course.assignments[0]
    hand_in(tmp_path / "in", "s1", topic, topic.right)
    uploads = find(tmp_path / "in", small_course.names)
    with machines() as running:
        central, address = scheduler(tmp_path, "--host", "127.0.0.1", "--keys", str(tmp_path / "keys"))
        keys = str(tmp_path / "keys" / "node")
        running += [central, Machine("node", address, "--jobs", "1", "--keys", keys, log=tmp_path / "node.log")]

        with pytest.raises(ClusterError, match="certificates are needed"):
            next(ClusterEngine(address).grade(small_course, uploads, 1))
        with pytest.raises(ClusterError, match="no scheduler answers"):
            next(ClusterEngine(address, keys=tmp_path / "others").grade(small_course, uploads, 1))
        assert greeted(address) == b""
        [verdict] = ClusterEngine(address, keys=tmp_path / "keys" / "client").grade(small_course, uploads, 1)

    assert isinstance(verdict, Verdict)
    assert verdict.score == 5


def greeted(address: str) -> bytes:
    """What a scheduler says to a stranger who accepts its certificate and has none."""
    host, _, port = address.removeprefix("tls://").partition(":")
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection((host, int(port)), 10) as plain, stranger.wrap_socket(plain) as line:
            return line.recv(100)
    except (ssl.SSLError, ConnectionError):
        return b""


def test_who_leaves_while_a_node_is_made_ready_does_not_keep_it(
    small_course: Course, two_nodes: tuple[str, Machine]
) -> None:
    wanted = written(Wanted(hash_of(small_course), "L0", "never"))

    def asked(dispatch: Dispatch, node: str) -> Facts:
        number = dispatch.equip(node, packed(small_course), wanted)
        [(answered, came)] = dispatch.arrived(60)
        assert answered == number and isinstance(came, bytes)
        return parsed(Facts, came)[0]

    with Dispatch(two_nodes[0], Protection("client")) as first:
        wait_until(first.nodes)
        node = min(first.nodes())
        first.dismiss([node])
        assert asked(first, node).fault == "its client has left"
    with Dispatch(two_nodes[0], Protection("client")) as second:
        assert asked(second, node).fault == ""
        second.dismiss([node])


def test_if_every_node_is_refused_the_reasons_are_told(
    small_course: Course, two_nodes: tuple[str, Machine], tmp_path: Path
) -> None:
    topic = small_course.assignments[0]
    hand_in(tmp_path, "s1", topic, topic.right)
    other = replace(small_course, secret=replace(small_course.secret, key=b"of another cohort, which is not packed"))
    other.__dict__["by_name"] = small_course.by_name

    with pytest.raises(NoNodes, match="it reads the course differently"):
        graded(other, tmp_path, two_nodes[0], [])


@pytest.mark.quick
@pytest.mark.parametrize(
    ("found", "why"),
    [
        (Facts(level="L2", course="1"), "confines notebooks with L2 only, and the policy wants L1"),
        (Facts(level="unsafe", course="1"), "confines notebooks with unsafe only"),
        (Facts(level="L1", course="2"), "reads the course differently"),
        (Facts(level="L1", course="1", programs=(("numpy", "1.0"),)), "it has numpy 1.0, and 2.0 is needed"),
        (Facts(level="L1", course="1", programs=()), "it has numpy not at all"),
        (Facts(fault="its disk is full"), "its disk is full"),
        (Facts(level="L0", course="1", programs=(("numpy", "2.0"), ("keras", "3"))), "^$"),
    ],
)  # fmt: skip
def test_a_node_is_refused_for_a_reason_that_is_told(found: Facts, why: str) -> None:
    wanted = Facts(course="1", programs=(("numpy", "2.0"), ("keras", "")))
    policy = Policy(certificate=CertificatePolicy(minimum_level="L1"))

    assert re.search(why, refusal(found, wanted, policy))


@pytest.mark.quick
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("cluster.example:8786", "is written like tls://HOST:8786"),
        ("tcp://localhost", "is written like"),
        ("tcp://localhost:many", "is written like"),
        ("tcp://10.0.0.1:8786", "would travel unprotected"),
        ("tls://10.0.0.1:8786", "certificates are needed"),
    ],
)
def test_an_address_that_is_not_safe_is_refused_with_what_to_do(address: str, why: str) -> None:
    with pytest.raises(ClusterError, match=why):
        checked(address, Protection("client"))


@pytest.mark.quick
def test_a_scheduler_for_others_wants_certificates() -> None:
    with pytest.raises(ClusterError, match="autograder cluster keys"):
        serve_scheduler("0.0.0.0", 0, None, print)


@pytest.mark.quick
def test_certificates_are_private_and_never_replaced(tmp_path: Path) -> None:
    write_keys(tmp_path / "keys", NOW)

    assert {path.stat().st_mode & 0o77 for path in tmp_path.rglob("*")} == {0}
    with pytest.raises(ClusterError, match="is not empty"):
        write_keys(tmp_path / "keys", NOW + timedelta(days=1))
    with pytest.raises(ClusterError, match="there are no certificates for a node"):
        Protection.of("node", tmp_path)
    assert Protection.of("node", tmp_path / "keys") == Protection.of("node", tmp_path / "keys" / "node")


@pytest.mark.quick
def test_messages_are_parsed_and_nothing_else_is_taken() -> None:
    order = Order("1", "t", student="sé\0", submitted=NOW)

    assert parsed(Order, written(order, b"\0\1")) == (order, b"\0\1")
    assert parted(joined([b"", b"\0", b"ab"])) == [b"", b"\0", b"ab"]
    for nonsense in (b"", b"[]", b'{"verdict": 1}', b"\x80\x04N."):
        with pytest.raises(ValueError, match="validation error"):
            parsed(Answer, nonsense)
    for nonsense in (b"\1", joined([b"abc"])[:-1], "text"):
        with pytest.raises(ValueError, match="what came"):
            parted(nonsense)


def test_an_unpacked_course_is_the_same_course_and_nobody_else_can_read_it(
    small_course: Course, tmp_path: Path
) -> None:
    unpacked(packed(small_course), tmp_path / "there")

    assert hash_of(load_course(tmp_path / "there")) == hash_of(small_course)
    assert (tmp_path / "there").stat().st_mode & 0o77 == 0


@pytest.mark.quick
def test_real_data_outside_the_course_does_not_travel(small_course: Course) -> None:
    policy = Policy.model_validate({"datasets": {"digits": {"kind": "idx", "folder": "/data/mnist"}}})

    with pytest.raises(ClusterError, match="lies outside the course"):
        packed(replace(small_course, policy=policy))


@pytest.mark.slow
def test_a_command_that_needs_no_cluster_does_not_load_dask() -> None:
    code = "import sys, autograder.cli; sys.exit(bool({'dask', 'distributed'} & sys.modules.keys()))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.quick
def test_this_machine_knows_its_own_programs() -> None:
    assert dict(here())["autograder"] == autograder.__version__


@pytest.mark.quick
def test_the_command_makes_certificates_and_says_where_they_belong(tmp_path: Path) -> None:
    made = CliRunner().invoke(cli, ["cluster", "keys", str(tmp_path / "keys")])

    assert made.exit_code == 0
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"authority", "scheduler", "node", "client"}


@pytest.mark.quick
@pytest.mark.parametrize("options", [["--engine", "otter"], ["--nbgrader", "."], ["--otter", "."]])
def test_only_our_own_judge_grades_on_a_cluster(options: list[str], tmp_path: Path) -> None:
    said = CliRunner().invoke(cli, ["grade", str(tmp_path), "--cluster", "tcp://localhost:1", *options])

    assert said.exit_code == 2
    assert "only our own judge grades there" in said.output
