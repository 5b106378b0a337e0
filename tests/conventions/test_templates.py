"""What the team agreed about templates."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_inline_nothing_unescaped_nothing_foreign(path: Path) -> None:
    text = path.read_text()
    for pattern, advice in (
        (r"\|\s*safe\b", "let Jinja escape; build elements in the template"),
        (r"autoescape\s+false", "let Jinja escape"),
        (r"<[^>{]*\sstyle=", "give it a class in portal.css"),
        (r"\son[a-z]+=", "listen in portal.js"),
        (r"<style", "put it in portal.css or print.css"),
        (r"<script(?![^>]*\bsrc=)", "put it in portal.js"),
        (r"(src|href)=[\"'](https?:)?//", "serve it from portal/static"),
    ):
        found = re.search(pattern, text)
        assert not found, f"{path.name}: {pattern}: {advice}"


def test_no_browser_gives_typed_words_to_who_comes_next() -> None:
    """Going back shows a form as it came: computers are shared, and what was typed may be saved."""
    about_accounts = {"accounts", "people", "security"}
    found = [
        f"{path.relative_to(ROOT)}: {form}"
        for path in TEMPLATES
        if path.parent.name not in about_accounts
        for form in re.findall(r'<form(?=[^>]*novalidate)[^>]*method="post"[^>]*', path.read_text())
        if 'autocomplete="off"' not in form
    ]
    assert not found, f'write autocomplete="off" in {found}'


def test_visible_words_go_through_the_catalogues() -> None:
    """A word between two tags is either translated or marked with its own language."""
    bare = re.compile(r">\s*([A-Z][a-z]{3,}[a-z ]*)\s*<")
    found = [
        f"{path.relative_to(ROOT)}: {match.group(1)}"
        for path in TEMPLATES
        for match in bare.finditer(path.read_text())
        if "lang=" not in path.read_text()[max(0, match.start() - 80) : match.start() + 1]
    ]
    assert not found, f"write {{{{ _('…') }}}} around {found}"
