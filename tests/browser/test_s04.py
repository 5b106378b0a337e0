"""S4: the duty to notify from 22 % of a fraction to a rule that the regulator changes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from portal.i18n import format_date, today
from tests.browser.conftest import PHONE, Person

PEOPLE = {
    "nl": {"reporter": "melder.noord", "quality": "kwaliteit.noord", "admin": "beheer"},
    "fr": {"reporter": "signalement.sud", "quality": "qualite.sud", "admin": "publication"},
}
TEXTS = {
    "nl": "Eén fractie werd met te veel monitoreenheden gegeven. Dit werd gezien bij de volgende.",
    "fr": "Une fraction a été délivrée avec trop d’unités moniteur. On l’a vu à la suivante.",
}
# Each language changes a rule of its own: the portal of the tests is one, and a day has one rule.
IRRADIATED = {"nl": "external", "fr": "brachytherapy"}
WORDS = {
    "nl": {
        "modality": "Uitwendige radiotherapie",
        "must": "Waarschijnlijk verplicht te melden, uiterlijk op",
        "left": "Nog 4 kalenderdagen (tot",
        "physician": "Kies de arts in naam van wie u indient",
        "voluntary": "Melden is vrijwillig, en welkom",
        "close": "Waarschijnlijk niet verplicht te melden, maar het scheelt weinig",
        "set": "Ingesteld op {date} door het FANC; de regelgeving zelf gaat voor",
    },
    "fr": {
        "modality": "Curiethérapie",
        "must": "Notification probablement obligatoire, au plus tard le",
        "left": "Encore 4 jours calendrier (jusqu’au",
        "physician": "Choisissez le médecin",
        "voluntary": "La notification est volontaire, et bienvenue",
        "close": "Notification probablement pas obligatoire, mais de peu",
        "set": "Fixé le {date} par l’AFCN ; la réglementation elle-même prévaut",
    },
}
QUIET = {
    "other_dose": "yes",
    "wrong_identity": "no",
    "unforeseen_effects": "no",
    "unborn_child": "no",
    "beyond_patients": "no",
}


@dataclass
class Check:
    """Who tries the check, and in which language."""

    language: str
    enter: Callable[..., Person]

    def somebody(self, role: str, **options: Any) -> Person:
        """Somebody of that role, signed in."""
        person = self.enter(language=self.language, **options)
        person.sign_in(f"{PEOPLE[self.language][role]}@demo.invalid", self.language)
        return person

    def report(self) -> str:
        """The reference of an event that was found three days ago and reached a patient."""
        reporter = self.somebody("reporter")
        reporter.open(f"/{self.language}/report")
        reporter.page.fill("textarea[name=description]", TEXTS[self.language])
        reporter.go_on()
        reporter.answer(found="other", step="delivery")
        reporter.page.fill("input[name=found_date]", format_date(today() - timedelta(days=3)))
        reporter.go_on()
        reporter.answer(patient="yes", danger="no")
        reporter.answer(patients="one")
        reporter.go_on()
        reporter.go_on()
        found = re.search(r"M-\d{4}-\d+", reporter.page.inner_text("main"))
        assert found is not None
        return found.group()

    def dose(self, manager: Person, reference: str, percent: str) -> str:
        """What the page says once the dose of a fraction is off by ``percent``."""
        manager.open(f"/{self.language}/incidents/{reference}/obligation")
        manager.answer(modality=IRRADIATED[self.language], **QUIET)
        manager.page.fill("input[name=total_deviation]", "1")
        manager.page.fill("input[name=fraction_deviation]", percent)
        manager.go_on()
        return text_of(manager)


def text_of(person: Person) -> str:
    """What stands on the page, with plain spaces."""
    return re.sub(r"\s+", " ", person.page.inner_text("main"))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_duty_to_notify(person: Callable[..., Person], language: str) -> None:
    check, words = Check(language, person), WORDS[language]
    admin = check.somebody("admin")
    admin.open(f"/{language}/duty")
    admin.page.fill("input[name=telephone]", "02 000 00 00")
    admin.press("main form button")

    reference = check.report()
    due = format_date(today() + timedelta(days=4))
    manager = check.somebody("quality", viewport=PHONE)
    told = check.dose(manager, reference, "22")
    assert f"{words['must']} {due}" in told
    assert f"{words['left']} {due})" in told
    assert "02 000 00 00" in told

    manager.open(f"/{language}/incidents/{reference}/notify")
    manager.go_on()
    assert words["physician"] in text_of(manager)

    told = check.dose(manager, reference, "5")
    assert told.partition(words["voluntary"])[1]
    assert words["must"] not in manager.page.inner_text("h1")

    admin.open(f"/{language}/duty")
    dutch = "De dosis van een fractie wijkt 25 % of meer af van het voorschrift"
    french = "La dose d’une fraction s’écarte de 25 % ou plus de la prescription"
    rows = admin.page.locator("tr").filter(has_text="20 %")
    with admin.page.expect_navigation():
        rows.filter(has_text=words["modality"]).locator("a").click()
    admin.look()
    admin.page.fill("input[name=valid_from]", format_date(today()))
    admin.page.fill("textarea[name=text_nl]", dutch)
    admin.page.fill("textarea[name=text_fr]", french)
    admin.page.fill("input[name=threshold]", "25")
    admin.press('form:has(input[name="valid_from"]) button')

    told = check.dose(manager, reference, "22")
    assert words["close"] in told
    assert words["set"].format(date=format_date(today())) in told
    assert "25 %" in told
