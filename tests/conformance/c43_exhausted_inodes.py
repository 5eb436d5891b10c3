"""Files are made until no more can be: the next student has as many as before."""

from conformance.case import Case

CASE = Case(
    "all inodes are used",
    answers={
        "halve": """import itertools

def halve(x):
    for n in itertools.count():
        open(f'f{n}', 'w').close()""",
    },
    zero=("halve",),
)
