"""What a test works with: an answer that looks like a function but runs in the box."""

from __future__ import annotations

import builtins
from collections.abc import Callable

from ..errors import Signal
from ..sandbox import LEAVES, Handle, Named, Raised, updated
from ..testing import Examined, OtherAnswer, noted_function

Examine = Callable[[Handle], Examined]
Call = Callable[[str, object, object], tuple[object, object]]


class StudentError(Signal):
    """Raised in a test when the student's code raises an error; it is also an instance of that built-in error."""


class Answer:
    """A student's function. Calling it runs it in the box, and changes to its arguments appear here."""

    def __init__(self, name: str, call: Call) -> None:
        self.__name__ = name
        self._call = call

    def __call__(self, *positional: object, **named: object) -> object:
        try:
            result, changed = self._call(self.__name__, outgoing(positional), outgoing(named))
        except Raised as error:
            raise as_raised(error) from None
        if changed is not None:
            updated((positional, named), changed, own=(Answer, Remote))
        return result

    def __repr__(self) -> str:
        return self.__name__


class Overheard(Answer):
    """An answer whose calls go through `listener`. It can still be passed to another answer."""

    def __init__(self, answer: Answer, listener: Callable[..., object]) -> None:
        super().__init__(answer.__name__, answer._call)
        self._listener = listener

    def __call__(self, *positional: object, **named: object) -> object:
        return self._listener(*positional, **named)


def noting_its_calls(answer: Answer) -> Answer:
    """The same answer for a test whose calls are noted, so that its message can name them."""
    return Overheard(answer, noted_function(answer.__name__, answer))


class Remote:
    """A test's reference to an object that stays in the student's box."""

    def __init__(self, handle: Handle, examine: Examine) -> None:
        self.handle, self._examine = handle, examine

    def __examine__(self) -> Examined:
        """Called by `examine`: the model's facts, read where no student code runs."""
        try:
            return self._examine(self.handle)
        except Raised as error:
            raise as_raised(error) from None

    def __repr__(self) -> str:
        return f"<{self.handle.kind}>"


def received(value: object, examine: Examine) -> object:
    """A value from the box, with a `Remote` for each object that stayed there."""
    if isinstance(value, Handle):
        return ... if value.kind == "ellipsis" else Remote(value, examine)
    if type(value) is list or type(value) is tuple:
        return type(value)(received(item, examine) for item in value)
    if type(value) is dict:
        return {key: received(item, examine) for key, item in value.items()}
    return value


def as_raised(error: Raised) -> StudentError:
    """The student's error as one that `except ValueError` and `raises(ValueError)` recognise."""
    name = error.name if error.name.isidentifier() else "Error"
    for kind in error.kinds:
        built_in = getattr(builtins, kind, None)
        if isinstance(built_in, type) and issubclass(built_in, Exception) and not issubclass(built_in, ExceptionGroup):
            return _both(name, built_in)(error.text)
    return StudentError(str(error))


def _both(name: str, built_in: type[Exception]) -> type[StudentError]:
    """A class derived from both. It takes only a text, although some built-in errors require more."""

    def init(self: Exception, text: str) -> None:
        self.args = (text,)

    def show(self: Exception) -> str:
        return str(self.args[0])

    return type(name, (StudentError, built_in), {"__init__": init, "__str__": show})


def outgoing(value: object) -> object:
    """A test's arguments, with references in place of answers and remote objects."""
    if type(value) in LEAVES:
        return value
    if isinstance(value, Answer | OtherAnswer):
        return Named(value.__name__)
    if isinstance(value, Remote):
        return value.handle
    if type(value) is list or type(value) is tuple:
        return type(value)(outgoing(item) for item in value)
    if type(value) is dict:
        return {key: outgoing(item) for key, item in value.items()}
    return value
