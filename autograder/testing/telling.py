"""What happened in a test that failed, in one sentence that names the call, where it is known which."""

from __future__ import annotations

from typing import Any

import numpy as np

from .comparison import Compared, Difference, NotRaised, latest_failure
from .notes import NotedCall, Notes, notes
from .showing import ORDINALS, cut, in_kind, kept, several, shown
from .tracing import has_results, model_of, results_asked, variable_of, way_to

LONGEST = 300  # characters of what is told, some of which a student chose


def told(error: BaseException, unexplained: str = "This does not hold yet.") -> str:
    """What happened in the running test that ended with this error; `unexplained` if its assert says nothing."""
    text = " ".join(told_in_full(error, unexplained, notes()).split())
    question = forgotten(text, notes())
    return cut(text, LONGEST - len(question)) + question


def forgotten(text: str, now: Notes) -> str:
    """A question, if the text tells that a call gave nothing."""
    nothing = (call.written for call in now.calls if call.result is None and call.error is None)
    return ". Did you forget `return`?" if any(f"{call} gave None" in text for call in nothing) else ""


def told_in_full(error: BaseException, unexplained: str, now: Notes) -> str:
    call, failed = now.latest, latest_failure()
    if call is not None and call.error is error:
        wanted = f", expected {now.wanted[1]}" if now.wanted and now.wanted[0] is error else ""
        return f"{call.written} raised {error_text(error)}{wanted}"
    if isinstance(error, NotRaised) and now.alone and now.count > now.compared:
        return f"{now.alone.written} raised nothing, expected {error.wanted}"
    if not (type(error) is AssertionError or isinstance(error, NotRaised)):  # a student's may be derived from ours
        return unusable(error, now)
    if str(error):
        return f"After {now.alone.written}: {error}" if now.alone else str(error)
    if failed is not None:
        return told_difference(failed, now)
    given = gave(now)
    return f"{unexplained.rstrip('.')}; {given}" if given else unexplained


def error_text(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return cut(f"{type(error).__name__}: {text}" if text else type(error).__name__, 160)


def unusable(error: BaseException, now: Notes) -> str:
    """What is told if a test could not use what came back."""
    call = now.alone
    if call is None or call.error is not None:
        return error_text(error)
    asked = results_asked(call)
    if asked and not has_results(call.result, asked):
        return f"{call.written} gave {in_kind(call.result)}, expected {several(asked)}"
    if "cannot unpack non-iterable" in str(error) and not asked:
        return f"{call.written} gave {in_kind(call.result)}, expected several results"
    return f"{call.written} gave {shown(call.gave)}, and the test could not go on: {error_text(error)}"


def gave(now: Notes) -> str:
    """What the latest call gave, or what was read of a model since; nothing if there was neither."""
    call = now.latest
    if now.read and (whose := model_of(now.read[0], now)):
        return f"{whose} whose `{now.read[1]}` is {shown(kept(now.read[2]))}"
    if call is None or call.error is not None:
        return ""
    who = call.written if now.alone else f"the last call, {call.written},"
    return f"{who} gave {shown(call.gave)}"


def told_difference(failed: Compared, now: Notes) -> str:
    """A comparison that failed, told of the call that the compared value came from."""
    found = failed.difference
    if now.read and now.read[2] is failed.actual and (whose := model_of(now.read[0], now)):
        whole = in_words(Difference(failed.actual, failed.expected))
        short = found.kind != "same" and "..." not in whole
        return f"{whose} whose `{now.read[1]}` is {whole if short else in_words(found, found.path)}"
    if variable := variable_of(failed.actual, now):
        return f"`{variable}` is {in_words(found, found.path)}"
    for call in reversed(now.calls):
        path = way_to(failed.actual, call, newest=call is now.latest)
        if path is not None:
            return f"{call.written} gave {result_in_words(failed, call, path)}"
    return told_after(found, now.alone)


def told_after(found: Difference, call: NotedCall | None) -> str:
    """A comparison of something that the test made of what this call gave, if it was one call alone."""
    text = in_words(found, found.path)
    if call is None:
        return f"Got {text}"
    asked, misfit = results_asked(call), found.kind == "shape" or isinstance(found.expected, (tuple, list))
    if asked and misfit and isinstance(call.result, np.ndarray):
        return f"{call.written} gave {in_kind(call.result)}, expected {several(asked)}"
    return f"After {call.written} the check found {text}"


def result_in_words(failed: Compared, call: NotedCall, path: tuple[Any, ...]) -> str:
    """How what a call gave differs from what was expected of it, or of its part at `path`."""
    found, wanted, result = failed.difference, failed.expected, call.result
    pair = not path and isinstance(wanted, tuple) and len(wanted) > 1 and found.kind != "same"
    if pair and not (isinstance(result, (tuple, list)) and len(result) == len(wanted)):
        return f"{in_kind(result)}, expected {several(len(wanted))}"
    results = len(result) if type(result) is tuple and len(result) > 1 and (path or pair) else 0
    return in_words(found, (*path, *found.path), results)


def in_words(found: Difference, path: tuple[Any, ...] = (), results: int = 0) -> str:
    """What is there and what was expected, such as `5 at index [0, 2] of the first of 2 results, expected 4`."""
    which = ""
    if results and path:
        which = f"the {ORDINALS[path[0]]} of {results} results" if path[0] < len(ORDINALS) else f"result {path[0] + 1}"
        path = path[1:]
    where = f" at {place(path)}" if path else ""
    where += f" {'of' if path else 'as'} {which}" if which else ""
    if found.kind != "value" and (lists := whole_lists(found)):
        return f"{lists[0]}{where}, expected {lists[1]}"
    if found.kind == "shape":
        shape = np.shape(found.expected)
        return f"{of_shape(found.got)}{where}, expected {f'shape {shape}' if shape else in_kind(found.expected)}"
    if found.kind == "length":
        return f"{len(found.got)} values{where}, expected {len(found.expected)}"
    got, expected = (entry(value) if found.path else shown(kept(value)) for value in (found.got, found.expected))
    if got == expected:  # to eight digits
        got, expected = cut(repr(found.got), 60), cut(repr(found.expected), 60)
    return f"{got}{where}, expected {'anything else' if found.kind == 'same' else expected}"


def whole_lists(found: Difference) -> tuple[str, str] | None:
    """A list and what was expected instead, as texts, if both fit into a line; None otherwise."""
    if not isinstance(found.got, (list, tuple)) or found.kind == "same":
        return None
    texts = [shown(kept(found.got))]
    if found.kind == "shape":
        if np.ndim(found.got) > 1 or np.ndim(found.expected) > 1:
            return None  # then the shapes say more
        single = np.ndim(found.expected) == 0
        texts.append(in_kind(found.expected) if single else shown(kept(np.asarray(found.expected).tolist())))
    else:
        texts.append(shown(kept(found.expected)))
    return None if any("..." in text for text in texts) else (texts[0], texts[1])


def entry(value: Any) -> str:
    """A value in an array or a list. Arrays may have made a float of a whole number."""
    return f"{value:.8g}" if type(value) is float else shown(kept(value))


def place(path: tuple[Any, ...]) -> str:
    if all(type(step) is int for step in path):
        return f"index {list(path)}"
    return cut("".join(f"[{step!r}]" for step in path), 60)


def of_shape(value: Any) -> str:
    """A value by its shape: `a list of shape (2, 3)`."""
    shape = np.shape(value)
    return f"{'a list' if isinstance(value, list) else 'an array'} of shape {shape}" if shape else in_kind(value)
