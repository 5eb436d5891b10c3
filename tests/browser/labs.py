"""JupyterLab in a real browser: start it as people do, and use it as people do, with mouse and keyboard."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect, sync_playwright

from autograder.assignment import Assignment
from autograder.release import Role, plan
from school import Member

SECONDS = 1000  # playwright counts in milliseconds
MOMENT = 3 * SECONDS
PATIENCE = 90 * SECONDS  # for a page, on a busy machine
LONG = 240 * SECONDS  # for what trains or grades
WINDOW = {"width": 1400, "height": 1000}


def chromium() -> str | None:
    """The browser of the machine, or the one that playwright has brought, if either is there."""
    known = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if known is None:
        with sync_playwright() as playwright:
            brought = playwright.chromium.executable_path
        known = brought if Path(brought).exists() else None
    return known


@contextlib.contextmanager
def browsing(program: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextlib.contextmanager
def lab(member: Member, *options: str | Path) -> Iterator[str]:
    """`autograder lab` while it runs; its address with the token."""
    port = free_port()
    rights = ["--allow-root"] if os.geteuid() == 0 else []
    words = ["lab", *map(str, options), "--no-browser", "--port", str(port), *rights]
    told = member.home / f"lab-{port}.log"
    with told.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *words], cwd=member.folder, env=member.environment, text=True,
            stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        first = process.stdout.readline()  # ends when the process does
        assert first.startswith("http"), told.read_text()
        [address] = re.findall(r"are in (.+?/address)", told.read_text())
        yield Path(address).read_text().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        assert process.stdout is not None
        process.stdout.close()


def places(topic: Assignment, role: Role) -> dict[str, int]:
    """Where the cells of a role stand in the notebook, by name."""
    return {slot.name or slot.id: index for index, slot in enumerate(plan(topic)) if slot.role is role}


class Desk:
    """One person's browser: JupyterLab in it, and where pictures of it are kept."""

    def __init__(self, browser: Browser, address: str, pictures: Path, who: str) -> None:
        self._context = browser.new_context(viewport=WINDOW)
        self._pictures, self._who, self._count = pictures, who, 0
        self.page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.origin = address.partition("/lab")[0]
        self.page.goto(address)
        self.page.wait_for_selector(".jp-Launcher, .jp-Notebook")

    def keep(self, name: str, page: Page | None = None) -> None:
        """Keep a picture of what is seen now."""
        self._count += 1
        (page or self.page).screenshot(path=self._pictures / f"{self._who}-{self._count:02}-{name}.png")

    def menu(self, menu: str, item: str) -> None:
        self.page.locator(".lm-MenuBar-item", has_text=re.compile(f"^{menu}$")).click()
        self.page.locator(".lm-Menu-item:visible", has_text=re.compile(f"^{item}")).first.click()

    def items(self, menu: str) -> list[str]:
        """What a menu offers."""
        self.page.locator(".lm-MenuBar-item", has_text=re.compile(f"^{menu}$")).click()
        labels = self.page.locator(".lm-Menu-item:visible .lm-Menu-itemLabel")
        labels.first.wait_for()
        found = labels.all_inner_texts()
        self.page.keyboard.press("Escape")
        return found

    def close(self) -> None:
        self._context.close()


class Assignments:
    """nbgrader's list of assignments, in JupyterLab."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.menu("Nbgrader", "Assignment List")
        desk.page.wait_for_selector("#released_assignments_list")

    def row(self, which: str, name: str) -> Locator:
        return self.desk.page.locator(f"#{which}_assignments_list .list_item", has_text=name)

    def press(self, which: str, name: str, button: str, then: str) -> None:
        """Press a button in a list's row, and wait until the name stands in another list."""
        self.row(which, name).get_by_role("button", name=button).first.click()
        expect(self.row(then, name).first).to_be_visible(timeout=PATIENCE)


class Notebook:
    """An open notebook, used with the keyboard."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk, self.page = desk, desk.page
        desk.page.goto(f"{desk.origin}/lab/tree/{name}/{name}.ipynb")
        self.panel = desk.page.locator(".jp-NotebookPanel:visible")
        self.idle()
        expect(desk.page.locator(".jp-Spinner:visible")).to_have_count(0, timeout=LONG)
        self.take_hold()
        self.page.keyboard.press("Escape")

    def take_hold(self) -> None:
        """Click any cell. What JupyterLab has just drawn it may hide again, so each try looks for one anew."""
        for _ in range(PATIENCE // MOMENT):
            try:
                self.panel.locator(".jp-Cell:visible").first.click(timeout=MOMENT)
                return
            except TimeoutError:
                continue
        raise AssertionError("no cell of the notebook could be clicked")

    def idle(self) -> None:
        """Wait until nothing runs."""
        status = self.panel.locator(".jp-Notebook-ExecutionIndicator")
        expect(status).to_have_attribute("data-status", "idle", timeout=LONG)

    @property
    def active(self) -> Locator:
        return self.panel.locator(".jp-Cell.jp-mod-active")

    def cell(self, index: int) -> Locator:
        return self.panel.locator(f".jp-Cell[data-windowed-list-index='{index}']")

    def at(self) -> int:
        return int(self.active.get_attribute("data-windowed-list-index") or 0)

    def go_to(self, index: int) -> None:
        """Walk to a cell. JupyterLab steps over cells that are folded."""
        down = self.at() < index
        while (here := self.at()) != index:
            assert (here < index) is down, f"cell {index} is folded away"
            self.active.press("j" if down else "k")
            expect(self.active).not_to_have_attribute("data-windowed-list-index", str(here))

    def write(self, index: int, text: str) -> None:
        """Replace what a cell holds."""
        self.go_to(index)
        self.active.press("Enter")
        expect(self.active.locator(".cm-content")).to_be_focused()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")

    def run_all(self) -> None:
        self.desk.menu("Run", "Run All Cells")
        status = self.panel.locator(".jp-Notebook-ExecutionIndicator")
        expect(status).not_to_have_attribute("data-status", "idle")
        self.idle()

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        tab = self.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current")
        expect(tab).not_to_have_class(re.compile("jp-mod-dirty"))

    def validate(self) -> str:
        """What nbgrader's Validate says."""
        self.panel.get_by_role("button", name="Validate").first.click()
        dialog = self.page.locator(".jp-Dialog", has_text="Validation Results")
        dialog.wait_for(timeout=LONG)
        said = dialog.inner_text()
        self.desk.keep("validated")
        dialog.get_by_role("button", name="OK").or_(dialog.get_by_role("button", name="Ok")).first.click()
        return said
