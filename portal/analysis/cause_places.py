"""Two choices for one cause, each on a page of its own: its code, and where in the tree it goes."""

from typing import Any

from flask import abort, render_template
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined] # newer than the types
from wtforms.validators import InputRequired, Optional

from portal.analysis import outline, tree
from portal.analysis.branches import Branches
from portal.analysis.causes import back, page
from portal.analysis.causes_form import CausesForm
from portal.analysis.task import ADDRESS, blueprint
from portal.incidents import operations
from portal.incidents.cause import Cause
from portal.incidents.dossier import Answer
from portal.incidents.guarded import came_late, opened_with, sent
from portal.incidents.models import Incident
from portal.incidents.taxonomy import CauseFamily, EindhovenCode
from portal.permissions import Permission
from portal.web import current_user, requires

TOP = "event"
MAIN = 3  # families that are offered each on their own: technical, organisational, human


class CodeForm(FlaskForm):
    """The code of a base cause, or none yet."""

    code = RadioField(
        _("Code"),
        choices=[SelectChoice(code, code) for code in ("", *EindhovenCode)],
        validators=[Optional()],
    )


class MoveForm(FlaskForm):
    """The cause, or the event, below which a cause comes."""

    under = RadioField(
        _("Move under"), validators=[InputRequired(_("Choose where the cause comes"))]
    )


@blueprint.route(f"{ADDRESS}/causes/<int:cause>/code", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def cause_code(incident: Incident, cause: int) -> Answer:
    """Choose the code of a base cause: three families, then a few choices each."""
    late = came_late(incident)
    found = _cause(incident, cause)
    form = CodeForm()
    if found is None or found not in incident.base_causes:
        return _gone(incident, form)
    stored = found.code.value if found.code else ""
    if not form.is_submitted() or late:
        form.code.data = form.code.data or stored
        return _choice(incident, found, form, stored, late=late)
    if not form.validate():
        return _choice(incident, found, form, stored)
    result = operations.merged(sent("code", form.code.data or ""), stored)
    if result.conflict:
        return _choice(incident, found, form, stored, theirs=stored)
    found.code = EindhovenCode(result.text) if result.text else None
    operations.open_by_department(incident, current_user())
    return back(incident, at=f"code-{found.id}")


@blueprint.route(f"{ADDRESS}/causes/<int:cause>/move", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def cause_move(incident: Incident, cause: int) -> Answer:
    """Choose the cause, or the event, below which a cause comes."""
    late = came_late(incident)
    found = _cause(incident, cause)
    form = MoveForm()
    if found is None:
        return _gone(incident, form)
    form.under.choices = _targets(incident, found)
    meanwhile = bool(form.under.data) and form.under.data not in dict(form.under.choices)
    if late or meanwhile or not form.validate_on_submit():
        if not form.is_submitted():
            form.under.data = str(found.parent_id or TOP)
        status = 409 if late or meanwhile else 422 if form.is_submitted() else 200
        shown = _page("move", incident, found, form, late=late, meanwhile=meanwhile)
        return (shown, status) if status != 200 else shown
    branches = Branches(incident)
    under = None if form.under.data == TOP else int(form.under.data)
    branches.change(tree.move, found.id, under)
    branches.write()
    operations.open_by_department(incident, current_user())
    return back(incident, at=f"move-{found.id}")


def _cause(incident: Incident, id_: int) -> Cause | None:
    return next((each for each in incident.causes if each.id == id_), None)


def _gone(incident: Incident, form: FlaskForm) -> Answer:
    """Somebody removed the cause meanwhile, or set another below it."""
    if not form.is_submitted():
        abort(404)
    return page(incident, CausesForm(incident, fresh=True), moved=True), 409


def _targets(incident: Incident, cause: Cause) -> list[tuple[str, str]]:
    """The event and every cause but those of the branch that moves."""
    nodes = outline.nodes_of(incident)
    own = {node.id for node in tree.branch(nodes, cause.id)}
    places = [
        (str(row.cause.id), f"{row.number} · {row.cause.text.best(incident.language)[1]}")
        for row in outline.rows_of(incident)
        if row.cause.id not in own
    ]
    return [(TOP, incident.title.best(incident.language)[1] or incident.reference), *places]


def _choice(
    incident: Incident,
    cause: Cause,
    form: CodeForm,
    stored: str,
    *,
    theirs: str | None = None,
    late: bool = False,
) -> Answer:
    clash = theirs is not None
    families = {
        family: [code for code in EindhovenCode if code.family is family] for family in CauseFamily
    }
    shown = _page(
        "code",
        incident,
        cause,
        form,
        late=late,
        families=dict(list(families.items())[:MAIN]),
        others=[code for codes in list(families.values())[MAIN:] for code in codes],
        clashes=[("code_keep-mine", _("Choose which version you keep"))] if clash else [],
        theirs=_in_words(theirs) if clash else None,
        mine=_in_words(form.code.data),
        opened=opened_with({"code": stored}, theirs)["code"],
    )
    status = 409 if clash or late else 422 if form.errors else 200
    return (shown, status) if status != 200 else shown


def _in_words(code: str | None) -> str:
    if code not in set(EindhovenCode):
        return str(_("Not coded yet"))
    return f"{code} · {EindhovenCode(code).label}"


def _page(name: str, incident: Incident, cause: Cause, form: FlaskForm, **values: Any) -> str:
    (row,) = [each for each in outline.rows_of(incident) if each.cause is cause]
    return render_template(
        f"analysis/cause_{name}.html", incident=incident, row=row, form=form, **values
    )
