"""The second person compares what was taken over with the paper, line by line."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.db import READING, db
from portal.downtime.lines import lines_of, version_of
from portal.downtime.models import PaperReport
from portal.downtime.operations import confirm, doubt, is_open
from portal.downtime.views import ADDRESS, blueprint
from portal.permissions import Permission, can
from portal.web import current_user, requires
from portal.workflow import NotOpen

Answer = str | Response | tuple[str, int]


@blueprint.route(f"{ADDRESS}/<paperreport>/check", methods=["GET", "POST"])
@requires(Permission.PAPER_READ, PaperReport)
def check(paperreport: PaperReport) -> Answer:
    """Every line with a box; once all are ticked the report counts, else it goes back."""
    if not can(current_user(), Permission.PAPER_CHECK, paperreport):
        return _to_somebody_else(paperreport)
    if not is_open(paperreport):
        raise NotOpen("check")
    if request.method in READING:
        return _show(paperreport)
    if request.form.get("version") != version_of(paperreport):
        return _show(paperreport, changed=True), 409
    right = set(request.form.getlist("right"))
    wrong = [line.name for line in lines_of(paperreport) if line.name not in right]
    if request.form.get("action") == "doubt":
        if not wrong:
            message = _("Leave the lines that do not agree with the paper unticked")
            return _show(paperreport, right, message), 422
        return _send_back(paperreport, wrong)
    if wrong:
        message = _("Tick each line, or send back what does not agree with the paper")
        return _show(paperreport, right, message), 422
    incident = confirm(db.session, current_user(), paperreport)
    flash(_("Thank you. This is now report %(reference)s", reference=incident.reference), "success")
    return redirect(url_for("downtime.paper", paperreport=paperreport.serial), code=303)


def _to_somebody_else(paper: PaperReport) -> Response:
    flash(_("You took this report over yourself: a colleague compares it with the paper"), "info")
    return redirect(url_for("downtime.paper", paperreport=paper.serial), code=303)


def _send_back(paper: PaperReport, wrong: list[str]) -> Response:
    doubt(paper, wrong)
    flash(_("Sent back to who took it over"), "success")
    return redirect(url_for("downtime.paper", paperreport=paper.serial), code=303)


def _show(
    paper: PaperReport, right: set[str] | None = None, message: str = "", *, changed: bool = False
) -> str:
    return render_template(
        "downtime/check.html",
        paper=paper,
        lines=list(lines_of(paper)),
        right=right or set(),
        message=message,
        changed=changed,
        version=version_of(paper),
    )
