"""F 69: outputs in Markdown and LaTeX that would fetch or read something."""

from case import Case, Harmless, Scene, Seen


def no_markdown(scene: Scene, seen: Seen) -> None:
    kept = [output for cell in seen.graded.notebook["cells"] for output in cell.get("outputs", [])]  # type: ignore[index]
    assert not [
        output for output in kept if {"text/markdown", "text/html", "image/svg+xml"} & set(output.get("data", {}))
    ]


CASE = Case(
    "Markdown and HTML are not kept at all.",
    Harmless(),
    cells=(
        """\
from IPython.display import HTML, SVG, Markdown, display
display(Markdown("[x](javascript:alert(1)) ![](http://example.org/x.png)"))
display(HTML("<iframe src='http://example.org'></iframe><script>alert(1)</script><img src=x onerror=alert(1)>"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))
""",
    ),
    after=no_markdown,
)
