"""One corrective action after the analysis: done, another date, and whether it works."""

import json

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.actions import effects
from portal.actions.edit import Answer, blueprint
from portal.actions.following_forms import DueForm, EffectForm
from portal.conflicts import fingerprint, merge
from portal.i18n import format_date, today
from portal.incidents.corrective_action import CorrectiveAction, EffectCheck
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ActionStatus, Effect
from portal.permissions import Permission
from portal.web import PREFIX, requires
from portal.workflow import NotOpen

ADDRESS = f"{PREFIX}/incidents/<incident>/actions/<int(max=2147483647):action>"


@blueprint.get(ADDRESS)
@requires(Permission.INCIDENT_FOLLOW, Incident)
def page(incident: Incident, action: int) -> str:
    """One action: how it stands, and what can be noted of it."""
    return _page(incident, _of(incident, action))


@blueprint.post(f"{ADDRESS}/done")
@requires(Permission.INCIDENT_FOLLOW, Incident)
def done(incident: Incident, action: int) -> Response:
    """Note that it is done today, or take that back; to say it twice changes nothing."""
    row = _of(incident, action)
    if "undo" in request.form:
        effects.undone(row)
        flash(_("The action is open again"), "success")
    else:
        if row.status is not ActionStatus.DONE:
            effects.done(row)
        flash(_("Noted as done. In 3 and in 6 months we ask whether it works"), "success")
    if "from_list" in request.form:
        return redirect(url_for("actions.overview"), code=303)
    return _back(incident, row)


@blueprint.post(f"{ADDRESS}/due")
@requires(Permission.INCIDENT_FOLLOW, Incident)
def due(incident: Incident, action: int) -> Answer:
    """Give it another date."""
    row, form = _of(incident, action), DueForm()
    if row.status is not ActionStatus.PLANNED:
        raise NotOpen("due")
    if not form.validate():
        return _page(incident, row, due_form=form), 422
    theirs, mine = _day(row), form.due_on.understood
    result = merge(
        opened_with=form.opened.data or "",
        mine=mine.isoformat() if mine else "",
        theirs=theirs,
        keep=form.keep.data or "",
    )
    if result.conflict:
        form.opened.data = fingerprint(theirs)
        return _page(incident, row, due_form=form, theirs=_shown_day(row)), 409
    if result.text != theirs:
        row.due_on = mine
    flash(_("Saved"), "success")
    return _back(incident, row)


@blueprint.post(f"{ADDRESS}/effect/<int(max=99):months>")
@requires(Permission.INCIDENT_FOLLOW, Incident)
def effect(incident: Incident, action: int, months: int) -> Answer:
    """Answer whether it works, some months after it was done."""
    row, form = _of(incident, action), _effect_form(months)
    check = next((each for each in row.effect_checks if each.months == months), None)
    if check is None or check.due_on > today():
        return _page(incident, row, effect_form=(months, form), late=True), 409
    if not form.validate():
        return _page(incident, row, effect_form=(months, form)), 422
    theirs, mine = _answered(incident, check), json.dumps([form.answer.data, form.how.data])
    result = merge(
        opened_with=form.opened.data or "", mine=mine, theirs=theirs, keep=form.keep.data or ""
    )
    if result.conflict:
        form.opened.data = fingerprint(theirs)
        shown = f"{check.answer.label if check.answer else ''}\n{check.how[incident.language]}"
        return _page(incident, row, effect_form=(months, form), theirs=shown.strip()), 409
    if result.text != theirs:
        check.answer, check.checked_on = Effect(form.answer.data), today()
        check.how = check.how.replace(incident.language, form.how.data or "")
    flash(_("Saved"), "success")
    return _back(incident, row)


def _of(incident: Incident, action: int) -> CorrectiveAction:
    """The action, if it is one of this dossier."""
    found = next((each for each in incident.actions if each.id == action), None)
    return found or abort(404)


def _back(incident: Incident, action: CorrectiveAction) -> Response:
    here = url_for("actions.page", incident=incident.reference, action=action.id)
    return redirect(here, code=303)


def _day(action: CorrectiveAction) -> str:
    return action.due_on.isoformat() if action.due_on else ""


def _shown_day(action: CorrectiveAction) -> str:
    return format_date(action.due_on) if action.due_on else _("Not filled in")


def _answered(incident: Incident, check: EffectCheck) -> str:
    return json.dumps([check.answer or "", check.how[incident.language]])


def _effect_form(months: int, check: EffectCheck | None = None, stored: str = "") -> EffectForm:
    answer, how = json.loads(stored) if stored else ("", "")
    data = {"answer": answer, "how": how, "opened": fingerprint(stored)}
    return EffectForm(prefix=f"m{months}-", data=data if check else None)


def _page(
    incident: Incident,
    action: CorrectiveAction,
    *,
    due_form: DueForm | None = None,
    effect_form: tuple[int, EffectForm] | None = None,
    theirs: str | None = None,
    late: bool = False,
) -> str:
    forms = {
        check.months: _effect_form(check.months, check, _answered(incident, check))
        for check in action.effect_checks
        if check.due_on <= today()
    }
    if effect_form:
        forms[effect_form[0]] = effect_form[1]
    opened = {"due_on": action.due_on, "opened": fingerprint(_day(action))}
    return render_template(
        "actions/page.html",
        incident=incident,
        action=action,
        due_form=due_form or DueForm(formdata=None, data=opened),
        due_asked=due_form is not None,
        effects=forms,
        asked=effect_form,
        theirs=theirs,
        late=late,
    )
