"""The workshop: REX in preparation, written in both languages side by side."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug import Response as AnyResponse

from portal.accounts.models import Person
from portal.bulletins import archive, confirming, document, operations, writing
from portal.bulletins.drafting import draft_from
from portal.bulletins.forms import ESSENCE_LIMIT, sent_with, sheet_form, show
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.rex import pdf_answer
from portal.bulletins.sheet_page import clashes, opened_with, sections
from portal.bulletins.texts import missing_texts
from portal.bulletins.workflow import BULLETIN, is_stranded
from portal.bulletins.writing import Saved
from portal.db import db
from portal.glyphs import unprintable
from portal.i18n import Language, format_time, now
from portal.incidents.models import Incident
from portal.pages import paged
from portal.permissions import Permission, Role, can, only
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen, Problem, Refused

blueprint = Blueprint("workshop", __name__)
ADDRESS = f"{PREFIX}/bulletins/<int(max=2147483647):bulletin>"
VARIANTS = {suffix: variant for variant, suffix in archive.SUFFIXES.items()}
Answer = str | AnyResponse | tuple[str, int]


@blueprint.get(f"{PREFIX}/bulletins")
@requires(Permission.BULLETIN_LIST)
def overview() -> str:
    """The REX in preparation, what was written in last on top."""
    query = only(current_user(), Permission.BULLETIN_READ, Bulletin)
    unpublished = query.where(Bulletin.status != BulletinStatus.PUBLISHED)
    found = paged(db.session, unpublished.order_by(Bulletin.edited_at.desc(), Bulletin.id.desc()))
    editors = {bulletin.last_editor_id for bulletin in found}
    names = select(Person.id, Person.name).where(Person.id.in_(editors))
    return render_template(
        "workshop/overview.html",
        bulletins=found,
        missing={bulletin.id: _count_missing(bulletin) for bulletin in found},
        editors=dict(db.session.execute(names).all()),
    )


@blueprint.post(f"{PREFIX}/bulletins/from/<incident>")
@requires(Permission.BULLETIN_DRAFT, Incident)
def draft(incident: Incident) -> AnyResponse:
    """Begin the REX of an incident, or go on with it."""
    bulletin = draft_from(db.session, current_user(), incident)
    return _to(bulletin)


@blueprint.get(f"{PREFIX}/bulletins/from/<incident>")
@requires(Permission.INCIDENT_READ, Incident)
def dossier(incident: Incident) -> AnyResponse:
    """The other language of an answer that began no REX: where the button stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


@blueprint.get(ADDRESS)
@requires(Permission.BULLETIN_READ, Bulletin)
def page(bulletin: Bulletin) -> Answer:
    """The sheet, to write in while it is a draft; once published, the REX."""
    if bulletin.status is BulletinStatus.PUBLISHED:
        return redirect(url_for("rex.page", year=bulletin.year, number=bulletin.number))
    if not can(current_user(), Permission.BULLETIN_WRITE, bulletin):
        return render_template("workshop/read.html", **about(bulletin), bodies=bodies_of(bulletin))
    problems = BULLETIN.problems(bulletin, "finish") if "unfinished" in request.args else []
    return _sheet(bulletin, sheet_form(bulletin, request.form), problems=problems)


@blueprint.post(ADDRESS)
@requires(Permission.BULLETIN_FINISH, Bulletin)
def save(bulletin: Bulletin) -> Answer:
    """Store what was written; then add, remove or move a block, or finish."""
    user, act = current_user(), request.form.get("action", "")
    form = sheet_form(bulletin, request.form)
    if not form.validate():
        return _sheet(bulletin, form), 422
    try:
        saved = writing.save(db.session, user, bulletin, sent_with(form, request.form), act)
    except NotOpen:
        return _sheet(bulletin, form, late=True), 409
    if saved.conflicts:
        show(form, saved.texts)
        return _sheet(bulletin, form, saved=saved), 409
    if act == "finish":
        return _finish(bulletin, form, saved)
    flash(_("Saved at %(time)s", time=format_time(now())), "success")
    return _to(bulletin, _anchor=saved.added or None)


def _finish(bulletin: Bulletin, form: Any, saved: Saved) -> Answer:
    """Mark the bulletin as ready. Words typed just before are kept, whatever is still missing."""
    problems = BULLETIN.problems(bulletin, "finish")
    if problems and saved.changed:
        return _to(bulletin, unfinished="")
    if problems:
        return _sheet(bulletin, form, problems=problems), 422
    operations.advance(db.session, current_user(), bulletin, "finish")
    return _to(bulletin)


