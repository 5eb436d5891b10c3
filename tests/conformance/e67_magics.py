"""E 67: the shell's own powers: programs, other languages, extensions and the kernel."""

from case import Case, Denied, Harmless

MAGICS = ("%%bash\necho ESCAPED", "!echo ESCAPED", "%%script sh\necho ESCAPED", "%sx echo ESCAPED", "%%perl\nprint 'ESCAPED'",
          "%run /etc/passwd", "%load_ext autoreload", "%%writefile leftover.py\nx", "%reset -f", "%history -g", "%pip list",
          "%env", "%config Application.verbose_crash=True", "%logstart -o /tmp/leftover.log", "%edit", "%debug", "%%capture x\nprint(1)",
          "%store", "%notebook x.ipynb", "%gui qt", "%matplotlib qt", "%killbgscripts", "%alias x echo ESCAPED", "%bookmark x")  # fmt: skip
CASES = [
    *(Case(f"{magic.splitlines()[0]} starts nothing.", Harmless(), cells=(magic,)) for magic in MAGICS),
    Case("No program is started.", Denied(), cells=("""\
shell = get_ipython()
attempt("system", lambda: shell.getoutput("echo ESC" + "APED") == ["ESC" + "APED"])
attempt("raw", lambda: shell.system_raw("true") or shell.user_ns.get("_exit_code") == 0)
attempt("kernel", lambda: getattr(shell, "kernel", None))
""",)),
]  # fmt: skip
