"""The mails about a REX in preparation: please confirm or translate it, what came of a report."""

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.bulletins import assigning, confirming
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import Bulletin, BulletinIncident
from portal.db import db
from portal.incidents import moves
from portal.incidents.models import Incident, IncidentStatus

OUTCOME = "outcome"
_S = IncidentStatus


def init_app(app: Flask) -> None:
    """Register the mails, and what sets them off."""
    notices.register(app, confirming.KIND, _confirm)
    label = _("The answer of a department on the text of a REX")
    notices.register(app, confirming.ANSWERED, _answered, label)
    notices.register(app, OUTCOME, _outcome, _("What came of my report"))
    notices.register(app, assigning.KIND, _translate, _("REX to translate"))
    moves.when(app, {_S.CLOSED, _S.LINKED, _S.PUBLISHED}, tell_outcome)
    app.extensions["schedule"].daily(confirming.KIND, confirming.remind)


def tell_outcome(session: Session, incident: Incident) -> None:
    """Tell the reporter what came of the report, if there is a name to tell it to."""
    if incident.owner is not None:
        notices.send(session, OUTCOME, incident.id, [incident.owner])


def _confirm(_person: Person, about: str) -> Notice | None:
    key, _colon, moment = about.partition(":")
    confirmation = db.session.get(Confirmation, int(key))
    if confirmation is None or not confirming.is_open(db.session, confirmation):
        return None
    reference = confirmation.incident.reference
    words = _(
        "The FANC prepares a REX from %(reference)s. Do you agree with its text?",
        reference=reference,
    )
    if moment != "new":
        words = _(
            "The FANC still waits for your answer on the text of %(reference)s.",
            reference=reference,
        )
    return Notice(
        _("Please agree: %(reference)s", reference=reference),
        words,
        _("Read the text and answer"),
        "confirming.confirm",
        {"incident": reference},
    )


def _answered(_person: Person, about: str) -> Notice | None:
    confirmation = db.session.get(Confirmation, int(about))
    if confirmation is None:
        return None
    reference = confirmation.incident.reference
    return Notice(
        _("Answer on %(reference)s", reference=reference),
        _(
            "The department answered whether it agrees with the text of %(reference)s.",
            reference=reference,
        ),
        _("Open the answers"),
        "confirming.opinions",
        {"bulletin": confirmation.bulletin_id},
    )


def _outcome(person: Person, about: str) -> Notice | None:
    incident = db.session.get(Incident, int(about))
    if incident is None or incident.owner_id != person.id:
        return None
    reference = incident.reference
    words = _outcome_of(incident)
    if words is None:
        return None
    return Notice(
        _("What came of your report %(reference)s", reference=reference),
        words,
        _("Open your report"),
        "incidents.page",
        {"incident": reference},
    )


def _outcome_of(incident: Incident) -> LazyString | None:
    """In one sentence; None while there is nothing to tell."""
    rex = db.session.scalar(
        select(Bulletin)
        .join(BulletinIncident)
        .where(
            BulletinIncident.incident_id == incident.id,
            Bulletin.number.is_not(None),
        )
        .order_by(Bulletin.published_at.desc(), Bulletin.id.desc())
        .limit(1)
    )
    if rex is not None:
        return _("Your report contributed to %(label)s", label=rex.label)
    reference = incident.reference
    return {
        _S.CLOSED: _("The dossier of your report %(reference)s is closed.", reference=reference),
        _S.LINKED: _(
            "The FANC reads your report %(reference)s together with another report.",
            reference=reference,
        ),
    }.get(incident.status)


def _translate(person: Person, about: str) -> Notice | None:
    key, _colon, moment = about.partition(":")
    bulletin = db.session.get(Bulletin, int(key))
    if bulletin is None or not assigning.is_due(bulletin, person):
        return None
    words = _("A REX in preparation was given to you to translate.")
    if moment != "new":
        words = _("The text of a REX that you translate has changed.")
    return Notice(
        _("To translate: REX in preparation"),
        words,
        _("Open the translation sheet"),
        "translation.page",
        {"bulletin": bulletin.id},
    )
