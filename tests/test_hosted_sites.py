"""A site that a real web server hosts, an honest one or not: over https, from its own address, within size and time."""

from __future__ import annotations

import shutil
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from autograder.assignment import Assignment
from autograder.certificate import Finding, Issuer, NotValid, hosted_site, verify, write_site
from certifying import NOW, TICKET, honest

PATH = ".well-known/jwks.json"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if Path(self.directory, "moved").exists():
            self.send_response(302)
            self.send_header("Location", Path(self.directory, "moved").read_text())
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for a web server on this machine."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(5).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def hosted(pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """An address, and the folder that is served there."""
    folder = tmp_path / "www"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield f"https://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def there(hosted: tuple[str, Path], issuer: Issuer) -> Issuer:
    """The issuer, whose address is the server's."""
    here = replace(issuer, url=hosted[0])
    write_site(here, hosted[1], NOW)
    return here


def test_a_certificate_is_checked_against_the_site_as_it_is_now(
    hosted: tuple[str, Path], there: Issuer, doubling: Assignment
) -> None:
    token = honest(doubling, there).token

    assert verify(token, hosted_site(f"{hosted[0]}/"), NOW).listed == NOW
    write_site(there, hosted[1], NOW, {1: {TICKET.place.bit}})
    with pytest.raises(NotValid, match="has revoked this certificate"):
        verify(token, hosted_site(hosted[0]), NOW)


def test_a_site_that_says_it_is_another_one_is_refused(hosted: tuple[str, Path], issuer: Issuer) -> None:
    """Its host could put keys of its own there, under the address of a school."""
    write_site(issuer, hosted[1], NOW)

    with pytest.raises(NotValid, match="says that it is another one") as caught:
        hosted_site(hosted[0])
    assert caught.value.finding is Finding.FOREIGN


def test_a_site_that_sends_elsewhere_is_not_followed(hosted: tuple[str, Path], there: Issuer) -> None:
    (hosted[1] / "moved").write_text(f"{hosted[0]}/elsewhere")

    with pytest.raises(NotValid, match="its server answers 302"):
        hosted_site(hosted[0])


def test_a_server_whose_address_nobody_vouches_for_is_not_believed(
    hosted: tuple[str, Path], there: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(NotValid, match="can't be fetched"):
        hosted_site(hosted[0])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda folder: shutil.rmtree(folder / ".well-known"), "its server answers 404"),
        (lambda folder: (folder / PATH).write_bytes(b" " * (2 << 20)), "larger than 1 MB"),
        (lambda folder: (folder / PATH).write_text("<html>"), "it is not JSON"),
    ],
)
def test_a_server_may_answer_anything(hosted: tuple[str, Path], there: Issuer, change: object, reason: str) -> None:
    change(hosted[1])  # type: ignore[operator]

    with pytest.raises(NotValid, match=f"gives no readable key: .*{reason}"):
        hosted_site(hosted[0])


def test_a_site_that_is_gone_says_nothing_about_a_certificate(
    hosted: tuple[str, Path], there: Issuer, doubling: Assignment
) -> None:
    site = hosted_site(hosted[0])
    shutil.rmtree(hosted[1] / "status")

    with pytest.raises(NotValid, match="can't be told from the issuer's list: for status/1, its server answers 404"):
        verify(honest(doubling, there).token, site, NOW)
    with pytest.raises(NotValid, match="can't be fetched"):
        hosted_site("https://127.0.0.1:1")
