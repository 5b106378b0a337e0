"""The one body of a bulletin, as page, preview and paper show it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from portal.bulletins import document
from portal.bulletins.record import Record
from portal.i18n import Language, Translated
from tests.unit.pdf_records import AWKWARD, DRAFT, SHORT, bullet, paragraph, printing_app

NL, FR = Language


@pytest.fixture(autouse=True, scope="module")
def _app() -> Iterator[None]:
    with printing_app().app_context():
        yield


def shown(record: Record, language: Language = NL, *, strip: bool = True, level: int = 1) -> Tag:
    """The parsed body."""
    html = document.body(record, language, strip=strip, level=level)
    article = BeautifulSoup(html, "html.parser").article
    assert article
    return article


def texts(article: Tag, selector: str) -> list[str]:
    """The texts of the elements, with single spaces except those that do not break."""
    return [" ".join(found.get_text().split(" ")).strip() for found in article.select(selector)]


def test_sections_stand_in_the_order_and_with_the_names_of_the_printed_series() -> None:
    assert texts(shown(SHORT), "h1, h2, h3") == [
        "REX 7 – 2026",
        "Incident",
        "Verloop van het incident:",
        "Door de dienst uitgevoerde/voorziene correctieve acties:",
        "Aanbevelingen van het FANC:",
    ]
    assert texts(shown(SHORT, FR), "h1, h2, h3") == [
        "REX 7 – 2026",
        "Incident",
        "Déroulement de l'incident\u00a0:",
        "Actions correctrices prévues/mises en œuvre par le service\u00a0:",
        "Recommandations de l'AFCN\u00a0:",
    ]


def test_one_recommendation_is_singular_in_dutch_only() -> None:
    record = replace(SHORT, recommendation=SHORT.recommendation[:1])
    assert texts(shown(record), ".recommendation h3") == ["Aanbeveling van het FANC:"]
    assert texts(shown(record, FR), ".recommendation h3") == ["Recommandations de l'AFCN\u00a0:"]


def test_it_can_stand_below_the_heading_of_a_page() -> None:
    assert [heading.name for heading in shown(SHORT, level=2).select("h1, h2, h3, h4")] == [
        *("h2", "h3"),
        *("h4",) * 3,
    ]


def test_bullets_in_a_row_are_one_list() -> None:
    course = (bullet("a", "a"), bullet("b", "b"), paragraph("c", "c"), bullet("d", "d"))
    section = shown(replace(SHORT, course=course)).select_one(".course")
    assert section
    assert [child.name for child in section.find_all(["ul", "p"])] == ["ul", "p", "ul"]
    assert texts(section, "li, p") == ["a", "b", "c", "d"]


def test_it_says_its_language() -> None:
    assert [shown(SHORT, language)["lang"] for language in Language] == ["nl-BE", "fr-BE"]


def test_features_can_be_left_out() -> None:
    assert texts(shown(SHORT), ".features li") == [
        "Stap in het proces: Planning en dosimetrie",
        "Systemen: TPS, CT-simulator",
        "Oorzaken: Organisatorisch (O), Menselijk (H)",
    ]
    assert not shown(SHORT, strip=False).select(".features")


def test_what_is_missing_is_seen_to_be_missing() -> None:
    dutch, french = shown(DRAFT), shown(DRAFT, FR)
    assert texts(dutch, ".missing") == ["[nog niet vertaald]", "[nog niet geschreven]"]
    assert texts(french, ".missing") == [
        "[pas encore traduit]",
        "[pas encore traduit]",
        "[pas encore rédigé]",
    ]
    assert "seulement" not in dutch.get_text()
    assert "Enkel" not in french.get_text()


def test_an_empty_draft_shows_all_that_must_be_written() -> None:
    empty = Record(2026, None, 1, None, Translated(), Translated(), (), (), ())
    assert texts(shown(empty), ".missing") == ["[nog niet geschreven]"] * 5


def test_what_a_published_bulletin_does_not_have_leaves_no_heading() -> None:
    assert not shown(replace(SHORT, actions=())).select(".actions")


def test_an_essence_that_opens_the_course_is_shown_once() -> None:
    assert texts(shown(SHORT), ".lead") == [f"Kern: {SHORT.essence.nl}"]
    opening = replace(SHORT, essence=Translated("Op de nieuwe scan", "Le nouveau scanner"))
    assert not shown(opening).select(".lead")


def test_text_is_never_markup() -> None:
    article = shown(AWKWARD)
    assert "<b>&amp;</b> {{ 7 * 7 }}" in article.get_text()
    assert not article.select(".headline b")
