"""The workshop: REX in preparation, written in both languages side by side."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug import Response as AnyResponse

from portal.accounts.models import Person
from portal.bulletins import (
    archive,
    confirming,
    document,
    operations,
)
from portal.bulletins.drafting import draft_from
from portal.bulletins.models import OUT, Bulletin, BulletinStatus
from portal.bulletins.recommendation_pages import in_short, standing
from portal.bulletins.states import progress
from portal.bulletins.texts import missing_texts
from portal.bulletins.workflow import BULLETIN, is_stranded
from portal.db import db
from portal.glyphs import unprintable
from portal.i18n import Language
from portal.incidents.models import Incident
from portal.pages import paged
from portal.permissions import Permission, Role, can, only
from portal.web import PREFIX, current_user, pdf_answer, requires

blueprint = Blueprint("workshop", __name__)
ADDRESS = f"{PREFIX}/bulletins/<int(max=2147483647):bulletin>"
VARIANTS = {suffix: variant for variant, suffix in archive.SUFFIXES.items()}
Answer = str | AnyResponse | tuple[str, int]


@blueprint.get(f"{PREFIX}/bulletins")
@requires(Permission.BULLETIN_LIST)
def overview() -> str:
    """The REX in preparation, what was written in last on top."""
    query = only(current_user(), Permission.BULLETIN_READ, Bulletin)
    unpublished = query.where(Bulletin.status.not_in(OUT))
    found = paged(db.session, unpublished.order_by(Bulletin.edited_at.desc(), Bulletin.id.desc()))
    editors = {bulletin.last_editor_id for bulletin in found}
    names = select(Person.id, Person.name).where(Person.id.in_(editors))
    return render_template(
        "workshop/overview.html",
        bulletins=found,
        missing={bulletin.id: _count_missing(bulletin) for bulletin in found},
        progress={bulletin.id: progress(bulletin) for bulletin in found},
        editors=dict(db.session.execute(names).all()),
    )


@blueprint.post(f"{PREFIX}/bulletins/from/<incident>")
@requires(Permission.BULLETIN_DRAFT, Incident)
def draft(incident: Incident) -> AnyResponse:
    """Begin the REX of an incident, or go on with it."""
    bulletin = draft_from(db.session, current_user(), incident)
    return to_page(bulletin)


@blueprint.get(f"{PREFIX}/bulletins/from/<incident>")
@requires(Permission.INCIDENT_READ, Incident)
def dossier(incident: Incident) -> AnyResponse:
    """The other language of an answer that began no REX: where the button stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


@blueprint.post(f"{ADDRESS}/reopen")
@requires(Permission.BULLETIN_REOPEN, Bulletin)
def reopen(bulletin: Bulletin) -> AnyResponse:
    """Send the bulletin back to who writes."""
    operations.advance(db.session, current_user(), bulletin, "reopen")
    return to_page(bulletin)


@blueprint.post(f"{ADDRESS}/discard")
@requires(Permission.BULLETIN_DISCARD, Bulletin)
def discard(bulletin: Bulletin) -> AnyResponse:
    """Remove a draft whose dossiers feed no REX any more."""
    operations.discard(db.session, current_user(), bulletin)
    flash(_("The draft is discarded"), "success")
    return redirect(url_for("workshop.overview"), code=303)


@blueprint.get(f"{ADDRESS}/<any(finish, reopen, discard, language):_verb>")
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
        "recommendations": [in_short(each) for each in standing(bulletin)],
        "progress": progress(bulletin),
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


def to_page(bulletin: Bulletin, **values: Any) -> AnyResponse:
    return redirect(url_for("workshop.page", bulletin=bulletin.id, **values), code=303)
