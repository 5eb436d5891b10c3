"""%%bash, !rm, %run and %load_ext find nothing to start, and nothing to break."""

from conformance.case import Case

CASE = Case(
    "magics",
    cells=(
        "%%bash\necho BROKE",
        "!echo BRO''KE",
        "%run /nowhere.py",
        "%load_ext nothing",
        "%%script python3\nprint('BRO' + 'KE')",
    ),
)
