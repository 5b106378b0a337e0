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
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from portal import demo
from tests.browser import clocked
from tests.clock import START

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

FOCUSED = """() => {
  const here = document.activeElement;
  return here.id || here.name || here.textContent.trim();
}"""
FOCUS_SEEN = """() => {
  const here = document.activeElement;
  if (here === document.body) return true;
  const seen = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    || style.boxShadow !== "none";
  const { width, height } = here.getBoundingClientRect();
  const near = [here, ...(here.labels ?? [])];
  return width > 0 && height > 0 && near.some((each) => seen(getComputedStyle(each))
    || seen(getComputedStyle(each, "::before")) || seen(getComputedStyle(each, "::after")));
}"""
# What axe judges by: elements, their attributes and whether they say something, but not what.
SHAPE = """() => {
  const kept = new Set(["class", "role", "type", "lang", "id", "for", "scope", "tabindex"]);
  const told = ({ name, value }) =>
    kept.has(name) || name.startsWith("aria-") ? `${name}=${value.replace(/[0-9]+/g, "#")}` : name;
  const says = (each) => [...each.childNodes].some((node) => node.nodeType === 3
    && node.data.trim()) ? "." : "";
  return [...new Set([...document.querySelectorAll("*")].map((each) =>
    `${each.parentElement?.tagName}>${each.tagName}${says(each)} `
    + [...each.attributes].map(told).join(" ")))].join("\\n");
}"""
AXE = {"preload": False, "resultTypes": ["violations"]}  # our pages have no style from elsewhere
SMALL_TARGETS = """() => {
  const inWords = (each) => each.matches("a") && getComputedStyle(each).display === "inline"
    && each.closest("p, li, dd, .hint");
  const small = [];
  for (const each of document.querySelectorAll("a, button, input, select, textarea, summary")) {
    if (!each.checkVisibility() || each.matches(".skip") || inWords(each)) continue;
    const boxes = [each, ...(each.labels ?? [])].map((part) => part.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.width));
    const height = Math.max(...boxes.map((box) => box.height));
    if (width < 43.5 || height < 43.5) {
      small.push(`${width}x${height} ${each.outerHTML.slice(0, 120)}`);
    }
  }
  return small;
}"""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Site:
    """A running portal: its address, the folder of its data, and the file that moves its clock.

    Its clock begins at the moment at which those of the other tests do, ``begun`` seconds away
    from the machine's.
    """

    address: str
    folder: Path
    clock: Path
    begun: float

    def forward(self, **time_: float) -> None:
        """Move its clock on: ``minutes=13``, ``days=30``. What runs in a page has its own clock."""
        moved = float(self.clock.read_text()) + timedelta(**time_).total_seconds()
        _write(self.clock, moved)

    def set_right(self) -> None:
        """Undo what moved its clock on."""
        _write(self.clock, self.begun)

    def letters(self, to: str) -> list[EmailMessage]:
        """The mails to ``to`` (an address or its beginning) so far, the oldest first."""
        files = sorted((self.folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
        read = (message_from_bytes(path.read_bytes(), policy=default) for path in files)
        return [letter for letter in read if str(letter["To"]).startswith(to)]

    def letter(self, to: str, subject: str) -> EmailMessage:
        """The latest mail to ``to`` whose subject holds ``subject``, waited for."""
        for _attempt in range(100):
            found = [each for each in self.letters(to) if subject in str(each["Subject"])]
            if found:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail {subject!r} to {to}")


def _write(path: Path, seconds: float) -> None:
    """At once, for who reads it at this moment."""
    new = path.with_suffix(".new")
    new.write_text(str(seconds))
    new.replace(path)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running portal with demo data."""
    folder, port = tmp_path_factory.mktemp("portal"), free_port()
    begun = (START - datetime.now(UTC)).total_seconds()
    site = Site(f"http://127.0.0.1:{port}", folder, folder / "clock", begun)
    site.set_right()
    environ = os.environ | {
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_PORT": str(port),
        clocked.FILE: str(site.clock),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.clocked"],
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
        yield site
    finally:
        server.terminate()
        server.wait(30)
        server.stdout.close()


@pytest.fixture
def site(running: Site) -> Iterator[Site]:
    """The running portal: its clock, its mails. Afterwards its clock is right again."""
    yield running
    running.set_right()


@pytest.fixture(scope="session")
def address(running: Site) -> str:
    """The address of a running portal with demo data."""
    return running.address


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
    shapes: set[tuple[int, str]]
    password: str = demo.PASSWORD

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
        self.page.fill('main input[name="password"]', self.password)
        self.press('main button:not([type="button"])')

    def go_on(self) -> None:
        """Press the first button of the form, the one to go on with, and look at that page."""
        self.press("main form .buttons button:not([name])")

    def answer(self, **chosen: str) -> None:
        """Choose radios by name and value: ``answer(patient="caught")``."""
        for name, value in chosen.items():
            self.page.check(f'input[name="{name}"][value="{value}"]')

    def sign_out(self) -> None:
        """Leave."""
        self.press(".masthead form button")

    @property
    def focused(self) -> str:
        """What has the focus: its id, else its name, else its words."""
        return str(self.page.evaluate(FOCUSED))

    def tab_to(self, selector: str) -> int:
        """Press Tab until ``selector`` has the focus, which is seen at every stop; how often."""
        for stop in range(1, 200):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(FOCUS_SEEN), f"{self.page.url}: {self.focused!r} is unseen"
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return stop
        raise AssertionError(f"{self.page.url}: Tab does not reach {selector}")

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for each in keys:
            self.page.keyboard.press(each)

    def leave_by_key(self, key: str = "Enter") -> None:
        """Press a key that leads to another page, and look at that."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.look()

    def small_targets(self) -> list[str]:
        """What can be pressed on this page and is smaller than a thumb, 44 px."""
        found: list[str] = self.page.evaluate(SMALL_TARGETS)
        return found

    def look(self) -> None:
        """No sideways scroll, no serious accessibility finding, nothing untranslated.

        Pages of one shape, which differ in words and in how many rows alike there are, are scanned
        once at each width.
        """
        page = self.page
        language = page.get_attribute("html", "lang")
        prefix = re.match(r"/(nl|fr)/", page.url.removeprefix(self.address))
        if prefix:
            assert language == f"{prefix.group(1)}-BE", page.url
        if not self.scanned:
            return
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{page.url} scrolls {width} px sideways"
        shape = page.evaluate("window.innerWidth"), str(page.evaluate(SHAPE))
        if shape in self.shapes:
            return
        self.shapes.add(shape)
        serious = [
            (finding["id"], [node["html"][:200] for node in finding["nodes"]][:3])
            for finding in Axe().run(page, options=AXE).response["violations"]
            if finding["impact"] in {"serious", "critical"}
        ]
        assert not serious, f"{page.url}: {serious}"


@pytest.fixture(scope="session")
def shapes() -> set[tuple[int, str]]:
    """The shapes of the pages that were scanned already, with the width of the window."""
    return set()


@pytest.fixture
def person(
    browser: Browser, address: str, shapes: set[tuple[int, str]]
) -> Iterator[Callable[..., Person]]:
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
        return Person(page, address, javascript, shapes)

    yield arrive
    for context, complaints in contexts:
        context.close()
        expected = ("status of 4", "ERR_INTERNET_DISCONNECTED")
        unexpected = [text for text in complaints if not any(each in text for each in expected)]
        assert not unexpected, unexpected
