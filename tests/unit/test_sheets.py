"""The paper form: one page for each language, the words of the quick report, a code to scan."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
import segno
from flask_babel import force_locale
from pypdf import PdfReader
from wtforms import RadioField

from portal import create_app, pdf
from portal.accounts.models import Department
from portal.downtime import serials, sheets
from portal.downtime.forms import NUMBERS, PAGES
from portal.downtime.sheets import Sides
from portal.i18n import Language, Translated
from portal.incidents.report_forms import PatientForm, WhatForm, WhenForm
from tests.conftest import settings_for

HOME = Department(
    code="noord",
    name=Translated("Dienst radiotherapie Noord", "Service de radiothérapie Nord"),
    language=Language.NL,
    safety_phone="02 000 00 01",
    systems="",
)
SERIAL = re.compile(r"P-\w{4}-\w{4}-\w")


@pytest.fixture(autouse=True, scope="module")
def _app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    settings = settings_for(tmp_path_factory.mktemp("sheets"), base_url="https://rex.example/p")
    with create_app(settings).app_context():
        yield
    printed.cache_clear()


@cache
def printed(sides: Sides, copies: int = 1) -> bytes:
    """Each pile is made once for all tests."""
    return sheets.render(sides, copies, HOME)


def texts(content: bytes) -> list[str]:
    """What can be read on each page, white space folded."""
    return [
        " ".join(found.extract_text().split()) for found in PdfReader(io.BytesIO(content)).pages
    ]


def squeezed(text: str) -> str:
    """A text without its white space, which a line may break."""
    return "".join(text.split())


@pytest.mark.parametrize("language", Language)
def test_one_page_has_every_question_of_the_quick_report_in_its_words(language: Language) -> None:
    [text] = texts(printed(Sides(language.value)))
    with force_locale(language.value):
        labels = [
            str(each.label.text)
            for form in (WhatForm(), WhenForm(), PatientForm())
            for field in form
            if field.name in NUMBERS
            for each in (field, *(field if isinstance(field, RadioField) else ()))
        ]
    assert len(labels) > 30
    assert [each for each in labels if squeezed(each) not in squeezed(text)] == []
    assert "02 000 00 01" in text
    assert f"https://rex.example/p/{language.value}/downtime/take-over" in text


def test_every_question_of_the_quick_report_has_its_number() -> None:
    asked = {field.name for form in PAGES for field in form()}
    details = {"language", "found_date", "found_time", "happened_date", "happened_about"}
    assert asked - details - {"system_other"} == set(NUMBERS)


def test_a_pile_has_a_serial_on_each_sheet_and_the_same_one_on_its_back() -> None:
    found = [SERIAL.findall(text) for text in texts(printed(Sides.BOTH, 5))]
    fronts, backs = found[::2], found[1::2]
    assert len(fronts) == len({serial for [serial] in fronts}) == 5
    assert fronts == backs
    assert all(serials.read(serial) == serial for [serial] in fronts)


@pytest.mark.parametrize("sides", Sides)
def test_it_is_accessible_and_names_its_language(sides: Sides) -> None:
    content = printed(sides)
    assert page.validate_pdf_bytes(content, profile="ua1").failures == []
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == f"{sides.languages[0].value}-BE"
    assert reader.metadata
    assert reader.metadata.title
    assert len(reader.pages) == len(sides.languages)


def test_a_pile_can_be_archived_and_is_not_for_screens() -> None:
    content = printed(Sides.BOTH)
    assert page.validate_pdf_bytes(content, profile="3a").failures == []
    assert not PdfReader(io.BytesIO(content)).get_fields()


@pytest.mark.parametrize("language", Language)
def test_the_code_leads_to_the_screen_with_this_serial(language: Language) -> None:
    html = sheets.page(["P-AAAA-AAAA-A"], Sides(language.value), HOME)
    address = f"https://rex.example/p/{language.value}/downtime/take-over?serial=P-AAAA-AAAA-A"
    drawn = segno.make_qr(address, error="m").svg_inline(border=0, omitsize=True, title=address)
    assert drawn in html
    assert sheets.take_over_address("P-AAAA-AAAA-A", language) == address


@pytest.mark.parametrize("language", Language)
def test_what_is_filled_in_on_a_screen_is_read_back(language: Language) -> None:
    with pikepdf.open(io.BytesIO(printed(Sides(language.value)))) as form:
        fields = {str(each.T): each for each in form.Root.AcroForm.Fields if "/Parent" not in each}
        assert all(str(field.TU).strip() for field in fields.values())
        steps = [str(each) for each in fields["step"].Opt]
        fields["description"].V = pikepdf.String("Le cœur du plan\nà 7,5 cm")
        fields["written_date"].V = pikepdf.String("16/11/2020")
        fields["step"].V = pikepdf.Name(f"/{steps.index('delivery')}")
        fields["happened_about"].V = pikepdf.Name("/on")
        saved = io.BytesIO()
        form.save(saved)
    read = pdf.previews.read_form(saved.getvalue())
    assert read["description"].splitlines() == ["Le cœur du plan", "à 7,5 cm"]
    assert (read["written_date"], read["step"]) == ("16/11/2020", "delivery")
    assert read["happened_about"] == "on"
    assert "patient" not in read
    assert read[pdf.LANGUAGE] == f"{language.value}-BE"
    assert [read[pdf.KEYWORDS]] == SERIAL.findall(texts(printed(Sides(language.value)))[0])


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"GIF89a", Path(__file__).read_bytes()],
    ids=["empty", "head", "image", "text"],
)
def test_what_is_no_form_is_refused(content: bytes) -> None:
    with pytest.raises(pdf.RenderError):
        pdf.previews.read_form(content)


def test_a_bulletin_is_no_form() -> None:
    with pytest.raises(pdf.RenderError, match="no form"):
        pdf.previews.read_form(pdf.previews.render('<html lang="nl"><title>x</title><p>x'))
