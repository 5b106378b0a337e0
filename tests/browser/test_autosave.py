"""What is typed is saved without a button; where that fails it is said, and the text stays."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Person

REPORTER = {"nl": "melder.noord@demo.invalid", "fr": "signalement.sud@demo.invalid"}
SAVED = {"nl": "Bewaard om", "fr": "Enregistré à"}
OFFLINE = {
    "nl": "Niet bewaard: geen verbinding. Uw tekst staat nog op dit scherm",
    "fr": "Non enregistré\u00a0: pas de connexion. Votre texte est encore à l’écran",
}
OTHER_WINDOW = {
    "nl": "Niet bewaard: dit werd in een ander venster gewijzigd",
    "fr": "Non enregistré\u00a0: ceci a été modifié dans une autre fenêtre",
}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_without_connection_the_text_stays_and_is_saved_later(
    person: Callable[..., Person], language: str
) -> None:
    reporter = person(language=language)
    page = reporter.page
    reporter.sign_in(REPORTER[language], language)
    reporter.open(f"/{language}/report")
    page.context.set_offline(offline=True)
    page.fill("#description", "Eén woord")
    page.focus("summary")
    page.get_by_text(OFFLINE[language]).wait_for()
    assert page.input_value("#description") == "Eén woord"
    reporter.look()
    page.context.set_offline(offline=False)
    page.get_by_text(SAVED[language]).first.wait_for()
    assert page.locator("#autosave button").is_hidden()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_two_windows_on_one_report_lose_nothing(
    person: Callable[..., Person], language: str
) -> None:
    reporter = person(language=language)
    page = reporter.page
    reporter.sign_in(REPORTER[language], language)
    reporter.open(f"/{language}/report")
    page.fill("#description", "Een begin")
    reporter.go_on()
    address = page.url[:-1] + "1"
    reporter.open(address.removeprefix(reporter.address))
    other = page.context.new_page()
    other.goto(address)
    other.fill("#description", "Het andere venster")
    other.focus("summary")
    other.locator("#autosave").get_by_text(SAVED[language]).wait_for()
    other.close()
    page.fill("#description", "Dit venster")
    page.focus("summary")
    page.get_by_text(OTHER_WINDOW[language]).wait_for()
    reporter.go_on()
    main = page.inner_text("main")
    assert "Het andere venster" in main
    assert "Dit venster" in main
    reporter.go_on()
    assert page.url.endswith("/2")
