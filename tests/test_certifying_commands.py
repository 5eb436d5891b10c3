"""Certificates from the command line: the key, who gets one, who is named, revoking, and what a stranger then sees."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.assignment import Assignment, load
from autograder.certificate import load_issuer
from autograder.cli import main
from autograder.gradebook import Gradebook
from autograder.judge import Outcome, Ruling, Status, Verdict
from certifying import PASSPHRASE, honest, new_issuer, with_key
from conftest import write_topic
from handing_in import WHEN

CONFIG = """\
course: {title: Numbers}
certificate:
  issuer: A school
  url: https://school.test/fdl
  parts: {Twice: [01-doubling], All of it: [01-doubling, 02-halving], Later: [03-not-yet]}
"""
ROSTER = "id,name,email,section\nada,Ada Lovelace,Ada@school.test,A\nbob,Bob Doe,bob@school.test,A\n"
Command = Callable[..., tuple[int, str, str]]


def verdict(student: str, topic: Assignment, *, passed: bool = True) -> Verdict:
    status = Status.PASSED if passed else Status.FAILED
    points = topic.by_tests if passed else 0.0
    outcome = Outcome("test_all", "double", status, points, topic.by_tests, "All.", True)
    return Verdict(student, topic.name, "5" * 64, WHEN, topic.hash, Ruling.GRADED, outcomes=(outcome,), level="L1")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of two topics: Ada has passed both, Bob the first one, Eve none."""
    topics = [load(write_topic(tmp_path, name=name)) for name in ("01-doubling", "02-halving")]
    (tmp_path / "grading_config.yml").write_text(CONFIG)
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "roster.csv").write_text(ROSTER)
    with Gradebook(f"sqlite:///{tmp_path}/results/gradebook.db") as book:
        for student, good in {"ada": 2, "bob": 1, "eve": 0}.items():
            for number, topic in enumerate(topics):
                book.record(verdict(student, topic, passed=number < good), datetime.now(UTC))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE", PASSPHRASE)
    return tmp_path


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`autograder`, in this process: its exit code, and what it says on either stream."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, said.out, said.err

    return run


def content(path: Path) -> dict[str, object]:
    body = path.read_text().split(".")[1]
    found: dict[str, object] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def test_the_course_and_each_part_have_certificates_of_their_own(here: Path, command: Command) -> None:
    with_key(here)
    code, out, err = command("certify")

    assert code == 0
    assert out.splitlines() == [
        "results/certificates/ada.jwt",
        "results/certificates/parts/Twice/ada.jwt",
        "results/certificates/parts/Twice/bob.jwt",
        "results/certificates/parts/All-of-it/ada.jwt",
    ]
    assert "no certificate bob: 02-halving has 0.0 %; 50 % is needed." in err
    assert "no badge Later: this course has no 03-not-yet." in err
    for path in out.split():
        assert command("verify", path, "--site", "results/site")[0] == 0
        assert json.loads(Path(path).with_suffix(".json").read_text()) == content(Path(path))
    assert content(Path(out.split()[1]))["name"] == "Twice"


def test_a_dry_run_needs_no_key_writes_nothing_and_says_what_each_is_missing(here: Path, command: Command) -> None:
    code, out, err = command("certify", "--dry-run")

    assert (code, len(out.splitlines())) == (0, 4)
    assert "no badge Twice, eve: 01-doubling has 0.0 %; 50 % is needed." in err
    assert "no badge All of it, bob: 02-halving has 0.0 %; 50 % is needed." in err
    assert not {"certificates", "site"} & {path.name for path in (here / "results").iterdir()}
    assert not [path for path in (here / "keys").iterdir() if path.suffix != ".secret"]


def test_without_a_key_certify_says_how_to_make_one(here: Path, command: Command) -> None:
    code, out, err = command("certify")

    assert (code, out) == (2, "")
    assert "There is no key in" in err and "Make one: autograder keys new" in err
    assert not (here / "results" / "certificates").exists() and not (here / "results" / "site").exists()


