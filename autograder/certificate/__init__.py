"""Certificates that strangers can check: issued for a complete standing, verified offline against the issuer's site."""

from .achieved import Achieved, Part, Person, missing_for, parts_of, rules_of_part
from .certificate import Certificate
from .credential import Ticket, credential, measured
from .fetching import hosted_site
from .findings import Finding, NotValid
from .forms import FORMS, Form, read_token
from .issuing import issue, opened, signed
from .keyring import (
    KEY_FILE,
    SHORTEST,
    has_key,
    is_protected,
    load_issuer,
    new_key,
    protect,
    published,
    rotate,
    stolen_keys,
)
from .keys import CertificateError, Issuer, KeyInMemory, Signer, identity
from .reading import Unreadable
from .register import REGISTER_FILE, Claim, Recorded, Register
from .site import Reader, Site, did_of, public_key, read_site, site_folder, write_site
from .status import Place
from .verifying import known_site, verify, verify_key, verify_with

__all__ = [
    "FORMS",
    "KEY_FILE",
    "REGISTER_FILE",
    "SHORTEST",
    "Achieved",
    "Certificate",
    "CertificateError",
    "Claim",
    "Finding",
    "Form",
    "Issuer",
    "KeyInMemory",
    "NotValid",
    "Part",
    "Person",
    "Place",
    "Reader",
    "Recorded",
    "Register",
    "Signer",
    "Site",
    "Ticket",
    "Unreadable",
    "credential",
    "did_of",
    "has_key",
    "hosted_site",
    "identity",
    "is_protected",
    "issue",
    "known_site",
    "load_issuer",
    "measured",
    "missing_for",
    "new_key",
    "opened",
    "parts_of",
    "protect",
    "public_key",
    "published",
    "read_site",
    "read_token",
    "rotate",
    "rules_of_part",
    "signed",
    "site_folder",
    "stolen_keys",
    "verify",
    "verify_key",
    "verify_with",
    "write_site",
]
