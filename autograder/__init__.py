"""A course that grades itself: author, release, judge, record, report and certify."""

import sys

__version__ = "0.1.0"

# Reading notebooks imports jsonschema, which imports a checker of internationalised addresses, which builds a grammar
# meanwhile: more than half of the time that a command and each of its workers needs to start. jsonschema does without
# where that package is missing, and None makes it missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
