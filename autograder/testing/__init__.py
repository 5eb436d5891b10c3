"""What a test file may use. Everything except drawing and `joining` also travels inside students' notebooks."""

from .calls import noted, noted_function
from .cases import KINDS, Charged, Done, Mismatch, check_cases, mismatch, only_case, shares_memory
from .comparison import approx, difference, forget_mismatch, latest_mismatch, plain_bytes, raises
from .domain import Domain
from .draw import Draw
from .drawing import Call
from .freezing import Case, OtherAnswer, frozen, thawed
from .grader import HIDDEN_DATA, Evidence, Grader, Missed, MissingGate, given, hidden, is_close, reach, share_of_points
from .joining import joined_source
from .marks import Rules, assuming, before, like_reference, points, visible
from .models import Examined, Layer, examine, model_facts, practice, predictions
from .notes import forget_calls, notes, noting
from .picturing import picture_html
from .running import run, with_right
from .telling import told

__all__ = [
    "HIDDEN_DATA",
    "KINDS",
    "Call",
    "Case",
    "Charged",
    "Domain",
    "Done",
    "Draw",
    "Evidence",
    "Examined",
    "Grader",
    "Layer",
    "Mismatch",
    "Missed",
    "MissingGate",
    "OtherAnswer",
    "Rules",
    "approx",
    "assuming",
    "before",
    "check_cases",
    "difference",
    "examine",
    "forget_calls",
    "forget_mismatch",
    "frozen",
    "given",
    "hidden",
    "is_close",
    "joined_source",
    "latest_mismatch",
    "like_reference",
    "mismatch",
    "model_facts",
    "noted",
    "noted_function",
    "notes",
    "noting",
    "only_case",
    "picture_html",
    "plain_bytes",
    "points",
    "practice",
    "predictions",
    "raises",
    "reach",
    "run",
    "share_of_points",
    "shares_memory",
    "thawed",
    "told",
    "visible",
    "with_right",
]
