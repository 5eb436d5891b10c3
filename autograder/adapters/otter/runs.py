"""Run otter in a separate process, once for each line of stdin, which names autograder, notebook and folder."""

from __future__ import annotations

import contextlib
import io
import json
import sys


def main() -> None:
    """Grade the submission on each line. If otter fails on one, it gets no results.json, and the next one is tried."""
    from otter.run import main as run

    for line in sys.stdin:
        autograder, notebook, folder = json.loads(line)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                run(notebook, autograder=autograder, output_dir=folder, no_logo=True)
        except Exception as error:  # whatever otter raises is its verdict on this submission
            print(f"{notebook}: {type(error).__name__}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
