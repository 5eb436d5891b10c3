"""E 63: an HDF5 file whose data lie in another file: external storage, an external link, a virtual dataset."""

from case import Case, Denied

CASE = Case(
    "HDF5 opens the other file itself, and the box has none to open.",
    Denied(),
    cells=(
        """\
import h5py
import numpy as np
with h5py.File("storage.h5", "w", locking=False) as file:
    file.create_dataset("x", (5,), "u1", external=[(SECRET_FILE, 0, 5)])
with h5py.File("link.h5", "w", locking=False) as file:
    file["x"] = h5py.ExternalLink(SECRET_FILE, "/")
with h5py.File("virtual.h5", "w", locking=False) as file:
    layout = h5py.VirtualLayout((5,), "u1")
    layout[:] = h5py.VirtualSource(SECRET_FILE, "x", (5,))
    file.create_virtual_dataset("x", layout, fillvalue=0)
attempt("external storage", lambda: bytes(h5py.File("storage.h5", locking=False)["x"][:]))
attempt("external link", lambda: list(h5py.File("link.h5", locking=False)["x"]), KeyError)
attempt("virtual dataset", lambda: bytes(h5py.File("virtual.h5", locking=False)["x"][:]).strip(b"\\0"))
""",
    ),
)
