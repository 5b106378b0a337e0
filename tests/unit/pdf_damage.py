"""Copies of a PDF, each with one promise of PDF/UA-1 or PDF/A-3a taken out."""

import io
from collections.abc import Callable, Iterator
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, TextStringObject


def damaged(pdf: bytes, damage: Callable[[PdfWriter], None] = lambda _: None) -> bytes:
    """A copy written anew, after ``damage``; by default without any."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    damage(writer)
    copy = io.BytesIO()
    writer.write(copy)
    return copy.getvalue()


def without_language(writer: PdfWriter) -> None:
    """A screen reader does not know how to pronounce the text."""
    del _root(writer)["/Lang"]
    for element in _elements(writer):
        element.pop(NameObject("/Lang"), None)


def without_title_in_window(writer: PdfWriter) -> None:
    """The reader's window shows the name of the file."""
    del _root(writer)["/ViewerPreferences"]["/DisplayDocTitle"]


def without_mark(writer: PdfWriter) -> None:
    """The file no longer says that it is tagged."""
    del _root(writer)["/MarkInfo"]


def without_structure(writer: PdfWriter) -> None:
    """Headings, lists and reading order are gone."""
    del _root(writer)["/StructTreeRoot"]


def with_heading_jump(writer: PdfWriter) -> None:
    """Below the title comes a heading of the third level."""
    for element in _elements(writer):
        if element["/S"] == "/H2":
            element[NameObject("/S")] = NameObject("/H3")


def with_broken_list(writer: PdfWriter) -> None:
    """What stands in a list is no longer an item of it."""
    for element in _elements(writer):
        if element["/S"] == "/LI":
            element[NameObject("/S")] = NameObject("/P")


def without_unicode(writer: PdfWriter) -> None:
    """The letters can be seen, but neither read aloud nor searched."""
    for font in _fonts(writer):
        del font["/ToUnicode"]


def without_font_file(writer: PdfWriter) -> None:
    """The font is no longer inside."""
    for font in _fonts(writer):
        below = font["/DescendantFonts"][0].get_object()
        del below["/FontDescriptor"]["/FontFile2"]


def without_output_intent(writer: PdfWriter) -> None:
    """Nobody knows what the colours meant."""
    del _root(writer)["/OutputIntents"]


def without_relationship(writer: PdfWriter) -> None:
    """The attached data no longer say what they are to the pages."""
    for file in _root(writer)["/AF"]:
        file.get_object().pop("/AFRelationship", None)


def without_claim(writer: PdfWriter) -> None:
    """The metadata no longer claim PDF/UA."""
    _rewrite_metadata(writer, b'pdfuaid:part="1"', b"")


def without_extension_schema(writer: PdfWriter) -> None:
    """The metadata use words that they do not explain."""
    _rewrite_metadata(writer, b"pdfaExtension:schemas", b"pdfaExtension:other")


def with_script(writer: PdfWriter) -> None:
    """The file does something when it is opened."""
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.beep()")}
    names = {NameObject(name): value for name, value in action.items()}
    _root(writer)[NameObject("/OpenAction")] = DictionaryObject(names)


def _root(writer: PdfWriter) -> Any:
    return writer.root_object


def _elements(writer: PdfWriter) -> Iterator[Any]:
    waiting = [_root(writer)["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if "/K" in element:
            children = element["/K"]
            waiting += [child for child in children if isinstance(child, IndirectObject)]
        if "/S" in element:
            yield element


def _fonts(writer: PdfWriter) -> list[Any]:
    fonts: Any = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    return [font.get_object() for font in fonts.values()]


def _rewrite_metadata(writer: PdfWriter, old: bytes, new: bytes) -> None:
    packet = _root(writer)["/Metadata"]
    packet.set_data(packet.get_data().replace(old, new))
