"""Run the accessibility checker axe-core on HTML pages, on a light screen and on a dark one. Used by hand.

    python tests/axe.py node_modules/axe-core/axe.min.js /usr/bin/chromium results/index.html results/students/*.html

Prints what it finds, and ends with 1 if anything of ours is serious or critical.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

# The colours of nbconvert's prompts and of its code are not ours to choose.
_THEIRS = {"exclude": [[".highlight"], [".jp-InputPrompt"], [".jp-OutputPrompt"], [".prompt"]]}
_RUN = "async context => (await axe.run(context, {resultTypes: ['violations']})).violations"


def found(browser: Browser, axe: str, page: Path, scheme: str) -> Iterator[dict[str, Any]]:
    """What axe says of a page, one problem at a time."""
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    tab = context.new_page()
    tab.goto(page.resolve().as_uri(), wait_until="domcontentloaded")
    tab.evaluate(axe)
    yield from tab.evaluate(_RUN, _THEIRS)
    context.close()


def main(axe: str, chromium: str, *pages: str) -> int:
    serious = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for page in map(Path, pages):
            for scheme in ("light", "dark"):
                for problem in found(browser, Path(axe).read_text(encoding="utf-8"), page, scheme):
                    serious += problem["impact"] in ("serious", "critical")
                    print(f"{page} ({scheme}): {problem['impact']}: {problem['help']}, {len(problem['nodes'])} times")
                    print(f"    for example {problem['nodes'][0]['html'][:200]}")
        browser.close()
    print("Nothing serious." if not serious else f"{serious} serious problems.")
    return min(serious, 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
