"""A bulletin's texts as a table in a Word document, and back."""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from flask_babel import gettext as _
from lxml import etree

from portal.bulletins.outside import IDENTITY, MOST_UNITS, Bundle, Unit, Unreadable
from portal.bulletins.working import SegmentState
from portal.i18n import Language

MOST_FILES = 500
MOST_UNPACKED = 40 * 1024 * 1024
COLUMNS = 4
LEFT_OUT = {qn("w:del"), qn("w:moveFrom")}
BREAKS = {qn("w:br"), qn("w:cr"), qn("w:p")}
SIGNS = {qn("w:tab"): " ", qn("w:noBreakHyphen"): "\u2011", qn("w:softHyphen"): "\u00ad"}
DAMAGED = (
    *(AttributeError, KeyError, ValueError, TypeError, RuntimeError, EOFError),
    *(etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, PackageNotFoundError),
)
Words = Mapping[SegmentState, str]


def write(bundle: Bundle, headings: Sequence[str], words: Words) -> bytes:
    """A table with the key and state, the source, the translation and a note of each text."""
    document = Document()
    _page(document)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.identifier = bundle.name
    document.add_paragraph(f"{bundle.name} · {bundle.language.tag}")
    table = document.add_table(rows=1, cols=COLUMNS, style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    tags = ("", bundle.language.tag, bundle.language.other.tag, "")
    for unit in bundle.units:
        cells = table.add_row().cells
        texts = (f"{unit.key}\n{words[unit.state]}", unit.source, unit.target, unit.note)
        for cell, text, tag in zip(cells, texts, tags, strict=True):
            _run(cell.paragraphs[0], text, tag)
    for row in table.rows:
        for cell, width in zip(row.cells, (28, 100, 100, 35), strict=True):
            cell.width = Mm(width)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    document.styles["Normal"].font.size = Pt(10)


def _run(paragraph: Any, text: str, tag: str) -> None:
    """Words with their language, so that the translator's spelling check follows."""
    run = paragraph.add_run(text)
    if tag:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), tag)
        run.element.get_or_add_rPr().append(language)


def read(content: bytes, words: Sequence[Words]) -> Bundle:
    """What a document holds, whichever of ``words`` its states are in; Unreadable says why not."""
    _require_harmless(content)
    try:
        document = Document(BytesIO(content))
        body, identifier = document.element.body, document.core_properties.identifier or ""
    except DAMAGED:
        raise Unreadable(_("This Word document is damaged")) from None
    start = "".join(_text(each) for each in body.iterchildren(qn("w:p")))
    name = IDENTITY.search(start) or IDENTITY.search(identifier)
    table = next(body.iterchildren(qn("w:tbl")), None)
    if table is None or name is None:
        raise Unreadable(_("This document has no table of a REX: fill in the one that you got"))
    language = Language.FR if f"{name[0]} · {Language.FR.tag}" in start else Language.NL
    states = {word: state for each in words for state, word in each.items()}
    return Bundle(name[0], language, tuple(_units(table, states)))


def _require_harmless(content: bytes) -> None:
    """Refuse what is no such archive, or unpacks to more than a document of texts can be."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError):
        raise Unreadable(_("This is not a Word document")) from None
    if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_("This document is too large"))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("This document is locked with a password"))
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        raise Unreadable(_("This is not a Word document"))


def _units(table: Any, states: Mapping[str, SegmentState]) -> Iterator[Unit]:
    for index, row in enumerate(table.iterchildren(qn("w:tr"))):
        cells = [_text(cell).strip("\n") for cell in row.iterchildren(qn("w:tc"))]
        if index == 0 or not any(cells):
            continue
        if len(cells) != COLUMNS or index > MOST_UNITS:
            raise Unreadable(_("Row %(number)s of the table has lost a column", number=index))
        key, _newline, state = cells[0].partition("\n")
        found = states.get(state.strip(), SegmentState.TO_READ)
        yield Unit(key.strip(), cells[1], cells[2], found, cells[3])


def _text(element: Any) -> str:
    """The words of a cell or paragraph as they stand once every tracked change is accepted."""
    found = []
    for node in element.iter():
        if any(parent.tag in LEFT_OUT for parent in node.iterancestors()):
            continue
        if node.tag == qn("w:t"):
            found.append(node.text or "")
        elif node.tag in BREAKS:
            found.append("\n")
        else:
            found.append(SIGNS.get(node.tag, ""))
    return "".join(found)
