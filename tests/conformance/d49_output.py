"""Three hundred megabytes are printed: a megabyte is kept, and nobody waits."""

from conformance.case import Case

CASE = Case(
    "output without end",
    cells=(
        "for _ in range(300):\n    print('x' * 1_000_000)",
        "import os\nfor _ in range(50):\n    os.write(1, b'x' * 1_000_000)",
    ),
    shown="[more output was not kept]",
)
