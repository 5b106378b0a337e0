"""Saving a sheet while somebody writes in it; what needs a decision waits for the button."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _

from portal import glossary
from portal.bulletins import hints, writing
from portal.bulletins.assigning import tell_revised
from portal.bulletins.forms import sheet_form
from portal.bulletins.gate import known_of
from portal.bulletins.models import Bulletin
from portal.bulletins.sheet import NAME, cells
from portal.bulletins.sheet_page import sent_of
from portal.conflicts import fingerprint
from portal.db import db
from portal.i18n import Language, format_time, now
from portal.incidents.operations import Sent
from portal.language.segments import Kind, Segment, split
from portal.permissions import Permission
from portal.web import current_user
from portal.workflow import NotOpen

Answer = tuple[dict[str, Any], int]


def autosaved(bulletin: Bulletin, language: Language, permission: Permission) -> Answer:
    """Store the sheet of one language as it was sent, and say which texts are stored now."""
    form = sheet_form(bulletin, request.form, language)
    if not form.validate():
        return {"problem": next(field.errors[0] for field in form if field.errors)}, 422
    sent = sent_of(bulletin, form)
    if any(_unfolds(name, text, sent) for name, text in sent.items()):
        words = _("Not saved yet: press Save, so that each paragraph becomes a text of its own")
        return {"problem": words}, 409
    try:
        saved = writing.save(db.session, current_user(), bulletin, sent, permission=permission)
    except NotOpen:
        words = _("Not saved: this REX is not being written any more. Your text is still here")
        return {"problem": words}, 409
    if saved.conflicts:
        words = _("Not saved: somebody else changed this text. Press Save: you choose there")
        return {"problem": words}, 409
    if saved.revised:
        tell_revised(db.session, bulletin)
    stored = {cell.name: cell.read() for cell in cells(bulletin)}
    same = {name: text.text for name, text in sent.items() if stored.get(name) == text.text}
    return {
        "saved": _("Saved at %(time)s", time=format_time(now())),
        "opened": {name: fingerprint(text) for name, text in same.items()},
        "hint": _hint(bulletin, sent),
    }, 200


def _hint(bulletin: Bulletin, sent: Mapping[str, Sent]) -> str:
    """What the checks ask about the texts that were just written, in words."""
    written = [
        (cell.read(), cell.language)
        for cell in cells(bulletin)
        if cell.language and _is_new(sent.get(cell.name))
    ]
    if not written:
        return ""
    terms, known = glossary.current(db.session), known_of(db.session, bulletin)
    return " · ".join(hints.asked(written, terms, known))


def _is_new(sent: Sent | None) -> bool:
    return sent is not None and fingerprint(sent.text) != sent.opened_with


def _unfolds(name: str, text: Sent, sent: dict[str, Sent]) -> bool:
    """Whether a text would become something else than one paragraph or bullet of its kind."""
    block = NAME.fullmatch(name)
    if not (block and block[2] in list(Language)):
        return False
    kind = sent.get(f"block_{block[1]}_kind")
    pieces = split(text.text)
    plain = [Segment(Kind.PARAGRAPH, text.text)] if text.text else []
    return pieces != plain and not (kind and pieces == [Segment(Kind(kind.text), text.text)])