def test_a_key_is_made_with_a_passphrase_that_is_long_enough_and_only_once(
    here: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE", "short")
    assert "A passphrase needs at least 12 characters" in command("keys", "new")[2]
    assert not (here / "keys" / "issuer.pem").exists()
    (here / "secret.txt").write_text(f"{PASSPHRASE}\nsecond line\n")

    code, _, err = command("keys", "new", "--passphrase-file", "secret.txt")

    assert code == 0 and "RSA, 3072 bits, behind a passphrase; its certificate ends on 20" in err
    again = command("keys", "new", "--passphrase-file", "secret.txt")
    assert again[0] == 2 and "There is a key already" in again[2]
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE", PASSPHRASE)
    assert command("keys", "show")[1].strip() in err


def test_nobody_to_ask_for_a_passphrase_is_told_with_what_to_do(
    here: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_key(here)
    monkeypatch.delenv("AUTOGRADER_PASSPHRASE")

    code, _, err = command("certify")
    assert code == 2 and "there is nobody to ask" in err and "--passphrase-file" in err
    (here / "secret.txt").write_text(PASSPHRASE)
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE_FILE", "secret.txt")
    assert command("certify")[0] == 0


def test_a_wrong_passphrase_signs_nothing(here: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    with_key(here)
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE", "not the right one")

    code, out, err = command("certify")

    assert (code, out) == (2, "") and "this passphrase does not open it" in err
    assert not (here / "keys" / "certificates.db").exists()


def test_an_old_key_without_a_passphrase_signs_warns_and_is_protected(here: Path, command: Command) -> None:
    with_key(here)
    bare = load_issuer(here / "keys", "", "", None, PASSPHRASE)
    (here / "keys" / "issuer.pem").write_bytes(bare.signer.private.private_bytes(*plain()))  # type: ignore[attr-defined]

    assert "has no passphrase. Run: autograder keys protect" in command("certify")[2]
    code, _, err = command("keys", "protect")
    assert code == 0 and "behind a passphrase" in err and bare.thumbprint in err
    assert "Unprotected" not in command("certify")[2]
    assert command("verify", "results/certificates/ada.jwt", "--key", bare.thumbprint)[0] == 0


def plain() -> tuple[object, ...]:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()


def test_a_rotated_key_signs_the_list_and_old_certificates_verify(
    here: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_key(here)
    command("certify", "ada")
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE_NEW", "another passphrase")

    code, out, err = command("keys", "rotate")

    assert (code, out.strip()) == (0, "results/site") and "Upload the site" in err
    assert command("verify", "results/certificates/ada.jwt", "--site", "results/site")[0] == 0
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE", "another passphrase")
    assert command("certify")[0] == 0
    assert len(command("keys", "show")[1].split()) == 2


def test_a_stolen_key_checks_nothing_any_more_and_everything_is_issued_anew(
    here: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_key(here)
    command("certify")
    path = Path("results/certificates/ada.jwt")
    (here / "old.jwt").write_text(path.read_text())
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE_NEW", "another passphrase")

    assert "Nothing that the old key signed is valid any more" in command("keys", "rotate", "--stolen")[2]
    monkeypatch.setenv("AUTOGRADER_PASSPHRASE", "another passphrase")
    assert command("verify", path, "--site", "results/site")[0] == 4
    assert command("certify")[0] == 0

    assert command("verify", path, "--site", "results/site")[0] == 0
    assert command("verify", "old.jwt", "--site", "results/site")[0] == 4
    assert len(json.loads((here / "results/site/.well-known/jwks.json").read_text())["keys"]) == 1


def test_a_name_is_on_a_certificate_only_of_who_agreed(here: Path, command: Command) -> None:
    with_key(here)
    assert command("consent", "name", "ada", "--by", "grace")[1] == "ada\n"

    command("certify")

    ada, bob = Path("results/certificates/ada.jwt"), Path("results/certificates/parts/Twice/bob.jwt")
    assert "Numbers for Ada Lovelace, issued by A school" in command("verify", ada, "--site", "results/site")[1]
    assert "Bob" not in json.dumps(content(bob)) and "school.test/fdl" in json.dumps(content(bob))
    assert "@" not in json.dumps(content(ada)["credentialSubject"])


def test_it_can_be_checked_whose_it_is(here: Path, command: Command) -> None:
    with_key(here)
    command("certify")

    path = "results/certificates/ada.jwt"
    mine = command("verify", path, "--site", "results/site", "--person", "ada@school.test")
    other = command("verify", path, "--site", "results/site", "--person", "eve@school.test")

    assert mine[0] == 0 and "that it belongs to ada@school.test." in mine[1]
    assert other[0] == 4 and "Not valid. This certificate belongs to another person." in other[2]


def test_a_revoked_certificate_is_not_valid_and_not_issued_again_by_itself(here: Path, command: Command) -> None:
    with_key(here)
    command("certify", "ada")
    [line] = [each for each in map(json.loads, command("certificates")[1].splitlines()) if "part" not in each]

    code, out, err = command("revoke", line["number"], "--reason", "copied", "--by", "grace")

    assert (code, out.strip()) == (0, "results/site") and "ada's certificate of 20" in err and "Upload the site" in err
    checked = command("verify", "results/certificates/ada.jwt", "--site", "results/site")
    assert checked == (4, "", "Not valid. Its issuer has revoked this certificate.\n")
    again = command("certify", "ada")
    assert again[0] == 1 and "no certificate ada: theirs was revoked on" in again[2]
    assert command("certify", "ada", "--again")[0] == 0
    assert command("verify", "results/certificates/ada.jwt", "--site", "results/site")[0] == 0
    assert [each["event"] for each in map(json.loads, command("certificates")[1].splitlines())].count("revoked") == 3


def test_a_certificate_whose_work_no_longer_passes_is_named_for_a_person_to_decide(
    here: Path, command: Command
) -> None:
    with_key(here)
    command("certify")
    topic = load(here / "assignments" / "02-halving")
    with Gradebook(f"sqlite:///{here}/results/gradebook.db") as book:
        book.record(verdict("ada", topic, passed=False), datetime.now(UTC))

    code, _, err = command("certify")

    assert code == 0 and "still valid ada has one of 20" in err and "autograder revoke" in err


def test_again_needs_a_name_and_an_unknown_number_is_told(here: Path, command: Command) -> None:
    with_key(here)

    assert "Name the STUDENTS" in command("certify", "--again")[2]
    unknown = command("revoke", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "--reason", "x")
    assert unknown[0] == 2 and "No certificate with the number" in unknown[2]
    assert command("revoke", "ada", "--reason", "x")[0] == 2


def test_the_site_can_be_published_again_with_a_new_list(here: Path, command: Command) -> None:
    with_key(here)
    command("certify")
    before = (here / "results/site/status/1").read_text()
    (here / "results/site/status/1").unlink()

    code, out, err = command("keys", "publish")

    assert (code, out.strip()) == (0, "results/site") and "valid for 366 days" in err
    assert (here / "results/site/status/1").read_text().count(".") == before.count(".") == 2


@pytest.mark.parametrize("form", ["jwk", "pem"])
def test_a_key_file_checks_a_certificate_too(here: Path, command: Command, form: str) -> None:
    with_key(here)
    command("certify")
    issuer = load_issuer(here / "keys", "", "", None, PASSPHRASE)
    key = here / f"their.{form}"
    key.write_bytes(json.dumps(issuer.jwk).encode() if form == "jwk" else issuer.key.as_pem(private=False))

    code, out, _ = command("verify", "results/certificates/ada.jwt", "--key", key)

    assert code == 0 and f"Checked, against {key}: the signature" in out and "whether it was revoked" in out
    key.write_text("hello")
    refused = command("verify", "results/certificates/ada.jwt", "--key", key)
    assert refused[0] == 2 and "holds no public RSA key" in refused[2]


def test_a_file_that_is_named_like_the_thumbprint_is_not_asked(here: Path, command: Command, tmp_path: Path) -> None:
    """It may have come in the same mail as the forged certificate."""
    with_key(here)
    thumbprint = load_issuer(here / "keys", "", "", None, PASSPHRASE).thumbprint
    forger = new_issuer(tmp_path / "forger", "A school", "https://school.test/fdl")
    (here / thumbprint).write_text(json.dumps(forger.jwk))
    (here / "forged.jwt").write_text(honest(load(here / "assignments" / "01-doubling"), forger).token)

    code, _, err = command("verify", "forged.jwt", "--key", thumbprint)

    assert code == 4 and "not with the one you trust" in err


def test_json_says_the_verdict_in_one_line(here: Path, command: Command) -> None:
    with_key(here)
    command("certify")
    path = Path("results/certificates/ada.jwt")

    valid = json.loads(command("verify", path, "--site", "results/site", "--json")[1])
    alone = json.loads(command("verify", path, "--json")[1])
    path.write_text(path.read_text().replace("e", "f", 1))
    changed = command("verify", path, "--site", "results/site", "--json")

    assert (valid["valid"], valid["verdict"], valid["name"]) == (True, "valid", "Numbers")
    assert valid["not_revoked_as_of"].startswith("20") and valid["person"] is None
    assert (alone["valid"], alone["verdict"]) == (False, "issuer not checked")
    assert changed[0] == 4 and json.loads(changed[1])["verdict"] == "changed or forged"


@pytest.mark.parametrize(
    "url", ["http://school.test/fdl", "https://school.test/?x=1", "https://school.test/#here", "school.test/fdl"]
)
def test_an_address_that_would_not_last_is_refused(here: Path, command: Command, url: str) -> None:
    with_key(here)
    (here / "grading_config.yml").write_text(CONFIG.replace("https://school.test/fdl", f'"{url}"'))

    code, _, err = command("certify")

    assert code == 2 and "certificate.url in grading_config.yml" in err
