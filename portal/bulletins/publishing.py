"""Publication: the text once more, the number it would get, who hears of it, and the button."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import numbering
from portal.bulletins import dating, operations, overruling, subscribers
from portal.bulletins.models import OUT, Audience, Bulletin
from portal.bulletins.operations import Plan
from portal.bulletins.publish_forms import DIGEST, NOW, PublishForm, YearForm
from portal.bulletins.workflow import BULLETIN
from portal.bulletins.workshop import ADDRESS, Answer, about, bodies_of
from portal.db import db
from portal.i18n import current_language, format_date, today
from portal.permissions import Permission
from portal.web import current_user, requires
from portal.workflow import NotOpen, Problem, Refused

blueprint = Blueprint("publishing", __name__)


@blueprint.get(f"{ADDRESS}/publish")
@requires(Permission.BULLETIN_READ, Bulletin)
def proposal(bulletin: Bulletin) -> Answer:
    """The number that the REX would get, in this year or in the one asked for."""
    if bulletin.status in OUT:
        return redirect(_rex(bulletin))
    asked = YearForm(request.args, meta={"csrf": False})
    wrong = "year" in request.args and not asked.validate()
    year = today().year if wrong or not asked.year.data else int(asked.year.data)
    form = PublishForm(
        formdata=None,
        data={"year": str(year), "day": today(), "audience": bulletin.audience.value, "mails": NOW},
    )
    if wrong:
        form.year.data, form.year.errors = asked.year.data, asked.year.errors
        return _proposal(bulletin, form, year), 422
    return _proposal(bulletin, form, year)


@blueprint.post(f"{ADDRESS}/publish")
@requires(Permission.BULLETIN_PUBLISH, Bulletin)
def publish(bulletin: Bulletin) -> Answer:
    """Publish in both languages at once: page, documents and number."""
    form = PublishForm()
    if "publish" not in BULLETIN.open_to(current_user(), bulletin):
        raise NotOpen("publish")
    if not form.validate():
        return _proposal(bulletin, form, today().year), 422
    user, year, seen = current_user(), int(form.year.data or ""), form.seen.data or ""
    plan = _plan(bulletin, form)
    if not (_has_reason(bulletin, form) and _can_bear(bulletin, form, year, plan)):
        return _proposal(bulletin, form, year), 422
    try:
        operations.render_then_publish(db.session, user, bulletin, year, seen, plan)
    except operations.Changed:
        return _proposal(bulletin, form, year, changed=True), 409
    except Refused as refused:
        return _proposal(bulletin, form, today().year, problems=refused.problems), 422
    flash(_told(bulletin), "success")
    return redirect(_rex(bulletin), code=303)


def _plan(bulletin: Bulletin, form: PublishForm) -> Plan:
    day = form.day.understood
    return Plan(
        day=None if bulletin.is_revision or day == today() else day,
        audience=Audience(form.audience.data),
        in_digest=form.mails.data == DIGEST,
        reason=form.reason.data or "",
        language=current_language(),
    )


def _has_reason(bulletin: Bulletin, form: PublishForm) -> bool:
    agreement = overruling.agreement_of(db.session, bulletin)
    if form.reason.data or not agreement.objections:
        return True
    form.reason.errors = [_("Write why you publish without this agreement")]
    return False


def _can_bear(bulletin: Bulletin, form: PublishForm, year: int, plan: Plan) -> bool:
    problem = dating.problem_of(db.session, bulletin, year, plan.day)
    form.day.errors = [problem] if problem else form.day.errors
    return not problem


def _told(bulletin: Bulletin) -> str:
    if len(bulletin.editions) > 1:
        return _("%(label)s is revised in Dutch and French", label=bulletin.label)
    return _("%(label)s is published in Dutch and in French", label=bulletin.label)


def _proposal(
    bulletin: Bulletin,
    form: PublishForm,
    year: int,
    problems: Sequence[Problem] = (),
    *,
    changed: bool = False,
) -> str:
    earliest = format_date(dating.earliest(db.session, bulletin, year))
    form.day.description = _("Today, or an earlier day from %(date)s on", date=earliest)
    return render_template(
        "workshop/publish.html",
        **about(bulletin),
        bodies=bodies_of(bulletin),
        changed=changed,
        seen=operations.text_of(bulletin),
        form=form,
        year=year,
        day=today(),
        number=numbering.peek(db.session, operations.SERIES, year),
        problems=problems or BULLETIN.problems(bulletin, "publish"),
        agreement=overruling.agreement_of(db.session, bulletin),
        heard={
            NOW: subscribers.counted(db.session, in_digest=False),
            DIGEST: subscribers.counted(db.session, in_digest=True),
        },
        monday=today() + timedelta(days=7 - today().weekday()),
        reporters=sum(
            incident.owner_id is not None and not bulletin.is_revision
            for incident in bulletin.incidents
        ),
    )


def _rex(bulletin: Bulletin) -> str:
    return url_for("rex.page", year=bulletin.year, number=bulletin.number)
