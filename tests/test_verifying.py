"""Anything at all, given as a certificate: `verify` says in one line that it is not valid, and nothing else happens."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import Assignment
from autograder.certificate import Certificate, CertificateError, Issuer, verify, verify_key
from autograder.cli import main
from autograder.cli.console import say
from certifying import NOW, honest, public, sealed
from no_files import NO_FILES


@pytest.fixture
def reasons(issuer: Issuer, site: Path) -> Callable[[str], list[str]]:
    """Why a token is not valid: by the site, and by the key that it brings along."""

    def tried(token: str) -> list[str]:
        found = []
        for check in (
            lambda: verify(token, site, NOW),
            lambda: verify_key(token, issuer.key.thumbprint(), NOW),
            lambda: verify_key(token, None, NOW),
        ):
            with pytest.raises(CertificateError) as caught:
                check()
            found.append(str(caught.value))
        assert not [reason for reason in found if len(reason) > 300 or not reason.isprintable()]
        return found

    return tried


def header(issuer: Issuer, **more: Any) -> dict[str, Any]:
    return {"alg": "RS256", "jwk": public(issuer), **more}


@pytest.mark.parametrize("name", ["id", "name", "issuer", "validFrom", "type", "iss", "jti", "nbf"])
def test_a_certificate_that_lacks_a_member_is_not_valid(
    certificate: Certificate, issuer: Issuer, reasons: Callable[[str], list[str]], name: str
) -> None:
    content = {key: value for key, value in certificate.content.items() if key != name}

    reasons(sealed(header(issuer), content, issuer))


WRONG: list[Any] = [
    None, True, False, 5, -1, 0.5, 2**40, "", " ", "x", "\u202e", "\x1b[2J", "\ud800", "x" * 600, [], [[]], ["x"], {}, {"id": 5}, {"id": "x"},
    {"id": ["x"], "name": "x"}, "OpenBadgeCredential", {"OpenBadgeCredential": 1}, [["OpenBadgeCredential"]],
]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["id", "name", "issuer", "validFrom", "type", "iss", "jti", "nbf", "exp", "validUntil"]
)
def test_a_member_of_another_kind_is_not_valid(certificate: Certificate, issuer: Issuer, site: Path, name: str) -> None:
    fine = {"name": ["x", "OpenBadgeCredential"], "exp": [2**40]}.get(name, [])
    for value in WRONG:
        token = sealed(header(issuer), {**certificate.content, name: value}, issuer)
        if value in fine:
            assert verify(token, site, NOW).id == certificate.id
            continue
        with pytest.raises(CertificateError):
            verify(token, site, NOW)
            pytest.fail(repr(value))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"jti": "urn:uuid:another"}, "two different numbers"),
        ({"validFrom": "2020-01-01T00:00:00+00:00"}, "two different dates"),
        ({"validFrom": "2026-11-20T09:30:00"}, "does not state its course"),  # at which clock?
        ({"validUntil": "2026-11-20T09:29:59+00:00"}, "has expired"),
        ({"validUntil": "2026-11-20T09:30:00"}, "has expired"),
        ({"exp": NOW.timestamp() + 60.5}, "has expired"),  # we write whole seconds
        ({"exp": "2030-01-01"}, "has expired"),
        ({"nbf": True}, "not valid yet"),
        ({"nbf": float(int(NOW.timestamp()))}, "not valid yet"),
    ],
)
def test_a_certificate_says_one_thing_only(
    certificate: Certificate, issuer: Issuer, site: Path, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(CertificateError, match=reason):
        verify(sealed(header(issuer), {**certificate.content, **changes}, issuer), site, NOW)


def test_an_end_that_has_not_come_is_no_reason(certificate: Certificate, issuer: Issuer, site: Path) -> None:
    end = NOW + timedelta(days=1)
    lasting = {**certificate.content, "validUntil": end.isoformat(), "exp": int(end.timestamp())}

    assert verify(sealed(header(issuer), lasting, issuer), site, NOW).id == certificate.id


def odd_json(whole: str) -> dict[str, bytes]:
    """Objects that one program reads otherwise than another, or not at all; each would pass but for that."""
    return {
        "the same member twice": (whole[:-1] + ', "name": "Everything"}').encode(),
        "NaN": (whole[:-1] + ', "more": NaN}').encode(),
        "Infinity": (whole[:-1] + ', "more": [-Infinity]}').encode(),
        "1e999": (whole[:-1] + ', "more": 1e999}').encode(),
        "5000 digits": (whole[:-1] + ', "more": ' + "9" * 5000 + "}").encode(),
        "17 digits": (whole[:-1] + ', "more": 12345678901234567}').encode(),
        "half a surrogate pair": (whole[:-1] + ', "more": ["\\ud800"]}').encode(),
        "half a surrogate pair as a name": (whole[:-1] + ', "\\udfff": 1}').encode(),
        "40 levels": (whole[:-1] + ', "more": ' + "[" * 40 + "]" * 40 + "}").encode(),
        "900 levels": (whole[:-1] + ', "more": ' + "[" * 900 + "]" * 900 + "}").encode(),
        "20,000 levels": (whole[:-1] + ', "more": ' + "[" * 20_000 + "]" * 20_000 + "}").encode(),
        "UTF-16": whole.encode("utf-16"),
        "UTF-32": whole.encode("utf-32-be"),
        "a byte order mark": whole.encode("utf-8-sig"),
        "Latin-1": (whole[:-1] + ', "more": "\xe9"}').encode("latin-1"),
        "more behind it": (whole + "{}").encode(),
        "a list": f"[{whole}]".encode(),
        "a text": json.dumps(whole).encode(),
        "a number": b"5",
        "nothing": b"",
        "blanks": b" \n",
    }


@pytest.mark.parametrize("how", odd_json("{}"))
def test_content_that_programs_read_differently_is_not_valid(
    certificate: Certificate, issuer: Issuer, reasons: Callable[[str], list[str]], how: str
) -> None:
    odd = odd_json(json.dumps(certificate.content))[how]

    reasons(sealed(header(issuer), odd, issuer))


@pytest.mark.parametrize("how", odd_json("{}"))
def test_a_header_that_programs_read_differently_is_not_valid(
    certificate: Certificate, issuer: Issuer, reasons: Callable[[str], list[str]], how: str
) -> None:
    odd = odd_json(json.dumps(header(issuer)))[how].replace(b'"name": "Everything"', b'"alg": "RS256"')

    reasons(sealed(odd, certificate.content, issuer))


@pytest.mark.parametrize(
    "more",
    [
        {"alg": "none"}, {"alg": "None"}, {"alg": "HS256"}, {"alg": "rs256"}, {"alg": "PS256"}, {"alg": "RS512"}, {"alg": None},
        {"alg": ["RS256"]}, {"alg": {"RS256": 1}}, {"alg": ""}, {"crit": ["exp"], "exp": 1}, {"crit": []}, {"crit": "alg"},
        {"crit": ["b64"], "b64": False}, {"b64": False}, {"b64": True}, {"crit": ["kid"], "kid": "x"}, {"crit": [[]]}, {"crit": None},
    ],
    ids=repr,
)  # fmt: skip
def test_a_header_that_asks_for_anything_else_is_not_obeyed(
    certificate: Certificate, issuer: Issuer, reasons: Callable[[str], list[str]], more: dict[str, Any]
) -> None:
    reasons(sealed(header(issuer, **more), certificate.content, issuer))


@pytest.mark.parametrize("kid", ["../../etc/passwd", "x' OR 1=1 --", "https://evil.example/key", "\n", "k" * 1000])
def test_the_name_that_a_header_gives_its_key_is_ignored(
    certificate: Certificate, issuer: Issuer, site: Path, kid: str
) -> None:
    hints = {"kid": kid, "jku": "https://evil.example/keys", "x5u": "https://evil.example/cert", "x5c": ["AAAA"]}
    token = sealed(header(issuer, **hints), certificate.content, issuer)

    assert verify(token, site, NOW).key == issuer.key.thumbprint()


@pytest.mark.parametrize(
    "broken",
    [
        lambda token: token.replace(".", "..", 1),
        lambda token: token + ".",
        lambda token: token + "=",
        lambda token: token[:-1],
        lambda token: token[:500] + "\n" + token[500:],
        lambda token: token[:500] + " " + token[500:],
        lambda token: token[:500] + "\0" + token[500:],
        lambda token: token[:500] + "\ud800" + token[500:],
        lambda token: token[:500] + "\N{FULLWIDTH LATIN SMALL LETTER A}" + token[500:],
        lambda token: ".".join(part + "=" * (-len(part) % 4) for part in token.split(".")),
        lambda token: token.translate({ord("-"): "+", ord("_"): "/"}),
        lambda token: ".".join([token.split(".")[0], "", token.split(".")[2]]),
        lambda token: ".".join(["", *token.split(".")[1:]]),
        lambda token: token.rpartition(".")[0] + ".",
        lambda token: token + token,
        lambda token: token.swapcase(),
        lambda token: token[::-1],
        lambda token: "\N{ZERO WIDTH NO-BREAK SPACE}" + token,
        lambda token: "A" * 5_000_000 + token,
        lambda token: "." * 3,
    ],
)  # fmt: skip
def test_a_token_of_another_spelling_is_not_valid(
    certificate: Certificate, reasons: Callable[[str], list[str]], broken: Callable[[str], str]
) -> None:
    reasons(broken(certificate.token))


def test_the_last_letter_has_one_spelling_only(certificate: Certificate, reasons: Callable[[str], list[str]]) -> None:
    """Its lowest bits mean nothing, so a careless reader takes several letters for the same signature."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    head, last = certificate.token.rsplit(".", 1)
    for part in (0, 1):
        parts = head.split(".")
        parts[part] = parts[part][:-1] + alphabet[alphabet.index(parts[part][-1]) ^ 1]
        reasons(".".join([*parts, last]))


