"""Why something is no valid certificate: in a word for programs, and in a sentence for people."""

from __future__ import annotations

from enum import StrEnum

from .keys import CertificateError


class Finding(StrEnum):
    """What a check found. `autograder verify --json` prints the word."""

    VALID = "valid"
    NOTHING = "not a certificate"
    CHANGED = "changed or forged"  # nobody whom we trust signed it as it is
    FOREIGN = "another issuer"
    UNCLEAR = "unclear"  # signed, but says two things, or not what a certificate says
    EARLY = "not valid yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "status unknown"  # nobody can tell whether it was revoked
    ANOTHER = "another person"
    UNTRUSTED = "issuer not checked"


class NotValid(CertificateError):
    """Raised when a certificate does not verify. The message is the reason."""

    def __init__(self, finding: Finding, reason: str) -> None:
        super().__init__(reason)
        self.finding = finding
