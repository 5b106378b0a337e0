"""Typed words are not lost unasked: leaving warns, sending does not."""

from collections.abc import Callable

from playwright.sync_api import Dialog

from tests.browser.conftest import Person


def test_leaving_a_form_with_unsent_words_asks_first(person: Callable[..., Person]) -> None:
    reporter = person()
    reporter.sign_in("melder.noord@demo.invalid", "nl")
    reporter.open("/nl/report")
    page, asked = reporter.page, []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.fill("textarea[name=description]", "De tafel stond te laag bij de eerste bestraling.")
    page.click(".masthead-language", no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/nl/report")
    reporter.press("main form .buttons button:not([name])")
    assert asked == ["beforeunload"]
    assert not page.url.endswith("/nl/report")
