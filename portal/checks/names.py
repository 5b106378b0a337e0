"""What may name somebody, told while a text is written; nothing of it is stored or logged."""

from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _

from portal.checks import sources
from portal.db import db
from portal.i18n import Language
from portal.language import privacy
from portal.permissions import Permission
from portal.text import clean
from portal.web import PREFIX, requires

blueprint = Blueprint("names", __name__)


@blueprint.post(f"{PREFIX}/names")
@requires(Permission.NAMES)
def hint() -> dict[str, Any]:
    """The details in the texts sent (``nl`` and ``fr``, several of each) that look personal."""
    known = sources.known(db.session)
    found = [
        hit.span.of(text)
        for language in Language
        for text in map(clean, request.form.getlist(language.value))
        for hit in privacy.check(text, language, known)
        if hit.rule in privacy.PERSONAL
    ]
    words = " · ".join(dict.fromkeys(found))
    return {"hint": f"{_('Does this name somebody?')} {words}" if words else ""}
