"""Certificates that strangers can check: issued for a complete standing, verified offline against the issuer's site."""

from .credential import credential
from .issuing import Certificate, issue, missing_for, verify, verify_key
from .keys import KEY_FILE, CertificateError, Issuer, load_issuer, signer, write_site

__all__ = [
    "KEY_FILE",
    "Certificate",
    "CertificateError",
    "Issuer",
    "credential",
    "issue",
    "load_issuer",
    "missing_for",
    "signer",
    "verify",
    "verify_key",
    "write_site",
]
