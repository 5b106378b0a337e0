"""What waits for a person, the most pressing first: each thing with a verb, and a date if any."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from portal.actions import due
from portal.actions.due import View
from portal.alerts.models import Alert
from portal.bulletins import confirming
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.db import Model, db
from portal.desk.views import conditions
from portal.dialogue.models import Question
from portal.downtime import operations as paper
from portal.followup import rex_actions
from portal.followup.own import hoped_for
from portal.i18n import Language, format_date, format_moment, today
from portal.incidents.deadlines import final_report_due, first_notification_due
from portal.incidents.drafts import Draft, read
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.obligation import BEFORE_FINAL
from portal.incidents.report_answers import Report
from portal.incidents.taxonomy import Danger
from portal.permissions import Permission, User, allowed, can, only

MOST = 10
FIRST_WORDS = 80  # characters


@dataclass(frozen=True)
class Waiting:
    """Something that waits for this person; ``words`` are the first of what was written."""

    text: str
    url: str
    words: str = ""
    language: Language | None = None


def waiting(user: User) -> Iterator[Waiting]:
    """Everything, for this page's language."""
    yield from _alerts(user)
    yield from _dangers(user)
    if can(user, Permission.REPORT):
        yield from _unfinished_reports(user)
        yield from _papers(user)
    if can(user, Permission.INCIDENT_OVERSEE):
        yield from _first_notifications(user)
        yield from _final_reports(user)
        yield from _questions(user)
        yield from _confirmations(user)
    if can(user, Permission.INCIDENT_LIST) or can(user, Permission.DESK):
        yield from _incidents(user)
    if can(user, Permission.ACTIONS):
        yield from _actions(user)
        yield from _recommendations(user)
    if can(user, Permission.BULLETIN_LIST):
        yield from _bulletins(user)


def _alerts(user: User) -> Iterator[Waiting]:
    """The warnings that this person may approve, or is to finish."""
    words = {
        Permission.ALERT_SEND: _("Approve warning %(reference)s to all departments"),
        Permission.ALERT_WRITE: _("Finish warning %(reference)s to all departments"),
    }
    for permission, text in words.items():
        query = only(user, permission, Alert).order_by(Alert.id).limit(MOST)
        for alert in db.session.scalars(query):
            address = url_for("alerts.page", alert=alert.reference)
            yield Waiting(text % {"reference": alert.reference}, address)


def _dangers(user: User) -> Iterator[Waiting]:
    """Where danger may last and it is this person's turn: before everything else."""
    turns = (
        (Permission.INCIDENT_SUBMIT, IncidentStatus.WITH_DEPARTMENT),
        (Permission.INCIDENT_TRIAGE, IncidentStatus.SUBMITTED),
    )
    for permission, status in turns:
        query = (
            select(Incident.reference)
            .where(Incident.danger == Danger.YES, Incident.status == status)
            .where(allowed(user, permission, Incident))
            .order_by(Incident.id)
            .limit(MOST)
        )
        for reference in db.session.scalars(query):
            text = _("Danger may last: read %(reference)s", reference=reference)
            yield Waiting(text, url_for("incidents.page", incident=reference))


def _unfinished_reports(user: User) -> Iterator[Waiting]:
    drafts = select(Draft).where(Draft.owner_id == user.id).order_by(Draft.saved_at)
    for draft in db.session.scalars(drafts):
        saved = format_moment(draft.saved_at)
        text = _("Go on with your report, saved on %(moment)s", moment=saved)
        written = Report.of(read(draft)).what
        words = shorten(written.description.data or "", FIRST_WORDS, placeholder="…")
        address = url_for("report.questions", draft=draft.token, page=1)
        yield Waiting(text, address, words, written.written_in)


def _papers(user: User) -> Iterator[Waiting]:
    address = url_for("downtime.page")
    if number := paper.waiting_for_check(db.session, user):
        text = ngettext(
            "Check %(num)d report on paper as second person",
            "Check %(num)d reports on paper as second person",
            number,
        )
        yield Waiting(text, address)
    if number := paper.waiting_for_correction(db.session, user):
        text = ngettext(
            "Correct %(num)d report that you took over from paper",
            "Correct %(num)d reports that you took over from paper",
            number,
        )
        yield Waiting(text, address)


def _first_notifications(user: User) -> Iterator[Waiting]:
    day = first_notification_due()
    query = (
        select(Incident.reference, day)
        .where(allowed(user, Permission.INCIDENT_NOTIFY, Incident), day.is_not(None))
        .where(Incident.status == IncidentStatus.WITH_DEPARTMENT)
        .order_by(day, Incident.id)
        .limit(MOST)
    )
    for reference, limit in db.session.execute(query):
        text = _("Send the first notification of %(reference)s", reference=reference)
        yield Waiting(f"{text}, {_until(limit)}", url_for("incidents.notify", incident=reference))


def _final_reports(user: User) -> Iterator[Waiting]:
    day = final_report_due()
    query = (
        select(Incident.reference, day)
        .where(allowed(user, Permission.INCIDENT_SUBMIT, Incident), day.is_not(None))
        .where(Incident.status.in_(BEFORE_FINAL))
        .order_by(day, Incident.id)
        .limit(MOST)
    )
    for reference, limit in db.session.execute(query):
        text = _("Complete the final report of %(reference)s", reference=reference)
        yield Waiting(f"{text}, {_until(limit)}", url_for("analysis.tasks", incident=reference))


