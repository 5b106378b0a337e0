"""S12: while the computers are down, paper; one person takes it over, another one checks it."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from portal.downtime import serials
from tests.browser.conftest import PHONE, Person

PEOPLE = {
    "nl": ("melder.noord", "kwaliteit.noord", "Dit serienummer werd al overgenomen"),
    "fr": ("signalement.sud", "qualite.sud", "Ce numéro de série a déjà été encodé"),
}
TEXT = {
    "nl": "Na de panne werd een oude versie van het plan geladen. Gezien voor de bestraling.",
    "fr": "Après la panne, une ancienne version du plan a été chargée. Vu avant l’irradiation.",
}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_s12a_paper_is_taken_over_once_and_checked_by_somebody_else(
    person: Callable[..., Person], language: str
) -> None:
    first, second, taken = PEOPLE[language]
    reporter = enter(person, first, language)
    colleague = enter(person, second, language, viewport=PHONE)
    serial = printed(reporter, language)
    take_over(reporter, serial, language)
    assert not reporter.page.locator('main a[href$="/check"]').count()
    refused = reporter.page.request.get(f"{reporter.address}/{language}/downtime/{serial}/check")
    assert refused.url.endswith(f"/{language}/downtime/{serial}")
    assert '/check"' not in refused.text()
    take_over(colleague, serial, language)
    assert taken in colleague.page.inner_text(".error-summary")
    assert colleague.page.input_value("#description") == TEXT[language]
    assert colleague.small_targets() == []
    colleague.press(f'.error-summary a[href="/{language}/downtime/{serial}"]')
    colleague.press('main a[href$="/check"]')
    assert colleague.small_targets() == []
    for box in colleague.page.locator("input[name=right]").all():
        box.check()
    colleague.go_on()
    reference = colleague.page.inner_text("main .reference, main a[href*='/incidents/']")
    assert re.fullmatch(r"M-\d{4}-\d{4}", reference)
    colleague.open(f"/{language}/incidents/{reference}")
    assert TEXT[language].split(".")[0] in colleague.page.inner_text("main")


def enter(person: Callable[..., Person], name: str, language: str, **options: Any) -> Person:
    """Somebody of the department, signed in."""
    someone = person(language=language, **options)
    someone.sign_in(f"{name}@demo.invalid", language)
    return someone


def printed(reporter: Person, language: str) -> str:
    """Print one form: one side of A4 with a serial."""
    reporter.open(f"/{language}/report")
    reporter.press(f'main a[href="/{language}/downtime"]')
    answer = reporter.page.request.get(
        f"{reporter.address}/{language}/downtime.pdf?language={language}&copies=1"
    )
    assert answer.headers["content-type"] == "application/pdf"
    [side] = PdfReader(io.BytesIO(answer.body())).pages
    assert [round(float(each) / 72 * 25.4) for each in side.mediabox[2:]] == [210, 297]
    found = re.search(r"P-\w{4}-\w{4}-\w", side.extract_text())
    assert found
    return serials.read(found.group())


def take_over(someone: Person, serial: str, language: str) -> None:
    """Follow the code on the paper and copy its answers."""
    page = someone.page
    someone.open(f"/{language}/downtime/take-over?serial={serial}")
    page.fill("#written_date", "16/11/2020")
    page.fill("#written_time", "15u42" if language == "nl" else "15h42")
    page.fill("#description", TEXT[language])
    someone.answer(found="today", step="data_transfer", patient="caught", danger="no")
    someone.press("main form .buttons button >> nth=0")
