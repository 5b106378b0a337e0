"""WeasyPrint, set up once in each worker: our files, our fonts, PDF/A-3a and PDF/UA-1 in one."""

import mimetypes
import re
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from portal.glyphs import STATIC, letters, stand_in

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "No fonts configured")
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.pdf import pydyf, tags
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/a-3a"
FILLABLE = "pdf/ua-1"
ENDLESS = re.compile(r"\S{60}(?=\S)")
PDFUA = "http://www.aiim.org/pdfua/ns/id/"
IDENTIFICATION = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{PDFUA}" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>{PDFUA}</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


class StaticFiles(URLFetcher):  # type: ignore[misc]
    """Reads ``static:name`` from our static files; any other address stops the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["static"], fail_on_errors=True)

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        """The file's bytes and type; PermissionError when it is not ours to give."""
        scheme, _, name = url.partition(":")
        path = (STATIC / name).resolve()
        if scheme != "static" or not path.is_relative_to(STATIC) or not path.is_file():
            raise PermissionError(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class Identification(DocumentMetadata):  # type: ignore[misc]
    """Metadata that also claim PDF/UA-1, which WeasyPrint cannot say beside PDF/A (its #2783).

    The claim and its extension schema stand in the one RDF element (ISO 19005-3, 6.6.2.3), and
    the packet is not compressed, so that every archive can read it.
    """

    def include_in_pdf(
        self, pdf: object, variant: str, version: int, conformance: str, _compress: bool
    ) -> None:
        """Write the packet uncompressed, whatever the rest of the file does."""
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """WeasyPrint's own description with the PDF/UA identification at its end."""
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", IDENTIFICATION.encode())


def render(
    html: str,
    stylesheet: str,
    *,
    fillable: bool = False,
    name: str = "",
    content: bytes = b"",
    description: str = "",
    created: datetime | None = None,
) -> bytes:
    """The PDF of ``html``, with ``content`` attached as its data when it has a ``name``.

    WeasyPrint's own forms are not allowed in PDF/A: what is ``fillable`` is PDF/UA-1 alone.
    """
    page = HTML(string=html, base_url="static:", url_fetcher=FETCHER)
    for element in page.etree_element.iter():
        element.text, element.tail = _printable(element.text), _printable(element.tail)
        for attribute, value in element.items():
            element.set(attribute, _printable(value))
    options = {"pdf_variant": FILLABLE if fillable else VARIANT, "pdf_forms": fillable}
    document = page.render(FONTS, stylesheets=[_style(stylesheet)], **options)
    if not fillable:
        document.metadata = Identification(**vars(document.metadata))
    if name:
        document.metadata.attachments.append(
            Attachment(
                string=content,
                name=name,
                description=description,
                relationship="Data",
                created=created,
                modified=created,
            )
        )
    result: bytes = document.write_pdf(**options)
    return result


@cache
def _style(name: str) -> CSS:
    return CSS(url=f"static:{name}", url_fetcher=FETCHER, font_config=FONTS)


def _printable(text: str | None) -> str:
    """Only letters that we have: PDF/A and PDF/UA refuse a glyph that stands for nothing.

    Invisible marks (controls, direction overrides, emoji selectors) go, other letters become an
    empty box. The data attached to the PDF keep the text as it was written. Endless words get
    places to break, for WeasyPrint takes minutes to find its own.
    """
    text = text or ""
    strange = set(text) - LETTERS
    shown = text.translate({ord(letter): stand_in(letter) for letter in strange})
    return ENDLESS.sub("\\g<0>\u200b", shown)


def _speaking(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Let the tree of tags tell the language of its parts (ISO 14289-1, 7.2).

    WeasyPrint 70 only tells that of the whole document.
    """

    def build_speaking(box: Any, *arguments: Any) -> Iterator[Any]:
        language = box.element is not None and box.element.get("lang")
        for element in build(box, *arguments):
            if language:
                element.setdefault("Lang", pydyf.String(language))
            yield element

    return build_speaking


def _clear_ends(data: Callable[[pydyf.Stream], bytes]) -> property:
    """Write CR LF before ``endstream``, so that a stream may itself end with a CR.

    pydyf 0.13 writes LF: one stream in 256 then seems a byte too long (ISO 19005-3, 6.1.7.1).
    """
    end = b"endstream"
    return property(lambda stream: data(stream).removesuffix(b"\n" + end) + b"\r\n" + end)


tags._build_box_tree = _speaking(tags._build_box_tree)  # noqa: SLF001
pydyf.Stream.data = _clear_ends(pydyf.Stream.data.fget)
LETTERS = letters()
FETCHER = StaticFiles()
FONTS = FontConfiguration()
_style("print.css")
