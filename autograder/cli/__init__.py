"""The command. The only module that prints, exits, or reads the wall clock."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from .. import __version__
from ..assignment import AssignmentError
from ..build import LeakError
from ..certificate import CertificateError
from ..datasets import DatasetError
from ..engines.verdicts import EngineError
from ..gradebook import GradebookError
from ..intake.archives import DownloadError
from ..policy import PolicyError
from ..proof.calibrating import CalibrationError
from ..sandbox.errors import NotConfined, SandboxError
from . import bench, calibration, certificates, course, data, grading, machine
from .console import say

_COMMANDS = (
    course.build, course.check, calibration.calibrate, data.data, grading.grade, grading.report,
    grading.project, certificates.certify, certificates.verify, machine.doctor, machine.demo, bench.bench,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="autograder")
def cli() -> None:
    """A course that grades itself: build it, prove it, grade it, report it, certify it."""


for command in _COMMANDS:
    cli.add_command(command)

_USAGE = (
    AssignmentError, CalibrationError, CertificateError, DatasetError, DownloadError, GradebookError, LeakError,
    PolicyError,
)  # fmt: skip


def main() -> None:
    """Run the command. Exit codes: 0 done, 1 checked work failed, 2 usage, 3 our fault, 4 not verified, 130 stopped."""
    try:
        code = cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (
        AssignmentError,
        DatasetError,
        PolicyError,
        LeakError,
        GradebookError,
        CertificateError,
        DownloadError,
    ) as error:
        say(f"[red]{type(error).__name__.removesuffix('Error')}:[/red] ", str(error))
        sys.exit(2)
    except NotConfined as error:
        say("[red]Nothing was graded.[/red] ", str(error))
        sys.exit(3)
    except (SandboxError, EngineError, OSError) as error:
        say("[red]This machine's fault, not a student's:[/red] ", str(error))
        sys.exit(3)
    except SQLAlchemyError as error:
        # Its own text goes on with the statement and its parameters, which may be a student's.
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        say("[red]This machine's fault, not a student's:[/red] ", f"the gradebook can't be used: {cause}")
        sys.exit(3)
    except (click.Abort, KeyboardInterrupt):
        say("Stopped. What was graded is recorded; the same command goes on from here.")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)
