"""A 18: numbers that compare as no number should."""

from case import Case, Zero

VALUES = (
    "np.nan", "float('nan')", "np.inf", "-np.inf", "np.float64('nan')", "complex(x / 2, 0)", "np.complex128(x / 2)",
    "np.datetime64('NaT')", "np.timedelta64('NaT')", "True", "np.bool_(True)", "np.uint8(x) - np.uint8(200)", "-x / 2",
    "str(x / 2)", "repr(x)", "np.array(x / 2, dtype=object)", "np.ma.masked",
    "np.str_(x / 2)", "b'4.5'", "10 ** 400", "-10 ** 4000", "[x / 2]", "{x / 2}", "None", "...", "np.float16(1e4) * 100",
)  # fmt: skip
CASES = [
    Case(f"{value} is no half.", Zero("halve"), answers={"halve": f"def halve(x): return {value}"}) for value in VALUES
]
