"""Keys and site folders of any kind: only a sound public RSA key of the issuer's site checks a certificate."""

from __future__ import annotations

import json
import resource
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc.jwk import ECKey, OctKey

from autograder.certificate import (
    Certificate,
    CertificateError,
    Issuer,
    KeyInMemory,
    load_issuer,
    verify,
    verify_key,
    write_site,
)
from certifying import NOW, base64url, private, public, sealed
from conftest import ISSUER_URL
from no_files import NO_FILES, device, loop, pipe


def odd_keys(issuer: Issuer) -> dict[str, Any]:
    """Keys that are not the issuer's public key, as a header may bring them along or a site may tell them."""
    mine = public(issuer)
    whole = private(issuer).as_dict(private=True)
    digits = mine["n"]
    return {
        "nothing": None,
        "a number": 5,
        "a list": [mine],
        "a text": "RSA",
        "an empty one": {},
        "no kind": {"n": digits, "e": "AQAB"},
        "another kind": {**mine, "kty": "EC"},
        "a list of kinds": {**mine, "kty": ["RSA"]},
        "a shared secret": {"kty": "oct", "k": base64url(issuer.key.as_pem(private=False))},
        "a real shared secret": dict(OctKey.generate_key(256).as_dict(private=True)),
        "a curve": dict(ECKey.generate_key("P-256").as_dict(private=False)),
        "the private key": dict(whole),
        "half of the private key": {**mine, "d": whole["d"]},
        "a wrong private key": {**mine, "d": digits, "p": "Aw", "q": "Aw", "dp": "AQ", "dq": "AQ", "qi": "AQ"},
        "no modulus": {"kty": "RSA", "e": "AQAB"},
        "an empty modulus": {**mine, "n": ""},
        "a modulus that is a number": {**mine, "n": 5},
        "a modulus of another spelling": {**mine, "n": "AA" + digits[:2] + digits},
        "a modulus with padding": {**mine, "n": digits + "="},
        "a modulus with a line break": {**mine, "n": digits + "\n"},
        "an even modulus": {**mine, "n": digits[:-1] + "A"},
        "a short modulus": {**mine, "n": digits[:128]},
        "a long modulus": {**mine, "n": digits * 6},
        "an exponent of one": {**mine, "e": "AQ"},
        "an even exponent": {**mine, "e": "AQAC"},
        "a huge exponent": {**mine, "e": digits},
        "an exponent of nothing": {**mine, "e": "AA"},
        "for encryption": {**mine, "use": "enc"},
        "for another algorithm": {**mine, "alg": "HS256"},
        "for signing only": {**mine, "key_ops": ["sign"]},
        "for operations of another kind": {**mine, "key_ops": 5},
        "a use of another kind": {**mine, "use": ["sig"]},
    }


def told(site: Path, keys: Any, **more: Any) -> Path:
    """A site folder whose key file says this."""
    file = site / ".well-known" / "jwks.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"keys": keys, "issuer": ISSUER_URL, "name": "U", **more}))
    return site


def test_a_key_of_any_other_kind_checks_nothing(certificate: Certificate, issuer: Issuer, tmp_path: Path) -> None:
    for how, key in odd_keys(issuer).items():
        token = sealed({"alg": "RS256", "jwk": key}, certificate.content, issuer)
        for thumbprint in (None, issuer.key.thumbprint()):
            with pytest.raises(CertificateError, match="carries no key"):
                verify_key(token, thumbprint, NOW)
                pytest.fail(how)
        with pytest.raises(CertificateError, match="holds no readable key"):
            verify(certificate.token, told(tmp_path, [key]), NOW)
            pytest.fail(how)


def test_odd_keys_beside_the_right_one_do_no_harm(certificate: Certificate, issuer: Issuer, tmp_path: Path) -> None:
    write_site(issuer, tmp_path, NOW)
    site = told(tmp_path, [*odd_keys(issuer).values(), {**public(issuer), "use": "sig", "alg": "RS256"}])

    assert verify(certificate.token, site, NOW).key == issuer.key.thumbprint()


def test_a_key_that_is_too_short_to_be_safe_checks_nothing(certificate: Certificate, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        short = Issuer(KeyInMemory(rsa.generate_private_key(65537, 1024)), "U", ISSUER_URL)
        token = sealed({"alg": "RS256", "jwk": public(short)}, certificate.content, short)

    with pytest.raises(CertificateError, match="carries no key"):
        verify_key(token, None, NOW)
    with pytest.raises(CertificateError, match="holds no readable key"):
        verify(token, told(tmp_path, [public(short)]), NOW)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"[]", b"5", b'"x"', b"null", b"{}", b'{"keys": [], "issuer": "x"}', b'{"keys": {"0": 1}, "issuer": "x"}',
        b'{"keys": 5, "issuer": "x"}', b'{"keys": "RSA", "issuer": "x"}', b"[" * 100_000, b'{"keys":' * 5000, b"9" * 5000, b"\0" * 100,
        b'{"keys": NaN}', b'{"keys": [1e999], "issuer": "x"}', b'{"keys": ["\\ud800"], "issuer": "x"}',
    ],
    ids=lambda content: content[:20].decode("latin-1"),
)  # fmt: skip
def test_a_key_file_of_a_site_may_hold_anything(certificate: Certificate, tmp_path: Path, content: bytes) -> None:
    told(tmp_path, [])
    (tmp_path / ".well-known" / "jwks.json").write_bytes(content)

    with pytest.raises(CertificateError, match="holds no readable key") as caught:
        verify(certificate.token, tmp_path, NOW)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "address", [None, 5, "", [ISSUER_URL], {"id": ISSUER_URL}, "\x1b[2J", "https://other.example"], ids=repr
)
def test_a_site_that_does_not_say_whose_it_is_checks_nothing(
    certificate: Certificate, issuer: Issuer, tmp_path: Path, address: Any
) -> None:
    with pytest.raises(CertificateError, match=r"holds no readable key|names a different issuer"):
        verify(certificate.token, told(tmp_path, [public(issuer)], issuer=address), NOW)


