"""S10: an event like ours in under 30 seconds, in whichever language it was told."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.conftest import PHONE, WIDE, Person

REX = "REX 1 – 2022"
SECONDS = 30.0


@dataclass(frozen=True)
class Words:
    """What somebody types on the pages of a language, and what the page then says."""

    reader: str
    reporter: str
    question: str
    foreign: str
    found: str
    other: str
    report: str
    mistyped: str
    unknown: str


SIDES = {
    "nl": Words(
        reader="lezer.noord",
        reporter="melder.noord",
        question="back-up server",
        foreign="sauvegarde base de données",
        found="gevonden in het Frans:",
        other="fr-BE",
        report="databank niet gesynchroniseerd na restore",
        mistyped="databnak",
        unknown="Vraag het FANC",
    ),
    "fr": Words(
        reader="lecture.sud",
        reporter="signalement.sud",
        question="serveur de sauvegarde",
        foreign="back-up van de databank",
        found="trouvé en néerlandais :",
        other="nl-BE",
        report="base de données non synchronisée après une restauration",
        mistyped="sauvegrade",
        unknown="Demandez à l’AFCN",
    ),
}


@pytest.mark.parametrize(("language", "viewport"), [("nl", WIDE), ("fr", PHONE)])
def test_a_team_finds_the_event_in_either_language(
    person: Callable[..., Person], language: str, viewport: dict[str, int]
) -> None:
    words = SIDES[language]
    reader = person(language=language, viewport=viewport)
    reader.sign_in(f"{words.reader}@demo.invalid", language)
    reader.open(f"/{language}/search")
    began = time.monotonic()
    ask(reader, words.question)
    assert time.monotonic() - began < SECONDS
    assert REX in headings(reader)[:3]
    assert headings(reader).count(REX) == 1
    reader.page.locator('a[href="#results"]').press("Enter")
    assert reader.focused == "results"
    order = reader.page.locator("#sort")
    if viewport == PHONE:
        assert not order.is_visible()
        reader.page.locator(".filters > summary").press("Enter")
        reader.look()
    assert order.is_visible()
    assert reader.page.locator(".filters > summary").is_visible() is (viewport == PHONE)
    reader.tab_to("#sort" if viewport == PHONE else ".result a")

    ask(reader, words.foreign)
    assert headings(reader)[0] == REX
    card = reader.page.locator(".result").first
    assert card.locator(f'.fragment[lang="{words.other}"] mark').count()
    assert words.found in card.inner_text().replace("\u00a0", " ")

    ask(reader, words.mistyped)
    reader.press('#results a[href*="q="] >> nth=0')
    assert REX in headings(reader)

    ask(reader, "zzyzx qwfp")
    assert headings(reader) == []
    assert reader.page.get_by_text(words.unknown).count() == 1

    ask(reader, "éééééééé " * 111)
    assert reader.page.locator("#found").count() == 1


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_who_writes_is_shown_it_and_is_left_alone(
    person: Callable[..., Person], language: str
) -> None:
    words = SIDES[language]
    reporter = person(language=language)
    page = reporter.page
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    reporter.sign_in(f"{words.reporter}@demo.invalid", language)
    reporter.open(f"/{language}/report")
    page.locator("#description").press_sequentially(words.report)
    page.locator(f'#similar a[href$="/{language}/rex/2022/1"]').wait_for()
    assert reporter.focused == "description"
    assert not [each for each in addresses if "synchron" in each]
    page.fill("#description", "Zzyzx qwfp zxcv wvut")
    page.locator("#similar details[hidden]").wait_for(state="attached")
    reporter.go_on()


def ask(reader: Person, question: str) -> None:
    """Type a question and send it."""
    reader.page.fill("#q", question)
    reader.press(".searchbox button")


def headings(reader: Person) -> list[str]:
    """The headings of the cards."""
    return reader.page.locator(".result h3").all_inner_texts()
