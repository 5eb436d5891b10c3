"""Pure: what a JupyterLab shall be in, the files that configure it out."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

_ERRORS = 40  # and worse; whatever Jupyter tells below that is for those who look after a server
_EXTENSIONS = {  # nbgrader's, in the server and on the page
    "formgrader": "formgrader",
    "validate_assignment": "validate-assignment",
    "assignment_list": "assignment-list",
    "course_list": "course-list",
}
# News would be fetched from the network, and the question whether to do so comes back with each fresh configuration.
_NEWS = "@jupyterlab/apputils-extension:announcements"


@dataclass(frozen=True)
class Lab:
    """Where it starts, for whom, and how it is reached."""

    folder: Path
    token: str = field(repr=False)
    port: int
    host: str = "127.0.0.1"
    instructor: bool = False
    exchange: Path | None = None  # nbgrader's, if students fetch and hand in there
    browser: bool = True
    root: bool = False  # whether the superuser may start it

    @property
    def origin(self) -> str:
        """The address on this machine, without the token."""
        return f"http://{_reached(self.host)}:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.origin}/lab?token={quote(self.token)}"

    @property
    def private(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def shown(self) -> dict[str, bool]:
        """Which of nbgrader's extensions are there."""
        listed = self.exchange is not None and not self.instructor
        return {
            "formgrader": self.instructor,
            "validate_assignment": True,
            "assignment_list": listed,
            "course_list": False,
        }


def configuration(lab: Lab, theirs: Path) -> dict[str, str]:
    """The files of the configuration folder by name. `theirs` is the user's own, of which nbgrader's part applies."""
    return {
        "jupyter_server_config.json": json.dumps(_server(lab)),
        "jupyter_server_config.d/autograder.json": json.dumps(_extensions(lab)),
        "labconfig/page_config.json": json.dumps({"disabledExtensions": _hidden(lab)}),
        "nbgrader_config.py": _nbgrader(lab, theirs),
    }


def _server(lab: Lab) -> dict[str, object]:
    return {
        "Application": {"log_level": _ERRORS},
        "ServerApp": {
            "ip": lab.host,
            "port": lab.port,
            "port_retries": 0,
            "root_dir": str(lab.folder),
            "open_browser": lab.browser,
            "allow_root": lab.root,
        },
        "IdentityProvider": {"token": lab.token},
        "PasswordIdentityProvider": {"hashed_password": "", "allow_password_change": False},
        "LabApp": {"news_url": None, "check_for_updates_class": "jupyterlab.NeverCheckForUpdate"},
    }


def _extensions(lab: Lab) -> dict[str, object]:
    enabled = {f"nbgrader.server_extensions.{name}": shown for name, shown in lab.shown.items()}
    return {"ServerApp": {"jpserver_extensions": enabled}}


def _hidden(lab: Lab) -> dict[str, bool]:
    hidden = {f"@jupyter/nbgrader:{_EXTENSIONS[name]}": not shown for name, shown in lab.shown.items()}
    return {**hidden, "@jupyter/nbgrader:create-assignment": True, _NEWS: True}


def _nbgrader(lab: Lab, theirs: Path) -> str:
    """In a notebook's terminal, nbgrader's commands read it as well."""
    lines = ["c = get_config()", f"load_subconfig('nbgrader_config.py', path={str(theirs)!r})"]
    if lab.exchange is not None:
        lines.append(f"c.Exchange.root = {str(lab.exchange)!r}")
    return "\n".join([*lines, ""])


def _reached(host: str) -> str:
    """The name under which a browser on this machine reaches what listens on an address."""
    match host:
        case "0.0.0.0" | "":
            return "127.0.0.1"
        case "::":
            return "[::1]"
    return f"[{host}]" if ":" in host else host
