"""The language page at the root, and the start page: what waits for this person, newest REX."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.alerts.operations import in_force
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.db import db
from portal.i18n import Language
from portal.permissions import Permission
from portal.waiting import waiting
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("start", __name__)
NEWEST = 5


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
    user = current_user()
    published = (
        select(Bulletin)
        .where(Bulletin.status == BulletinStatus.PUBLISHED)
        .order_by(Bulletin.year.desc(), Bulletin.number.desc())
        .limit(NEWEST)
    )
    return render_template(
        "start/page.html",
        alerts=in_force(db.session) if user.is_authenticated else [],
        waiting=list(waiting(user)),
        newest=db.session.scalars(published).all(),
    )
