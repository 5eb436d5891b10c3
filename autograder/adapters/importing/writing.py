"""The three files of an imported topic, as text. What a person must still do is marked TODO."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...assignment import without_magics
from .carrying import Topic
from .checking import number, shown, silent, written
from .source import Given, Text, Words
from .splitting import Piece

_MARK = re.compile(r"^#(?= ?%%)", re.MULTILINE)  # would begin a cell
_COMMAND = re.compile(r"^([ \t]*)#(?= ?[%!])", re.MULTILINE)  # a comment that would become a command of Jupyter's


def notebook_text(topic: Topic, title: str) -> str:
    """notebook.py"""
    cells = [_cell(cell) for cell in topic.cells]
    if not has_title(topic):
        cells.insert(0, f"# %% [markdown]\n# # {title}")
    return "\n\n".join(cells) + "\n"


def has_title(topic: Topic) -> bool:
    """Whether a text of the notebook has a heading that can be its title."""
    return any(
        line.startswith("# ") for cell in topic.cells if isinstance(cell, Text) for line in cell.source.split("\n")
    )


def tests_text(topic: Topic) -> str:
    """tests.py"""
    tests = [written(test.candidate, test.name, test.needs, test.points) for test in topic.tests]
    lost = [_lost(each.source, str(each)) for each in topic.lost if each.source]
    parts = [*_head(topic), *_shared(topic), *tests, *lost]  # each two lines apart
    return "\n\n\n".join(parts) + "\n"


def reference_text(topic: Topic) -> str:
    """reference/NAME.py"""
    blocks = [
        _markdown(
            f"Right answers, imported from {topic.source.path.name} ({topic.source.tool}).\n\n"
            "TODO: for each test, add a mistake that it must catch; if you can, add right answers in another style."
        )
    ]
    blocks += [f"# %% answer\n{_code(piece.solution)}" for piece in topic.answers]
    for piece in topic.untested:
        blocks.append(_markdown(f"No test asks for {piece.name}. Its solution:\n\n{_fenced(piece.solution)}"))
    for cell in topic.cells:
        if isinstance(cell, Words) and (cell.answer.strip() or cell.code.strip()):
            told = "\n\n".join([*filter(None, [cell.answer.strip()]), *([_fenced(cell.code)] if cell.code else [])])
            blocks.append(_markdown(f"For whoever grades {cell.name}:\n\n{told}"))
    return "\n\n".join(blocks) + "\n"


def todo(topic: Topic) -> Iterator[str]:
    """What a person must still do."""
    if not has_title(topic):
        yield "Give the notebook a title: it had none, so its file's name was taken."
    if made_up := [test.name for test in topic.tests if not test.candidate.told]:
        yield f"Write the sentences of {_and(made_up)}: the notebook had no words for them."
    if undocumented := [piece.name for piece in topic.answers if _needs_example(piece)]:
        yield f"Give {_and(undocumented)} a docstring with an example that runs."
    if topic.answers:
        yield f"Write wrong answers (mutants) for {_and([piece.name for piece in topic.answers])}: there are none yet."
        yield "Add right answers in another style, and tests whose calls are drawn."
    if topic.untested:
        names = _and([piece.name for piece in topic.untested])
        yield f"No test asks for {names}, so nothing is graded there. Write tests, or leave it as practice."
    yield from topic.source.todo


def _head(topic: Topic) -> Iterator[str]:
    used = ["points"] if topic.tests else []
    used += ["visible"] if any(not test.candidate.check.hidden for test in topic.tests) else []
    used += ["approx"] if any("approx(" in test.candidate.body for test in topic.tests) else []
    lines = [f'"""The tests of {topic.source.path.name}, imported from {topic.source.tool}."""']
    lines += [f"# TODO: {each}" for each in todo(topic)]
    yield "\n".join(lines)
    imports = [each.source for each in topic.shared if _imports(each.source)]
    ours = [f"from autograder.testing import {', '.join(sorted(used))}"] if used else []
    if imports or ours:
        yield "\n".join([*imports, *([""] if imports and ours else []), *ours])


def _shared(topic: Topic) -> Iterator[str]:
    """The constants and functions of all tests."""
    yield from (silent(each.source) for each in topic.shared if not _imports(each.source))


def _imports(source: str) -> bool:
    return source.startswith(("import ", "from "))


def _lost(source: str, why: str) -> str:
    lines = [f"TODO: not carried: {why}.", *shown(source).splitlines()]
    return "\n".join(f"# {line}".rstrip() for line in lines)


def _cell(cell: Text | Given | Words | Piece) -> str:
    if isinstance(cell, Text):
        return _markdown(cell.source)
    if isinstance(cell, Words):
        head = f'# %% [markdown] answer points={number(cell.points)} name="{cell.name}"'
        return _markdown(cell.prompt, head)
    if isinstance(cell, Piece):
        return f"# %% answer\n{_code(cell.stub)}"
    if _is_python(cell.source):
        return f"# %%\n{_code(cell.source)}"
    return _markdown(f"```\n{cell.source}\n```")


def _markdown(text: str, head: str = "# %% [markdown]") -> str:
    lines = [f"# {line}".rstrip() for line in text.strip("\n").splitlines()]
    return "\n".join([head, *(_MARK.sub("# ", line) if line.startswith("# %%") else line for line in lines)])


def _code(source: str) -> str:
    return _COMMAND.sub(r"\1#:", source.strip("\n"))


def _is_python(source: str) -> bool:
    try:
        ast.parse(without_magics(source))
    except SyntaxError:
        return False
    return True


def _needs_example(piece: Piece) -> bool:
    tree = ast.parse(piece.stub)
    makers = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return any(">>>" not in (ast.get_docstring(node) or "") for node in makers)


def _fenced(code: str) -> str:
    return f"```python\n{code.strip()}\n```"


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
