"""One node, as `autograder cluster node` starts it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from .messages import Kind
from .serving import run_node

if __name__ == "__main__":
    run_node(sys.argv[1], cast(Kind, sys.argv[2]), Path(sys.argv[3]))
