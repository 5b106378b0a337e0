"""A real portal with its demo data behind a real Chromium, started as ``make run`` starts it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from portal import demo

ROOT = Path(__file__).resolve().parents[2]
WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 640}
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running portal with demo data."""
    folder, port = tmp_path_factory.mktemp("portal"), free_port()
    environ = os.environ | {"PORTAL_DATA_DIR": str(folder), "PORTAL_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "portal.serve"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        for line in server.stdout:
            if "Stop with" in line:
                break
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()


def _wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens on {port}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@dataclass
class Person:
    """Somebody behind a browser, who looks at each page with a critical eye."""

    page: Page
    address: str
    scanned: bool

    def open(self, path: str) -> None:
        """Open an address of the portal."""
        self.page.goto(self.address + path)
        self.look()

    def press(self, selector: str) -> None:
        """Press what leads to another page, and look at that."""
        with self.page.expect_navigation():
            self.page.click(selector)
        self.look()

    def sign_in(self, email: str, language: str) -> None:
        """Sign in with a demo account."""
        self.open(f"/{language}/login")
        self.page.fill('main input[name="email"]', email)
        self.page.fill('main input[name="password"]', demo.PASSWORD)
        self.press('main button:not([type="button"])')

    def sign_out(self) -> None:
        """Leave."""
        self.press(".masthead form button")

    def look(self) -> None:
        """No sideways scroll, no serious accessibility finding, nothing untranslated."""
        page = self.page
        language = page.get_attribute("html", "lang")
        prefix = re.match(r"/(nl|fr)/", page.url.removeprefix(self.address))
        if prefix:
            assert language == f"{prefix.group(1)}-BE", page.url
        if not self.scanned:
            return
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{page.url} scrolls {width} px sideways"
        serious = [
            (finding["id"], [node["html"][:200] for node in finding["nodes"]][:3])
            for finding in Axe().run(page).response["violations"]
            if finding["impact"] in {"serious", "critical"}
        ]
        assert not serious, f"{page.url}: {serious}"


@pytest.fixture
def person(browser: Browser, address: str) -> Iterator[Callable[..., Person]]:
    """People in browsers of their own: ``person(viewport=…, javascript=…, language=…)``."""
    contexts: list[tuple[BrowserContext, list[str]]] = []

    def arrive(
        *, viewport: dict[str, int] = WIDE, javascript: bool = True, language: str = "nl"
    ) -> Person:
        options: dict[str, Any] = {"viewport": viewport, "locale": f"{language}-BE"}
        context = browser.new_context(java_script_enabled=javascript, **options)
        context.set_default_timeout(20_000)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                complaints.append(f"third party: {request.url}")
                if not request.url.startswith((address, "data:"))
                else None
            ),
        )
        contexts.append((context, complaints))
        return Person(page, address, scanned=javascript)

    yield arrive
    for context, complaints in contexts:
        context.close()
        unexpected = [text for text in complaints if "status of 4" not in text]
        assert not unexpected, unexpected
