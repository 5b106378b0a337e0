"""What somebody typed on the page of causes, beside what is stored by now."""

import re
from typing import Any

from flask import request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, TextAreaField

from portal.analysis import barriers
from portal.analysis.barriers import BarrierRow
from portal.conflicts import Merge, fingerprint
from portal.incidents.forms import LINE_LIMIT, too_long
from portal.incidents.guarded import sent
from portal.incidents.models import MOST_ROWS, Incident
from portal.incidents.operations import merged
from portal.text import clean

GROUPS = {"worked": True, "failed": False}
NOT_EMPTY = _("Write the cause, or remove it with its button")
TOO_MANY = _("An incident has at most %(most)s causes: join some of them", most=MOST_ROWS)


class CauseRow(Form):
    """The words of one cause."""

    text = TextAreaField(_("Cause"), filters=[clean], validators=[too_long(LINE_LIMIT)])


class NewCause(Form):
    """A cause that is not in the tree yet, and the id of the cause below which it comes."""

    under = HiddenField()
    text = TextAreaField(_("New cause"), filters=[clean], validators=[too_long(LINE_LIMIT)])


class CausesForm(FlaskForm):
    """The words of every cause, new ones, the barriers, and why there is no cause."""

    new = FieldList(FormField(NewCause), max_entries=MOST_ROWS)
    worked = FieldList(FormField(BarrierRow), max_entries=MOST_ROWS)
    failed = FieldList(FormField(BarrierRow), max_entries=MOST_ROWS)
    no_causes_reason = TextAreaField(
        _("There is none, because …"), filters=[clean], validators=[too_long(LINE_LIMIT)]
    )

    def __init__(self, incident: Incident, add: str = "", *, fresh: bool = False) -> None:
        """The form as it was sent; as the list stands, when ``fresh`` or when nothing was sent."""
        stored = {name: barriers.rows_of(incident, worked=GROUPS[name]) for name in GROUPS}
        spare = [{"under": ""}, *([{"under": add}] if add else [])]
        reason = {"no_causes_reason": incident.no_causes_reason}
        sending: dict[str, Any] = {"formdata": None} if fresh else {}
        super().__init__(data={"new": spare} | stored | reason, **sending)
        self.incident = incident
        typed = request.form if self.is_submitted() and not fresh else None
        self.rows = {
            cause.id: CauseRow(
                typed, prefix=f"cause-{cause.id}-", data={"text": cause.text[incident.language]}
            )
            for cause in incident.causes
        }

    def stored(self) -> dict[str, str]:
        """Each guarded text as it is stored: the causes, the reason, the lists of barriers."""
        incident = self.incident
        texts = {
            self.rows[each.id].text.name: each.text[incident.language] for each in incident.causes
        }
        lists = {
            name: barriers.as_text(barriers.rows_of(incident, worked=worked))
            for name, worked in GROUPS.items()
        }
        return texts | lists | {"no_causes_reason": incident.no_causes_reason}

    def typed(self) -> dict[str, str]:
        """Each guarded text as it was typed."""
        texts = {row.text.name: row.text.data or "" for row in self.rows.values()}
        lists = {name: barriers.as_text(self.barriers(name)) for name in GROUPS}
        return texts | lists | {"no_causes_reason": self.no_causes_reason.data or ""}

    def barriers(self, name: str) -> list[dict[str, Any]]:
        """The barriers that are filled in, of those that worked or of those that failed."""
        return barriers.filled(self[name].data)

    def _merged(self) -> dict[str, Merge]:
        stored, typed = self.stored(), self.typed()
        absent = {name for name in GROUPS if f"{name}_opened" not in request.form}
        return {
            name: merged(sent(name, typed[name]), stored[name])
            for name in stored
            if name not in absent
        }

    def changed(self) -> dict[str, str]:
        """What must be stored: the texts that this person changed."""
        stored = self.stored()
        results = self._merged()
        return {name: each.text for name, each in results.items() if each.text != stored[name]}

    def clashes(self, removed: int | None = None) -> dict[str, str]:
        """The texts that somebody else changed too, as they are stored now.

        Who removes a cause has read what stands in it.
        """
        stored = self.stored()
        found = {name for name, each in self._merged().items() if each.conflict}
        if removed in self.rows:
            name = self.rows[removed].text.name
            if request.form.get(f"{name}_opened", "") != fingerprint(stored[name]):
                found.add(name)
        return {name: stored[name] for name in stored if name in found}

    def added(self) -> list[tuple[str, int | None]]:
        """The new causes in which something is written, with the id of what stands above.

        One that came since the page was opened and says the same was sent twice.
        """
        there = {
            (cause.text[self.incident.language], cause.parent_id)
            for cause in self.incident.causes
            if self.rows[cause.id].text.name not in request.form
        }
        rows = [(row["text"], _number(row["under"])) for row in self.new.data if row["text"]]
        return [row for row in rows if row not in there]

    def misses(self) -> list[str]:
        """Words for a cause that somebody removed meanwhile, taken to the new ones."""
        lost = [text for text, under in self.added() if under and under not in self.rows]
        for row in self.new:
            if (under := _number(row.under.data)) and under not in self.rows:
                row.under.data = ""
        for name in request.form:
            found = re.fullmatch(r"cause-(\d{1,12})-text", name)
            if found and int(found[1]) not in self.rows:
                lost += self._rescue(name)
        return lost

    def _rescue(self, name: str) -> list[str]:
        text = clean(request.form[name])
        if not text or fingerprint(text) == request.form.get(f"{name}_opened", ""):
            return []
        if len(self.new) < MOST_ROWS:
            self.new.append_entry({"under": "", "text": text})
        return [text]

    def complaints(self, removed: int | None) -> dict[str, LazyString | str]:
        """What must be mended first, by the id of its field; ``removed`` is about to go."""
        self.validate()
        found = {}
        for id_, row in self.rows.items():
            if id_ == removed or not self._touched(row):
                continue
            if not row.validate():
                found[row.text.id] = row.text.errors[0]
            elif not row.text.data:
                row.text.errors = [NOT_EMPTY]
                found[row.text.id] = NOT_EMPTY
        if len(self.rows) + len(self.added()) > MOST_ROWS:
            found[self.new[0].form.text.id] = TOO_MANY
        return found

    def _touched(self, row: CauseRow) -> bool:
        name = row.text.name
        return name in request.form and row.text.data != self.stored()[name]

    def add_spare_rows(self) -> None:
        """Have one empty row at the end of each list of barriers, and one for a new cause."""
        for name in GROUPS:
            group: Any = self[name]
            if len(group) < MOST_ROWS and all(row["kind"] or row["text"] for row in group.data):
                group.append_entry()
        if len(self.new) < MOST_ROWS and all(row["text"] or row["under"] for row in self.new.data):
            self.new.append_entry({"under": ""})


def _number(typed: str) -> int | None:
    return int(typed) if re.fullmatch(r"[1-9]\d{0,11}", typed or "") else None
