"""No program, capability or identity can be gained."""

from conformance.case import Case, attempt

CASE = Case(
    "privileges are gained",
    cells=(
        attempt("""import os
os.setuid(0)"""),
        attempt("""import subprocess
subprocess.run(['/bin/su'])"""),
        attempt("""import os
os.execv('/usr/bin/passwd', ['passwd'])"""),
    ),
)
