"""S3: without scripts and without a mouse; every stop of the keyboard is seen."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Person

REPORTER = {"nl": "melder.noord@demo.invalid", "fr": "signalement.sud@demo.invalid"}
ERROR = {"nl": "Fout:", "fr": "Erreur\u00a0:"}
TEXT = {
    "nl": "De bolus werd niet geplaatst bij één fractie van een bestraling van de thoraxwand.",
    "fr": "Le bolus était absent lors d'une fraction d'une irradiation de la paroi thoracique.",
}
GO_ON = "main form .buttons button:not([name])"


def refused(reporter: Person, language: str, *fields: str) -> None:
    """The page says first what is wrong; each link of the summary lands on its field."""
    page = reporter.page
    assert page.title().startswith(ERROR[language])
    assert page.evaluate("document.activeElement.className") == "error-summary"
    for field in fields:
        reporter.tab_to(f'.error-summary a[href="#{field}"]')
    reporter.key("Enter")
    assert page.url.endswith(f"#{fields[-1]}")
    assert page.evaluate("document.querySelector(':target').id") == fields[-1]
    assert page.evaluate("document.activeElement.id") == fields[-1]


def on(reporter: Person) -> None:
    """Go on by keyboard."""
    reporter.tab_to(GO_ON)
    reporter.leave_by_key()


def choose(reporter: Person, name: str, value: str) -> None:
    """Reach a question, then its answer by the arrows."""
    reporter.tab_to(f'[name="{name}"]')
    wanted = f'[name="{name}"][value="{value}"]'
    reporter.key("Space")
    for _each in range(20):
        if reporter.page.is_checked(wanted):
            return
        reporter.key("ArrowDown")
    raise AssertionError(f"the arrows do not reach {wanted}")


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_report_without_scripts_and_mouse(person: Callable[..., Person], language: str) -> None:
    reporter = person(language=language, javascript=False)
    page = reporter.page
    reporter.sign_in(REPORTER[language], language)
    reporter.open(f"/{language}/report")
    on(reporter)
    refused(reporter, language, "description")
    reporter.tab_to("#description")
    page.keyboard.insert_text(TEXT[language])
    on(reporter)

    assert page.url.split("#")[0].endswith("/similar")
    assert "bolus" in page.locator("main .record").first.inner_text()
    assert "?" not in page.url
    on(reporter)
    assert page.url.split("?")[0].endswith("/2")

    choose(reporter, "found", "other")
    reporter.tab_to("#found_date")
    page.keyboard.type("31/2/2026")
    choose(reporter, "step", "data_transfer")
    on(reporter)
    refused(reporter, language, "found_date")
    assert page.input_value("#found_date") == "31/2/2026"
    assert page.is_checked('[name="step"][value="data_transfer"]')
    reporter.tab_to("#found_date")
    reporter.key("Control+a")
    page.keyboard.type("28/2/2026")
    on(reporter)
    choose(reporter, "patient", "caught")
    choose(reporter, "danger", "no")
    on(reporter)
    assert TEXT[language] in page.inner_text("main")
    on(reporter)
    assert page.inner_text(".receipt-number").startswith("M-")