def _questions(user: User) -> Iterator[Waiting]:
    query = (
        select(Incident.reference, Question.number, Question.due_on)
        .join(Question.incident)
        .where(Question.answered_at.is_(None))
        .where(allowed(user, Permission.INCIDENT_ANSWER, Incident))
        .order_by(Question.due_on, Question.id)
        .limit(MOST)
    )
    for reference, number, limit in db.session.execute(query):
        text = _("Answer the question of the FANC, %(reference)s", reference=reference)
        address = url_for("dialogue.question", incident=reference, number=number)
        yield Waiting(f"{text}, {_until(limit)}", address)


def _until(limit: date | None) -> str:
    """How much time is left; the date is always told. Without a limit: nothing."""
    if limit is None:
        return ""
    left = (limit - today()).days
    if left < 0:
        return _("was due on %(date)s", date=format_date(limit))
    if left == 0:
        return _("due today, %(date)s", date=format_date(limit))
    days = ngettext("%(num)d day left", "%(num)d days left", left)
    return _("%(days)s (until %(date)s)", days=days, date=format_date(limit))


def _confirmations(user: User) -> Iterator[Waiting]:
    mine = allowed(user, Permission.INCIDENT_CONFIRM, Incident)
    asked = confirming.waiting().where(mine).with_only_columns(Incident.reference).order_by(None)
    query = asked.distinct().order_by(Incident.reference).limit(MOST)
    for reference in db.session.scalars(query):
        text = _("Confirm the anonymised text of %(reference)s", reference=reference)
        yield Waiting(text, url_for("confirming.confirm", incident=reference))


def _incidents(user: User) -> Iterator[Waiting]:
    counts = _counts(user, Incident, Permission.INCIDENT_SUBMIT)
    if number := counts.get(IncidentStatus.WITH_DEPARTMENT, 0):
        text = ngettext("%(num)d report to complete", "%(num)d reports to complete", number)
        state = IncidentStatus.WITH_DEPARTMENT.value
        yield Waiting(text, url_for("incidents.overview", status=state))
    if number := counts.get(IncidentStatus.NOTIFIED, 0):
        text = ngettext(
            "%(num)d analysis to complete after the first notification",
            "%(num)d analyses to complete after the first notification",
            number,
        )
        yield Waiting(text, url_for("incidents.overview", status=IncidentStatus.NOTIFIED.value))
    counts = _counts(user, Incident, Permission.INCIDENT_TRIAGE)
    if number := counts.get(IncidentStatus.SUBMITTED, 0):
        text = ngettext("%(num)d new dossier", "%(num)d new dossiers", number)
        yield Waiting(text, url_for("desk.inbox"))
    if number := counts.get(IncidentStatus.IN_REVIEW, 0):
        text = ngettext("%(num)d dossier in review", "%(num)d dossiers in review", number)
        yield Waiting(text, url_for("desk.inbox", view="review"))
    if number := _ready_for_rex(user):
        text = ngettext(
            "%(num)d dossier accepted for a REX", "%(num)d dossiers accepted for a REX", number
        )
        yield Waiting(text, url_for("desk.inbox", view="accepted"))


def _ready_for_rex(user: User) -> int:
    """How many accepted dossiers stand in that view of the inbox; the others are to publish."""
    mine = allowed(user, Permission.INCIDENT_TRIAGE, Incident)
    query = select(func.count()).where(mine, conditions(user)["accepted"])
    return db.session.scalar(query) or 0


def _actions(user: User) -> Iterator[Waiting]:
    found = due.waiting(db.session, user) + rex_actions.waiting(db.session, user)
    if number := found.overdue:
        text = ngettext("%(num)d action is overdue", "%(num)d actions are overdue", number)
        yield Waiting(text, url_for("actions.overview", view=View.OVERDUE.value))
    if number := found.soon:
        text = ngettext(
            "%(num)d action is due this week", "%(num)d actions are due this week", number
        )
        yield Waiting(text, url_for("actions.overview", view=View.OPEN.value))
    if number := found.to_check:
        text = ngettext(
            "See whether %(num)d action works", "See whether %(num)d actions work", number
        )
        yield Waiting(text, url_for("actions.overview", view=View.TO_CHECK.value))


def _recommendations(user: User) -> Iterator[Waiting]:
    for rex in hoped_for(db.session, user, MOST):
        label = f"REX {rex.number} – {rex.year}"
        text = _("Say what your department does with %(label)s", label=label)
        yield Waiting(text, url_for("followup.ours", year=rex.year, number=rex.number))


def _bulletins(user: User) -> Iterator[Waiting]:
    counts = _counts(user, Bulletin, Permission.BULLETIN_READ)
    if number := counts.get(BulletinStatus.DRAFT, 0):
        text = ngettext("%(num)d REX being written", "%(num)d REX being written", number)
        yield Waiting(text, url_for("workshop.overview"))
    if number := counts.get(BulletinStatus.READY, 0):
        text = ngettext("%(num)d REX ready to publish", "%(num)d REX ready to publish", number)
        yield Waiting(text, url_for("workshop.overview"))


def _counts(user: User, model: type[Model], permission: Permission) -> dict[str, int]:
    status = model.status  # type: ignore[attr-defined]
    query = select(status, func.count()).where(allowed(user, permission, model)).group_by(status)
    return dict(db.session.execute(query).all())
