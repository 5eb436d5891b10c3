"""Issue a certificate: what it says, signed, and recorded before anybody sees it."""

from __future__ import annotations

from datetime import datetime

from ..policy import Policy
from .achieved import Achieved, Person, missing_for
from .certificate import Certificate, stated
from .credential import Ticket, credential
from .findings import NotValid
from .keys import CertificateError, Issuer
from .register import Claim, Recorded, Register
from .token import sign, take_apart
from .verifying import verify_with


def signed(
    achieved: Achieved, person: Person, policy: Policy, issuer: Issuer, now: datetime, ticket: Ticket
) -> Certificate:
    """The certificate, signed but not recorded; or CertificateError saying what is missing."""
    missing = missing_for(achieved.standing, policy)
    if missing:
        raise CertificateError(" ".join(missing))
    content = credential(achieved, person, policy, issuer, now=now, ticket=ticket)
    try:
        stated("", content, issuer.thumbprint)
    except NotValid as reason:
        raise CertificateError(f"{person.student} gets none: {reason} Mend the roster or the policy.") from None
    # What strangers would refuse is not handed out: the check is the one that they will make.
    return verify_with(sign(content, issuer), issuer.key, now)


def issue(
    achieved: Achieved, person: Person, policy: Policy, issuer: Issuer, register: Register, now: datetime, *,
    author: str, again: bool = False,
) -> Recorded:  # fmt: skip
    """Issue a certificate and record it, or return the one that they have. Raises CertificateError if none is due.

    It is handed out only when this has returned.
    """
    claim = Claim(person.student, achieved.part, achieved.work, author)
    recorded = register.issue(
        claim, lambda ticket: signed(achieved, person, policy, issuer, now, ticket).token, now, again=again
    )
    if (address := opened(recorded).address) != issuer.url:
        raise CertificateError(
            f"{person.student} has a certificate that names {address}, but the policy says {issuer.url}. Restore "
            "certificate.url; or issue it anew with --again, if the old address is given up."
        )
    return recorded


def opened(recorded: Recorded) -> Certificate:
    """A certificate of ours, as the register has it."""
    token = take_apart(recorded.token)
    return stated(token.text, token.content, str(token.header.get("kid")))
