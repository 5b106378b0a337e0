"""A bulletin as units for an outside translator, and what came back of them."""

import re
from collections import Counter
from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _

from portal.bulletins import translating
from portal.bulletins.forms import flat
from portal.bulletins.models import Bulletin
from portal.bulletins.states import begun
from portal.bulletins.translating import Row, put
from portal.bulletins.working import SegmentState
from portal.conflicts import fingerprint
from portal.i18n import Language
from portal.text import clean

MOST_BYTES = 5 * 1024 * 1024
MOST_UNITS = 5_000
IDENTITY = re.compile(r"rex-bulletin-([1-9][0-9]{0,9})")


class Unreadable(Exception):
    """A file cannot be taken: why, in words for the page."""

    def __init__(self, message: LazyString | str) -> None:
        super().__init__(str(message))


@dataclass(frozen=True)
class Unit:
    """One text: its key, both texts, how far it is, and a note."""

    key: str
    source: str
    target: str
    state: SegmentState = SegmentState.TO_TRANSLATE
    note: str = ""


@dataclass(frozen=True)
class Bundle:
    """All that is in one file. ``name`` tells of which bulletin it is."""

    name: str
    language: Language
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Change:
    """A text that a file would change. ``stale``: its source is no longer what the file has."""

    row: Row
    unit: Unit
    stale: bool

    @property
    def opened(self) -> str:
        """The fingerprint of the translation that it would replace."""
        return fingerprint(self.row.target)


@dataclass(frozen=True)
class Plan:
    """What a file would do: what changes, how many rows stay, and the keys that are not here."""

    changes: list[Change]
    same: int
    unknown: list[str]


def name_of(bulletin: Bulletin) -> str:
    """What a file says of the bulletin that it belongs to."""
    return f"rex-bulletin-{bulletin.id}"


def bundle_of(bulletin: Bulletin) -> Bundle:
    """Every text of a bulletin, also those that are empty."""
    units = (
        Unit(row.key, row.source, row.target, row.state, row.note)
        for row in translating.rows(bulletin)
    )
    return Bundle(name_of(bulletin), bulletin.language, tuple(units))


def checked(bundle: Bundle) -> Bundle:
    """The bundle, unless it names a text twice or has too many."""
    keys = Counter(unit.key for unit in bundle.units)
    if not keys:
        raise Unreadable(_("There is no text in this file"))
    if len(bundle.units) > MOST_UNITS:
        raise Unreadable(_("This file holds too many texts"))
    key, count = keys.most_common(1)[0]
    if count > 1:
        raise Unreadable(_("The text %(key)s stands in this file twice", key=key))
    return bundle


def plan(bulletin: Bulletin, bundle: Bundle) -> Plan:
    """What would change; Unreadable when the file is of another bulletin or direction."""
    if bundle.name != name_of(bulletin):
        raise Unreadable(_("This file belongs to another REX. Open the REX that it was made for"))
    if bundle.language is not bulletin.language:
        words = _("This file translates the other way: it was made before the source changed")
        raise Unreadable(words)
    rows = {row.key: row for row in translating.rows(bulletin)}
    known = [unit for unit in bundle.units if unit.key in rows]
    changes = [
        Change(rows[unit.key], tidied, not _alike(unit.source, rows[unit.key].source))
        for unit in known
        if _differs(tidied := _tidied(unit), rows[unit.key])
    ]
    unknown = [unit.key for unit in bundle.units if unit.key not in rows]
    return Plan(changes, len(rows) - len(changes), unknown)


def told(found: Plan) -> str:
    """What a plan comes to, in one sentence."""
    count = len(found.changes)
    return ngettext("%(num)s text would change", "%(num)s texts would change", count)


def _tidied(unit: Unit) -> Unit:
    return Unit(unit.key, unit.source, flat(unit.target), unit.state, clean(unit.note))


def _differs(unit: Unit, row: Row) -> bool:
    return bool(unit.target) and (unit.target, unit.note) != (row.target, row.note)


def _alike(one: str, other: str) -> bool:
    return one.split() == other.split()


def settle(row: Row, unit: Unit, before: str, *, stale: bool) -> None:
    """Say how far a text is that came from a file: never further than to be read over.

    ``before`` is the translation that it replaced; where that is the same, only the note is new.
    """
    work = begun(row.row, row.attribute, row.state)
    work.note = unit.note
    if row.target == before:
        return
    if stale or unit.state is SegmentState.TO_REVISE:
        put(work, SegmentState.TO_REVISE)
    elif unit.state is not SegmentState.TO_TRANSLATE:
        put(work, SegmentState.TO_READ)
        work.source = row.source
