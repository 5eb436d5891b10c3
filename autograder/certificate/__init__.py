"""Certificates that a stranger can check: from a complete standing, verified offline against the issuer's site."""

from .credential import credential
from .issuing import Certificate, CertificateError, issue, verify
from .keys import Issuer, load_issuer, write_site

__all__ = [
    "Certificate",
    "CertificateError",
    "Issuer",
    "credential",
    "issue",
    "load_issuer",
    "verify",
    "write_site",
]
