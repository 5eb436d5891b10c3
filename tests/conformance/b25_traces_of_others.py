"""No repository, cache or checkpoint of anybody's is there."""

from conformance.case import Case, attempt

CASE = Case(
    "traces of others are read",
    cells=(
        attempt("""import glob, os
paths = glob.glob('/**/.git', recursive=False) + glob.glob('/**/.ipynb_checkpoints') + glob.glob(os.path.expanduser('~/.cache/*'))
paths += glob.glob('/tmp/pytest*')
assert [os.listdir(p) for p in paths if os.path.isdir(p)][0]"""),
    ),
)
