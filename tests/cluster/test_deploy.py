"""The files in deploy/ are well-formed, each by its own tool."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes" / "cluster.yaml"


def pods(document: Any) -> Iterator[dict[str, Any]]:
    """The pods that the operator makes of a document of its own kinds."""
    spec = document["spec"]
    for role in ("scheduler", "worker"):
        if role in spec:
            yield {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": role}, "spec": spec[role]["spec"]}


def documents() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(KUBERNETES.read_text()))


def test_yaml_is_linted() -> None:
    config = pytest.importorskip("yamllint.config", reason="yamllint is not installed")
    linter = pytest.importorskip("yamllint.linter")
    rules = config.YamlLintConfig(
        "{extends: default, rules: {line-length: {max: 120}, braces: {max-spaces-inside: 0}, octal-values: disable}}"
    )

    assert list(linter.run(KUBERNETES.read_text(), rules)) == []


def test_pods_and_policies_are_what_kubernetes_takes() -> None:
    validate = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
    version = validate.latest_version()
    for document in documents():
        own = document["apiVersion"].startswith("kubernetes.dask.org/")
        for each in pods(document) if own else [document]:
            validate.validate(each, version, strict=True)


def test_no_pod_runs_as_root_or_without_limits() -> None:
    found = [
        pod["spec"]
        for document in documents()
        if "cluster" in document["spec"] or "worker" in document["spec"]
        for pod in pods(document)
    ]

    assert len(found) == 3
    for spec in found:
        assert spec["securityContext"]["runAsNonRoot"]
        for container in spec["containers"]:
            assert {"cpu", "memory"} <= container["resources"]["limits"].keys()
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert not container["securityContext"]["allowPrivilegeEscalation"]


def test_shell_scripts_are_linted() -> None:
    program = Path(sys.executable).with_name("shellcheck")
    if not program.exists() and not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed")

    checked = subprocess.run(
        [str(program) if program.exists() else "shellcheck", str(DEPLOY / "slurm" / "nodes.sbatch")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert checked.returncode == 0, checked.stdout


def test_the_script_for_slurm_asks_for_jobs_that_slurm_takes(tmp_path: Path) -> None:
    pytest.importorskip("dask_jobqueue", reason="dask-jobqueue is not installed")
    from datetime import UTC, datetime

    from autograder.cluster import write_keys

    write_keys(tmp_path / "keys", datetime.now(UTC))
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import cluster, pathlib\n"
        "with cluster.cluster(pathlib.Path(sys.argv[2]), 0, queue='short', walltime='01:00:00') as jobs:\n"
        "    print(jobs.job_script())\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(DEPLOY / "slurm"), str(tmp_path / "keys")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "#SBATCH -p short" in said
    assert "--resources CPU=1" in said and "--no-nanny" in said and "--tls-cert" in said
