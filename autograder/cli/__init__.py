"""The command. The only module that prints, exits, or reads the wall clock."""

from __future__ import annotations

import io
import signal
import sys

import click

from .. import __version__
from ..errors import OurFault, UserMistake
from . import (
    analysing,
    authoring,
    calibration,
    certificates,
    clusters,
    data,
    deciding,
    explaining,
    exporting,
    grading,
    importing,
    inspecting,
    keys,
    lab,
    machine,
    marking,
    measuring,
    nbgrading,
    packing,
    regrading,
    reporting,
    returning,
    rosters,
    starting,
    translating,
    verifying,
)
from .console import say

_COMMANDS = (
    authoring.build, authoring.check, calibration.calibrate, data.data, grading.grade, reporting.report,
    analysing.analyse, rosters.roster, exporting.export, returning.return_, nbgrading.project, nbgrading.pull,
    marking.marks, deciding.override, deciding.comment, deciding.excuse, deciding.extend, deciding.reopen,
    deciding.undo, deciding.audit, regrading.regrade, explaining.explain, lab.lab, inspecting.inspect,
    importing.import_, certificates.certify, certificates.certificates, certificates.consent, certificates.revoke,
    verifying.verify, keys.keys, clusters.cluster, machine.doctor, machine.calls, machine.demo, measuring.bench,
    packing.gradescope,
    starting.new, starting.guide, translating.texts,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="autograder")
def cli() -> None:
    """A course that grades itself: build it, prove it, grade it, report it, certify it."""


for command in _COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command. Exit codes: 0 done, 1 checked work failed, 2 usage, 3 our fault, 4 not verified, 130 stopped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name may have letters that this terminal lacks
    _stop_as_with_ctrl_c()
    try:
        code = cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except UserMistake as mistake:
        say(f"[red]{mistake.headline}[/red] ", str(mistake))
        sys.exit(2)
    except (OurFault, OSError) as fault:
        say(f"[red]{getattr(fault, 'headline', OurFault.headline)}[/red] ", str(fault))
        sys.exit(3)
    except (click.Abort, KeyboardInterrupt):
        say("Stopped. Everything graded so far is recorded; run the same command again to continue.")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _stop_as_with_ctrl_c() -> None:
    """Whoever stops the command in another way finds nothing left behind, either. What is ignored stays so (nohup)."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
