"""The gate: four checks on one page, each finding with its place and what it asks."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from portal.bulletins import gate, overruling
from portal.bulletins.checks import Check
from portal.bulletins.history import history_for
from portal.bulletins.models import OUT, Bulletin
from portal.bulletins.workshop import ADDRESS, Answer
from portal.db import db
from portal.incidents.forms import LINE_LIMIT
from portal.permissions import Permission, can
from portal.text import clean
from portal.web import current_user, requires
from portal.workflow import NotOpen

blueprint = Blueprint("checks", __name__)
REASON = "reason_"


@blueprint.get(f"{ADDRESS}/checks")
@requires(Permission.BULLETIN_READ, Bulletin)
def page(bulletin: Bulletin) -> Answer:
    """What the four checks find now."""
    return _page(bulletin)


@blueprint.post(f"{ADDRESS}/checks")
@requires(Permission.BULLETIN_READ, Bulletin)
def confirm(bulletin: Bulletin) -> Answer:
    """Keep the reasons that were written, and take one back where that was pressed."""
    if not can(current_user(), Permission.BULLETIN_JUDGE, bulletin):
        raise NotOpen("confirm")
    reasons, taken_back = _reasons(), request.form.get("take_back")
    problems = {key: _too_long(text) for key, text in reasons.items() if len(text) > LINE_LIMIT}
    if not problems and not taken_back and not any(reasons.values()):
        problems = {key: _("Write why it may stay") for key in list(reasons)[:1]}
    if problems:
        return _page(bulletin, reasons, problems), 422
    kept = gate.confirm(db.session, current_user(), bulletin, reasons)
    if taken_back:
        gate.take_back(db.session, current_user(), bulletin, taken_back)
        flash(_("The finding asks for a reason again"), "success")
    if kept:
        flash(ngettext("%(num)d reason is kept", "%(num)d reasons are kept", kept), "success")
    return redirect(_address(bulletin), code=303)


def _reasons() -> dict[str, str]:
    """What was written for each finding, by its key."""
    sent = (each for each in request.form.items() if each[0].startswith(REASON))
    return {name.removeprefix(REASON): clean(text) for name, text in sent}


def _too_long(text: str) -> str:
    words = {"length": len(text), "max": LINE_LIMIT}
    return _("This text has %(length)s characters: shorten it to %(max)s", **words)


def _page(
    bulletin: Bulletin,
    reasons: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> str:
    judged, user = gate.judged(db.session, bulletin), current_user()
    out = bulletin.status in OUT
    agreement = overruling.agreement_of(db.session, bulletin)
    return render_template(
        "workshop/checks.html",
        bulletin=bulletin,
        form=FlaskForm(),
        groups=[(check, [each for each in judged if each.found.check is check]) for check in Check],
        several=_several(judged),
        hindering=sum(each.hinders for each in judged),
        agreement=[] if out else [*agreement.missing, *agreement.objections],
        history=history_for(db.session, user, bulletin),
        open=can(user, Permission.BULLETIN_JUDGE, bulletin),
        waiting=any(each.asks for each in judged),
        reasons=reasons or {},
        problems=problems or {},
        out=out,
    )


def _several(judged: list[gate.Judged]) -> dict[str, tuple[str, int]]:
    """Rules that ask for a reason more than once: by the key of their last finding, how often."""
    asking = [each.found for each in judged if each.asks]
    times = Counter(found.rule for found in asking)
    last = {found.rule: found.key for found in asking}
    return {last[rule]: (rule, number) for rule, number in times.items() if number > 1}


def _address(bulletin: Bulletin) -> str:
    return url_for("checks.page", bulletin=bulletin.id)
