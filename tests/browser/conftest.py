"""A headless browser for each module; without one, what needs it is skipped and says so."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SHOTS = Path(os.environ.get("GITOPS_SCREENSHOTS", ".cache/screenshots"))
"""Where pictures of the pages are left to be looked at; CI keeps them."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # As long as it is there an event loop counts as running in this thread, and no other test can have one.
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


class Watched:
    """A page, and everything that it complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self._ask(asked.url))

    def open(self, file: Path, address: str = "") -> Page:
        self.page.goto(f"{file.as_uri()}#{address}")
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def keep(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"))

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _ask(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:")):
            self.complaints.append(f"asked for {url}")


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    seen = Watched(context.new_page())
    yield seen
    context.close()
    assert seen.complaints == []
