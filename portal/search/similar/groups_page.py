"""The regulator's page of groups of similar events, each the seed of a REX on its theme."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.bulletins import feeding
from portal.db import db
from portal.incidents.dossier import Answer
from portal.incidents.models import Incident
from portal.pages import Paged, page_among
from portal.permissions import Permission, only
from portal.search.similar import groups
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen

blueprint = Blueprint("groups", __name__)
ADDRESS = f"{PREFIX}/desk/groups"
PAGE_SIZE = 10
LEAST = 2  # dossiers of a REX on a theme


@blueprint.get(ADDRESS)
@requires(Permission.GROUPS)
def overview() -> str:
    """The groups over departments and time, with what the dossiers of each share."""
    return _page()


@blueprint.post(ADDRESS)
@requires(Permission.GROUPS)
def begin() -> Answer:
    """Begin a REX of the chosen dossiers; once, however often the button is pressed."""
    chosen = list(dict.fromkeys(request.form.getlist("dossier")))
    if len(chosen) < LEAST:
        return _page(_("Choose at least two dossiers")), 422
    query = only(current_user(), Permission.BULLETIN_FEED, Incident)
    found = {
        each.reference: each
        for each in db.session.scalars(query.where(Incident.reference.in_(chosen)))
    }
    if len(found) < len(chosen):
        raise NotOpen("feed")
    seen = request.form.getlist("seen", type=int)
    incidents = [found[each] for each in chosen]
    bulletin = feeding.begin_themed(db.session, current_user(), incidents, seen)
    return _to_workshop(bulletin.id)


def _to_workshop(key: int) -> Response:
    return redirect(url_for("workshop.page", bulletin=key), code=303)


def _page(error: str = "") -> str:
    every = groups.all_groups(db.session, current_user())
    page = page_among(len(every), PAGE_SIZE)
    here = every[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    paging = Paged(groups.shown(db.session, current_user(), here), page, len(every), PAGE_SIZE)
    return render_template(
        "search/groups.html",
        paging=paging,
        error=error,
        group=request.form.get("group", ""),
        chosen=request.form.getlist("dossier"),
    )
