"""Issues 400 certificates and prints each that is handed out; run by test_issuing.py, which kills it meanwhile.

    python tests/issuing_program.py FOLDER LIFE TOPIC

With a LIFE above 0 it kills itself after so many signatures, before anything of the last one is recorded.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc.jwk import RSAKey

from autograder.assignment import load
from autograder.certificate import Achieved, Issuer, KeyInMemory, Person, Register, issue, opened
from autograder.gradebook import standings
from autograder.judge import Outcome, Ruling, Status, Verdict
from certifying import NOW, POLICY
from handing_in import WHEN


class Mortal:
    """A signer that dies with its last signature made, and given to nobody."""

    def __init__(self, key: KeyInMemory, life: int) -> None:
        self.key, self.life = key, life

    @property
    def public(self) -> RSAKey:
        return self.key.public

    def sign(self, data: bytes) -> bytes:
        signature = self.key.sign(data)
        self.life -= 1
        if self.life == 0:
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        return signature


def key_in(folder: Path) -> KeyInMemory:
    """The same small key for all programs; written whole."""
    path = folder / "test-key.pem"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))
        with suppress(FileExistsError):
            os.link(part, path)
    key = load_pem_private_key(path.read_bytes(), None)
    return KeyInMemory(key)  # type: ignore[arg-type]


def main(folder: Path, life: int, topic_folder: Path) -> None:
    issuer = Issuer(Mortal(key_in(folder), life), "Example University", "https://uni.example/fdl")
    topic = load(topic_folder)
    with Register(folder) as register:
        full = (Outcome("test_all", "double", Status.PASSED, topic.by_tests, topic.by_tests, "All.", True),)
        for number in range(400):
            who = f"s{number:03}"
            verdict = Verdict(who, topic.name, "5" * 64, WHEN, topic.hash, Ruling.GRADED, outcomes=full, level="L1")
            achieved = Achieved(standings([verdict], (topic,), POLICY)[0])
            recorded = issue(achieved, Person(who), POLICY, issuer, register, NOW, author="grace")
            print(who, f"{opened(recorded).id}.", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
