"""What the examination of a file says: what is kept of it, or why nothing is."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

LARGEST = 10 * 1024 * 1024


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    DICOM = "dicom"
    OFFICE = "office"
    SVG = "svg"
    WEB_PAGE = "web_page"
    ARCHIVE = "archive"
    PROGRAM = "program"
    OTHER_PICTURE = "other_picture"
    UNKNOWN = "unknown"
    TWO_IN_ONE = "two_in_one"
    ANIMATED = "animated"
    TOO_MANY_PIXELS = "too_many_pixels"
    ENCRYPTED = "encrypted"
    FORM_WITHOUT_PAGES = "form_without_pages"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    DAMAGED = "damaged"
    TOO_HEAVY = "too_heavy"
    TOO_MANY = "too_many"

    @property
    def label(self) -> LazyString:
        """The reason in the user's language, with what to do."""
        return REASONS[self]


class Note(StrEnum):
    """What the user should know of a file that is taken."""

    FLATTENED = "flattened"
    LAYERS = "layers"
    REPAIRED = "repaired"
    SHORTENED = "shortened"

    @property
    def label(self) -> LazyString:
        """The note in the user's language."""
        return NOTES[self]


REASONS = {
    Reason.EMPTY: _("it is empty"),
    Reason.TOO_LARGE: _("it is larger than 10 MB; make the picture smaller or take fewer pages"),
    Reason.DICOM: _(
        "it is a DICOM file, which carries data of the patient; "
        "take a picture of the screen without names"
    ),
    Reason.OFFICE: _("it is an Office document; save it as PDF"),
    Reason.SVG: _("it is an SVG drawing, which may hold a program; save it as PNG"),
    Reason.WEB_PAGE: _("it is a web page; print it to PDF"),
    Reason.ARCHIVE: _("it is an archive; add the files in it one by one"),
    Reason.PROGRAM: _("it is a program"),
    Reason.OTHER_PICTURE: _("it is a picture or film of another kind; save it as JPEG or PNG"),
    Reason.UNKNOWN: _("its content is not a PDF, PNG or JPEG, whatever its name says"),
    Reason.TWO_IN_ONE: _("it is two kinds of file in one; save it anew from the program it is of"),
    Reason.ANIMATED: _("it is a moving picture; save one picture of it"),
    Reason.TOO_MANY_PIXELS: _("it has more than 40 million pixels; make the picture smaller"),
    Reason.ENCRYPTED: _("it is a protected PDF; save it without password or protection"),
    Reason.FORM_WITHOUT_PAGES: _("it is a form that only Adobe shows (XFA); print it to PDF"),
    Reason.NO_PAGES: _("it is a PDF without pages"),
    Reason.TOO_MANY_PAGES: _("it has more than 200 pages; keep those that matter"),
    Reason.DAMAGED: _("it is damaged and cannot be read; save it anew"),
    Reason.TOO_HEAVY: _("it takes too long or too much memory to read; make it simpler"),
    Reason.TOO_MANY: _("a dossier takes at most 20 files"),
}
NOTES = {
    Note.FLATTENED: _("Links and fields are gone; what they showed is part of the page."),
    Note.LAYERS: _("It had layers: all of them are visible now. Look at it once more."),
    Note.REPAIRED: _("It was damaged: look whether every page is there."),
    Note.SHORTENED: _("What followed after the end of the file is left out."),
}


class Refused(Exception):
    """Nothing of the file is kept."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Clean:
    """What is kept of a file: the content made anew, and what it is."""

    media_type: str
    extension: str
    content: bytes
    notes: tuple[Note, ...] = ()
