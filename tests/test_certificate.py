"""Certificates: only for who earned one, and only as it was signed."""

from __future__ import annotations

import base64
import hmac
import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from autograder.assignment import Assignment
from autograder.certificate import (
    Achieved,
    Certificate,
    CertificateError,
    Issuer,
    Person,
    load_issuer,
    signed,
    verify,
    verify_key,
    write_site,
)
from autograder.certificate.status import entry
from autograder.gradebook import Standing, standings
from autograder.judge import Judge, Ruling, Verdict
from autograder.policy import Policy
from certifying import NOW, TICKET, new_issuer, private
from conftest import QUICK
from handing_in import submission

COURSE = "Fundamentals of Deep Learning"
SIGNER = {"issuer": "Example University", "url": "https://uni.example/fdl/"}
POLICY = Policy.model_validate({"course": {"title": COURSE}, "certificate": SIGNER})


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return new_issuer(tmp_path_factory.mktemp("keys") / "fdl", "Example University", "https://uni.example/fdl/")


@pytest.fixture(scope="module")
def verdict(judge: Judge, doubling: Assignment) -> Verdict:
    return judge.grade(doubling, submission(doubling, doubling.right, "ada"), QUICK).verdict


def stand(verdict: Verdict, topic: Assignment, policy: Policy = POLICY) -> Standing:
    return standings([verdict], (topic,), policy)[0]


def issued(standing: Standing, issuer: Issuer, policy: Policy = POLICY) -> Certificate:
    return signed(Achieved(standing), Person(standing.student), policy, issuer, NOW, TICKET)


@pytest.fixture(scope="module")
def certificate(verdict: Verdict, doubling: Assignment, issuer: Issuer) -> Certificate:
    return issued(stand(verdict, doubling), issuer, POLICY)


def test_a_certificate_verifies_offline_with_what_it_says(certificate: Certificate, site: Path) -> None:
    found = verify(certificate.token + "\n", site, NOW)

    assert found.content == certificate.content
    assert (found.course, found.issuer, f"{found.issued:%Y-%m-%d}") == (
        COURSE, "Example University", "2026-11-20",
    )  # fmt: skip


