"""What a file is, told by its content; its name and what the browser says do not count."""

import zipfile
from enum import StrEnum
from io import BytesIO

from portal.attachments.verdict import Reason, Refused

PDF = b"%PDF-"
BLANKS = b"\xef\xbb\xbf \t\r\n\f\0"
STARTS_WITHIN = 1024  # where readers of PDF still look for its beginning
MARKUP_WITHIN = 4096


class Kind(StrEnum):
    """What can be added to a dossier; the value is what Pillow calls it."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"


STARTS: tuple[tuple[bytes, Kind | Reason], ...] = (
    (PDF, Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x08\x00\x05\x00", Reason.DICOM),
    (b"\x08\x00\x08\x00", Reason.DICOM),
    (b"\x02\x00\x00\x00UL", Reason.DICOM),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.OFFICE),
    (b"{\\rtf", Reason.OFFICE),
    *((each, Reason.ARCHIVE) for each in (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh")),
    *((each, Reason.ARCHIVE) for each in (b"\xfd7zXZ\0", b"MSCF", b"PK\x05\x06", b"PK\x07\x08")),
    *((each, Reason.PROGRAM) for each in (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")),
    *((each, Reason.PROGRAM) for each in (b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"<?php")),
    *((each, Reason.OTHER_PICTURE) for each in (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")),
    *((each, Reason.OTHER_PICTURE) for each in (b"\0\0\x01\0", b"8BPS", b"\x1aE\xdf\xa3")),
)
MARKUP = {
    b"<svg": Reason.SVG,
    b"<!doctype html": Reason.WEB_PAGE,
    b"<html": Reason.WEB_PAGE,
    b"<body": Reason.WEB_PAGE,
    b"<script": Reason.WEB_PAGE,
}
FOREIGN = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x7fELF", PDF),
    *(b"<?php", b"<script", b"<html", b"<!doctype", b"<svg"),
)


def recognised(content: bytes) -> Kind:
    """What ``content`` is; Refused if it is none of what we take, or two things at once."""
    if not content:
        raise Refused(Reason.EMPTY)
    found = _kind_of(content)
    if found is not Kind.PDF and PDF in content[:STARTS_WITHIN]:
        found = Reason.TWO_IN_ONE if found is not Reason.DICOM else found
    if isinstance(found, Reason):
        raise Refused(found)
    if zipfile.is_zipfile(BytesIO(content)):
        raise Refused(Reason.TWO_IN_ONE)
    return found


def refuse_foreign(tail: bytes) -> bool:
    """Whether something stands in ``tail``, behind the end of a file; Refused if it is known."""
    lowered = tail.lower()
    if any(each.lower() in lowered for each in FOREIGN):
        raise Refused(Reason.TWO_IN_ONE)
    return bool(tail.strip(BLANKS))


def _kind_of(content: bytes) -> Kind | Reason:
    if content[128:132] == b"DICM":
        return Reason.DICOM
    text = content.lstrip(BLANKS) or content
    for start, kind in STARTS:
        if text.startswith(start) or content.startswith(start):
            return kind
    return _by_structure(content)


def _by_structure(content: bytes) -> Reason:
    if content.startswith(b"PK\x03\x04"):
        office = b"[Content_Types].xml" in content or b"mimetypeapplication/vnd.oasis" in content
        return Reason.OFFICE if office else Reason.ARCHIVE
    if content[257:262] == b"ustar":
        return Reason.ARCHIVE
    if content[4:8] == b"ftyp":
        return Reason.OTHER_PICTURE
    beginning = content[:MARKUP_WITHIN].replace(b"\0", b"").lower()
    present = [mark for mark in MARKUP if mark in beginning]
    return MARKUP[min(present, key=beginning.index)] if present else Reason.UNKNOWN
