"""S2: on a phone, called away after page 2 for longer than a session lasts."""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, Person, Site

REPORTER = {"nl": "melder.kust@demo.invalid", "fr": "signalement.sud@demo.invalid"}
TEXT = {
    "nl": "De tafel stond 2 cm te laag. Dit werd gezien op het beeld. De bundel was nog niet aan.",
    "fr": "La table était 2 cm trop bas. Vu sur l'image. Le faisceau n'était pas encore mis.",
}
HOUR = {"nl": "9u05", "fr": "9h05"}
SAVED = {"nl": "Bewaard om", "fr": "Enregistré à"}
CLOSES = {
    "nl": "Uw sessie sluit over 2 minuten. Uw tekst is bewaard",
    "fr": "Votre session se ferme dans 2 minutes. Votre texte est enregistré",
}


def usable(reporter: Person) -> None:
    """No sideways scroll, and everything is large enough for a thumb."""
    width = reporter.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    assert reporter.small_targets() == []


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_report_outlives_a_closed_session(
    person: Callable[..., Person], site: Site, language: str
) -> None:
    reporter = person(viewport=PHONE, language=language)
    page = reporter.page
    reporter.sign_in(REPORTER[language], language)
    reporter.open(f"/{language}/report")
    usable(reporter)
    page.fill("#description", TEXT[language])
    reporter.go_on()
    usable(reporter)
    reporter.answer(found="today", step="positioning")
    page.fill("#found_time", HOUR[language])
    reporter.go_on()
    assert page.url.endswith("/3")
    usable(reporter)
    third = page.url.removeprefix(site.address)

    page.clock.install()
    reporter.open(third)
    reporter.answer(patient="caught")
    page.clock.fast_forward("00:04")
    page.get_by_text(SAVED[language]).first.wait_for()
    site.forward(minutes=13)
    page.clock.fast_forward("13:01")
    page.get_by_text(CLOSES[language]).wait_for()
    usable(reporter)
    assert page.evaluate("document.activeElement.closest('#session')") is None
    page.focus("#session button")
    page.keyboard.press("Enter")
    page.locator("#session").wait_for(state="hidden")

    site.forward(minutes=13)
    page.clock.fast_forward("13:01")
    page.get_by_text(CLOSES[language]).wait_for()
    site.forward(minutes=3)
    page.clock.fast_forward("03:00")
    page.wait_for_url(re.compile(r"/login\?next="))
    page.locator('main input[name="email"]').wait_for()
    reporter.look()
    assert TEXT[language] not in page.content()

    page.fill('main input[name="email"]', REPORTER[language])
    page.fill('main input[name="password"]', reporter.password)
    reporter.press('main button:not([type="button"])')
    assert page.url.endswith(third)
    assert page.is_checked('[name="patient"][value="caught"]')
    reporter.answer(danger="no")
    reporter.go_on()
    assert TEXT[language] in page.inner_text("main")
    assert HOUR[language] in page.inner_text("main")
    usable(reporter)
    reporter.go_on()
    assert page.inner_text(".receipt-number").startswith("M-")
    usable(reporter)
