"""The whole dossier goes to the regulator, in the name of a physician where the law asks one."""

from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.i18n import now
from portal.incidents import filing, obligation
from portal.incidents.models import Incident
from portal.incidents.parts import FilingKind
from portal.incidents.workflow import INCIDENT
from portal.permissions import User


def submit(session: Session, user: User, incident: Incident, physician: Person | None) -> None:
    """Send the dossier to the regulator, who receives it as it is now.

    The duty is checked once more, or for the first time; undetermined stops nobody.
    """
    obligation.recheck(session, incident)
    own = physician is not None and physician.department_id == incident.department_id
    signer = physician if own else incident.physician
    incident.physician_id = signer.id if signer else None
    incident.submitted_at = now()
    INCIDENT.advance(user, incident, "submit")
    filing.file(session, incident, FilingKind.FULL, signer)
