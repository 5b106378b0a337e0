"""PDF written anew: its pages as they look, and nothing that acts, hides or tells who made it."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Pdf,
    Stream,
    StreamDecodeLevel,
)

from portal.attachments import jpeg
from portal.attachments.recognition import BLANKS, refuse_foreign
from portal.attachments.verdict import Clean, Note, Reason, Refused

PAGES = 200
END = b"%%EOF"
OF_A_PAGE = {
    *("/Type", "/Parent", "/Resources", "/Contents"),
    *("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group"),
}
TOLD = ("/Metadata", "/PieceInfo")
TOLD_BY_STREAMS = (
    *("/LastModified", "/OPI", "/Alternates", "/AF", "/Ref", "/OC", "/Measure", "/PtData"),
    *("/StructParent", "/StructParents", "/F", "/FFilter", "/FDecodeParms"),
)


def clean(content: bytes) -> Clean:
    """The pages in a new file; Refused if it is protected, has none or too many."""
    content = content.lstrip(BLANKS)
    _before, end, tail = content.rpartition(END)
    notes = [Note.SHORTENED] if end and refuse_foreign(tail) else []
    with _opened(content) as source:
        notes += _flatten(source)
        for page in source.pages:
            _strip(page)
        with Pdf.new() as fresh:
            fresh.pages.extend(source.pages)
            for each in _everything(fresh):
                _scrub(each)
            written = _saved(fresh)
        notes += [Note.REPAIRED] if source.get_warnings() else []
    _verify(written)
    return Clean("application/pdf", "pdf", written, tuple(notes))


def _opened(content: bytes) -> Pdf:
    try:
        source = Pdf.open(BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused(Reason.ENCRYPTED) from error
    if source.is_encrypted:
        raise Refused(Reason.ENCRYPTED)
    form = source.Root.get("/AcroForm")
    if "/NeedsRendering" in source.Root or (form and "/XFA" in form and not form.get("/Fields")):
        raise Refused(Reason.FORM_WITHOUT_PAGES)
    if not 0 < len(source.pages) <= PAGES:
        raise Refused(Reason.TOO_MANY_PAGES if source.pages else Reason.NO_PAGES)
    return source


def _flatten(source: Pdf) -> list[Note]:
    """Draw on the pages what fields, stamps and comments show; tell what changes by it."""
    notes = []
    if any("/Annots" in page.obj for page in source.pages):
        source.generate_appearance_streams()
        source.flatten_annotations("all")
        notes.append(Note.FLATTENED)
    if "/OCProperties" in source.Root:
        notes.append(Note.LAYERS)
    return notes


def _strip(page: pikepdf.Page) -> None:
    for key in set(page.obj.keys()) - OF_A_PAGE:
        del page.obj[key]


def _everything(pdf: Pdf) -> Iterator[Any]:
    """Each dictionary and stream, also those within others."""
    waiting = list(pdf.objects)
    while waiting:
        each = waiting.pop()
        if isinstance(each, Dictionary | Stream):
            yield each
            waiting += _direct(value for _key, value in each.items())
        elif isinstance(each, Array):
            waiting += _direct(each)


def _direct(values: Iterable[Any]) -> list[Any]:
    """Those of ``values`` that are written where they are used; numbers hold nothing."""
    return [each for each in values if isinstance(each, Object) and not each.is_indirect]


def _scrub(holder: Any) -> None:
    streams = isinstance(holder, Stream)
    for key in (*TOLD, *TOLD_BY_STREAMS) if streams else TOLD:
        if key in holder:
            del holder[key]
    properties = holder.get("/Properties")
    if isinstance(properties, Dictionary):
        for name in properties.keys():  # noqa: SIM118 - a PDF dictionary iterates otherwise
            properties[name] = Dictionary()
    if streams and holder.get("/Subtype") == Name.PS:
        holder.write(b"")
    if streams and holder.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode])):
        _scrub_photograph(holder)


def _scrub_photograph(image: Any) -> None:
    """A photograph inside keeps its pixels as they are, but not where it was taken."""
    written_as = image.get("/Filter"), image.get("/DecodeParms")
    raw = image.read_raw_bytes()
    image.write(jpeg.without_words(raw), filter=written_as[0], decode_parms=written_as[1])


def _saved(fresh: Pdf) -> bytes:
    written = BytesIO()
    fresh.save(
        written,
        min_version="1.7",
        deterministic_id=True,
        compress_streams=True,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.generate,
    )
    return written.getvalue()


def _verify(written: bytes) -> None:
    """What was written can be read, and holds pages only."""
    with Pdf.open(BytesIO(written)) as again:
        held = set(again.Root.keys()).union(*(page.obj.keys() for page in again.pages))
        if not again.pages or held - OF_A_PAGE - {"/Pages"} or "/Info" in again.trailer:
            raise Refused(Reason.DAMAGED)
