"""Certificates that strangers can check: issued for a complete standing, verified offline against the issuer's site."""

from .certificate import Certificate
from .credential import credential
from .issuing import issue, missing_for
from .keys import KEY_FILE, CertificateError, Issuer, load_issuer, signer
from .site import write_site
from .verifying import read_token, verify, verify_key

__all__ = [
    "KEY_FILE",
    "Certificate",
    "CertificateError",
    "Issuer",
    "credential",
    "issue",
    "load_issuer",
    "missing_for",
    "read_token",
    "signer",
    "verify",
    "verify_key",
    "write_site",
]
