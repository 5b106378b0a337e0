"""The printed bulletin: two standards at once, the same bytes everywhere, read as it was set."""

import hashlib
import io
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import page
import pytest
from pypdf import PdfReader, PdfWriter

from portal.bulletins import document
from portal.bulletins.document import Variant
from portal.bulletins.record import Record
from tests.unit import pdf_damage
from tests.unit.pdf_records import (
    AWKWARD,
    DRAFT,
    ROOT,
    SEEDS,
    SHORT,
    printing_app,
    seed_record,
)

UA, A = "ua1", "3a"
BASE_URL = "https://rex.example"
DAMAGES: list[tuple[Callable[[PdfWriter], None], str]] = [
    (pdf_damage.without_language, UA),
    (pdf_damage.without_title_in_window, UA),
    (pdf_damage.without_mark, UA),
    (pdf_damage.without_structure, UA),
    (pdf_damage.without_claim, UA),
    (pdf_damage.without_unicode, UA),
    (pdf_damage.with_heading_jump, UA),
    (pdf_damage.with_broken_list, UA),
    (pdf_damage.without_mark, A),
    (pdf_damage.without_structure, A),
    (pdf_damage.without_unicode, A),
    (pdf_damage.without_font_file, A),
    (pdf_damage.without_output_intent, A),
    (pdf_damage.without_relationship, A),
    (pdf_damage.without_extension_schema, A),
    (pdf_damage.with_script, A),
]
RENDER_ELSEWHERE = """
import hashlib
from portal.bulletins import document
from tests.unit.pdf_records import SHORT, printing_app
with printing_app().app_context():
    print(hashlib.sha256(document.render(SHORT, document.Variant.BOTH)).hexdigest())
"""


@pytest.fixture(autouse=True, scope="module")
def _app() -> Iterator[None]:
    with printing_app().app_context():
        yield
    printed.cache_clear()


@cache
def printed(record: Record, variant: Variant) -> bytes:
    """Each file is made once for all tests."""
    return document.render(record, variant, base_url=BASE_URL)


def read(record: Record, variant: Variant = Variant.NL) -> PdfReader:
    """The printed file, opened."""
    return PdfReader(io.BytesIO(printed(record, variant)))


def failures(content: bytes, profile: str) -> list[str]:
    """The rules of the standard that a file breaks."""
    return [
        failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures
    ]


def words(reader: PdfReader) -> str:
    """The text of all pages with single spaces, words no longer hyphenated."""
    pages = " ".join(found.extract_text() for found in reader.pages)
    return " ".join(pages.replace("-\n", "").split())


@pytest.mark.parametrize("profile", [UA, A])
@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("record", [SHORT, AWKWARD, DRAFT], ids=["short", "awkward", "draft"])
def test_every_file_conforms_to_both_standards(
    record: Record, variant: Variant, profile: str
) -> None:
    assert failures(printed(record, variant), profile) == []


@pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the printed bulletin of 2020 is not beside the repo"
)
@pytest.mark.parametrize("variant", Variant)
def test_the_real_bulletin_conforms_and_stands_as_it_was_printed(variant: Variant) -> None:
    record = seed_record()
    content = printed(record, variant)
    assert (failures(content, UA), failures(content, A)) == ([], [])
    text = words(PdfReader(io.BytesIO(content)))
    for language in variant.languages:
        for block in (*record.course, *record.actions, *record.recommendation):
            assert block.text[language].split()[-1] in text
    assert "Kern" not in text


def test_a_copy_without_damage_still_conforms() -> None:
    copy = pdf_damage.damaged(printed(SHORT, Variant.BOTH))
    assert (failures(copy, UA), failures(copy, A)) == ([], [])


@pytest.mark.parametrize(("damage", "profile"), DAMAGES)
def test_a_damaged_copy_is_refused(damage: Callable[[PdfWriter], None], profile: str) -> None:
    assert failures(pdf_damage.damaged(printed(SHORT, Variant.BOTH), damage), profile)


def test_another_process_elsewhere_makes_the_same_bytes() -> None:
    elsewhere = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C", "HOME": "/nowhere"}
    result = subprocess.run(
        [sys.executable, "-c", RENDER_ELSEWHERE],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **elsewhere},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    here = hashlib.sha256(document.render(SHORT, Variant.BOTH)).hexdigest()
    assert result.stdout.strip() == here
    assert result.stderr == ""


def test_other_documents_in_between_do_not_change_the_bytes() -> None:
    first = printed(SHORT, Variant.FR)
    printed(AWKWARD, Variant.FR)
    assert document.render(SHORT, Variant.FR, base_url=BASE_URL) == first


def test_the_record_is_attached_as_data() -> None:
    reader = read(SHORT)
    [(name, [content])] = reader.attachments.items()
    assert name == "rex-2026-7-v2.json"
    assert Record.from_json(content.decode()) == SHORT
    [attached] = {
        id(file.get_object()): file.get_object() for file in catalog(reader)["/AF"]
    }.values()
    assert attached["/AFRelationship"] == "/Data"
    stream = attached["/EF"]["/F"]
    assert stream["/Subtype"] == "/application/json"
    assert stream["/Params"]["/ModDate"] == "D:20260301083000Z"


