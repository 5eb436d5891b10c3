"""F 72: scripts, widgets and kinds of output that run something where they are shown."""

from case import Case, Harmless, Scene, Seen

KINDS = ("application/javascript", "application/vnd.jupyter.widget-view+json", "application/vnd.plotly.v1+json", "text/html",
         "image/svg+xml", "application/pdf", "text/vnd.mermaid", "application/x-anything", "video/mp4", "application/json")  # fmt: skip


def only_pictures_and_text(scene: Scene, seen: Seen) -> None:
    kinds = {
        kind
        for cell in seen.graded.notebook["cells"]
        for output in cell.get("outputs", [])
        for kind in output.get("data", {})
    }  # type: ignore[index]
    assert kinds == {"text/plain"}


CASE = Case(
    "Only text and pictures are kept.",
    Harmless(),
    cells=(
        f"from IPython.display import display\nfor kind in {KINDS}: display({{kind: 'x', 'text/plain': 'kept'}}, raw=True)",
    ),
    after=only_pictures_and_text,
)
