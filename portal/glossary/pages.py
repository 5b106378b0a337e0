"""The pages of the glossary that anybody may read, and the glossary as a file."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from sqlalchemy import select

from portal.db import db
from portal.glossary import files
from portal.glossary.finding import Asked, letters, shown
from portal.glossary.history import history_of
from portal.glossary.labels import DOMAINS, GENDERS, KINDS, STATUSES
from portal.glossary.models import GlossaryTerm
from portal.glossary.operations import current, entries
from portal.i18n import Language, current_language
from portal.language.terms import Domain, Status, Term
from portal.pages import Paged, page_among
from portal.permissions import Permission, can
from portal.text import one_line
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("glossary", __name__)
ONE = "/glossary/<string(maxlength=100):key>"
PAGE_SIZE = 50
FILES = {"csv": "text/csv", "tbx": "application/x-tbx+xml"}
WORDS = {"domains": DOMAINS, "genders": GENDERS, "kinds": KINDS, "statuses": STATUSES}


@blueprint.get(f"{PREFIX}/glossary")
@requires(Permission.GLOSSARY_READ)
def overview() -> str:
    """The terms, a page at a time; everything that is asked for stands in the address."""
    terms, asked = list(entries(db.session).values()), _asked()
    found = shown(terms, asked, current(db.session))
    page = page_among(len(found), PAGE_SIZE)
    return render_template(
        "glossary/overview.html",
        asked=asked,
        paging=Paged(found[(page - 1) * PAGE_SIZE :][:PAGE_SIZE], page, len(found), PAGE_SIZE),
        letters=letters(terms, asked),
        here=_here,
        counts={each: sum(term.status is each for term in terms) for each in Status},
        **WORDS,
    )


def _asked() -> Asked:
    """What the address asks for; what it asks in vain falls away."""
    given, status = request.args, request.args.get("status")
    by = given.get("by")
    kept = _keeps() and status in set(Status)
    return Asked(
        words=one_line(given.get("q"))[:200],
        letter=one_line(given.get("letter"))[:1].upper(),
        domain=Domain(given["domain"]) if given.get("domain") in set(Domain) else None,
        status=Status(status) if kept and status else Status.APPROVED,
        false_friends=given.get("false_friends") == "yes",
        by=Language(by) if by in set(Language) else current_language(),
    )


def _here(**changes: Any) -> str:
    """The address of this list with some of what it asks changed; None leaves it out."""
    return url_for("glossary.overview", **{**request.args.to_dict(), "page": None, **changes})


@blueprint.get(f"{PREFIX}{ONE}")
@requires(Permission.GLOSSARY_READ)
def page(key: str) -> str:
    """One term, with its history for who keeps the glossary."""
    term = readable(key)
    row = db.session.scalar(select(GlossaryTerm).where(GlossaryTerm.key == key))
    return render_template(
        "glossary/term.html",
        term=term,
        history=history_of(db.session, row) if _keeps() else [],
        **WORDS,
    )


@blueprint.get(f"{PREFIX}/glossary.<any(csv, tbx):kind>")
@requires(Permission.GLOSSARY_READ)
def download(kind: str) -> Response:
    """The terms for a spreadsheet or for the tools of translators."""
    terms = [each for each in entries(db.session).values() if _readable(each)]
    answer = Response(files.write(terms, kind), mimetype=FILES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="glossary.{kind}"'
    return answer


def readable(key: str) -> Term:
    """The term of that key; 404 for one that this person does not see."""
    term = entries(db.session).get(key)
    if term is None or not _readable(term):
        abort(404)
    return term


def _readable(term: Term) -> bool:
    return term.status is Status.APPROVED or _keeps()


def _keeps() -> bool:
    return can(current_user(), Permission.GLOSSARY_WRITE)
