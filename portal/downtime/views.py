"""Reports on paper: the forms to print, and those that were taken over."""

from flask import Blueprint, Response, abort, render_template, request
from sqlalchemy import select

from portal.accounts.models import Department
from portal.db import db
from portal.downtime import sheets
from portal.downtime.forms import GiveUpForm
from portal.downtime.lines import lines_of
from portal.downtime.models import PaperReport
from portal.downtime.operations import PENDING, doubts_of, is_open
from portal.downtime.sheets import PILES, Sides
from portal.pdf import RenderError
from portal.permissions import Permission, allowed
from portal.web import PREFIX, current_user, pdf_answer, requires

blueprint = Blueprint("downtime", __name__)
ADDRESS = f"{PREFIX}/downtime"
MOST_DONE = 20


@blueprint.get(ADDRESS)
@requires(Permission.PAPER_FORM)
def page() -> str:
    """What the paper is for, the forms to print, and what the department took over."""
    mine = select(PaperReport).where(allowed(current_user(), Permission.PAPER_READ, PaperReport))
    waiting = mine.where(PENDING).order_by(PaperReport.id)
    done = mine.where(~PENDING).order_by(PaperReport.id.desc())
    return render_template(
        "downtime/page.html",
        sides=list(Sides),
        piles=PILES,
        waiting=db.session.scalars(waiting).all(),
        done=db.session.scalars(done.limit(MOST_DONE)).all(),
        is_open=is_open,
    )


@blueprint.get(f"{ADDRESS}.pdf")
@requires(Permission.PAPER_FORM)
def pile() -> Response:
    """So many forms, each with a serial of its own that nobody keeps before it is taken over."""
    chosen, copies = request.args.get("language", ""), request.args.get("copies", "1")
    if chosen not in list(Sides) or copies not in map(str, PILES):
        abort(404)
    department = db.session.get(Department, current_user().department_id or 0)
    try:
        content = sheets.render(Sides(chosen), int(copies), department)
    except RenderError:
        abort(503)
    answer = pdf_answer(content, f"REX-downtime-{chosen}")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get(f"{ADDRESS}/<paperreport>")
@requires(Permission.PAPER_READ, PaperReport)
def paper(paperreport: PaperReport) -> str:
    """Where one report on paper stands; what it says, until that stands in its dossier."""
    return show(paperreport, GiveUpForm(formdata=None))


def show(paperreport: PaperReport, form: GiveUpForm) -> str:
    """The page of one report on paper, with the form to give it up."""
    return render_template(
        "downtime/paper.html",
        paper=paperreport,
        form=form,
        open=is_open(paperreport),
        lines=[] if paperreport.incident_id else list(lines_of(paperreport)),
        doubts=doubts_of(paperreport),
    )
