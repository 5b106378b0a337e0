"""The pages of the rules: what counts now, what counted before, and what is to come."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.db import db
from portal.duty import editing
from portal.duty.decide import in_force
from portal.duty.forms import NoteForm, RuleForm, TelephoneForm
from portal.duty.labels import CRITERIA, MODALITIES, REGIMES, UNITS
from portal.duty.models import DutyRule, Regime
from portal.duty.numbers import write_number
from portal.i18n import format_date, today
from portal.permissions import Permission
from portal.web import PREFIX, requires
from portal.workflow import NotOpen, Refused

blueprint = Blueprint("duty", __name__)
ONE = "/duty/<int(max=2147483647):dutyrule>"
WORDS = {
    "criteria": CRITERIA,
    "modalities": MODALITIES,
    "regimes": REGIMES,
    "units": UNITS,
    "write_number": write_number,
}


@blueprint.get(f"{PREFIX}/duty")
@requires(Permission.DUTY_RULES)
def overview() -> str:
    """Every rule, those in force first."""
    return _overview(TelephoneForm(telephone=_telephone()))


def _overview(form: TelephoneForm) -> str:
    rules = db.session.scalars(select(DutyRule).order_by(DutyRule.valid_from, DutyRule.id)).all()
    valid = in_force(rules, today())
    return render_template(
        "duty/overview.html",
        form=form,
        groups=[(regime, [each for each in valid if each.regime is regime]) for regime in Regime],
        coming=[rule for rule in rules if rule.valid_from > today()],
        earlier=[rule for rule in rules if rule.valid_to is not None and rule.valid_to <= today()],
        **WORDS,
    )


def _telephone() -> str:
    query = select(DutyRule.telephone).where(DutyRule.valid_to.is_(None)).order_by(DutyRule.id)
    numbers: Sequence[str] = db.session.scalars(query).all()
    return next(filter(None, numbers), "")


@blueprint.post(f"{PREFIX}/duty/telephone")
@requires(Permission.DUTY_EDIT)
def telephone() -> Any:
    """Write one number on every rule that counts today or later."""
    form = TelephoneForm()
    if not form.validate():
        return _overview(form), 422
    editing.set_telephone(db.session, form.telephone.data or "")
    flash(_("Saved"), "success")
    return redirect(url_for("duty.overview"), code=303)


@blueprint.route(f"{PREFIX}{ONE}", methods=["GET", "POST"])
@requires(Permission.DUTY_EDIT, DutyRule)
def page(dutyrule: DutyRule) -> Any:
    """Write the rule that follows this one."""
    form = RuleForm(dutyrule)
    if not form.is_submitted():
        return _page(dutyrule, form)
    if not form.validate() or form.valid_from.data is None:
        return _page(dutyrule, form), 422
    try:
        new = editing.follow(db.session, dutyrule, valid_from=form.valid_from.data, **form.values())
    except Refused as refused:
        form.show(refused.problems)
        return _page(dutyrule, form), 422
    flash(_("The rule counts from %(date)s", date=format_date(new.valid_from)), "success")
    return redirect(url_for("duty.overview"), code=303)


@blueprint.post(f"{PREFIX}{ONE}/note")
@requires(Permission.DUTY_EDIT, DutyRule)
def note(dutyrule: DutyRule) -> str | Response | tuple[str, int]:
    """Write the telephone number, and whether the regulator confirmed the rule."""
    if dutyrule.valid_to is not None and dutyrule.valid_to <= today():
        raise NotOpen("note")
    form = NoteForm(prefix="note-")
    if not form.validate():
        return _page(dutyrule, None, form), 422
    dutyrule.telephone = form.telephone.data or ""
    dutyrule.confirmed = form.confirmed.data
    flash(_("Saved"), "success")
    return redirect(url_for("duty.overview"), code=303)


def _page(rule: DutyRule, form: RuleForm | None, note_form: NoteForm | None = None) -> str:
    opened = {"telephone": rule.telephone, "confirmed": rule.confirmed}
    return render_template(
        "duty/rule.html",
        rule=rule,
        ended=rule.valid_to is not None and rule.valid_to <= today(),
        form=form or RuleForm(rule, formdata=None),
        note=note_form or NoteForm(formdata=None, data=opened, prefix="note-"),
        **WORDS,
    )