@blueprint.post(f"{ADDRESS}/finish")
@requires(Permission.BULLETIN_FINISH, Bulletin)
def finish(bulletin: Bulletin) -> Answer:
    """Mark the bulletin as ready."""
    try:
        operations.advance(db.session, current_user(), bulletin, "finish")
    except Refused as refused:
        form = sheet_form(bulletin, request.form)
        return _sheet(bulletin, form, problems=refused.problems), 422
    return _to(bulletin)


@blueprint.post(f"{ADDRESS}/reopen")
@requires(Permission.BULLETIN_REOPEN, Bulletin)
def reopen(bulletin: Bulletin) -> AnyResponse:
    """Send the bulletin back to who writes."""
    operations.advance(db.session, current_user(), bulletin, "reopen")
    return _to(bulletin)


@blueprint.post(f"{ADDRESS}/discard")
@requires(Permission.BULLETIN_DISCARD, Bulletin)
def discard(bulletin: Bulletin) -> AnyResponse:
    """Remove a draft whose dossiers feed no REX any more."""
    operations.discard(db.session, current_user(), bulletin)
    flash(_("The draft is discarded"), "success")
    return redirect(url_for("workshop.overview"), code=303)


@blueprint.get(f"{ADDRESS}/<any(finish, reopen, discard):_verb>")
@requires(Permission.BULLETIN_READ, Bulletin)
def before(bulletin: Bulletin, _verb: str) -> AnyResponse:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("workshop.page", bulletin=bulletin.id))


@blueprint.get(f"{ADDRESS}/preview")
@requires(Permission.BULLETIN_READ, Bulletin)
def preview(bulletin: Bulletin) -> str:
    """How the REX will read, in both languages."""
    shown = about(bulletin)
    return render_template(
        "workshop/preview.html",
        **shown,
        bodies=bodies_of(bulletin),
        unprintable={
            letter: f"U+{ord(letter):04X}" for letter in unprintable(shown["record"].to_json())
        },
    )


@blueprint.get(f"{ADDRESS}/preview-<any('nl', 'fr', 'nl-fr'):variant>.pdf")
@requires(Permission.BULLETIN_READ, Bulletin)
def preview_pdf(bulletin: Bulletin, variant: str) -> Response:
    """How the document will look, marked as a draft and without data attached."""
    content = document.render(operations.record_of(bulletin), VARIANTS[variant])
    return pdf_answer(content, f"REX-{bulletin.id}-{variant}-preview")


def _sheet(
    bulletin: Bulletin,
    form: Any,
    *,
    saved: Saved | None = None,
    problems: Sequence[Problem] = (),
    late: bool = False,
) -> str:
    """The page to write on: fresh, or with what was just sent and why it was not stored."""
    return render_template(
        "workshop/page.html",
        **about(bulletin),
        form=form,
        sections=sections(bulletin, form),
        opened=opened_with(bulletin, request.form if saved is None else {}),
        clashes=clashes(bulletin, form, saved.conflicts if saved else {}),
        problems=problems,
        late=late,
        essence_limit=ESSENCE_LIMIT,
    )


def about(bulletin: Bulletin) -> dict[str, Any]:
    editor = db.session.get(Person, bulletin.last_editor_id)
    return {
        "bulletin": bulletin,
        "record": operations.record_of(bulletin),
        "missing": _count_missing(bulletin),
        "editor": editor.name if editor else "",
        "steps": BULLETIN.open_to(current_user(), bulletin),
        "hindrance": _hindrance(bulletin),
        "stranded": is_stranded(bulletin),
        "opinions": confirming.opinions_of(db.session, bulletin),
    }


def _count_missing(bulletin: Bulletin) -> Counter[Language]:
    return Counter(language for _field, _name, language in missing_texts(bulletin))


def _hindrance(bulletin: Bulletin) -> str:
    """Why this person cannot publish this REX now, if so."""
    user = current_user()
    if bulletin.status is not BulletinStatus.READY:
        return _("Publishing comes after the REX has been marked as ready.")
    if can(user, Permission.BULLETIN_PUBLISH, bulletin):
        return ""
    if Role.PUBLISHER in user.role_set:
        return _("You wrote in this REX last, so another publisher publishes it.")
    return _("A publisher publishes this REX.")


def bodies_of(bulletin: Bulletin) -> dict[Language, str]:
    record = operations.record_of(bulletin)
    return {language: document.body(record, language, level=2) for language in Language}


def _to(bulletin: Bulletin, **values: Any) -> AnyResponse:
    return redirect(url_for("workshop.page", bulletin=bulletin.id, **values), code=303)
