"""The quality manager gives up a paper that was taken over wrongly, when nobody corrects it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.downtime.forms import GiveUpForm
from portal.downtime.models import PaperReport
from portal.downtime.operations import give_up
from portal.downtime.views import ADDRESS, blueprint, show
from portal.permissions import Permission
from portal.web import current_user, requires


@blueprint.post(f"{ADDRESS}/<paperreport>/give-up")
@requires(Permission.PAPER_GIVE_UP, PaperReport)
def no_longer(paperreport: PaperReport) -> str | Response | tuple[str, int]:
    """It never counts from now on; the reason and the serial stay to be read."""
    form = GiveUpForm()
    if not paperreport.is_pending:
        return show(paperreport, form), 409
    if not form.validate():
        return show(paperreport, form), 422
    give_up(current_user(), paperreport, form.reason.data or "")
    flash(_("This report on paper was given up"), "success")
    return redirect(url_for("downtime.paper", paperreport=paperreport.serial), code=303)
