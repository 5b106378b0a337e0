"""What the privacy check must know of the world around a bulletin."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Department
from portal.bulletins.models import Bulletin
from portal.language.privacy import Known


def known(session: Session, bulletin: Bulletin) -> Known:
    """Hospitals, how many departments have each system, and when the incidents happened."""
    return Known(systems=departments_with_systems(session))


def departments_with_systems(session: Session) -> dict[str, int]:
    """Each system that departments name, with how many of them have it."""
    systems = session.scalars(select(Department.systems))
    lines = ({line.strip() for line in each.splitlines()} - {""} for each in systems)
    return dict(Counter(name for names in lines for name in names))
