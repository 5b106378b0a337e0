"""Similar events while somebody writes: the words come in the body and are kept nowhere."""

from typing import Any

from flask import request
from flask_babel import gettext, ngettext

from portal.accounts.sessions import here
from portal.db import db
from portal.i18n import Language, Translated, current_language
from portal.incidents import similar
from portal.incidents.models import Incident
from portal.incidents.report import blueprint
from portal.incidents.similar import Similar, Why
from portal.permissions import Permission, only
from portal.web import PREFIX, current_user, requires


@blueprint.post(f"{PREFIX}/report/similar")
@requires(Permission.REPORT)
def similar_live() -> dict[str, Any]:
    """The events closest to what stands in the fields, and how many in words."""
    here().at_rest = True
    text = Translated.only(_language(), request.form.get("description", "").strip())
    found = similar.to_text(text, _incident())
    return {"told": told(found), "found": [_described(each) for each in found]}


def told(found: list[Similar]) -> str:
    """How many events were found; that there are none is no reason to stop."""
    if not found:
        return gettext("No similar events found: just go on")
    return ngettext("%(num)d similar event found", "%(num)d similar events found", len(found))


def _language() -> Language:
    """The language of the text, as its page says; else that of the page."""
    asked = request.form.get("language", "")
    return Language(asked) if asked in list(Language) else current_language()


def _incident() -> Incident | None:
    """The dossier that the text is about, which is not like itself; only if it may be read."""
    query = only(current_user(), Permission.INCIDENT_READ, Incident)
    return db.session.scalar(query.where(Incident.reference == request.form.get("incident", "")))


def _described(each: Similar) -> dict[str, Any]:
    return {
        "label": each.label,
        "url": each.url,
        "title": each.title,
        "lang": each.language.tag,
        "facts": each.facts,
        "why": [_told(why) for why in each.why],
    }


def _told(why: Why) -> dict[str, str]:
    return {"said": why.said, "words": ", ".join(why.words), "lang": why.language.tag}
