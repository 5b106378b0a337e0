"""The language page at the root, and the start page: what waits for this person, newest REX."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.alerts.operations import in_force
from portal.bulletins.models import Bulletin
from portal.bulletins.shelf import IN_FORCE, standing
from portal.db import db
from portal.followup.own import own_of
from portal.i18n import Language
from portal.permissions import Permission, can
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
    newest = standing(db.session, user, IN_FORCE, most=NEWEST)
    rows = select(Bulletin).where(Bulletin.id.in_([rex.id for rex in newest]))
    followed = can(user, Permission.FOLLOWUP_LIST)
    ours = own_of(db.session, user, db.session.scalars(rows).all()) if followed else []
    return render_template(
        "start/page.html",
        alerts=in_force(db.session) if user.is_authenticated else [],
        waiting=list(waiting(user)),
        newest=newest,
        ours={own.bulletin.id: own for own in ours},
    )
