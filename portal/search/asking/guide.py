"""What helps to ask a question: the terms of the glossary, and a page on how one is read."""

from flask import Blueprint, Response, jsonify, render_template

from portal.db import db
from portal.glossary.operations import current
from portal.i18n import current_language
from portal.permissions import Permission
from portal.web import PREFIX, requires

blueprint = Blueprint("search_guide", __name__)
KEPT = 3600  # seconds


@blueprint.get(f"{PREFIX}/search/terms")
@requires(Permission.SEARCH)
def terms() -> Response:
    """Every term of the glossary, those of the page's language first; nothing that people ask.

    All at once and the same for everybody: what somebody types never leaves the browser.
    """
    glossary, language = current(db.session), current_language()
    names = [
        name for each in (language, language.other) for term in glossary for name in term[each]
    ]
    answer = jsonify(list(dict.fromkeys(names)))
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    return answer


@blueprint.get(f"{PREFIX}/help/search")
@requires(Permission.SEARCH)
def explanation() -> str:
    """How a question is read, with examples to try."""
    return render_template("search/explanation.html")
