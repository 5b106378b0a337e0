"""What goes to the regulator: the dossier as it is at that moment, with a digest that proves it."""

import hashlib
import json
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import notices
from portal.accounts.models import Person
from portal.i18n import now
from portal.incidents import exposure, interchange, obligation
from portal.incidents.models import Incident
from portal.incidents.parts import Filing, FilingKind
from portal.incidents.workflow import INCIDENT
from portal.permissions import Role, User

KIND = "notified"


def notify(session: Session, user: User, incident: Incident, physician: Person | None) -> Filing:
    """Send the first notification, in the name of a physician of the department.

    The duty is checked once more, so that nobody sends under an answer of yesterday.
    """
    obligation.recheck(session, incident)
    if physician is not None and physician.department_id == incident.department_id:
        incident.physician_id = physician.id
    incident.notified_at = now()
    INCIDENT.advance(user, incident, "notify")
    return file(session, incident, FilingKind.FIRST, physician)


def file(
    session: Session, incident: Incident, kind: FilingKind, physician: Person | None
) -> Filing:
    """Keep what the regulator receives, and mail the department that it was received.

    It moves nothing: whoever files takes the step of the workflow in the same transaction.
    """
    moment = now()
    sent = _content(incident) | {
        "kind": kind.value,
        "filed_at": moment.isoformat(),
        "in_the_name_of": physician.name if physician else None,
    }
    content = json.dumps(sent, ensure_ascii=False, sort_keys=True, indent=1)
    filing = Filing(
        kind=kind,
        filed_at=moment,
        physician_id=physician.id if physician else None,
        content=content,
        digest=digest_of(content),
    )
    incident.filings.append(filing)
    session.flush()
    managers = notices.people_with(
        session, Role.QUALITY_MANAGER, department_id=incident.department_id
    )
    notices.send(session, KIND, filing.id, managers)
    return filing


def digest_of(content: str) -> str:
    """The SHA-256 by which anybody can see that a content was not changed."""
    return hashlib.sha256(content.encode()).hexdigest()


def _content(incident: Incident) -> dict[str, Any]:
    checks = incident.duty_checks
    return {
        "incident": interchange.write(incident),
        "exposure": {name: text for name, text in exposure.texts(incident).items() if text},
        "duty": {
            "outcome": checks[-1].outcome.value,
            "checked_at": checks[-1].checked_at.isoformat(),
            "due_on": checks[-1].due_on.isoformat() if checks[-1].due_on else None,
            "final_on": checks[-1].final_on.isoformat() if checks[-1].final_on else None,
            "results": json.loads(checks[-1].results),
        }
        if checks
        else None,
    }