def test_a_draft_says_so_and_carries_no_data() -> None:
    assert "Ontwerp" in words(read(DRAFT))
    assert not read(DRAFT).attachments
    assert "Ontwerp" not in words(read(SHORT))


def catalog(reader: PdfReader) -> Any:
    """The root of the file."""
    return reader.trailer["/Root"]


def test_title_language_author_and_dates_can_be_read_by_machines() -> None:
    reader = read(SHORT, Variant.FR)
    assert reader.metadata
    assert reader.metadata.title == "REX 7 – 2026 – Un ancien scanner resté utilisé"
    assert reader.metadata.author == "Agence fédérale de Contrôle nucléaire"
    assert reader.metadata.creation_date == reader.metadata.modification_date == SHORT.published_at
    assert catalog(reader)["/Lang"] == "fr-BE"
    assert catalog(reader)["/ViewerPreferences"]["/DisplayDocTitle"]


def outline(items: list[Any]) -> list[Any]:
    """The titles of bookmarks, lists within lists."""
    return [outline(item) if isinstance(item, list) else item.title for item in items]


def test_bookmarks_follow_the_headings_and_the_languages() -> None:
    sections = [
        "Verloop van het incident:",
        "Door de dienst uitgevoerde/voorziene correctieve acties:",
        "Aanbevelingen van het FANC:",
    ]
    one = outline(read(SHORT).outline)
    assert one == ["REX 7 – 2026", ["Incident", sections]]
    both = outline(read(SHORT, Variant.BOTH).outline)
    assert both[:3:2] == ["Nederlands", "Français"]
    assert both[1] == one


def test_in_the_file_with_both_each_language_has_its_own_pages_and_its_own_tags() -> None:
    reader = read(SHORT, Variant.BOTH)
    dutch, french = (found.extract_text() for found in reader.pages)
    assert "Kern:" in dutch
    assert "Kern:" not in french
    for text in dutch, french:
        assert text.index("Federaal Agentschap") < text.index("Agence fédérale")
    [top] = catalog(reader)["/StructTreeRoot"]["/K"]
    assert [part.get_object()["/Lang"] for part in top["/K"]] == ["nl-BE", "fr-BE"]


def test_text_is_read_in_the_order_of_the_printed_series() -> None:
    text = words(read(SHORT))
    pieces = [
        "FANC",
        "Federaal Agentschap voor Nucleaire Controle",
        "Gepubliceerd op 1 maart 2026",
        "Versie 2",
        "REX 7 – 2026",
        SHORT.title.nl,
        f"Kern: {SHORT.essence.nl}",
        "Stap in het proces: Planning en dosimetrie",
        "Incident",
        "Verloop van het incident:",
        "enkel naar de naam:",
        "– naam en geboortedatum klopten;",
        "– de datum van de beelden niet.",
        "rechtgezet.",
        "Door de dienst uitgevoerde/voorziene correctieve acties:",
        "Aanbevelingen van het FANC:",
        "Verwijder wat niet meer dient.",
        "https://rex.example/nl/rex/2026/7",
        "REX 7 – 2026 · v2 · 1/1",
    ]
    at = 0
    for piece in pieces:
        assert piece in text[at:]
        at = text.index(piece, at) + len(piece)


def test_without_an_address_of_the_portal_the_path_is_printed() -> None:
    content = document.render(SHORT, Variant.FR)
    assert "/fr/rex/2026/7" in words(PdfReader(io.BytesIO(content)))


@pytest.mark.parametrize("record", [SHORT, AWKWARD], ids=["short", "awkward"])
def test_only_our_own_fonts_are_inside(record: Record) -> None:
    resources: Any = read(record).pages[0]["/Resources"]
    names = {font.get_object()["/BaseFont"] for font in resources["/Font"].values()}
    assert {name.partition("+")[2] for name in names} == {"Rex-Sans", "Rex-Sans-Semi-Bold"}


def test_a_long_bulletin_keeps_its_pages_in_order_and_within_their_margins() -> None:
    reader = read(AWKWARD)
    assert len(reader.pages) >= 5
    for number, found in enumerate(reader.pages, start=1):
        assert f"· v11 · {number}/{len(reader.pages)}" in found.extract_text()
    assert words(reader).count("l" * 60) == 20_000 // 60


def test_letters_that_no_font_has_are_boxes_and_marks_that_turn_text_are_gone() -> None:
    record = replace(AWKWARD, course=(), actions=(), recommendation=())
    text = unicodedata.normalize("NFC", words(read(record)))
    assert "gnel □□□□ Ω \u03b1/\u03b2 ½ × 10⁻³ ± 2 µGy ≤ 5 °C → ☐ ✓ é ẞ" in text
    assert "\u202e" not in text
