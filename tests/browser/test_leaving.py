"""Typed words are not lost unasked: leaving warns, unless they are sent or saved."""

from collections.abc import Callable

from playwright.sync_api import Dialog, Page

from tests.browser.conftest import Person


def asked_on_leaving(page: Page) -> list[str]:
    """What is asked from now on; whoever is asked stays."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def test_leaving_a_form_with_unsent_words_asks_first(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.open("/nl/receipt")
    page, asked = visitor.page, asked_on_leaving(visitor.page)
    page.fill("main input[type=text]", "1234 5678")
    page.click(".masthead-language", no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/nl/receipt")
    visitor.press("main form .buttons button")
    assert asked == ["beforeunload"]


def test_leaving_a_report_that_is_saved_asks_nothing(person: Callable[..., Person]) -> None:
    reporter = person()
    reporter.sign_in("melder.noord@demo.invalid", "nl")
    reporter.open("/nl/report")
    page, asked = reporter.page, asked_on_leaving(reporter.page)
    page.fill("#description", "De tafel stond te laag bij de eerste bestraling.")
    page.locator("#autosave [role=status]:not(:empty)").wait_for()
    reporter.press(".masthead-name")
    assert asked == []
    reporter.open("/nl/report")
    assert "De tafel stond te laag" in page.inner_text("main")


def test_changing_the_language_takes_the_words_along(person: Callable[..., Person]) -> None:
    reporter = person()
    reporter.sign_in("melder.noord@demo.invalid", "nl")
    reporter.open("/nl/report")
    page, asked = reporter.page, asked_on_leaving(reporter.page)
    page.fill("#description", "De steun voor de knieën was vergeten.")
    reporter.press(".masthead-language")
    assert page.url.split("/")[3] == "fr"
    assert page.input_value("#description") == "De steun voor de knieën was vergeten."
    assert asked == []


def test_going_back_shows_nothing_of_who_worked_here_before(person: Callable[..., Person]) -> None:
    reporter = person()
    reporter.sign_in("melder.noord@demo.invalid", "nl")
    reporter.open("/nl/report")
    page, words = reporter.page, "Woorden van wie hier eerder zat."
    page.fill("#description", words)
    page.locator("#autosave [role=status]:not(:empty)").wait_for()
    reporter.sign_out()
    reporter.sign_in("kwaliteit.noord@demo.invalid", "nl")
    seen = 0
    while page.url != "about:blank" and page.go_back():
        page.wait_for_load_state()
        if page.locator("#description").count():
            seen += 1
            assert page.input_value("#description") == ""
    assert seen
    reporter.open("/nl/report")
    assert words not in page.inner_text("main")


def test_a_copy_of_a_page_is_a_window_of_its_own(person: Callable[..., Person]) -> None:
    reporter = person()
    reporter.sign_in("melder.noord@demo.invalid", "nl")
    reporter.open("/nl/report")
    page = reporter.page
    sent = page.locator("[name=window]").get_attribute("value")
    with page.expect_response("**/nl/report") as answer:
        page.reload()
    page.wait_for_function("document.querySelector('[name=script]').value === 'yes'")
    name = page.locator("[name=window]").input_value()
    assert 8 <= len(name) <= 32
    assert f'value="{name}"' not in answer.value.text()
    assert name != sent