def test_a_thumbprint_may_be_written_in_its_usual_ways(certificate: Certificate, issuer: Issuer) -> None:
    print_ = issuer.key.thumbprint()
    for spelled in (f" {print_}\n", f"{print_}=", f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{print_}"):
        assert verify_key(certificate.token, spelled, NOW).key == print_


def test_no_other_spelling_of_a_thumbprint_is_taken_for_it(certificate: Certificate, issuer: Issuer) -> None:
    mine = issuer.key.thumbprint()
    others = ["", " ", "=", mine[:-1], mine + "A", mine.swapcase(), mine[::-1], mine + "\0", "x" * 43, "\ud800", "é" * 43, "9" * 10_000,
              f"sha-256:{mine}", f"urn:ietf:params:oauth:jwk-thumbprint:sha-512:{mine}", mine[:20] + "\n" + mine[20:]]  # fmt: skip
    for other in others:
        with pytest.raises(CertificateError, match="not with the one you trust"):
            verify_key(certificate.token, other, NOW)
            pytest.fail(other)


def test_a_certificate_that_would_not_verify_is_never_issued(doubling: Assignment, issuer: Issuer) -> None:
    for name in ("Bad\nName", "\u202eytisrevinU", "\ud800", " ", "x" * 600):
        with pytest.raises(CertificateError, match="does not state its course"):
            honest(doubling, replace(issuer, name=name))


def test_a_name_with_a_space_that_does_not_break_verifies(doubling: Assignment, issuer: Issuer, site: Path) -> None:
    spaced = honest(doubling, replace(issuer, name="École\N{NO-BREAK SPACE}normale"))

    assert verify(spaced.token, site, NOW).issuer == "École\N{NO-BREAK SPACE}normale"


Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`autograder verify` in this process: its exit code, and what it says."""

    def run(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["autograder", "verify", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, said.out + said.err

    return run


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\xff\xfe", b"\0" * 1000, b"{" * 100_000, b"[" * 100_000, b"." * 100_000, b"a.b.c", b"A.A.A", b"9" * 5000,
     b"e30.e30.", b"\xe2\x80\xae.a.b", b"x" * (2 << 20), "é".encode("utf-16"), b"\x1b[2J\x1b]0;owned\x07"],
    ids=lambda content: repr(content[:12]),
)  # fmt: skip
def test_the_command_says_in_one_line_that_a_file_is_no_certificate(
    command: Command, site: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "ada.jwt"
    file.write_bytes(content)

    for how in (["--site", site], ["--key", "x" * 43], ["--key", ""], []):
        code, said = command(file, *how)
        assert code == 4
        assert said.startswith("Not valid. ") and said.count("\n") == 1
        assert said.strip().isprintable()


@pytest.mark.parametrize("make", NO_FILES, ids=lambda make: make.__name__)
def test_the_command_waits_for_nothing_that_is_no_file(
    command: Command, site: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    make(tmp_path / "ada.jwt")

    code, said = command(tmp_path / "ada.jwt", "--site", site)

    known = make.__name__ in ("loop", "dangling", "mkdir")  # what can't be a file is a mistake at the keyboard
    assert code == (2 if known else 4)
    assert "Traceback" not in said and ("Not valid. This is not a certificate: ada.jwt" in said or known)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10


def test_a_link_to_a_certificate_is_followed(
    command: Command, certificate: Certificate, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "ada.jwt").write_text(certificate.token + "\n")
    (tmp_path / "link").symlink_to("ada.jwt")

    assert command(tmp_path / "link", "--site", site)[0] == 0


def test_what_is_printed_of_a_certificate_is_what_it_says(
    command: Command, certificate: Certificate, issuer: Issuer, site: Path, tmp_path: Path
) -> None:
    odd = "[red]:skull: [/nothing] \\"
    (tmp_path / "ada.jwt").write_text(sealed(header(issuer), {**certificate.content, "name": odd}, issuer))

    code, said = command(tmp_path / "ada.jwt", "--site", site)

    assert (code, said.splitlines()[0]) == (0, f"Valid: {odd}, issued by Example University on 2026-11-20.")


def test_a_line_for_a_person_obeys_nothing_in_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    say("[bold]Odd:[/bold] ", "[red]:skull: [/nothing] \\ \x1b[2J\x9b2J\u202e\r\tx\nnext\ud800")

    said = capsys.readouterr().err
    assert said == "Odd: [red]:skull: [/nothing] \\ \ufffd[2J\ufffd2J\ufffd\ufffd        x\nnext\ufffd\n"


@pytest.mark.slow
def test_a_terminal_without_the_letters_of_a_name_is_told_what_it_can_show(
    certificate: Certificate, issuer: Issuer, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "ada.jwt").write_text(sealed(header(issuer), {**certificate.content, "name": "深層学習"}, issuer))

    done = subprocess.run(
        [sys.executable, "-m", "autograder", "verify", tmp_path / "ada.jwt", "--site", site],
        capture_output=True, text=True, env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(r"Valid: \u6df1\u5c64\u5b66\u7fd2, issued by")
