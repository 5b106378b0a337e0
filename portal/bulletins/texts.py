"""Every text of a bulletin: where it stands, what people call it, and whether it is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from portal.bulletins.models import Block, Bulletin, Section
from portal.db import untranslated
from portal.i18n import Language, Translated
from portal.language.segments import Kind

TEXTS = {"title", "essence", "text"}
REQUIRED = (Section.COURSE, Section.RECOMMENDATION)


def rows_of(bulletin: Bulletin) -> Iterator[tuple[str, str, Bulletin | Block]]:
    """Every row of texts, as (name of its fields, what people call it, row)."""
    yield "", "", bulletin
    for section in Section:
        for number, block in enumerate(bulletin.section(section), 1):
            yield f"block_{block.id}_", name_of(block, number), block


def name_of(block: Block, number: int) -> str:
    """What people call the block that stands ``number``th in its section."""
    place = {"section": section_label(block.section), "number": number}
    if block.kind is Kind.BULLET:
        return gettext("%(section)s, bullet %(number)s", **place)
    return gettext("%(section)s, paragraph %(number)s", **place)


def section_label(section: Section) -> str:
    """The section's name on the page; of recommendations there may be one or more."""
    return {
        Section.COURSE: gettext("Course of the incident"),
        Section.ACTIONS: gettext("Corrective actions taken or planned by the department"),
        Section.RECOMMENDATION: gettext("Recommendation of the FANC"),
    }[section]


def languages_of(bulletin: Bulletin) -> list[Language]:
    """In which languages it has to be written: one of an earlier time may lack one altogether."""
    only = bulletin.only_language
    texts = (bulletin.title, bulletin.essence, *(block.text for block in bulletin.blocks))
    if only is None or any(text[only.other].strip() for text in texts):
        return list(Language)
    return [only]


def missing_texts(bulletin: Bulletin) -> list[tuple[str, str, Language]]:
    """Every empty text, as (name of its field, what people call it, language)."""
    own, wanted = {"title": gettext("Title"), "essence": gettext("Essence")}, languages_of(bulletin)
    return [
        (f"{prefix or attribute + '_'}{language.value}", called or own[attribute], language)
        for prefix, called, row in rows_of(bulletin)
        for attribute, language in untranslated(row)
        if attribute in TEXTS and language in wanted
    ]


@dataclass(frozen=True)
class Place:
    """A text in both languages, and where it stands.

    ``prefix`` with nl or fr is its field on the sheet; ``section`` is title, essence or a section.
    """

    prefix: str
    called: str
    section: str
    kind: Kind
    text: Translated


def places_of(bulletin: Bulletin) -> Iterator[Place]:
    """Every text that outsiders will read, in the order of the bulletin."""
    own = {"title": gettext("Title"), "essence": gettext("Essence")}
    if bulletin.is_revision:
        own["note"] = gettext("Note with the new version")
    for name, called in own.items():
        yield Place(f"{name}_", called, name, Kind.PARAGRAPH, getattr(bulletin, name))
    for prefix, called, row in rows_of(bulletin):
        if isinstance(row, Block):
            yield Place(prefix, called, row.section.value, row.kind, row.text)
