"""What the page of a sheet shows: sections with their rows, and the texts that clash."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from portal.bulletins.forms import sent_with
from portal.bulletins.hints import is_untouched
from portal.bulletins.models import Bulletin, Section
from portal.bulletins.sheet import Cell, cells, gone
from portal.bulletins.texts import section_label
from portal.bulletins.writing import Conflict
from portal.conflicts import fingerprint
from portal.i18n import Language, format_time
from portal.incidents.operations import Sent
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
        return _("Removed text") if self.gone else label_of(self.kind, self.number)


def label_of(kind: Kind, number: int) -> str:
    """What people call a text within its section."""
    name = _("Bullet %(number)s") if kind is Kind.BULLET else _("Paragraph %(number)s")
    return name % {"number": number}


@dataclass(frozen=True)
class Clash:
    """Two texts for one place: ``mine``, just sent, and ``theirs``, stored at ``time``."""

    place: str
    mine: str
    theirs: str
    time: str
    language: Language | None = None


def sent_of(bulletin: Bulletin, form: Any, *, saved: bool = False) -> dict[str, Sent]:
    """What came back from a sheet, without the proposals that nobody touched.

    A proposal that can stand as it is counts once somebody pressed a button and ``saved`` it.
    """
    posted, standing = request.form, {f"block_{block.id}" for block in bulletin.blocks}
    return {
        name: sent
        for name, sent in sent_with(form, posted).items()
        if not is_untouched(
            posted.get(f"{name}_proposed", ""), sent.text, sent.opened_with, saved=saved
        )
        and (f"{name}_opened" in posted or name.rpartition("_")[0] not in standing)
    }


def sections(bulletin: Bulletin, form: Any) -> list[tuple[Section, str, list[Row]]]:
    """Each section with its label and rows, those included that came back from a form."""
    return [
        (section, section_label(section), list(_rows(bulletin, form, section)))
        for section in Section
    ]


def _rows(bulletin: Bulletin, form: Any, section: Section) -> Iterator[Row]:
    yield from rows_in(bulletin, section)
    for lost in gone(bulletin, sent_with(form, request.form)):
        if lost.section is section and lost.written:
            yield Row(lost.id, lost.kind, 0, gone=True)


def rows_in(bulletin: Bulletin, section: Section) -> Iterator[Row]:
    """The blocks that stand in a section now."""
    blocks = bulletin.section(section)
    for number, block in enumerate(blocks, 1):
        yield Row(block.id, block.kind, number, number == 1, number == len(blocks))


def opened_with(bulletin: Bulletin, posted: Mapping[str, str]) -> dict[str, str]:
    """The fingerprint beside each field: as before after a mistake, of what is stored otherwise.

    Of a block that is gone nothing is stored.
    """
    return defaultdict(lambda: fingerprint("")) | {
        cell.name: posted.get(f"{cell.name}_opened") or fingerprint(cell.read())
        for cell in cells(bulletin)
    }


def clashes(bulletin: Bulletin, form: Any, conflicts: Mapping[str, Conflict]) -> dict[str, Clash]:
    """The texts that two people changed, by the name of their field or of their block."""
    found = {}
    for cell in cells(bulletin):
        if conflict := conflicts.get(cell.name):
            mine = _words(cell.attribute, "".join(form[cell.name].data or ""))
            theirs, time = _words(cell.attribute, conflict.theirs), format_time(conflict.at)
            found[cell.name] = Clash(_place(cell), mine, theirs, time, cell.language)
    for name in conflicts.keys() - found.keys():
        texts = (form[f"{name}_{language.value}"].data for language in Language)
        mine, time = "\n\n".join(filter(None, texts)), format_time(conflicts[name].at)
        found[name] = Clash(_("Removed text"), mine, _("Removed"), time)
    return found


def _place(cell: Cell) -> str:
    """Where a text stands: Title (Français), Systems."""
    name = cell.called or {
        "title": _("Title"),
        "essence": _("Essence"),
        "step": _("Step in the process"),
        "systems": _("Systems"),
        "cause_families": _("Causes"),
    }.get(cell.attribute, "")
    return f"{name} ({cell.language.autonym})" if cell.language else name


def _words(attribute: str, text: str) -> str:
    """What a stored value is called on the page."""
    if attribute == "step":
        return str(ProcessStep(text).label) if text else ""
    if attribute == "cause_families":
        return ", ".join(str(CauseFamily(letter).label) for letter in text)
    return text
