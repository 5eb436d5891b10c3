"""Hidden inputs are printed: what an answer prints while it is tested goes nowhere."""

from conformance.case import Case

CASE = Case(
    "hidden inputs are printed",
    answers={
        "double": """def double(x):
    print('BROKE', x)
    import sys
    sys.stderr.write(f'BROKE {x}')
    return 2 * x""",
    },
)