def test_it_is_an_open_badge_and_names_what_was_shown(certificate: Certificate, verdict: Verdict) -> None:
    content = certificate.content
    achievement = content["credentialSubject"]["achievement"]

    assert content["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert content["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert achievement["name"] == COURSE
    assert "50 %" in achievement["criteria"]["narrative"]
    assert achievement["description"] == f"Completed the course {COURSE}. Required: Doubling."
    assert content["credentialSubject"]["result"][0]["value"] == "100"
    assert verdict.submission in content["evidence"][0]["narrative"]
    assert f"level {verdict.level}" in content["evidence"][0]["narrative"]


def test_it_does_not_name_the_student(verdict: Verdict, doubling: Assignment, issuer: Issuer) -> None:
    who = "Ådá Lovelace"  # no hash holds these letters

    content = issued(stand(replace(verdict, student=who), doubling), issuer, POLICY).content

    text = json.dumps(content, ensure_ascii=False).casefold()
    assert not [part for part in who.casefold().split() if part in text]


def test_scores_are_left_out_where_the_policy_says_so(verdict: Verdict, doubling: Assignment, issuer: Issuer) -> None:
    silent = POLICY.model_copy(update={"certificate": POLICY.certificate.model_copy(update={"show_scores": False})})

    assert "result" not in issued(stand(verdict, doubling), issuer, silent).content["credentialSubject"]


def test_one_changed_character_anywhere_is_found(certificate: Certificate, site: Path) -> None:
    chance = random.Random(5)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    places = [0, len(certificate.token) - 1, *chance.sample(range(len(certificate.token)), 150)]
    for place in places:
        old = certificate.token[place]
        new = chance.choice([letter for letter in alphabet if letter != old])
        changed = certificate.token[:place] + new + certificate.token[place + 1 :]

        with pytest.raises(CertificateError):
            verify(changed, site, NOW)


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_what_the_header_proposes_is_ignored(certificate: Certificate, issuer: Issuer, site: Path) -> None:
    foreign = RSAKey.generate_key(2048)
    payload = json.dumps({**certificate.content, "name": "Everything"})
    header = {"alg": "RS256", "jwk": foreign.as_dict(private=False), "kid": issuer.key.thumbprint()}
    registry = jws.JWSRegistry(algorithms=["RS256", "HS256", "PS256", "none"])
    registry.max_header_length = 4096
    text = f"{encoded({'alg': 'HS256'})}.{encoded(certificate.content)}"
    mac = hmac.digest(issuer.key.as_pem(private=False), text.encode(), "sha256")
    forged = {
        "signed with the key in its own header": jws.serialize_compact(header, payload, foreign, registry=registry),
        "alg none": f"{encoded({'alg': 'none'})}.{encoded(certificate.content)}.",
        "alg none, signature kept": f"{encoded({'alg': 'none'})}." + certificate.token.split(".", 1)[1],
        "the public key as a shared secret": f"{text}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}",
        "another algorithm by the right key": jws.serialize_compact(
            {"alg": "PS256"}, payload, private(issuer), registry=registry
        ),
    }
    for how, token in forged.items():
        with pytest.raises(CertificateError, match="The signature does not match"):
            verify(token, site, NOW)
            pytest.fail(how)


def by_hand(issuer: Issuer, content: object) -> str:
    return jws.serialize_compact({"alg": "RS256"}, json.dumps(content), private(issuer), ["RS256"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://other.example"}, "names two different issuers"),
        ({"issuer": {"id": "https://other.example", "name": "Other"}}, "names two different issuers"),
        ({"issuer": {"id": "https://uni.example/fdl"}}, "does not state its course"),
        ({"issuer": "https://other.example"}, "names two different issuers"),
        ({"issuer": 5}, "does not state its course"),
        ({"name": "\x1b[2J"}, "does not state its course"),
        ({"nbf": int(NOW.timestamp()) + 60}, "not valid yet"),
        ({"nbf": None}, "not valid yet"),
        ({"exp": int(NOW.timestamp()) - 1}, "has expired"),
        ({"type": ["Something"]}, "signed, but it is not a certificate"),
    ],
)
def test_a_signature_alone_is_not_enough(
    certificate: Certificate, issuer: Issuer, site: Path, changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(CertificateError, match=reason):
        verify(by_hand(issuer, {**certificate.content, **changes}), site, NOW)


@pytest.mark.parametrize("text", ["", "hello", "a.b.c", "....", "é.é.é", "{}", "a" * 300_000 + ".b.c"])
def test_what_is_no_token_is_no_certificate(site: Path, text: str) -> None:
    with pytest.raises(CertificateError):
        verify(text, site, NOW)


def test_another_issuers_certificate_does_not_verify_here(
    verdict: Verdict, doubling: Assignment, site: Path, tmp_path: Path
) -> None:
    other = new_issuer(tmp_path / "keys", "Example University", "https://uni.example/fdl")
    foreign = issued(stand(verdict, doubling), other, POLICY)

    with pytest.raises(CertificateError, match="someone else issued it"):
        verify(foreign.token, site, NOW)


def test_a_folder_without_a_key_is_named(certificate: Certificate, tmp_path: Path) -> None:
    with pytest.raises(CertificateError, match=f"{tmp_path} holds no readable key"):
        verify(certificate.token, tmp_path, NOW)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"status": Ruling.OURS}, "not graded yet"),
        ({"outcomes": ()}, "has 0.0 %; 50 % is needed"),
        ({"level": ""}, "was graded at no confinement; L2 is required"),
        ({"level": "L3"}, "was graded at L3; L2 is required"),
        ({"level": "unsafe"}, "was graded at unsafe; L2 is required"),
    ],
)
def test_only_a_complete_standing_gets_one(
    verdict: Verdict, doubling: Assignment, issuer: Issuer, changes: dict[str, object], missing: str
) -> None:
    with pytest.raises(CertificateError, match=missing):
        issued(stand(replace(verdict, **changes), doubling), issuer, POLICY)  # type: ignore[arg-type]


def test_the_site_tells_the_public_key_and_no_other(issuer: Issuer, site: Path) -> None:
    [key] = json.loads((site / ".well-known" / "jwks.json").read_text())["keys"]

    assert set(key) == {"kty", "n", "e", "use", "alg", "kid"}


