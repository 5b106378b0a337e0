"""Publication: the text once more, the number it would get, and the button."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import numbering
from portal.bulletins import operations
from portal.bulletins.forms import PublishForm
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.workflow import BULLETIN
from portal.bulletins.workshop import ADDRESS, Answer, about, bodies_of
from portal.db import db
from portal.i18n import today
from portal.permissions import Permission
from portal.web import current_user, requires
from portal.workflow import Problem, Refused

blueprint = Blueprint("publishing", __name__)


@blueprint.get(f"{ADDRESS}/publish")
@requires(Permission.BULLETIN_READ, Bulletin)
def proposal(bulletin: Bulletin) -> Answer:
    """The number that the REX would get, in this year or in the one asked for."""
    if bulletin.status is BulletinStatus.PUBLISHED:
        return redirect(_rex(bulletin))
    form = PublishForm(request.args, meta={"csrf": False}, data={"year": str(today().year)})
    if "year" in request.args and not form.validate():
        return _proposal(bulletin, form, today().year), 422
    return _proposal(bulletin, form, int(form.year.data or today().year))


@blueprint.post(f"{ADDRESS}/publish")
@requires(Permission.BULLETIN_PUBLISH, Bulletin)
def publish(bulletin: Bulletin) -> Answer:
    """Publish in both languages at once: page, documents and number."""
    form = PublishForm()
    if not form.validate():
        return _proposal(bulletin, form, today().year), 422
    try:
        operations.render_then_publish(
            db.session, current_user(), bulletin, int(form.year.data or ""), form.seen.data or ""
        )
    except operations.Changed:
        return _proposal(bulletin, form, int(form.year.data or ""), changed=True), 409
    except Refused as refused:
        return _proposal(bulletin, form, today().year, problems=refused.problems), 422
    label = operations.record_of(bulletin).label
    flash(_("%(label)s is published in Dutch and in French", label=label), "success")
    return redirect(_rex(bulletin), code=303)


def _proposal(
    bulletin: Bulletin,
    form: PublishForm,
    year: int,
    problems: Sequence[Problem] = (),
    *,
    changed: bool = False,
) -> str:
    return render_template(
        "workshop/publish.html",
        **about(bulletin),
        bodies=bodies_of(bulletin),
        changed=changed,
        seen=operations.text_of(bulletin),
        form=form,
        year=year,
        number=numbering.peek(db.session, operations.SERIES, year),
        problems=problems or BULLETIN.problems(bulletin, "publish"),
    )


def _rex(bulletin: Bulletin) -> str:
    return url_for("rex.page", year=bulletin.year, number=bulletin.number)
