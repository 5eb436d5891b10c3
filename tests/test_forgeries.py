"""The catalogue of forgeries: tokens, keys, sites and lists that somebody made up, each refused with its own reason."""

from __future__ import annotations

import gzip
import hmac
import json
import random
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc.jwk import ECKey, RSAKey

from autograder.assignment import Assignment
from autograder.certificate import Certificate, Finding, Issuer, KeyInMemory, NotValid, verify, verify_key, write_site
from autograder.certificate.status import PLACES, entry, status_list
from certifying import NOW, TICKET, base64url, honest, new_issuer, private, public, sealed

LATER = NOW + timedelta(days=30)  # when strangers look
BIT = TICKET.place.bit
URL = "https://uni.example/fdl"
C, U, F = Finding.CHANGED, Finding.UNCLEAR, Finding.FOREIGN


@dataclass(frozen=True)
class Scene:
    """An honest issuer with a site and Ada's certificate, and a forger who has a key of their own."""

    issuer: Issuer
    forger: Issuer
    ada: Certificate
    site: Path

    def token(self, header: dict[str, Any] | None = None, by: Issuer | None = None, **changes: Any) -> str:
        """A token around Ada's content, changed, and signed by somebody."""
        by = by or self.forger
        content = {name: value for name, value in {**self.ada.content, **changes}.items() if value is not ...}
        return sealed({"alg": "RS256", "typ": "JWT", "jwk": public(by)} | (header or {}), content, by)

    def put(self, path: str, content: str | bytes) -> None:
        file = self.site / path
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def jwks(self, *keys: Any, **more: Any) -> None:
        self.put(".well-known/jwks.json", json.dumps({"keys": keys, "issuer": URL, **more}))

    def list(
        self, by: Issuer | None = None, since: datetime = NOW, days: int = 366, number: int = 1, **changes: Any
    ) -> None:
        """Put a list in place of the site's own, on which nobody is revoked."""
        content = status_list(number, (), replace(by or self.issuer, url=URL), since, days)
        subject = {**content["credentialSubject"], **changes.pop("subject", {})}
        content = {
            name: value
            for name, value in {**content, "credentialSubject": subject, **changes}.items()
            if value is not ...
        }
        self.put("status/1", sealed({"alg": "RS256"}, content, by or self.issuer))