def test_a_certificate_is_not_valid_before_it_was_issued(certificate: Certificate, site: Path) -> None:
    with pytest.raises(CertificateError, match="not valid yet"):
        verify(certificate.token, site, NOW - timedelta(hours=1))


OTHER_SITE = {
    "iss": "https://other.example",
    "issuer": {"id": "https://other.example", "name": "Other"},
    "credentialStatus": entry(TICKET.place, "https://other.example"),
}


def test_a_key_of_the_issuer_does_not_make_another_issuers_certificate(
    certificate: Certificate, issuer: Issuer, site: Path
) -> None:
    with pytest.raises(CertificateError, match="a different issuer from the site"):
        verify(by_hand(issuer, {**certificate.content, **OTHER_SITE}), site, NOW)


def test_a_certificate_from_before_there_were_lists_still_verifies(
    certificate: Certificate, issuer: Issuer, site: Path
) -> None:
    old = {name: value for name, value in certificate.content.items() if name != "credentialStatus"}

    found = verify(by_hand(issuer, old), site, NOW)

    assert (found.id, found.place, found.listed) == (certificate.id, None, None)


def test_a_pinned_thumbprint_is_enough_to_verify(certificate: Certificate, issuer: Issuer) -> None:
    found = verify_key(certificate.token, issuer.key.thumbprint(), NOW)

    assert (found.key, found.address) == (issuer.key.thumbprint(), "https://uni.example/fdl")


def test_a_forger_who_brings_a_key_along_is_not_the_issuer(
    certificate: Certificate, issuer: Issuer, tmp_path: Path
) -> None:
    forger = new_issuer(tmp_path / "keys", "Example University", "https://uni.example/fdl")
    header = {"alg": "RS256", "jwk": forger.key.as_dict(private=False), "kid": issuer.key.thumbprint()}
    registry = jws.JWSRegistry(algorithms=["RS256"])
    registry.max_header_length = 4096
    forged = jws.serialize_compact(header, json.dumps(certificate.content), private(forger), registry=registry)

    with pytest.raises(CertificateError, match="not with the one you trust"):
        verify_key(forged, issuer.key.thumbprint(), NOW)
    assert verify_key(forged, None, NOW).key == forger.key.thumbprint()  # whole, but by whom it does not show


def test_a_token_without_a_key_can_be_checked_with_the_site_only(
    certificate: Certificate, issuer: Issuer, site: Path
) -> None:
    bare = by_hand(issuer, certificate.content)

    assert verify(bare, site, NOW).key == issuer.key.thumbprint()
    with pytest.raises(CertificateError, match="only be checked with --site"):
        verify_key(bare, issuer.key.thumbprint(), NOW)


def test_a_new_key_stands_beside_the_old_one_and_old_certificates_verify(
    certificate: Certificate, verdict: Verdict, doubling: Assignment, issuer: Issuer, tmp_path: Path
) -> None:
    successor = new_issuer(tmp_path / "keys", issuer.name, issuer.url)
    for each in (issuer, successor, successor):
        write_site(each, tmp_path / "site", NOW)

    newer = issued(stand(verdict, doubling), successor, POLICY)

    assert len(json.loads((tmp_path / "site" / ".well-known" / "jwks.json").read_text())["keys"]) == 2
    assert verify(certificate.token, tmp_path / "site", NOW).key == issuer.key.thumbprint()
    assert verify(newer.token, tmp_path / "site", NOW).key == successor.key.thumbprint()


def test_a_site_that_would_break_older_certificates_is_not_written(issuer: Issuer, tmp_path: Path) -> None:
    write_site(issuer, tmp_path, NOW)
    file = tmp_path / ".well-known" / "jwks.json"
    before = file.read_bytes()

    with pytest.raises(CertificateError, match=r"is the site of https://uni.example/fdl, but the policy says"):
        write_site(replace(issuer, url="https://moved.example"), tmp_path, NOW)
    assert file.read_bytes() == before
    file.write_text("{}")
    with pytest.raises(CertificateError, match="can't be read, and was left unchanged"):
        write_site(issuer, tmp_path, NOW)
    assert file.read_text() == "{}"


def test_a_key_file_that_holds_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "issuer.pem").write_text("hello")

    with pytest.raises(CertificateError, match=r"issuer.pem holds no readable key"):
        load_issuer(tmp_path, "U", "https://u.example", NOW)
