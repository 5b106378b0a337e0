"""The language page at the root, and the start page: what waits for this person, newest REX."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from portal.bulletins.models import Bulletin, BulletinStatus
from portal.db import Model, db
from portal.i18n import Language, format_moment
from portal.incidents.models import Draft, Incident, IncidentStatus
from portal.permissions import Permission, allowed, can
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("start", __name__)
NEWEST = 5


@dataclass(frozen=True)
class Waiting:
    """Something that waits for this person."""

    text: str
    url: str


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)


@blueprint.get("/")
@requires(Permission.START)
def languages() -> Response | str:
    """Both languages with equal weight; who is signed in goes straight on."""
    user = current_user()
    if user.is_authenticated:
        return redirect(url_for("start.page", language=user.language))
    return render_template("start/languages.html", languages=list(Language))


@blueprint.get(f"{PREFIX}/")
@requires(Permission.START)
def page() -> str:
    """What waits for this person, and the newest REX."""
    published = (
        select(Bulletin)
        .where(Bulletin.status == BulletinStatus.PUBLISHED)
        .order_by(Bulletin.year.desc(), Bulletin.number.desc())
        .limit(NEWEST)
    )
    return render_template(
        "start/page.html", waiting=list(_waiting()), newest=db.session.scalars(published).all()
    )


def _waiting() -> Iterator[Waiting]:
    user = current_user()
    if can(user, Permission.REPORT):
        yield from _unfinished_reports()
    if can(user, Permission.INCIDENT_LIST) or can(user, Permission.DESK):
        yield from _incidents()
    if can(user, Permission.BULLETIN_LIST):
        yield from _bulletins()


def _unfinished_reports() -> Iterator[Waiting]:
    drafts = select(Draft).where(Draft.owner_id == current_user().id).order_by(Draft.saved_at)
    for draft in db.session.scalars(drafts):
        saved = format_moment(draft.saved_at)
        text = _("Go on with your report, saved on %(moment)s", moment=saved)
        yield Waiting(text, url_for("report.questions", draft=draft.token, page=1))


def _incidents() -> Iterator[Waiting]:
    counts = _counts(Incident, Permission.INCIDENT_SUBMIT)
    if number := counts.get(IncidentStatus.WITH_DEPARTMENT, 0):
        text = ngettext("%(num)d report to complete", "%(num)d reports to complete", number)
        state = IncidentStatus.WITH_DEPARTMENT.value
        yield Waiting(text, url_for("incidents.overview", status=state))
    counts = _counts(Incident, Permission.INCIDENT_TRIAGE)
    if number := counts.get(IncidentStatus.SUBMITTED, 0):
        text = ngettext("%(num)d new dossier", "%(num)d new dossiers", number)
        yield Waiting(text, url_for("desk.inbox"))
    if number := counts.get(IncidentStatus.IN_REVIEW, 0):
        text = ngettext("%(num)d dossier in review", "%(num)d dossiers in review", number)
        yield Waiting(text, url_for("desk.inbox", view="review"))
    if number := counts.get(IncidentStatus.ACCEPTED, 0):
        text = ngettext(
            "%(num)d dossier accepted for a REX", "%(num)d dossiers accepted for a REX", number
        )
        yield Waiting(text, url_for("desk.inbox", view="accepted"))


def _bulletins() -> Iterator[Waiting]:
    counts = _counts(Bulletin, Permission.BULLETIN_READ)
    if number := counts.get(BulletinStatus.DRAFT, 0):
        text = ngettext("%(num)d REX being written", "%(num)d REX being written", number)
        yield Waiting(text, url_for("workshop.overview"))
    if number := counts.get(BulletinStatus.READY, 0):
        text = ngettext("%(num)d REX ready to publish", "%(num)d REX ready to publish", number)
        yield Waiting(text, url_for("workshop.overview"))


def _counts(model: type[Model], permission: Permission) -> dict[str, int]:
    status = model.status  # type: ignore[attr-defined]
    query = (
        select(status, func.count())
        .where(allowed(current_user(), permission, model))
        .group_by(status)
    )
    return dict(db.session.execute(query).all())
