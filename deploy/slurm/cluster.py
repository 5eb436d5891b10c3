"""Run a scheduler on this host, and nodes as Slurm jobs: as many as there is work for.

Needs `pip install dask-jobqueue` beside autograder, on this host and on the compute nodes, and certificates in a
folder that all of them see: `autograder cluster keys keys`. Then, on this host, `python cluster.py --keys keys`, and in
another terminal the command that it prints.
"""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

import dask
from dask_jobqueue import SLURMCluster
from dask_jobqueue.core import JobQueueCluster
from distributed.security import Security

from autograder.cluster import SETTINGS

# The same settings for nodes, which Dask's own program starts here and not ours.
NODE = [
    "export DASK_DISTRIBUTED__WORKER__HTTP__ROUTES='[]'",
    "export DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False",
    "export DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__GIL__ENABLED=False",
]


def security(keys: Path) -> Security:
    """This host's certificates as a scheduler, and those that nodes get."""
    return Security(
        require_encryption=True,
        tls_ca_file=str(keys / "scheduler" / "ca.pem"),
        tls_scheduler_cert=str(keys / "scheduler" / "certificate.pem"),
        tls_scheduler_key=str(keys / "scheduler" / "key.pem"),
        tls_worker_cert=str(keys / "node" / "certificate.pem"),
        tls_worker_key=str(keys / "node" / "key.pem"),
        tls_client_cert=str(keys / "scheduler" / "certificate.pem"),
        tls_client_key=str(keys / "scheduler" / "key.pem"),
    )


def cluster(keys: Path, port: int, kind: type[JobQueueCluster] = SLURMCluster, **slurm: object) -> JobQueueCluster:
    """One node for each job, with one core: a small job starts soon, and a lost one costs little."""
    return kind(
        cores=1, processes=1, memory="3 GiB", nanny=False, worker_extra_args=["--resources", "CPU=1"],
        job_script_prologue=NODE, security=security(keys), protocol="tls",
        scheduler_options={"port": port, "dashboard": False, "dashboard_address": "127.0.0.1:0"}, **slurm,
    )  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keys", type=Path, required=True)
    options.add_argument("--port", type=int, default=8786)
    options.add_argument("--most", type=int, default=50, help="How many jobs at once.")
    options.add_argument("--partition", default=None)
    options.add_argument("--account", default=None)
    options.add_argument("--walltime", default="02:00:00")
    chosen = options.parse_args()
    dask.config.set(SETTINGS)
    slurm = {"queue": chosen.partition, "account": chosen.account, "walltime": chosen.walltime}
    with cluster(chosen.keys, chosen.port, **slurm) as jobs:
        jobs.adapt(minimum=0, maximum=chosen.most)
        print(f"autograder grade SUBMISSIONS --cluster {jobs.scheduler_address} --keys {chosen.keys}")
        signal.pause()


if __name__ == "__main__":
    main()
