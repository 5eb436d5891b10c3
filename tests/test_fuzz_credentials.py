"""Broken and hostile credentials, key files and status lists: each ends in a certificate or in one line that says why not."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from autograder.certificate import (
    Certificate,
    CertificateError,
    Issuer,
    read_token,
    verify,
    verify_key,
    write_site,
)
from autograder.certificate.status import status_list
from certifying import NOW, public, sealed
from fuzzing import Watch, cut, how_many, mutated, overwritten

ODD: list[Any] = [
    None, True, -1, 0, 1, 2**31, 2**63, 10**400, 1e308, 0.5, "", " ", "x", "\0", "\u202e", "\x1b[2J", "\ud800", "9" * 5000, "A" * 512, "AQAB", "RS256",
    "none", "2026-11-20T09:30:00+00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", [], {}, [[]], {"id": "x"}, ["OpenBadgeCredential"],
]  # fmt: skip
LONGEST = 500  # characters of a reason


def changed(token: bytes, chance: random.Random) -> bytes:
    """A token that somebody changed who has not the key."""
    kind = chance.random()
    if kind < 0.5:
        return overwritten(token, chance, 3)
    if kind < 0.7:
        return cut(token, chance)
    place, letter = chance.randrange(len(token)), chance.choice(b"AZaz09-_.=\n +/")
    return token[:place] + bytes([letter]) + token[place + 1 :]


def signed(certificate: Certificate, issuer: Issuer, chance: random.Random) -> bytes:
    """A token with a right signature, around a header or content that nobody would write."""
    header: dict[str, Any] = {"alg": "RS256", "typ": "JWT", "jwk": public(issuer)}
    kind, text = chance.random(), json.dumps(certificate.content).encode()
    if kind < 0.5:
        return sealed(header, json.dumps(mutated(certificate.content, chance, ODD)).encode(), issuer).encode()
    if kind < 0.7:
        return sealed(json.dumps(mutated(header, chance, ODD)).encode(), text, issuer).encode()
    return sealed(header, overwritten(text, chance) if kind < 0.9 else cut(text, chance), issuer).encode()


def valid(file: Path, site: Path, thumbprint: str | None) -> list[Certificate]:
    """The certificates that a file holds: by the site, by a known key, and by the key that it brings along."""
    found = []
    for check in (
        lambda token: verify(token, site, NOW),
        lambda token: verify_key(token, thumbprint, NOW),
        lambda token: verify_key(token, None, NOW),
    ):
        try:
            found.append(check(read_token(file)))
        except CertificateError as reason:
            assert len(str(reason)) < LONGEST and str(reason).isprintable()
    return found


def test_no_credential_makes_verify_fail_hang_or_grow(certificate: Certificate, issuer: Issuer, tmp_path: Path) -> None:
    chance, watch, usable = random.Random(4), Watch(how_many(300, 20_000)), 0
    file, token, thumbprint = tmp_path / "ada.jwt", certificate.token.encode(), issuer.key.thumbprint()
    write_site(issuer, tmp_path, NOW)
    with watch as pieces:
        for number in pieces:
            content = (signed(certificate, issuer, chance) if number % 2 else changed(token, chance)).strip()
            file.write_bytes(content)
            found = valid(file, tmp_path, thumbprint)
            usable += bool(found)
            assert number % 2 or not found or content == token, number
            assert all(each.issuer.isprintable() and each.course.isprintable() for each in found), number

    watch.check()
    assert 0 < usable < watch.count  # nobody minds a strange "evidence"
    print(f"credentials {watch}; {usable:,} valid")


def test_no_key_file_makes_verify_fail_hang_or_grow(certificate: Certificate, issuer: Issuer, tmp_path: Path) -> None:
    chance, watch, usable = random.Random(5), Watch(how_many(300, 20_000)), 0
    write_site(issuer, tmp_path, NOW)
    (tmp_path / "ada.jwt").write_text(certificate.token)
    keys = tmp_path / ".well-known" / "jwks.json"
    told = keys.read_bytes()
    with watch as pieces:
        for _ in pieces:
            odd = chance.random() < 0.6
            keys.write_bytes(
                json.dumps(mutated(json.loads(told), chance, ODD)).encode() if odd else overwritten(told, chance, 3)
            )
            found = valid(tmp_path / "ada.jwt", tmp_path, "x" * 43)
            usable += len(found) > 1  # the key that it brings along always fits
            assert all(each.token == certificate.token for each in found)

    watch.check()
    assert 0 < usable < watch.count
    print(f"key files {watch}; {usable:,} that check the certificate")


def test_no_status_list_makes_verify_fail_hang_or_grow(
    certificate: Certificate, issuer: Issuer, tmp_path: Path
) -> None:
    chance, watch, usable = random.Random(6), Watch(how_many(300, 20_000)), 0
    write_site(issuer, tmp_path, NOW)
    (tmp_path / "ada.jwt").write_text(certificate.token)
    listed = tmp_path / "status" / "1"
    told, content = listed.read_bytes(), status_list(1, (), issuer, NOW, 9)
    with watch as pieces:
        for number in pieces:
            odd = sealed({"alg": "RS256"}, json.dumps(mutated(content, chance, ODD)).encode(), issuer).encode()
            listed.write_bytes(odd if number % 2 else changed(told, chance))
            found = [each for each in valid(tmp_path / "ada.jwt", tmp_path, "x" * 43) if each.listed]
            usable += bool(found)
            assert number % 2 or not found or listed.read_bytes().strip() == told.strip(), number

    watch.check()
    assert 0 < usable < watch.count
    print(f"lists of revoked certificates {watch}; {usable:,} that are believed")
