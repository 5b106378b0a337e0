"""Taking a paper form over: its questions on one page, typed or read from a filled PDF."""

from contextlib import closing

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.wrappers import Response
from wtforms import FileField, Form

from portal import pdf
from portal.db import READING, db
from portal.downtime.forms import NUMBERS, PaperForm, with_file
from portal.downtime.models import PaperReport
from portal.downtime.operations import TakenBefore, answers_of, correct, doubts_of, find, take_over
from portal.downtime.views import ADDRESS, blueprint
from portal.i18n import current_language, format_date
from portal.incidents.moments import write_hour
from portal.incidents.report import department_here
from portal.incidents.report_forms import DESCRIPTION_LIMIT
from portal.pdf import RenderError
from portal.permissions import Permission, can
from portal.web import current_user, requires
from portal.workflow import NotOpen

Answer = str | Response | tuple[str, int]
MOST_BYTES = 2 * 1024 * 1024


class FileForm(Form):
    """A form that was filled in on a screen."""

    filled = FileField()


@blueprint.route(f"{ADDRESS}/take-over", methods=["GET", "POST"], endpoint="take_over")
@requires(Permission.PAPER_TAKE_OVER)
def begin() -> Answer:
    """All questions of the paper on one page; what is kept then waits for a second person."""
    if request.method in READING:
        given = {"serial": request.args.get("serial", ""), "language": current_language().value}
        earlier = find(db.session, given["serial"])
        form = PaperForm(data=given)
        return _taken(form, earlier) if earlier else _show(form)
    if request.files.get("filled"):
        return _read(request.files["filled"])
    form = PaperForm(request.form)
    if not form.validate():
        return _show(form), 422
    try:
        paper = take_over(db.session, current_user(), form)
    except TakenBefore as taken:
        return _taken(form, taken.paper), 422
    flash(_("Kept. Now somebody else compares it with the paper"), "success")
    return redirect(url_for("downtime.paper", paperreport=paper.serial), code=303)


@blueprint.route(f"{ADDRESS}/<paperreport>/correct", methods=["GET", "POST"], endpoint="correct")
@requires(Permission.PAPER_WRITE, PaperReport)
def mend(paperreport: PaperReport) -> Answer:
    """The same page for the first person, as long as the report does not count yet."""
    if request.method in READING:
        if not paperreport.is_pending:
            raise NotOpen("correct")
        return _show(PaperForm(data=_kept(paperreport)), paperreport)
    form = PaperForm(request.form)
    if not paperreport.is_pending:
        return _show(form, paperreport, late=True), 409
    if not form.validate():
        return _show(form, paperreport), 422
    try:
        correct(db.session, paperreport, form)
    except TakenBefore as taken:
        return _taken(form, taken.paper, paperreport), 422
    flash(_("Kept. Now somebody else compares it with the paper"), "success")
    return redirect(url_for("downtime.paper", paperreport=paperreport.serial), code=303)


def _kept(paper: PaperReport) -> dict[str, str]:
    return answers_of(paper) | {
        "serial": paper.serial,
        "written_date": format_date(paper.written_on),
        "written_time": write_hour(paper.written_time, current_language()),
    }


def _read(file: FileStorage) -> Answer:
    """Fill the page in from a PDF, which is not kept; what was typed and it lacks stays."""
    systems, files = department_here().system_list, FileForm()
    with closing(file):
        content = file.stream.read(MOST_BYTES + 1)
    try:
        filled = {} if len(content) > MOST_BYTES else pdf.previews.read_form(content)
    except RenderError:
        filled = {}
    if not filled.keys() & NUMBERS.keys():
        files.filled.errors = [_("Choose a form of this portal that was filled in as a PDF")]
        return _show(PaperForm(data=_typed(MultiDict(request.form))), files=files), 422
    return _show(
        PaperForm(data=_typed(with_file(request.form.to_dict(), filled, systems))), read=True
    )


def _typed(given: MultiDict[str, str]) -> dict[str, object]:
    """As it was typed, for a page on which nothing is judged yet."""
    return {field.name: field.data for field in PaperForm(given)}


def _taken(form: PaperForm, earlier: PaperReport, paper: PaperReport | None = None) -> str:
    """The same page, with the way to the earlier one for who may see it and for nobody else."""
    form.serial.errors = [_("This serial number was taken over before")]
    visible = can(current_user(), Permission.PAPER_READ, earlier)
    return _show(form, paper, earlier=earlier if visible else None)


def _show(
    form: PaperForm,
    paper: PaperReport | None = None,
    *,
    earlier: PaperReport | None = None,
    files: FileForm | None = None,
    read: bool = False,
    late: bool = False,
) -> str:
    department = department_here()
    form.offer(department.system_list)
    return render_template(
        "downtime/take_over.html",
        form=form,
        files=files or FileForm(),
        paper=paper,
        doubts=doubts_of(paper) if paper else [],
        earlier=earlier,
        read=read,
        late=late,
        department=department,
        numbers=NUMBERS,
        limit=DESCRIPTION_LIMIT,
    )
