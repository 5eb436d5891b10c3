"""Commands that make a cluster of several machines."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ..cluster import serve_nodes, serve_scheduler, write_keys
from .console import say
from .options import CORES, keys_option


@click.group()
def cluster() -> None:
    """Grade on several machines: `autograder guide scale` shows how.

    Make keys once, start a scheduler on one machine and nodes on the others, and grade with --cluster.
    """


@cluster.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def keys(folder: Path) -> None:
    """Make certificates in FOLDER: one folder each for the scheduler, the nodes and the client."""
    write_keys(folder, datetime.now(UTC))
    say(f"Copy {folder}/scheduler, {folder}/node and {folder}/client, each only to where it is used.")
    say("They are valid for two years. Whoever has the client's can run code on every node; keep authority/ at home.")


@cluster.command()
@click.option("--host", default="", help="The address to listen at. [default: localhost; with --keys every address]")
@click.option("--port", type=click.IntRange(0, 65535), default=8786, show_default=True)
@keys_option
def scheduler(host: str, port: int, keys: Path | None) -> None:
    """Run the scheduler, which nodes and the client find at tls://HOST:PORT."""
    serve_scheduler(host or ("0.0.0.0" if keys else "127.0.0.1"), port, keys, say)


@cluster.command()
@click.argument("address")
@click.option("--jobs", type=click.IntRange(0), default=CORES, show_default="one per core", help="Nodes for grading.")
@click.option("--gpu", "gpus", type=click.IntRange(0), default=0, help="Nodes for trainings: one for each GPU.")
@keys_option
def node(address: str, jobs: int, gpus: int, keys: Path | None) -> None:
    """Offer this machine's cores, and GPUs, to the scheduler at ADDRESS."""
    serve_nodes(address, jobs, gpus, keys, say)
