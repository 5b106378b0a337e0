"""The pages on which people of the regulator add terms, change them and take them out of use."""

import json
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.conflicts import fingerprint, merge
from portal.db import db
from portal.glossary.forms import TermForm, answers_of
from portal.glossary.history import told
from portal.glossary.models import values_of
from portal.glossary.operations import add, clashes, entries, held, new_key, write
from portal.glossary.pages import ONE, readable
from portal.language.terms import Status, Term
from portal.permissions import Permission
from portal.text import one_line
from portal.web import PREFIX, requires
from portal.workflow import NotOpen

blueprint = Blueprint("terms", __name__)
Answer = str | Response | tuple[str, int]
EMPTY = Term(key="new", nl=("",), fr=("",), status=Status.PROPOSED)


@blueprint.route(f"{PREFIX}/glossary/new", methods=["GET", "POST"])
@requires(Permission.GLOSSARY_WRITE)
def new() -> Answer:
    """Propose or add a term; a page that links here may bring its words along."""
    given = {name: one_line(request.args.get(name))[:200] for name in ("nl", "fr")}
    form = TermForm(data=answers_of(EMPTY) | given)
    if not form.is_submitted():
        return _page(form)
    term = _valid(form, EMPTY)
    if term is None:
        return _page(form), 422
    row = add(db.session, replace(term, key=new_key(db.session, term.fr[0])))
    flash(_("The term is kept."), "success")
    return redirect(url_for("glossary.page", key=row.key), code=303)


@blueprint.route(f"{PREFIX}{ONE}/edit", methods=["GET", "POST"])
@requires(Permission.GLOSSARY_WRITE)
def edit(key: str) -> Answer:
    """Change a term; where somebody else did so meanwhile, both stay to be chosen from."""
    stored = readable(key)
    form = TermForm(data=answers_of(stored) | {"opened": fingerprint(_as_text(stored))})
    if not form.is_submitted():
        return _page(form, stored)
    row = held(db.session, stored)
    stored, term = row.term, _valid(form, row.term)
    if term is None:
        return _page(form, stored), 422
    mine = _as_text(term)
    merged = merge(
        opened_with=form.opened.data or "",
        mine=mine,
        theirs=_as_text(stored),
        keep=request.form.get("keep", ""),
    )
    if merged.conflict:
        form.opened.data = fingerprint(_as_text(stored))
        return _page(form, stored, (told(term, stored), told(stored, term))), 409
    if merged.text == mine:
        write(row, term)
    flash(_("The term is kept."), "success")
    return redirect(url_for("glossary.page", key=key), code=303)


@blueprint.post(f"{PREFIX}{ONE}/status")
@requires(Permission.GLOSSARY_WRITE)
def status(key: str) -> Response:
    """Approve a term, take it out of use, or bring it back."""
    row = held(db.session, readable(key))
    wanted = request.form.get("status", "")
    if wanted not in {Status.APPROVED, Status.RETIRED} or row.status == wanted:
        raise NotOpen("status")
    row.status = Status(wanted)
    flash(_("The term is kept."), "success")
    return redirect(url_for("glossary.page", key=key), code=303)


def _valid(form: TermForm, before: Term) -> Term | None:
    """The term of a form in order; None, with its errors shown, of another."""
    if not form.validate():
        return None
    term = form.term(before)
    form.show(clashes(entries(db.session).values(), term))
    return None if form.errors else term


def _as_text(term: Term) -> str:
    return json.dumps(values_of(term), ensure_ascii=False, sort_keys=True)


def _page(form: TermForm, term: Term | None = None, versions: tuple[str, str] | None = None) -> str:
    return render_template("glossary/edit.html", form=form, term=term, versions=versions)
