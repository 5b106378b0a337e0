"""Similar events while somebody writes: the words come in the body and are kept nowhere."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext, ngettext

from portal.accounts.sessions import here
from portal.incidents import similar
from portal.incidents.report import blueprint
from portal.permissions import Permission
from portal.web import PREFIX, requires


@blueprint.post(f"{PREFIX}/report/similar")
@requires(Permission.REPORT)
def similar_live() -> dict[str, Any]:
    """The published bulletins closest to what stands in the field, and how many in words."""
    here().at_rest = True
    found = similar.to_text(request.form.get("description", "").strip())
    told = ngettext("%(num)d similar event found", "%(num)d similar events found", len(found))
    return {
        "told": told if found else gettext("No similar events found: just go on"),
        "found": [
            {
                "label": f"REX {each.number} – {each.year}",
                "url": url_for("rex.page", year=each.year, number=each.number),
                "essence": each.essence,
                "step": each.step,
            }
            for each in found
        ],
    }
