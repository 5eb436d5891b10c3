"""`autograder lab` as people type it: who gets what, and who can't get in."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.adapters.jupyter import Lab, LabError, configuration, exchange_of, free_port, open_exchange
from autograder.cli.lab import lab
from conftest import ROOT, write_topic
from school import Member

ROOT_MAY = ["--allow-root"] if os.geteuid() == 0 else []


def shown(wanted: Lab, nobody: Path) -> dict[str, bool]:
    files = configuration(wanted, nobody)
    enabled = json.loads(files["jupyter_server_config.d/autograder.json"])["ServerApp"]["jpserver_extensions"]
    hidden = json.loads(files["labconfig/page_config.json"])["disabledExtensions"]
    found = {name.rpartition(".")[2]: shown for name, shown in enabled.items()}
    assert {name: not hidden[f"@jupyter/nbgrader:{name.replace('_', '-')}"] for name in found} == found
    return found


def test_a_student_sees_assignments_only_where_there_is_an_exchange(tmp_path: Path) -> None:
    alone, with_exchange = (Lab(tmp_path, "t", 8888, exchange=each) for each in (None, tmp_path))

    assert [name for name, there in shown(alone, tmp_path).items() if there] == ["validate_assignment"]
    assert [name for name, there in shown(with_exchange, tmp_path).items() if there] == [
        "validate_assignment", "assignment_list",
    ]  # fmt: skip


def test_only_an_instructor_sees_formgrader(tmp_path: Path) -> None:
    assert shown(Lab(tmp_path, "t", 8888, instructor=True, exchange=tmp_path), tmp_path)["formgrader"]
    assert not shown(Lab(tmp_path, "t", 8888, exchange=tmp_path), tmp_path)["formgrader"]


@pytest.mark.parametrize(
    ("host", "private", "origin"),
    [
        ("127.0.0.1", True, "http://127.0.0.1:8888"),
        ("localhost", True, "http://localhost:8888"),
        ("::1", True, "http://[::1]:8888"),
        ("0.0.0.0", False, "http://127.0.0.1:8888"),
        ("::", False, "http://[::1]:8888"),
        ("10.1.2.3", False, "http://10.1.2.3:8888"),
        ("lab.uni.example", False, "http://lab.uni.example:8888"),
    ],
)
def test_it_knows_whether_others_can_reach_it(host: str, private: bool, origin: str, tmp_path: Path) -> None:
    made = Lab(tmp_path, "a+b", 8888, host)

    assert (made.private, made.origin, made.address) == (private, origin, f"{origin}/lab?token=a%2Bb")
    assert "a+b" not in repr(made)


def test_a_port_in_use_is_told_and_without_a_wish_the_next_one_is_taken() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]

        with pytest.raises(LabError, match=rf"^Port {port} can't be used on 127\.0\.0\.1: Address already in use\. Ch"):
            free_port("127.0.0.1", port)
        assert free_port("127.0.0.1") != port


def test_a_host_that_is_none_is_told() -> None:
    with pytest.raises(LabError, match=r"^--host no such host: no machine has this name\."):
        free_port("no such host", 8888)


def test_an_exchange_is_made_once_and_is_open_to_everybody(tmp_path: Path) -> None:
    exchange = tmp_path / "srv" / "exchange"

    assert [open_exchange(exchange), open_exchange(exchange)] == [True, False]
    assert exchange.stat().st_mode & 0o777 == 0o777


def test_the_exchange_of_a_folders_own_nbgrader_configuration_is_found(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\nc.Exchange.root = {str(tmp_path)!r}\n")

    assert exchange_of(tmp_path) == tmp_path


def refused(member: Member, *words: str) -> str:
    command = [sys.executable, "-m", "autograder", "lab", *words]
    done = subprocess.run(command, cwd=member.folder, env=member.environment, text=True, capture_output=True)
    assert done.returncode == 2
    return done.stderr


@pytest.fixture
def somebody(tmp_path: Path) -> Member:
    (tmp_path / "home" / "work").mkdir(parents=True)
    return Member(tmp_path / "home", tmp_path / "home" / "work")


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be refused")
def test_root_is_asked_to_think_twice(somebody: Member) -> None:
    assert "You are root, so notebooks could do anything here." in refused(somebody)


@pytest.mark.slow
def test_an_instructor_needs_a_course(somebody: Member) -> None:
    (somebody.folder / "empty").mkdir()

    assert "There is no grading_config.yml here." in refused(somebody, "--instructor", *ROOT_MAY)
    assert "empty is not nbgrader's course folder" in refused(somebody, "empty", "--instructor", *ROOT_MAY)


@pytest.mark.slow
def test_a_student_is_told_that_the_exchange_is_not_there(somebody: Member) -> None:
    assert "--exchange nowhere: there is no such folder." in refused(somebody, "--exchange", "nowhere", *ROOT_MAY)


@pytest.fixture
def started(somebody: Member) -> Iterator[tuple[subprocess.Popen[str], Path, Path]]:
    """A student's JupyterLab, what it said in a log, and the file with its address."""
    log = somebody.home / "log"
    own = somebody.home / ".jupyter"
    own.mkdir()
    (own / "jupyter_server_config.json").write_text('{"IdentityProvider": {"token": ""}, "ServerApp": {"ip": "*"}}')
    with log.open("w") as file:
        command = [sys.executable, "-m", "autograder", "lab", "--no-browser", *ROOT_MAY]
        process = subprocess.Popen(
            command, cwd=somebody.folder, env=somebody.environment, text=True, stdout=subprocess.PIPE, stderr=file
        )
    assert process.stdout is not None
    try:
        origin = process.stdout.readline().strip()
        assert origin.endswith("/lab"), log.read_text()
        [address] = re.findall(r"are in (.+?/address)", log.read_text())
        yield process, log, Path(address)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def status(address: str) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=30) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.slow
def test_only_who_has_the_token_gets_in_and_it_ends_cleanly(
    started: tuple[subprocess.Popen[str], Path, Path], somebody: Member
) -> None:
    process, log, address = started
    origin, token = address.read_text().strip().split("/lab?token=")
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK)]

    assert status(f"{origin}/api/contents?token={token}") == 200
    assert status(f"{origin}/api/contents") == 403
    assert status(f"{origin}/formgrader?token={token}") == 404
    assert address.parent.stat().st_mode & 0o077 == 0
    assert token not in log.read_text()
    assert not [each for each in commands if token.encode() in each]

    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert "JupyterLab has ended." in log.read_text()
    assert not address.parent.exists()
    with pytest.raises(urllib.error.URLError):
        status(origin)
    assert [path.name for path in (somebody.home / ".jupyter").iterdir()] == ["jupyter_server_config.json"]


def test_the_commands_in_the_guide_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^autograder lab\b *(.*?) *(?:#.*)?$", (ROOT / "docs" / "lab.md").read_text(), re.MULTILINE)

    assert len(lines) == 3
    for words in lines:
        lab.make_context("lab", words.split())


def test_a_course_says_its_exchange_in_full(tmp_path: Path) -> None:
    write_topic(tmp_path)
    (tmp_path / "grading_config.yml").write_text("course: {exchange: exchange}\n")
    member = Member(tmp_path, tmp_path)

    assert "is written in full, like /srv/nbgrader/exchange" in refused(member, *ROOT_MAY)
