"""206: a cell's reply is forged, with outputs that are none, or that seem to be small."""

from case import Case, Harmless, Scene, Seen


def little_is_kept(scene: Scene, seen: Seen) -> None:
    assert len(seen.shown) < 3 << 20


PUT = "get_ipython().recorder.outputs.append({output})"
OUTPUTS = {
    "A long text of an error.": "{'output_type': 'error', 'ename': 'x', 'evalue': 'y' * 3_900_000, 'traceback': []}",
    "A long name of an error.": "{'output_type': 'error', 'ename': 'x' * 3_900_000, 'evalue': '', 'traceback': []}",
    "A traceback of nothing.": "{'output_type': 'error', 'ename': '', 'evalue': '', 'traceback': [''] * 900_000}",
    "A traceback of no texts.": "{'output_type': 'error', 'ename': '', 'evalue': '', 'traceback': [1, [2], None]}",
    "A stream of another name.": "{'output_type': 'stream', 'name': 'staff', 'text': 'x'}",
    "Text that is a list.": "{'output_type': 'stream', 'name': 'stdout', 'text': ['x'] * 9}",
    "A picture that is none.": "{'output_type': 'display_data', 'data': {'image/png': '<script>alert(1)</script>'}}",
    "Metadata.": "{'output_type': 'display_data', 'data': {'text/plain': 'x'}, 'metadata': {'isolated': True}, 'transient': {}}",
    "An output of no kind.": "{'output_type': 'update_display_data', 'data': {}}",
    "A number.": "5",
    "A count.": "{'output_type': 'execute_result', 'data': {'text/plain': 'x'}, 'execution_count': 'x' * 999}",
}
CASES = [
    Case(title, Harmless(), cells=(PUT.format(output=output),) * 4, after=little_is_kept) for title, output in OUTPUTS.items()
] + [
    Case("The room is never used up.", Harmless(), cells=("get_ipython().recorder.room = 10**12\nfor _ in range(300): print('x' * 10_000)",) * 3, after=little_is_kept),
]  # fmt: skip
