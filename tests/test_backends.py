"""Keras runs on TensorFlow in all other tests. Here it runs on JAX and on PyTorch, where these are installed."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from autograder.assignment import Assignment
from conftest import ROOT, builds_networks


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_topics_that_build_networks_are_proven_on_every_back_end(backend: str, course: tuple[Assignment, ...]) -> None:
    """Right answers earn everything, and the wrong ones that train nothing are caught."""
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed; `pip install {backend}`, and this is tried")
    topics = [topic.name for topic in course if builds_networks(topic)]
    command = [sys.executable, "-m", "autograder", "check", "--quick", *topics]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "KERAS_BACKEND": backend}
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr.count("✓") == len(topics) >= 6
