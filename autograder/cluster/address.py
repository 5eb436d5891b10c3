"""Where a cluster is, and how the way there is protected."""

from __future__ import annotations

import importlib.util
import ipaddress
import logging
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from ..errors import UserMistake

if TYPE_CHECKING:
    from distributed.security import Security

Role = Literal["scheduler", "node", "client"]
ROLES: tuple[Role, ...] = ("scheduler", "node", "client")
CA, CERTIFICATE, KEY = "ca.pem", "certificate.pem", "key.pem"  # what the folder of a role holds
MAKE = "Run `autograder cluster keys FOLDER`, give each machine its folder, and name that with --keys."


class ClusterError(UserMistake):
    """Raised when a cluster can't be used as the user asked."""


@dataclass(frozen=True)
class Protection:
    """The certificates of one role, in a folder of their own; none on one machine."""

    role: Role
    folder: Path | None = None

    @staticmethod
    def of(role: Role, keys: Path | None) -> Protection:
        """The role's certificates in the folder that `keys` names: the role's own, or the one with all of them."""
        if keys is None:
            return Protection(role)
        for folder in (keys, keys / role):
            if all((folder / name).is_file() for name in (CA, CERTIFICATE, KEY)):
                return Protection(role, folder)
        raise ClusterError(f"{keys}: there are no certificates for a {role} in it. {MAKE}")

    def security(self) -> Security:
        """The same as Dask wants it."""
        from distributed.security import Security

        if self.folder is None:
            return Security(require_encryption=False)
        name = "worker" if self.role == "node" else self.role
        own = {f"tls_{name}_cert": str(self.folder / CERTIFICATE), f"tls_{name}_key": str(self.folder / KEY)}
        return Security(require_encryption=True, tls_ca_file=str(self.folder / CA), tls_min_version=_TLS_1_3, **own)


def checked(address: str, protection: Protection) -> str:
    """The address, once it is clear that nothing secret travels unprotected; raise ClusterError otherwise."""
    need_dask()
    parts = urlsplit(address)
    try:
        complete = parts.scheme in ("tcp", "tls") and parts.hostname and parts.port
    except ValueError:
        complete = False
    if not complete:
        raise ClusterError(f"{address}: a cluster's address is written like tls://HOST:8786, or tcp://localhost:8786.")
    if parts.scheme == "tls" and protection.folder is None:
        raise ClusterError(f"{address}: certificates are needed to go there. {MAKE}")
    if parts.scheme == "tcp" and protection.folder is not None:
        raise ClusterError(f"{address}: with certificates, the address begins with tls://.")
    if parts.scheme == "tcp" and not is_here(parts.hostname or ""):
        raise ClusterError(
            f"{address}: the cohort's secret would travel unprotected to another machine. {MAKE} "
            "The address then begins with tls://."
        )
    return address


def is_here(host: str) -> bool:
    """Whether a name means this machine, whatever the network says."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def need_dask() -> None:
    """Raise ClusterError where Dask is not installed."""
    if importlib.util.find_spec("distributed") is None:
        raise ClusterError("Grading on a cluster needs dask.distributed: pip install 'autograder[cluster]'.")


def quiet() -> None:
    """Keep Dask from telling what we tell in plain words. It sets its loggers up when it is imported."""
    warnings.filterwarnings("ignore", message="Couldn't detect a suitable IP address", category=RuntimeWarning)
    for name in ("", ".client", ".comm", ".core", ".nanny", ".scheduler", ".worker"):
        logging.getLogger(f"distributed{name}").setLevel(logging.CRITICAL)


_TLS_1_3 = 772  # ssl.TLSVersion.TLSv1_3; every program of a cluster is ours and new
