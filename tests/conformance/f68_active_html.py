"""Scripts, event handlers and SVG in outputs are not kept."""

from conformance.case import Case

CASE = Case(
    "active content is shown",
    cells=(
        "from IPython.display import HTML, SVG, display\nB = 'BRO' + 'KE'\ndisplay(HTML(f'<script>{B}</script><img src=x onerror={B}>'))",
        "display({'image/svg+xml': f'<svg onload={B}>', 'application/javascript': B, 'text/html': B, 'text/plain': 'kept'}, raw=True)",
    ),
    shown="kept",
)
