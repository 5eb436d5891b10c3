"""Checkers that others wrote agree with ours: joserfc, npm's jose, openbadgeslib, and the two JSON schemas.

`PEERS` names a folder with what is not installed here: `node_modules/jose` (npm install jose), `python/openbadgeslib` (pip
install --target), the source distribution of openbadgeslib, which has the schema of Open Badges 3.0, and W3C's schema of Verifiable
Credentials. What is missing is skipped.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from autograder.assignment import Assignment
from autograder.certificate import (
    Achieved,
    Issuer,
    NotValid,
    Person,
    Place,
    Register,
    issue,
    opened,
    verify,
    write_site,
)
from autograder.certificate.status import status_list
from autograder.gradebook import standings
from autograder.judge import Outcome, Ruling, Status, Verdict
from certifying import POLICY
from conftest import ISSUER_URL
from handing_in import WHEN

PEERS = Path(os.environ.get("PEERS", "build/peers"))
KINDS = ("issued", "revoked", "expired", "changed", "foreign")
GATE = {"accuracy": {"value": 0.934, "low": 0.921, "high": 0.946, "at_least": 0.92}}


@pytest.fixture(scope="module")
def made(issuer: Issuer, doubling: Assignment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A certificate of each kind, and the folder of the site under "site"."""
    folder, now = tmp_path_factory.mktemp("made"), datetime.now(UTC)
    full = (
        Outcome("test_all", "double", Status.PASSED, doubling.by_tests, doubling.by_tests, "All.", True, evidence=GATE),
    )
    ending = POLICY.model_copy(update={"certificate": POLICY.certificate.model_copy(update={"valid_days": 2})})
    with Register(folder / "keys") as register:

        def given(kind: str, days: int = 0) -> str:
            verdict = Verdict(
                kind, doubling.name, "5" * 64, WHEN, doubling.hash, Ruling.GRADED, outcomes=full, level="L1"
            )
            achieved = Achieved(standings([verdict], (doubling,), POLICY)[0])
            person = Person(kind, f"{kind}@uni.example", "Žofie Αλεξίου 李")
            policy = ending if kind == "expired" else POLICY
            return issue(achieved, person, policy, issuer, register, now - timedelta(days=days), author="g").token

        tokens = {"issued": given("issued"), "revoked": given("revoked"), "expired": given("expired", 3)}
        last = register.last("revoked", "")
        assert last is not None
        register.revoke(last.number, "copied", "grace", now)
        write_site(issuer, folder / "site", now, register.lists())
    head, body, end = tokens["issued"].split(".")
    middle = len(body) // 2
    changed = body[:middle] + ("A" if body[middle] != "A" else "B") + body[middle + 1 :]
    none = "eyJhbGciOiJub25lIn0"
    return {
        **tokens,
        "changed": ".".join([head, changed, end]),
        "foreign": f"{none}.{body}.",
        "site": str(folder / "site"),
    }


def test_ours_tells_the_kinds_apart(made: dict[str, str]) -> None:
    found = {}
    for kind in KINDS:
        try:
            verify(made[kind], Path(made["site"]), datetime.now(UTC))
            found[kind] = "valid"
        except NotValid as reason:
            found[kind] = reason.finding

    assert found == {
        "issued": "valid", "revoked": "revoked", "expired": "expired", "changed": "changed or forged", "foreign": "changed or forged",
    }  # fmt: skip


