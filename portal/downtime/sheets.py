"""The paper form as a PDF: the questions of the quick report, a serial, and a code to scan."""

from enum import StrEnum

import segno
from flask import get_template_attribute
from flask_babel import force_locale
from markupsafe import Markup

from portal import mail, pdf
from portal.accounts.models import Department
from portal.downtime import serials
from portal.downtime.forms import NUMBERS, PaperForm
from portal.i18n import Language
from portal.incidents.moments import write_hour

TEMPLATE = "downtime/sheet.html"
PILES = (1, 5, 10, 20)


class Sides(StrEnum):
    """What stands on a sheet: one language, or Dutch with French on the back."""

    NL = "nl"
    FR = "fr"
    BOTH = "both"

    @property
    def languages(self) -> list[Language]:
        """The languages of its sides."""
        return list(Language) if self is Sides.BOTH else [Language(self.value)]


def render(sides: Sides, copies: int, department: Department | None) -> bytes:
    """A pile of sheets, each with its own serial. A single page can also be filled in on screen."""
    html = page([serials.new() for _copy in range(copies)], sides, department)
    fillable = copies == 1 and sides is not Sides.BOTH
    return pdf.previews.render(html, stylesheet="sheet.css", fillable=fillable)


def page(numbers: list[str], sides: Sides, department: Department | None) -> str:
    """What is printed, as HTML."""
    shown = [
        _side(serial, language, department) for serial in numbers for language in sides.languages
    ]
    with force_locale(sides.languages[0].value):
        return _macro("document", sides.languages[0], shown, numbers)


def take_over_address(serial: str, language: Language) -> str:
    """The full address of the screen to take that paper over."""
    return mail.address("downtime.take_over", language, serial=serial)


def _side(serial: str, language: Language, department: Department | None) -> Markup:
    address = take_over_address(serial, language)
    with force_locale(language.value):
        about = (PaperForm(), NUMBERS, department, address, _code(address))
        return _macro("side", language, serial, *about, write_hour("15:42", language))


def _code(address: str) -> Markup:
    """The address to scan, drawn."""
    drawn = segno.make_qr(address, error="m").svg_inline(border=0, omitsize=True, title=address)
    return Markup(drawn)  # noqa: S704 - made of squares, and of an address of ours


def _macro(name: str, *arguments: object) -> Markup:
    result: Markup = get_template_attribute(TEMPLATE, name)(*arguments)
    return result
