"""What the page of the sheet shows: sections with their rows, and the texts that clash."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from portal.bulletins.forms import sent_with
from portal.bulletins.models import Bulletin, Section
from portal.bulletins.sheet import cells, gone
from portal.bulletins.workflow import section_label
from portal.bulletins.writing import Conflict
from portal.conflicts import fingerprint
from portal.i18n import Language, format_time
from portal.incidents.taxonomy import CauseFamily, ProcessStep
from portal.language.segments import Kind


@dataclass(frozen=True)
class Row:
    """A block on the page: its number in the section, and which buttons make sense."""

    id: int
    kind: Kind
    number: int
    first: bool = False
    last: bool = False
    gone: bool = False

    @property
    def label(self) -> str:
        """Paragraph 3, Bullet 4."""
        if self.gone:
            return _("Removed text")
        bullet = self.kind is Kind.BULLET
        name = _("Bullet %(number)s") if bullet else _("Paragraph %(number)s")
        return name % {"number": self.number}


@dataclass(frozen=True)
class Clash:
    """Two texts for one place: ``mine``, just sent, and ``theirs``, stored at ``time``."""

    mine: str
    theirs: str
    time: str
    language: Language | None = None


def sections(bulletin: Bulletin, form: Any) -> list[tuple[Section, str, list[Row]]]:
    """Each section with its label and rows, those included that came back from a form."""
    return [
        (section, section_label(section), list(_rows(bulletin, form, section)))
        for section in Section
    ]


def _rows(bulletin: Bulletin, form: Any, section: Section) -> Iterator[Row]:
    blocks = bulletin.section(section)
    for number, block in enumerate(blocks, 1):
        yield Row(block.id, block.kind, number, number == 1, number == len(blocks))
    for lost in gone(bulletin, sent_with(form, request.form)):
        if lost.section is section and lost.written:
            yield Row(lost.id, lost.kind, 0, gone=True)


def opened_with(bulletin: Bulletin, posted: Mapping[str, str]) -> dict[str, str]:
    """The fingerprint beside each field: as before after a mistake, of what is stored otherwise."""
    return {
        cell.name: posted.get(f"{cell.name}_opened") or fingerprint(cell.read())
        for cell in cells(bulletin)
    }


def clashes(bulletin: Bulletin, form: Any, conflicts: Mapping[str, Conflict]) -> dict[str, Clash]:
    """The texts that two people changed, by the name of their field or of their block."""
    attributes = {cell.name: cell for cell in cells(bulletin)}
    found = {}
    for name, conflict in conflicts.items():
        cell = attributes.get(name)
        time = format_time(conflict.at)
        if cell:
            mine = "".join(form[name].data or "")
            words = _words(name, mine), _words(name, conflict.theirs)
            found[name] = Clash(*words, time, cell.language)
        else:
            texts = (form[f"{name}_{language.value}"].data for language in Language)
            found[name] = Clash("\n\n".join(filter(None, texts)), _("Removed"), time)
    return found


def _words(name: str, text: str) -> str:
    """What a stored value is called on the page."""
    if name == "step":
        return str(ProcessStep(text).label) if text else ""
    if name == "cause_families":
        return ", ".join(str(CauseFamily(letter).label) for letter in text)
    return text