@pytest.fixture(scope="module")
def forger(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return new_issuer(tmp_path_factory.mktemp("forger"))


@pytest.fixture
def scene(issuer: Issuer, forger: Issuer, certificate: Certificate, site: Path, tmp_path: Path) -> Scene:
    return Scene(issuer, forger, certificate, shutil.copytree(site, tmp_path / "site"))


def swapped(token: str, place: int, part: str) -> str:
    parts = token.split(".")
    parts[place] = part
    return ".".join(parts)


def hs256(scene: Scene, secret: bytes) -> str:
    said = f"{base64url(json.dumps({'alg': 'HS256'}).encode())}.{scene.ada.token.split('.')[1]}"
    return f"{said}.{base64url(hmac.digest(secret, said.encode(), 'sha256'))}"


def es256(scene: Scene) -> str:
    key = ECKey.import_key(ec.generate_private_key(ec.SECP256R1()))
    return scene.token({"alg": "ES256", "jwk": dict(key.as_dict(private=False))})


def subject(scene: Scene, **changes: Any) -> dict[str, Any]:
    return {**scene.ada.content["credentialSubject"], **changes}


def other(scene: Scene, **changes: Any) -> Issuer:
    return replace(scene.forger, **changes)


def payload(scene: Scene, **changes: Any) -> str:
    return base64url(json.dumps({**scene.ada.content, **changes}).encode())


def bits(*ones: int, size: int = PLACES) -> str:
    field = bytearray(size // 8)
    for bit in ones:
        field[bit // 8] |= 0x80 >> bit % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(field))).rstrip(b"=").decode()


NONE = base64url(b'{"alg":"none"}')
SIGNATURE = "The signature does not match"
Made = Callable[[Scene], str]

# How it is made, from the honest scene; what the check finds; and the reason that is given.
TOKENS: dict[str, tuple[Made, Finding, str]] = {
    "alg none, no signature": (lambda s: f"{NONE}.{s.ada.token.split('.')[1]}.", C, SIGNATURE),
    "alg none, signature kept": (lambda s: swapped(s.ada.token, 0, NONE), C, SIGNATURE),
    "alg None in other letters": (lambda s: s.token({"alg": "nOnE"}, s.issuer), C, SIGNATURE),
    "HS256 with the public key in PEM": (lambda s: hs256(s, s.issuer.key.as_pem(private=False)), C, SIGNATURE),
    "HS256 with the public key in DER": (lambda s: hs256(s, s.issuer.key.as_der(private=False)), C, SIGNATURE),
    "HS256 with the modulus": (lambda s: hs256(s, str(public(s.issuer)["n"]).encode()), C, SIGNATURE),
    "HS256 with an empty secret": (lambda s: hs256(s, b""), C, SIGNATURE),
    "ES256 with a key brought along": (es256, C, SIGNATURE),
    "RS512 by the right key": (lambda s: s.token({"alg": "RS512"}, s.issuer), C, SIGNATURE),
    "a foreign jwk": (lambda s: s.token(), C, SIGNATURE),
    "a foreign key with the issuer's kid": (lambda s: s.token({"kid": s.issuer.thumbprint}), C, SIGNATURE),
    "a foreign key with the issuer's jwk": (lambda s: s.token({"jwk": public(s.issuer)}), C, SIGNATURE),
    "a foreign key with a jku": (lambda s: s.token({"jku": "https://evil.example/jwks.json"}), C, SIGNATURE),
    "a foreign key with an x5u": (lambda s: s.token({"x5u": "https://evil.example/x"}), C, SIGNATURE),
    "a foreign key with its own x5c": (lambda s: s.token({"x5c": [base64url(s.forger.paper.public_bytes(Encoding.DER))]}), C, SIGNATURE),  # type: ignore[union-attr]
    "a foreign key with the issuer's x5c": (lambda s: s.token({"x5c": [base64url(s.issuer.paper.public_bytes(Encoding.DER))]}), C, SIGNATURE),  # type: ignore[union-attr]
    "a kid that is a path": (lambda s: s.token({"kid": "../../keys/issuer.pem"}), C, SIGNATURE),
    "crit": (lambda s: s.token({"crit": ["exp"], "exp": 1}, s.issuer), C, SIGNATURE),
    "b64 false": (lambda s: s.token({"b64": False}, s.issuer), C, SIGNATURE),
    "another course in the content": (lambda s: swapped(s.ada.token, 1, payload(s, name="Everything")), C, SIGNATURE),
    "another person in the content": (lambda s: swapped(s.ada.token, 1, payload(s, credentialSubject=subject(s, identifier=[{"identityHash": "Eve"}]))), C, SIGNATURE),
    "better results": (lambda s: swapped(s.ada.token, 1, payload(s, credentialSubject=subject(s, result=[{"value": "101"}]))), C, SIGNATURE),
    "an end that is taken out": (lambda s: swapped(s.token(by=s.issuer, exp=1), 1, payload(s)), C, SIGNATURE),
    "another place on the list": (lambda s: swapped(s.ada.token, 1, payload(s, credentialStatus=entry(replace(TICKET.place, bit=1), URL))), C, SIGNATURE),
    "no place on a list": (lambda s: swapped(s.ada.token, 1, payload(s, credentialStatus=None)), C, SIGNATURE),
    "the signature of another certificate": (lambda s: swapped(s.ada.token, 2, s.token(by=s.issuer, name="X").split(".")[2]), C, SIGNATURE),
    "a signature of zeros": (lambda s: swapped(s.ada.token, 2, base64url(bytes(384))), C, SIGNATURE),
    "a signature of ones": (lambda s: swapped(s.ada.token, 2, base64url(bytes(383) + b"\1")), C, SIGNATURE),
    "no signature": (lambda s: swapped(s.ada.token, 2, ""), C, SIGNATURE),
    "a shorter signature": (lambda s: swapped(s.ada.token, 2, base64url(bytes(100))), C, SIGNATURE),
    "the issuer's name with a key of one's own": (lambda s: honest_of(s, s.forger).token, C, SIGNATURE),
    "a look-alike address": (lambda s: honest_of(s, other(s, url="https://uni.examp1e/fdl")).token, C, SIGNATURE),
    "a look-alike address in Cyrillic": (lambda s: honest_of(s, other(s, url="https://un\u0456.example/fdl")).token, C, SIGNATURE),
    "JSON instead of a token": (lambda s: json.dumps(s.ada.content), Finding.NOTHING, "not a signed token"),
    "a token in JSON's form": (lambda s: json.dumps({"payload": s.ada.token.split(".")[1]}), Finding.NOTHING, "not a signed token"),
    "five parts, as if encrypted": (lambda s: s.ada.token + ".a.b", Finding.NOTHING, "not a signed token"),
    "another issuer under the right key": (lambda s: s.token(by=s.issuer, iss="https://other.example", issuer={"id": "https://other.example", "name": "O"}, credentialStatus=...), F, "different issuer from the site"),
    "the address with a slash more": (lambda s: s.token(by=s.issuer, iss=URL + "/", issuer={"id": URL + "/", "name": "U"}, credentialStatus=...), F, "different issuer from the site"),
    "the address in capitals": (lambda s: s.token(by=s.issuer, iss=URL.upper(), issuer={"id": URL.upper(), "name": "U"}, credentialStatus=...), F, "different issuer from the site"),
    "two issuers": (lambda s: s.token(by=s.issuer, iss="https://other.example"), U, "two different issuers"),
    "two numbers": (lambda s: s.token(by=s.issuer, jti="urn:uuid:1"), U, "two different numbers"),
    "two dates": (lambda s: s.token(by=s.issuer, validFrom="2020-01-01T00:00:00+00:00"), U, "two different dates"),
    "two names": (lambda s: s.token(by=s.issuer, credentialSubject=subject(s, identifier=2 * [{"identityType": "name", "identityHash": "Eve"}])), U, "one name"),
    "a name that turns the line round": (lambda s: s.token(by=s.issuer, credentialSubject=subject(s, identifier=[{"identityType": "name", "identityHash": "\u202eevE"}])), U, "one name"),
    "from tomorrow": (lambda s: s.token(by=s.issuer, nbf=int((LATER + timedelta(days=1)).timestamp())), Finding.EARLY, "not valid yet"),
    "ended": (lambda s: s.token(by=s.issuer, exp=int(LATER.timestamp()) - 1), Finding.EXPIRED, "has expired"),
    "ended in one of two places": (lambda s: s.token(by=s.issuer, validUntil="2026-11-21T00:00:00+00:00"), Finding.EXPIRED, "has expired"),
    "ends at no time that there is": (lambda s: s.token(by=s.issuer, exp=None), Finding.EXPIRED, "has expired"),
    "a list of revoked certificates as a certificate": (lambda s: (s.site / "status/1").read_text(), U, "signed, but it is not a certificate"),
    "some other credential of the issuer": (lambda s: s.token(by=s.issuer, type=["VerifiableCredential", "StudentCard"]), U, "signed, but it is not a certificate"),
    "a status on a list of the forger's": (lambda s: s.token(by=s.issuer, credentialStatus=entry(TICKET.place, "https://evil.example")), U, "where its issuer would revoke it"),
    "a status of another purpose": (lambda s: s.token(by=s.issuer, credentialStatus={**entry(TICKET.place, URL), "statusPurpose": "message"}), U, "where its issuer would revoke it"),
    "a status of another kind": (lambda s: s.token(by=s.issuer, credentialStatus={"id": URL, "type": "1EdTechRevocationList"}), U, "where its issuer would revoke it"),
    "a status that says nothing": (lambda s: s.token(by=s.issuer, credentialStatus=None), U, "where its issuer would revoke it"),
    "two statuses": (lambda s: s.token(by=s.issuer, credentialStatus=2 * [entry(TICKET.place, URL)]), U, "where its issuer would revoke it"),
    "a list that is a path": (lambda s: s.token(by=s.issuer, credentialStatus={**entry(TICKET.place, URL), "statusListCredential": f"{URL}/status/../x"}), U, "where its issuer would revoke it"),
    "a place below zero": (lambda s: s.token(by=s.issuer, credentialStatus={**entry(TICKET.place, URL), "statusListIndex": "-1"}), U, "where its issuer would revoke it"),
    "a place that is no number": (lambda s: s.token(by=s.issuer, credentialStatus={**entry(TICKET.place, URL), "statusListIndex": BIT}), U, "where its issuer would revoke it"),
    "a place beyond the list": (lambda s: s.token(by=s.issuer, credentialStatus=entry(replace(TICKET.place, bit=PLACES), URL)), Finding.UNKNOWN, "no place for this certificate"),
    "a list that is not there": (lambda s: s.token(by=s.issuer, credentialStatus=entry(replace(TICKET.place, list=2), URL)), Finding.UNKNOWN, "can't be opened"),
}  # fmt: skip


def honest_of(scene: Scene, issuer: Issuer) -> Certificate:
    """A certificate that somebody issues in the same way, for the same content."""
    content = {**scene.ada.content, "iss": issuer.url, "issuer": {"id": issuer.url, "name": issuer.name}}
    content["credentialStatus"] = entry(TICKET.place, issuer.url)
    return replace(scene.ada, token=sealed({"alg": "RS256", "jwk": public(issuer)}, content, issuer))


Change = Callable[[Scene], object]
UNKNOWN, TRUST = Finding.UNKNOWN, Finding.UNTRUSTED

# What is done to the site, of which the reader has a copy, or which a stranger hosts; the certificate is Ada's own.
SITES: dict[str, tuple[Change, Finding, str]] = {
    "revoked": (lambda s: write_site(s.issuer, s.site, NOW, {1: {BIT}}), Finding.REVOKED, "has revoked this certificate"),
    "a list of the forger's": (lambda s: s.list(by=s.forger), UNKNOWN, "changed, or someone else signed it"),
    "a list that was changed": (lambda s: s.put("status/1", swapped((s.site / "status/1").read_text(), 1, payload(s))), UNKNOWN, "changed, or someone else signed it"),
    "a list without a signature": (lambda s: s.put("status/1", f"{NONE}.{(s.site / 'status/1').read_text().split('.')[1]}."), UNKNOWN, "not a signed token"),
    "a list in plain JSON": (lambda s: s.put("status/1", json.dumps(status_list(1, (), s.issuer, NOW, 9))), UNKNOWN, "not a signed token"),
    "a list from before the certificate": (lambda s: s.list(since=NOW - timedelta(days=1)), UNKNOWN, "older than the certificate"),
    "a list that has ended": (lambda s: s.list(days=29), UNKNOWN, "too old; ask the issuer for a newer one"),
    "a list without an end": (lambda s: s.list(exp=..., validUntil=...), UNKNOWN, "too old; ask the issuer for a newer one"),
    "a list from tomorrow": (lambda s: s.list(since=LATER + timedelta(days=1)), UNKNOWN, "still to come"),
    "a list with two dates": (lambda s: s.list(validFrom=LATER.isoformat()), UNKNOWN, "since when it is valid"),
    "a list of another issuer": (lambda s: s.list(iss="https://other.example"), UNKNOWN, "the list of another issuer"),
    "another list of the issuer": (lambda s: s.list(number=2), UNKNOWN, "it is another list"),
    "a list for another purpose": (lambda s: s.list(subject={"statusPurpose": "suspension"}), UNKNOWN, "for another purpose"),
    "a list with two bits each": (lambda s: s.list(subject={"statusSize": 2}), UNKNOWN, "more than one bit"),
    "a list that is too short": (lambda s: s.list(subject={"encodedList": bits(size=PLACES // 2)}), UNKNOWN, "shorter than the standard allows"),
    "a list that unpacks without end": (lambda s: s.list(subject={"encodedList": bits(size=1 << 27)}), UNKNOWN, "bits can't be read"),
    "a list that is cut off": (lambda s: s.list(subject={"encodedList": bits(*random.Random(1).sample(range(PLACES), 900))[:401]}), UNKNOWN, "bits can't be read"),
    "a list in another alphabet": (lambda s: s.list(subject={"encodedList": bits()[1:]}), UNKNOWN, "bits can't be read"),
    "a list of nothing": (lambda s: s.list(subject={"encodedList": "u"}), UNKNOWN, "bits can't be read"),
    "a certificate as a list": (lambda s: s.put("status/1", s.ada.token), UNKNOWN, "since when it is valid|too old"),
    "no list": (lambda s: (s.site / "status/1").unlink(), UNKNOWN, "can't be opened"),
    "a folder for a list": (lambda s: [(s.site / "status/1").unlink(), (s.site / "status/1").mkdir()], UNKNOWN, "is not a file"),
    "an endless list": (lambda s: [(s.site / "status/1").unlink(), (s.site / "status/1").symlink_to("/dev/zero")], UNKNOWN, "is not a file"),
    "a huge list": (lambda s: s.put("status/1", b"A" * (2 << 20)), UNKNOWN, "larger than 1 MB"),
    "a site with the forger's key": (lambda s: s.jwks(public(s.forger)), C, SIGNATURE),
    "a site with the forger's key under the issuer's kid": (lambda s: s.jwks({**public(s.forger), "kid": s.issuer.thumbprint}), C, SIGNATURE),
    "a site of another address with the right key": (lambda s: s.jwks(public(s.issuer), issuer="https://other.example"), F, "different issuer from the site"),
    "a site without an address": (lambda s: s.jwks(public(s.issuer), issuer=None), TRUST, "holds no readable key"),
    "a site with a shared secret": (lambda s: s.jwks({"kty": "oct", "k": "AAAA"}), TRUST, "holds no readable key"),
    "a site with a private key": (lambda s: s.jwks(dict(private(s.issuer).as_dict(private=True))), TRUST, "holds no readable key"),
    "a site with a short key": (lambda s: s.jwks({**public(s.issuer), "n": public(s.issuer)["n"][:128]}), TRUST, "holds no readable key"),
    "a site that says two things": (lambda s: s.put(".well-known/jwks.json", '{"keys": [], "keys": []}'), TRUST, "it states something twice"),
    "a site that is no JSON": (lambda s: s.put(".well-known/jwks.json", "<html>"), TRUST, "it is not JSON"),
    "an empty folder": (lambda s: shutil.rmtree(s.site / ".well-known"), TRUST, "can't be opened"),
}  # fmt: skip


def test_ada_is_honest(scene: Scene) -> None:
    found = verify(scene.ada.token, scene.site, LATER)

    assert (found.id, found.listed) == (scene.ada.id, NOW)


def test_the_catalogue_has_ninety_forgeries() -> None:
    assert len(TOKENS) + len(SITES) >= 90


@pytest.mark.parametrize("how", TOKENS)
def test_a_forged_token_is_refused_with_its_reason(scene: Scene, how: str) -> None:
    make, finding, reason = TOKENS[how]

    with pytest.raises(NotValid, match=reason) as caught:
        verify(make(scene), scene.site, LATER)

    assert caught.value.finding is finding
    assert str(caught.value).isprintable() and len(str(caught.value)) < 300


@pytest.mark.parametrize("how", SITES)
def test_a_site_that_was_tampered_with_is_told_with_its_reason(scene: Scene, how: str) -> None:
    change, finding, reason = SITES[how]
    change(scene)

    with pytest.raises(NotValid, match=reason) as caught:
        verify(scene.ada.token, scene.site, LATER)

    assert caught.value.finding is finding
    assert str(caught.value).isprintable() and len(str(caught.value)) < 400


def test_an_old_list_that_does_not_know_of_the_revocation_is_refused_by_who_wants_a_newer_one(scene: Scene) -> None:
    replayed = (scene.site / "status/1").read_text()
    write_site(scene.issuer, scene.site, LATER, {1: {BIT}})
    scene.put("status/1", replayed)

    with pytest.raises(NotValid, match="it is from 2026-11-20, which is longer ago than you allow") as caught:
        verify(scene.ada.token, scene.site, LATER, timedelta(days=7))
    assert caught.value.finding is Finding.UNKNOWN


def test_a_certificate_does_not_become_another_persons(certificate: Certificate) -> None:
    assert certificate.is_for("ada@uni.example")
    for who in ("eve@uni.example", "", "ada", "ada@uni.example ", "ada@uni.example5a17", "ada@uni\0.example"):
        assert not certificate.is_for(who), who


def test_a_forger_who_knows_the_thumbprint_has_not_the_key(scene: Scene) -> None:
    for token in (scene.token({"kid": scene.issuer.thumbprint}), scene.token({"jwk": public(scene.issuer)})):
        with pytest.raises(NotValid):
            verify_key(token, scene.issuer.thumbprint, LATER)


def test_a_key_of_the_same_modulus_and_another_exponent_is_another_key(scene: Scene) -> None:
    """With an exponent of one's choice, some signatures can be made up; the thumbprint tells the keys apart."""
    twisted = {**public(scene.issuer), "e": "Aw"}

    with pytest.raises(NotValid, match="not with the one you trust"):
        verify_key(scene.token({"jwk": twisted}), scene.issuer.thumbprint, LATER)


def test_a_certificate_of_a_key_that_the_site_does_not_know_is_refused_until_the_site_knows_it(
    scene: Scene, doubling: Assignment
) -> None:
    newer = Issuer(KeyInMemory(RSAKey.generate_key(3072).raw_value), scene.issuer.name, URL)  # type: ignore[arg-type]
    token = honest(doubling, newer).token

    with pytest.raises(NotValid, match=SIGNATURE):
        verify(token, scene.site, LATER)
    write_site(newer, scene.site, NOW)
    assert verify(token, scene.site, LATER).key == newer.thumbprint
    assert verify(scene.ada.token, scene.site, LATER).key == scene.issuer.thumbprint


def test_nothing_about_a_person_or_a_certificate_is_on_the_site(scene: Scene, certificate: Certificate) -> None:
    files = [path for path in scene.site.rglob("*") if path.is_file()]
    said = "".join(path.read_text() for path in files)

    assert sorted(str(path.relative_to(scene.site)) for path in files) == [
        ".well-known/did.json", ".well-known/jwks.json", "did.json", "status/1",
    ]  # fmt: skip
    for secret in (certificate.id.removeprefix("urn:uuid:"), "identity", "Doubling", '"d"'):
        assert secret not in said
