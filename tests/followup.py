"""A REX whose follow-up is asked, for tests: published, and published once more."""

from typing import Any

from sqlalchemy.orm import Session

from portal.bulletins import operations, revising
from portal.bulletins.models import Block, Bulletin, BulletinStatus, Section
from portal.bulletins.operations import Plan
from portal.bulletins.states import approve_all
from portal.bulletins.writing import place
from portal.i18n import Translated
from portal.language.segments import Kind
from portal.permissions import Role
from tests import bulletins, factories

FIRST = Translated("Bespreek dit in het team.", "Discutez-en en équipe.")
SECOND = Translated("Vraag het uw leverancier.", "Demandez-le à votre fournisseur.")
WHY = Translated("De aanbeveling is verduidelijkt.", "La recommandation est précisée.")


def rex(session: Session, year: int = 2026, **values: Any) -> Bulletin:
    """A REX with two recommendations: the first is asked of departments, the second of nobody."""
    row = bulletins.ready(session)
    first = row.section(Section.RECOMMENDATION)[0]
    first.text = FIRST
    place(row, Section.RECOMMENDATION, [Block(kind=Kind.PARAGRAPH, text=SECOND)])
    one, other = row.recommendations
    for name, value in ({"follow_up": True} | values).items():
        setattr(one, name, value)
    other.addressed_to = "vendor"
    session.flush()
    return publish(session, row, year)


def publish(session: Session, row: Bulletin, year: int) -> Bulletin:
    """Publish what is ready; nobody gets a mail of that."""
    publisher = factories.person(session, Role.PUBLISHER)
    operations.publish(session, publisher, row, year, Plan(quiet=True))
    return row


def revised(session: Session, row: Bulletin, text: Translated) -> Bulletin:
    """Begin a second version in which the first recommendation says ``text``, and the essence."""
    revising.revise(session, factories.person(session, Role.PUBLISHER), row, WHY)
    row.essence = row.section(Section.RECOMMENDATION)[0].text = text
    approve_all(row)
    session.flush()
    return row


def worded_anew(session: Session, row: Bulletin, text: Translated) -> Bulletin:
    """Publish that second version."""
    revised(session, row, text).status = BulletinStatus.READY
    session.flush()
    return publish(session, row, 2026)