def by_joserfc(token: str, site: Path) -> str:
    """What joserfc says, with a few lines around it that read the list as the standard tells."""
    keys = KeySet.import_key_set(json.loads((site / ".well-known/jwks.json").read_text()))
    claims = jwt.JWTClaimsRegistry(iss={"essential": True, "value": ISSUER_URL})
    registry = jws.JWSRegistry(algorithms=["RS256"])
    registry.max_header_length = 4096
    try:
        said = jwt.decode(token, keys, registry=registry).claims
        claims.validate(said)
        entry = said["credentialStatus"]
        text = (site / entry["statusListCredential"].removeprefix(f"{ISSUER_URL}/")).read_text().strip()
        listed = jwt.decode(text, keys, registry=registry).claims
        claims.validate(listed)
    except (JoseError, ValueError) as error:
        return type(error).__name__
    encoded = listed["credentialSubject"]["encodedList"][1:]
    bits, place = gzip.decompress(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))), int(entry["statusListIndex"])
    return "revoked" if bits[place // 8] & 0x80 >> place % 8 else "valid"


def test_joserfc_agrees(made: dict[str, str]) -> None:
    found = {kind: by_joserfc(made[kind], Path(made["site"])) for kind in KINDS}

    assert (found["issued"], found["revoked"], found["expired"]) == ("valid", "revoked", "ExpiredTokenError")
    assert found["changed"].endswith("Error") and found["foreign"].endswith("Error")


@pytest.mark.slow
def test_jose_of_npm_agrees(made: dict[str, str], tmp_path: Path) -> None:
    node, jose = shutil.which("node"), PEERS.resolve() / "node_modules/jose/dist/webapi/index.js"
    if node is None or not jose.exists():
        pytest.skip(f"needs node, and npm's jose in {PEERS}")
    found = {}
    for kind in KINDS:
        (tmp_path / kind).write_text(made[kind])
        command = [node, Path(__file__).with_name("jose_check.mjs"), jose, made["site"], tmp_path / kind, ISSUER_URL]
        found[kind] = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert found == {
        "issued": "valid", "revoked": "revoked", "expired": "ERR_JWT_EXPIRED",
        "changed": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "foreign": "ERR_JOSE_ALG_NOT_ALLOWED",
    }  # fmt: skip


@pytest.fixture
def openbadgeslib(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(sys, "path", [*sys.path, str((PEERS / "python").resolve())])
    yield pytest.importorskip("openbadgeslib.ob3.verifier", reason=f"needs openbadgeslib, here or in {PEERS}/python")


def test_openbadgeslib_agrees(made: dict[str, str], issuer: Issuer, openbadgeslib: Any) -> None:
    checker = openbadgeslib.OB3Verifier(issuer.key.as_pem(private=False))

    def download(address: str) -> bytes:
        return (Path(made["site"]) / address.removeprefix(f"{ISSUER_URL}/")).read_bytes()

    found = {}
    for kind in KINDS:
        try:
            checker.verify(made[kind], check_status=True, download=download)
            found[kind] = "valid"
        except openbadgeslib.OB3VerificationError as reason:
            found[kind] = str(reason)

    assert found["issued"] == "valid"
    assert "revocation" in found["revoked"] and "expired" in found["expired"].lower()
    assert found["changed"] != "valid" and "not allowed" in found["foreign"]


def test_openbadgeslib_finds_the_key_in_the_did_document(
    made: dict[str, str], issuer: Issuer, openbadgeslib: Any
) -> None:
    from openbadgeslib.ob3 import did  # type: ignore[import-not-found]

    document = json.loads((Path(made["site"]) / "did.json").read_text())
    name = did.did_web_from_url(ISSUER_URL)

    assert document["id"] == name
    assert (
        did.pem_for_kid(document, name, f"{name}#{issuer.thumbprint}").split()
        == issuer.key.as_pem(private=False).split()
    )


def plain(content: dict[str, Any]) -> dict[str, Any]:
    """A credential without the claims that only its token has."""
    return {name: value for name, value in content.items() if name not in ("iss", "jti", "nbf", "exp")}


def contents(made: dict[str, str]) -> Iterator[dict[str, Any]]:
    for kind in ("issued", "revoked", "expired"):
        body = made[kind].split(".")[1]
        yield json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def test_the_credential_and_the_list_pass_the_schema_of_verifiable_credentials(
    made: dict[str, str], issuer: Issuer
) -> None:
    found = PEERS / "verifiable-credential-schema.json"
    if not found.exists():
        pytest.skip(f"needs W3C's verifiable-credential-schema.json (of vc-data-model, 2.0) in {PEERS}")
    schema = json.loads(found.read_text())
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    listed = status_list(1, {5}, issuer, datetime.now(UTC), 9)

    for content in (*contents(made), listed):
        assert list(checker.iter_errors(content)) == []
        assert list(checker.iter_errors(plain(content))) == []
        assert list(checker.iter_errors({**content, "issuer": 5}))  # it does look


def test_the_credential_passes_the_schema_of_open_badges(made: dict[str, str]) -> None:
    found = sorted(PEERS.glob("openbadgeslib-*.tar.gz"))
    if not found:
        pytest.skip(f"needs the source distribution of openbadgeslib in {PEERS}, for the schema that is in it")
    with tarfile.open(found[-1]) as archive:
        name = next(name for name in archive.getnames() if name.endswith("ob_v3p0_achievementcredential_schema.json"))
        file = archive.extractfile(name)
        assert file is not None
        schema = json.load(file)
    checker = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())

    for content in contents(made):
        assert list(checker.iter_errors(plain(content))) == []
        assert list(checker.iter_errors(content)) == []
        broken = {**content, "credentialSubject": {**content["credentialSubject"], "achievement": {}}}
        assert list(checker.iter_errors(broken))


def test_a_gate_is_in_the_evidence_with_its_interval(made: dict[str, str]) -> None:
    evidence = next(contents(made))["evidence"][0]

    assert evidence["description"] == "accuracy 0.93 (between 0.92 and 0.95), at least 0.92"


def test_what_is_recorded_opens_as_a_certificate(issuer: Issuer, doubling: Assignment, tmp_path: Path) -> None:
    full = (Outcome("test_all", "double", Status.PASSED, doubling.by_tests, doubling.by_tests, "All.", True),)
    verdict = Verdict("ada", doubling.name, "5" * 64, WHEN, doubling.hash, Ruling.GRADED, outcomes=full, level="L1")
    achieved = Achieved(standings([verdict], (doubling,), POLICY)[0])
    with Register(tmp_path) as register:
        found = opened(issue(achieved, Person("ada"), POLICY, issuer, register, datetime.now(UTC), author="grace"))

    assert isinstance(found.place, Place) and found.key == issuer.thumbprint
