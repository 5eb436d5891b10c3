"""Hidden inputs are put into an error's text: a hidden test's message shows its claim only."""

from conformance.case import Case

CASE = Case(
    "hidden inputs stand in an error",
    answers={
        "double": """def double(x):
    if isinstance(x, np.ndarray):
        raise ValueError(f'BROKE {x}')
    return 2 * x""",
    },
    zero=("test_doubles_arrays",),
)
