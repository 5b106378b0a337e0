"""S1: a first notification under three minutes, counted in keys and clicks, not in seconds."""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Person, Site

BUDGET = 14  # keys and clicks, beside the words of the text and the hour
TEXT = {
    "nl": (
        "Bij het laden van het plan voor de derde fractie kwam een oudere versie op het toestel. "
        "De herberekening van vrijdag was in het record-and-verifysysteem niet goedgekeurd, en de "
        "lijst van de dag toonde het oude plan als actief. De verpleegkundige zag bij de laatste "
        "controle dat de bundels niet klopten en stopte vóór de bestraling. Het juiste plan werd "
        "daarna goedgekeurd en geladen."
    ),
    "fr": (
        "Au chargement du plan de la troisième fraction, une version antérieure est arrivée à "
        "l'appareil. Le nouveau calcul de vendredi n'était pas approuvé dans le système record and "
        "verify, et la liste du jour montrait l'ancien plan comme actif. L'infirmière a vu au "
        "dernier contrôle que les faisceaux ne correspondaient pas et a arrêté avant "
        "l'irradiation. Le bon plan a ensuite été approuvé et chargé."
    ),
}
REPORTER = {"nl": "melder.noord@demo.invalid", "fr": "signalement.sud@demo.invalid"}
MANAGER = {"nl": "kwaliteit.noord@demo.invalid", "fr": "qualite.sud@demo.invalid"}
HOUR = {"nl": "15u42", "fr": "15h42"}
NEW = {"nl": "Nieuwe melding", "fr": "Nouveau signalement"}
STATUS = {"nl": "Bij de dienst", "fr": "Dans le service"}


class Hand:
    """Counts what one hand does on the pages."""

    def __init__(self, person: Person) -> None:
        self.person, self.count = person, 0

    def click(self, selector: str) -> None:
        """One click."""
        self.count += 1
        self.person.page.click(selector)

    def write(self, selector: str, text: str) -> None:
        """One click, and then words that are not counted."""
        self.click(selector)
        self.person.page.keyboard.insert_text(text)

    def go_on(self) -> None:
        """One click on the button that leads on."""
        self.count += 1
        self.person.go_on()


def required(reporter: Person) -> int:
    """How many answers a page asks for that is sent empty."""
    reporter.go_on()
    return reporter.page.locator(".error-summary a").count()


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_first_notification_fits_its_budget(
    person: Callable[..., Person], site: Site, language: str
) -> None:
    reporter = person(language=language)
    page = reporter.page
    reporter.sign_in(REPORTER[language], language)
    hand = Hand(reporter)
    hand.count += 1
    reporter.press(f'main a.button[href="/{language}/report"]')
    asked = required(reporter)
    hand.write("#description", TEXT[language])
    hand.go_on()
    asked += required(reporter)
    hand.click('[name="found"][value="today"]')
    hand.write("#found_time", HOUR[language])
    hand.click('[name="step"][value="data_transfer"]')
    hand.go_on()
    asked += required(reporter)
    hand.click('[name="patient"][value="caught"]')
    hand.click('[name="danger"][value="no"]')
    hand.go_on()
    assert HOUR[language] in page.inner_text("main")
    hand.go_on()

    assert hand.count <= BUDGET, hand.count
    assert asked == 5
    reference = page.inner_text(".receipt-number")
    assert re.fullmatch(r"M-\d{4}-\d{4}", reference)
    reporter.press(f'main a[href="/{language}/incidents/{reference}"]')
    assert STATUS[language] in page.inner_text("main")
    assert HOUR[language] in page.inner_text("main")
    words = set(re.findall(r"\w{9,}", TEXT[language]))
    for mail in (
        site.letter(MANAGER[language], f"{NEW[language]} {reference}"),
        site.letter(REPORTER[language], reference),
    ):
        assert not words & set(re.findall(r"\w+", mail.as_string()))
