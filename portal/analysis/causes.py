"""The page of causes and barriers: every button stores all that was typed, then does its work."""

import re
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.analysis import barriers, outline, similar_page, task, tree
from portal.analysis.branches import Branches
from portal.analysis.causes_form import GROUPS, CausesForm
from portal.analysis.task import ADDRESS, blueprint
from portal.conflicts import fingerprint
from portal.incidents import operations
from portal.incidents.dossier import Answer
from portal.incidents.guarded import came_late
from portal.incidents.models import MOST_ROWS, Incident
from portal.incidents.taxonomy import AnalysisTask
from portal.permissions import Permission
from portal.web import current_user, requires

STEPS = {"up": tree.up, "down": tree.down, "out": tree.out, "remove": tree.remove}
ELSEWHERE = {"code": "analysis.cause_code", "move": "analysis.cause_move"}


@blueprint.route(f"{ADDRESS}/causes", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def causes(incident: Incident) -> Answer:
    """The causal tree with its words, and the barriers."""
    late = came_late(incident)
    form = CausesForm(incident, add=_existing(incident, request.args.get("add", "")))
    if late:
        form.misses()
        return page(incident, form, late=True), 409
    if not form.is_submitted():
        return page(incident, form)
    verb, place = _pressed()
    removed = place if verb == "remove" else None
    if complaints := form.complaints(removed):
        return page(incident, form, complaints=complaints), 422
    clashes = form.clashes(removed)
    moved = bool(form.misses()) or place not in {None, *form.rows}
    if clashes or moved:
        return page(incident, form, clashes=clashes, moved=moved), 409
    at = _before(incident, removed) or f"{verb}-{place}"
    _store(incident, form, verb, place)
    return _next(incident, verb, place, at)


def _existing(incident: Incident, typed: str) -> str:
    return typed if typed in {str(cause.id) for cause in incident.causes} else ""


def _pressed() -> tuple[str, int | None]:
    """The button that was pressed, and the cause that it stands at."""
    pressed = request.form.get("do", "")
    found = re.fullmatch(r"([a-z]+)-(\d{1,12})", pressed)
    return (found[1], int(found[2])) if found else ("stay" if pressed else "", None)


def _before(incident: Incident, place: int | None) -> str:
    """The button at which somebody goes on who removes the cause at ``place``."""
    ids = [cause.id for cause in incident.causes]
    at = ids.index(place) if place in ids else 0
    return f"add-{ids[at - 1]}" if at else ""


def _store(incident: Incident, form: CausesForm, verb: str, place: int | None) -> None:
    changed = form.changed()
    for cause in incident.causes:
        if (text := changed.get(form.rows[cause.id].text.name)) is not None:
            cause.text = cause.text.replace(incident.language, text)
    incident.no_causes_reason = changed.get("no_causes_reason", incident.no_causes_reason)
    for name, worked in GROUPS.items():
        if name in changed:
            barriers.write(incident, form.barriers(name), worked=worked)
    branches = Branches(incident)
    for text, under in form.added():
        branches.add(text, under)
    if verb in STEPS:
        branches.change(STEPS[verb], place)
    branches.write()


def _next(incident: Incident, verb: str, place: int | None, at: str) -> Response:
    if not verb:
        return task.finished(incident, AnalysisTask.CAUSES)
    operations.open_by_department(incident, current_user())
    if answer := request.form.get("ready"):
        task.mark(incident, AnalysisTask.CAUSES, ready=answer == "yes")
    if request.form.get("do") == similar_page.ACT:
        return similar_page.to_similar(incident)
    if verb in ELSEWHERE:
        target = url_for(ELSEWHERE[verb], incident=incident.reference, cause=place)
        return redirect(target, code=303)
    return back(incident, **{"add": place} if verb == "add" else {"at": at if place else None})


def back(incident: Incident, **where: Any) -> Response:
    """To the page of causes, at the place where somebody was."""
    target = url_for("analysis.causes", incident=incident.reference, **where)
    return redirect(target, code=303)


def page(
    incident: Incident,
    form: CausesForm,
    *,
    complaints: dict[str, Any] | None = None,
    clashes: dict[str, str] | None = None,
    moved: bool = False,
    late: bool = False,
) -> str:
    """The page, with what was typed and with what somebody else did meanwhile."""
    clashes = clashes or {}
    choose = _("Choose which version you keep")
    kept = [(f"{name}_keep-mine", choose) for name in clashes]
    theirs = clashes | {
        name: barriers.shown(barriers.rows_of(incident, worked=GROUPS[name]))
        for name in GROUPS
        if name in clashes
    }
    form.add_spare_rows()
    return render_template(
        "analysis/causes.html",
        incident=incident,
        task=AnalysisTask.CAUSES,
        form=form,
        late=late,
        clashes=[*(complaints or {}).items(), *kept],
        theirs=theirs,
        moved=moved,
        opened=_opened(form, clashes),
        rows=outline.rows_of(incident),
        at=request.args.get("at", ""),
        room=len(form.rows) < MOST_ROWS or bool(form.added()),
        barriers_as_text=barriers.shown,
    )


def _opened(form: CausesForm, clashes: dict[str, str]) -> dict[str, str]:
    """The fingerprints for the form: as before after a mistake, anew after a clash."""
    return {
        name: fingerprint(text)
        if name in clashes
        else request.form.get(f"{name}_opened", fingerprint(text))
        for name, text in form.stored().items()
    }
