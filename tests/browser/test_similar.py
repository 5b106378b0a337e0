"""Similar events stand below the text while it is written; the focus stays, and nothing is kept."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, WIDE, Person

TYPED = {
    "nl": "Na de upgrade rekende het TPS met een ouder bundelmodel.",
    "fr": "Après la mise à jour, le TPS calculait avec un ancien modèle.",
}
REPORTER = {"nl": "melder.noord@demo.invalid", "fr": "signalement.sud@demo.invalid"}


@pytest.mark.parametrize(("language", "viewport"), [("nl", WIDE), ("fr", PHONE)])
def test_similar_events_are_shown_while_writing(
    person: Callable[..., Person], language: str, viewport: dict[str, int]
) -> None:
    reporter = person(language=language, viewport=viewport)
    page = reporter.page
    reporter.sign_in(REPORTER[language], language)
    reporter.open(f"/{language}/report")
    page.locator("#description").press_sequentially(TYPED[language])
    page.locator("#similar [role=status]:not(:empty)").wait_for()
    assert reporter.focused == "description"
    assert page.locator("#similar details[open]").count() == (viewport is WIDE)
    links = page.locator("#similar a[target=_blank]")
    assert any(f"/{language}/rex/2026/2" in str(each.get_attribute("href")) for each in links.all())
    reporter.look()
    page.fill("#description", "Na")
    page.locator("#similar [role=status]:empty").wait_for(state="attached")
    assert page.locator("#similar details[hidden]").count() == 1
    page.fill("#description", "Zzyzx qwfp zxcv wvut")
    page.locator("#similar [role=status]:not(:empty)").wait_for()
    assert page.locator("#similar details[hidden]").count() == 1
    reporter.go_on()


def test_they_are_shown_while_a_dossier_is_analysed_too(person: Callable[..., Person]) -> None:
    quality = person(language="nl", viewport=WIDE)
    page = quality.page
    quality.sign_in("kwaliteit.kust@demo.invalid", "nl")
    quality.open("/nl/incidents?view=with_department")
    address = str(page.locator("main a[href*='/incidents/M-']").first.get_attribute("href"))
    quality.open(f"{address.partition('?')[0]}/analysis/course")
    page.fill("#narrative", "")
    page.locator("#narrative").press_sequentially(TYPED["nl"])
    page.locator("#similar a[href='/nl/rex/2026/2']").wait_for()
    assert quality.focused == "narrative"
    quality.look()