def test_a_key_that_a_site_tells_twice_is_no_riddle(certificate: Certificate, issuer: Issuer, tmp_path: Path) -> None:
    text = json.dumps({"keys": [public(issuer)], "issuer": ISSUER_URL})
    told(tmp_path, [])
    (tmp_path / ".well-known" / "jwks.json").write_text('{"keys": [], ' + text[1:])

    with pytest.raises(CertificateError, match="holds no readable key"):
        verify(certificate.token, tmp_path, NOW)


@pytest.mark.parametrize("make", NO_FILES, ids=lambda make: make.__name__)
def test_what_is_no_file_in_a_site_is_neither_waited_for_nor_read(
    certificate: Certificate, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (tmp_path / ".well-known").mkdir()
    make(tmp_path / ".well-known" / "jwks.json")

    with pytest.raises(CertificateError, match="holds no readable key"):
        verify(certificate.token, tmp_path, NOW)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10


@pytest.mark.parametrize("make", [pipe, device, loop], ids=lambda make: make.__name__)
def test_a_site_may_have_anything_where_its_folder_should_be(
    certificate: Certificate, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / ".well-known")

    with pytest.raises(CertificateError, match="holds no readable key"):
        verify(certificate.token, tmp_path, NOW)


def test_keys_of_another_kind_stay_on_a_site_that_is_written_again(issuer: Issuer, tmp_path: Path) -> None:
    curve = {**ECKey.generate_key("P-256").as_dict(private=False), "kid": "theirs"}
    told(tmp_path, [curve, {**public(issuer), "kid": "older"}])

    write_site(issuer, tmp_path, NOW)

    keys = json.loads((tmp_path / ".well-known" / "jwks.json").read_text())["keys"]
    assert keys[0] == curve
    assert [key["kid"] for key in keys] == ["theirs", "older", issuer.key.thumbprint()]


def test_a_private_key_is_never_written_to_a_site_again(issuer: Issuer, tmp_path: Path) -> None:
    slip = {**private(issuer).as_dict(private=True), "kid": "slip"}
    told(tmp_path, [slip, public(issuer)])

    write_site(issuer, tmp_path, NOW)

    assert '"d"' not in (tmp_path / ".well-known" / "jwks.json").read_text()


def pem(key: Any, password: bytes | None = None) -> bytes:
    how = BestAvailableEncryption(password) if password else NoEncryption()
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how))


def odd_pems(issuer: Issuer) -> dict[str, bytes]:
    mine, raw = private(issuer).as_pem(private=True), private(issuer).raw_value
    return {
        "nothing": b"",
        "zeros": bytes(1000),
        "a public key": issuer.key.as_pem(private=False),
        "a key behind a password": pem(raw, b"secret"),
        "a curve": pem(ec.generate_private_key(ec.SECP256R1())),
        "Ed25519": pem(ed25519.Ed25519PrivateKey.generate()),
        "too short": pem(rsa.generate_private_key(65537, 1024)),
        "half a file": mine[: len(mine) // 2],
        "without its end": mine[:-20],
        "for OpenSSH": raw.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
        "a key of OpenSSH": raw.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "a certificate": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "its JSON": json.dumps(private(issuer).as_dict(private=True)).encode(),
        "no text": b"\xff\xfe\x00-----BEGIN PRIVATE KEY-----",
        "too large": mine + b"\n" * (1 << 21),
    }


def test_a_key_file_may_hold_anything(issuer: Issuer, tmp_path: Path) -> None:
    for how, content in odd_pems(issuer).items():
        (tmp_path / "issuer.pem").write_bytes(content)

        with pytest.raises(CertificateError, match=r"issuer.pem holds no readable key") as caught:
            load_issuer(tmp_path, "U", ISSUER_URL, NOW)
            pytest.fail(how)
        assert str(caught.value).isprintable(), how
        assert (tmp_path / "issuer.pem").read_bytes() == content  # and no new key is made in its place


@pytest.mark.parametrize("make", NO_FILES, ids=lambda make: make.__name__)
def test_a_key_file_that_is_no_file_is_neither_waited_for_nor_read(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "issuer.pem")

    with pytest.raises(CertificateError, match=r"issuer.pem holds no readable key"):
        load_issuer(tmp_path, "U", ISSUER_URL, NOW)
