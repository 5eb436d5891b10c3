"""The only module that starts processes for student code.

`Zygote` and `Box` are the judge's side; the modules of `inside` run on the other. Both sides speak `wire` and `values`;
`errors` lists what can go wrong. `selftest` tries to escape from a box before any is trusted.
"""

from .box import Box
from .errors import BoxError, Ended, Nonsense, NotConfined, OutOfMemory, Raised, SandboxError, TimedOut
from .gpu import Place, places
from .limits import Limits
from .outputs import OUTPUT_CAP, Output, Room
from .programs import Program, Programs, Ran
from .replies import Calls, Reply
from .seeing import Training, seen_in, training_at
from .selftest import broken_promises, trust
from .values import LEAVES, Handle, Named, Opaque, pack, updated
from .wire import ARRAYS_CAP, BODY_CAP, HEADER_CAP, Array
from .zygote import Level, Library, Zygote

__all__ = [
    "ARRAYS_CAP",
    "BODY_CAP",
    "HEADER_CAP",
    "LEAVES",
    "OUTPUT_CAP",
    "Array",
    "Box",
    "BoxError",
    "Calls",
    "Ended",
    "Handle",
    "Level",
    "Library",
    "Limits",
    "Named",
    "Nonsense",
    "NotConfined",
    "Opaque",
    "OutOfMemory",
    "Output",
    "Place",
    "Program",
    "Programs",
    "Raised",
    "Ran",
    "Reply",
    "Room",
    "SandboxError",
    "TimedOut",
    "Training",
    "Zygote",
    "broken_promises",
    "pack",
    "places",
    "seen_in",
    "training_at",
    "trust",
    "updated",
]
