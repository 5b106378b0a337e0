"""What may name somebody is told below an analysis while it is written; the focus stays."""

from collections.abc import Callable

from tests.browser.conftest import Person


def test_a_name_is_pointed_at_while_writing(person: Callable[..., Person]) -> None:
    quality = person()
    quality.sign_in("kwaliteit.noord@demo.invalid", "nl")
    quality.open("/nl/incidents/M-2026-0008/analysis/course")
    page, hint = quality.page, quality.page.locator("#names")
    page.focus("#narrative")
    page.keyboard.type("Mevr. Peeters belde.")
    hint.get_by_text("Peeters").wait_for()
    assert quality.focused == "narrative"
    quality.look()
    page.fill("#narrative", "De patiënte belde.")
    page.locator("#names:empty").wait_for(state="attached")
