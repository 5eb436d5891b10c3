"""Runs in a box, beside a student's code: otter grades one submission, and what it found goes to a file.

This file is copied into the box, where our package need not be; nothing here imports it.
"""

import json
import sys
import time
from pathlib import Path


def main(autograder: str, notebook: str) -> None:
    from otter.run import main as run

    start = time.monotonic()
    run(notebook, autograder=autograder, output_dir=".", no_logo=True)
    results = json.loads(Path("results.json").read_text(encoding="utf-8"))
    results["seconds"] = time.monotonic() - start
    Path("results.json").write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
