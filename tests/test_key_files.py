"""The folder of the issuer's keys: kept behind a passphrase, exchanged, lost, and never in the wrong hands."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from autograder.assignment import Assignment
from autograder.certificate import (
    CertificateError,
    Issuer,
    KeyInMemory,
    is_protected,
    load_issuer,
    new_key,
    protect,
    published,
    rotate,
    verify,
    write_site,
)
from certifying import NOW, PASSPHRASE, honest
from conftest import ISSUER_URL

OTHER = "another passphrase"


def loaded(folder: Path, passphrase: str | None = PASSPHRASE) -> Issuer:
    return load_issuer(folder, "U", ISSUER_URL, NOW, passphrase)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key behind a passphrase, which takes long to make."""
    folder = tmp_path_factory.mktemp("made") / "keys"
    new_key(folder, "U", NOW, PASSPHRASE)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to do with as a test likes."""
    return shutil.copytree(made, tmp_path / "keys")


def bare(folder: Path) -> Path:
    """A key from before there were passphrases."""
    folder.mkdir(exist_ok=True)
    pem = rsa.generate_private_key(65537, 3072).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "issuer.pem").write_bytes(pem)
    (folder / "issuer.pem").chmod(0o600)
    return folder


def test_a_key_is_the_owners_alone_behind_a_passphrase_and_always_the_same(folder: Path) -> None:
    content = (folder / "issuer.pem").read_bytes()

    assert stat.S_IMODE((folder / "issuer.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert is_protected(folder) and b"BEGIN PRIVATE" not in content
    found = loaded(folder)
    assert (found.thumbprint, found.key.raw_value.key_size) == (published(folder)[0]["kid"], 3072)


def test_the_file_is_one_that_other_programs_read_with_the_same_passphrase(folder: Path) -> None:
    key = load_pem_private_key((folder / "issuer.pem").read_bytes(), PASSPHRASE.encode())

    assert isinstance(key, rsa.RSAPrivateKey)
    assert key.public_key() == loaded(folder).key.raw_value


@pytest.mark.slow
def test_openssl_reads_the_key_and_its_certificate(folder: Path) -> None:
    file = str(folder / "issuer.pem")

    checked = subprocess.run(["openssl", "rsa", "-in", file, "-passin", f"pass:{PASSPHRASE}", "-check", "-noout"])
    named = subprocess.run(["openssl", "x509", "-in", file, "-noout", "-subject"], capture_output=True, text=True)

    assert checked.returncode == 0
    assert named.stdout.strip().endswith("= U")


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        (None, "behind a passphrase, and none was given"),
        ("", "behind a passphrase, and none was given"),
        ("wrong", "this passphrase does not open it, or it is damaged"),
        (PASSPHRASE + " ", "this passphrase does not open it, or it is damaged"),
        (PASSPHRASE.upper(), "this passphrase does not open it, or it is damaged"),
    ],
)
def test_no_other_passphrase_opens_a_key(folder: Path, passphrase: str | None, reason: str) -> None:
    with pytest.raises(CertificateError, match=rf"issuer.pem holds no readable key: it is {reason}|: {reason}"):
        loaded(folder, passphrase)


def test_a_new_key_is_never_put_over_another(folder: Path) -> None:
    before = (folder / "issuer.pem").read_bytes()

    with pytest.raises(CertificateError, match=r"There is a key already: .*To exchange it: autograder keys rotate"):
        new_key(folder, "U", NOW, PASSPHRASE)

    assert (folder / "issuer.pem").read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_key_that_others_can_read_is_refused_with_what_to_do(folder: Path, mode: int) -> None:
    (folder / "issuer.pem").chmod(mode)

    with pytest.raises(CertificateError, match=r"Others can read .*Run: chmod 600 .*issuer.pem"):
        loaded(folder)


def test_a_key_that_is_missing_is_told_apart_from_one_that_never_was(folder: Path, tmp_path: Path) -> None:
    known = loaded(folder).thumbprint
    (folder / "issuer.pem").unlink()

    with pytest.raises(CertificateError, match=f"The issuer's key is missing: .*{known}.*restore it from your copy"):
        loaded(folder)
    with pytest.raises(CertificateError, match=r"There is no key in .* Make one: autograder keys new"):
        loaded(tmp_path / "nowhere")


def test_after_a_loss_a_new_key_is_made_and_the_old_one_still_checks(
    folder: Path, doubling: Assignment, tmp_path: Path
) -> None:
    old = honest(doubling, loaded(folder))
    (folder / "issuer.pem").unlink()

    new_key(folder, "U", NOW, OTHER)
    write_site(loaded(folder, OTHER), tmp_path / "site", NOW, older=published(folder))

    assert verify(old.token, tmp_path / "site", NOW).id == old.id


def test_a_rotated_key_signs_and_the_old_one_still_checks(folder: Path, doubling: Assignment, tmp_path: Path) -> None:
    before = loaded(folder)
    old = honest(doubling, before)

    rotate(folder, before, NOW, OTHER)
    after = loaded(folder, OTHER)
    write_site(after, tmp_path / "site", NOW, older=published(folder))
    new = honest(doubling, after)

    assert after.thumbprint != before.thumbprint
    assert [verify(each.token, tmp_path / "site", NOW).key for each in (old, new)] == [
        before.thumbprint, after.thumbprint,
    ]  # fmt: skip
    assert [key["kid"] for key in published(folder)] == [before.thumbprint, after.thumbprint]
    retired = next(folder.glob("retired-*.pem"))
    assert load_pem_private_key(retired.read_bytes(), PASSPHRASE.encode()).public_key() == before.key.raw_value  # type: ignore[union-attr]
    with pytest.raises(CertificateError, match="does not open it"):
        loaded(folder)


def test_a_key_of_today_still_signs_and_gets_its_passphrase_without_becoming_another(
    tmp_path: Path, doubling: Assignment
) -> None:
    folder = bare(tmp_path / "keys")
    before = loaded(folder, None)
    old = honest(doubling, before)

    assert not is_protected(folder) and before.paper is None
    protect(folder, before, NOW, PASSPHRASE)

    assert is_protected(folder) and loaded(folder).thumbprint == before.thumbprint
    assert loaded(folder).paper is not None
    write_site(loaded(folder), tmp_path / "site", NOW)
    assert verify(old.token, tmp_path / "site", NOW).id == old.id


def test_a_certificate_of_the_key_that_has_ended_is_told_and_rotating_helps(folder: Path) -> None:
    later = NOW + timedelta(days=4000)

    with pytest.raises(CertificateError, match=r"ended on 2036-11-\d\d. For a new key .* autograder keys rotate"):
        load_issuer(folder, "U", ISSUER_URL, later, PASSPHRASE)
    rotate(folder, load_issuer(folder, "U", ISSUER_URL, None, PASSPHRASE), later, OTHER)
    assert load_issuer(folder, "U", ISSUER_URL, later, OTHER).paper is not None


def test_a_certificate_of_another_key_is_refused(folder: Path, tmp_path: Path) -> None:
    new_key(tmp_path / "others", "U", NOW, PASSPHRASE)
    theirs = (tmp_path / "others" / "issuer.pem").read_bytes()
    key, paper = (folder / "issuer.pem").read_bytes(), theirs[theirs.index(b"-----BEGIN CERT") :]
    (folder / "issuer.pem").write_bytes(key[: key.index(b"-----BEGIN CERT")] + paper)

    with pytest.raises(CertificateError, match="its certificate belongs to another key"):
        loaded(folder)


def test_a_weak_key_is_refused(tmp_path: Path) -> None:
    weak = rsa.generate_private_key(65537, 1024).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "issuer.pem").write_bytes(weak)

    with pytest.raises(CertificateError, match="it is not an RSA key of 2048 to 8192 bits"):
        loaded(tmp_path, None)


def test_the_public_list_can_be_damaged_and_is_then_left_as_it_is(folder: Path) -> None:
    (folder / "public.json").write_text("{")

    with pytest.raises(CertificateError, match=r"public.json can't be read: it is not JSON. Restore it"):
        loaded(folder)
    assert (folder / "public.json").read_text() == "{"


def test_no_private_number_is_in_the_public_list(folder: Path) -> None:
    loaded(folder)

    assert not {"d", "p", "q", "dp", "dq", "qi"} & published(folder)[0].keys()


def test_a_private_key_is_in_no_text_about_the_issuer(folder: Path) -> None:
    issuer = loaded(folder)
    assert isinstance(issuer.signer, KeyInMemory)

    assert str(issuer.signer.private.private_numbers().d) not in repr(issuer)
    assert "private=" not in repr(replace(issuer, name="V"))


@pytest.mark.skipif(os.name != "posix", reason="kills a program in the middle, as POSIX does")
def test_a_half_written_key_of_a_killed_program_is_in_nobodys_way(folder: Path) -> None:
    (folder / f".issuer.pem.{os.getpid()}").write_text("half")

    rotate(folder, loaded(folder), NOW, OTHER)

    assert loaded(folder, OTHER).key.raw_value.key_size == 3072
