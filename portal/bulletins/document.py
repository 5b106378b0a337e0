"""The printed bulletin: one body for page, preview and paper; a file per language and for both."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from flask import get_template_attribute
from flask_babel import force_locale
from markupsafe import Markup

from portal import pdf
from portal.bulletins.addressing import lines
from portal.bulletins.labels import Agency, agency, features
from portal.bulletins.record import Record
from portal.i18n import Language, format_date, format_long_date


class Variant(StrEnum):
    """A file that is made of each bulletin."""

    NL = "nl"
    FR = "fr"
    BOTH = "both"

    @property
    def languages(self) -> list[Language]:
        """The languages that stand in the file, in their order."""
        return list(Language) if self is Variant.BOTH else [Language(self.value)]


def body(record: Record, language: Language, *, strip: bool = True, level: int = 1) -> Markup:
    """The text of a bulletin in one language, its heading at ``level`` and those below it.

    ``strip`` is the line with the process step, the systems and the causes.
    """
    with force_locale(language.value):
        shown = features(record) if strip else {}
        addressed = lines(record)
        revised = format_date(record.published_at) if record.published_at else ""
        return _macro(
            "bulletins/_body.html", "body", record, language, shown, addressed, level, revised
        )


def render(record: Record, variant: Variant, *, base_url: str = "") -> bytes:
    """The PDF of a bulletin. A draft has no data attached, for it has no last word yet.

    ``base_url`` is where the portal can be reached, for the address at the foot of each page.
    """
    html = page(record, variant, base_url=base_url)
    if record.published_at is None:
        return pdf.previews.render(html)
    return pdf.engine.render(html, _data(record, record.published_at))


def page(record: Record, variant: Variant, *, base_url: str = "") -> str:
    """What is printed, as HTML."""
    agencies = [_agency(language) for language in variant.languages]
    parts = [_part(record, language, agencies, base_url) for language in variant.languages]
    moment = record.published_at and record.published_at.astimezone(UTC)
    template = "bulletins/document.html"
    return _macro(template, "document", record, variant.languages, agencies, parts, moment)


def _agency(language: Language) -> Agency:
    with force_locale(language.value):
        return agency(language)


def _part(record: Record, language: Language, agencies: Sequence[Agency], base_url: str) -> Markup:
    address = base_url.rstrip("/") + record.path(language) if record.path(language) else ""
    text = body(record, language)
    with force_locale(language.value):
        first = record.first_published_at or record.published_at
        date = _day(first, language) if first else ""
        return _macro(
            "bulletins/document.html", "part", record, language, agencies, text, address, date
        )


def _day(moment: datetime, language: Language) -> str:
    _weekday, _, day = format_long_date(moment, language).partition(" ")
    return day


def _data(record: Record, published_at: datetime) -> pdf.Attached:
    return pdf.Attached(
        name=f"rex-{record.year}-{record.number}-v{record.version}.json",
        content=record.to_json().encode(),
        description=f"{record.label} (JSON)",
        created=published_at.astimezone(UTC),
    )


def _macro(template: str, name: str, *arguments: object) -> Markup:
    result: Markup = get_template_attribute(template, name)(*arguments)
    return result
