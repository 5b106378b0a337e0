"""The regulator's pages: what came of each REX, over all departments."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.followup.asked import asked_in
from portal.followup.counting import departments_of, reach_of, tallies_of
from portal.followup.medians import from_event_to_rex
from portal.followup.models import Applies, Reply
from portal.followup.places import records_of, rex_of
from portal.followup.reminding import remind, reminded
from portal.i18n import current_language, today
from portal.pages import paged
from portal.permissions import Permission, only
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("oversight", __name__)
ADDRESS = f"{PREFIX}/followup/<int(max=9999):year>/<int(max=999999):number>"


@blueprint.get(f"{PREFIX}/followup")
@requires(Permission.FOLLOWUP_OVERSEE)
def overview() -> str:
    """How far each REX came, the newest first, and how long publication took."""
    query = only(current_user(), Permission.FOLLOWUP_COUNT, Bulletin)
    found = paged(db.session, query.order_by(Bulletin.year.desc(), Bulletin.number.desc()))
    ids = [bulletin.id for bulletin in found]
    return render_template(
        "followup/all.html",
        found=found,
        records=records_of(found),
        reach=reach_of(db.session, ids),
        asked=asked_in(db.session, ids),
        departments=len(departments_of(db.session, current_language())),
        medians=from_event_to_rex(db.session),
    )


@blueprint.get(ADDRESS)
@requires(Permission.FOLLOWUP_OVERSEE)
def page(year: int, number: int) -> str:
    """What came of one REX: numbers, and which departments did not answer."""
    bulletin = rex_of(year, number, Permission.FOLLOWUP_COUNT)
    departments = departments_of(db.session, current_language())
    told = reminded(db.session, bulletin)
    tallies = tallies_of(db.session, bulletin, departments)
    return render_template(
        "followup/page.html",
        bulletin=bulletin,
        reach=reach_of(db.session, [bulletin.id])[bulletin.id],
        departments=len(departments),
        tallies=tallies,
        replies=list(Reply),
        applies=list(Applies),
        reminded=told,
        to_remind={row.id for tally in tallies for row in tally.silent} - told.keys(),
    )


@blueprint.post(f"{ADDRESS}/remind")
@requires(Permission.FOLLOWUP_OVERSEE)
def send(year: int, number: int) -> Response:
    """Remind who did not answer, each department once for this REX."""
    bulletin = rex_of(year, number, Permission.FOLLOWUP_REMIND)
    many = remind(db.session, bulletin, today())
    message = ngettext("%(num)d department is reminded", "%(num)d departments are reminded", many)
    flash(message if many else _("Nobody is left to remind"), "success" if many else "info")
    return redirect(url_for("oversight.page", year=year, number=number), code=303)


@blueprint.get(f"{ADDRESS}/remind")
@requires(Permission.FOLLOWUP_OVERSEE)
def before(year: int, number: int) -> Response:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("oversight.page", year=year, number=number))
