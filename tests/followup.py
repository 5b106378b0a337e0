"""A REX whose follow-up is asked, for tests: published, and published once more."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from portal.bulletins import archive, operations
from portal.bulletins.models import Block, Bulletin, Edition, Section
from portal.bulletins.record import Record
from portal.bulletins.writing import place
from portal.i18n import Translated, now
from portal.language.segments import Kind
from portal.permissions import Role
from tests import bulletins, factories

FIRST = Translated("Bespreek dit in het team.", "Discutez-en en équipe.")
SECOND = Translated("Vraag het uw leverancier.", "Demandez-le à votre fournisseur.")


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
    """Publish what is ready."""
    publisher = factories.person(session, Role.PUBLISHER)
    operations.publish(session, publisher, row, year)
    return row


def worded_anew(session: Session, row: Bulletin, text: Translated) -> Edition:
    """A second version in which the first recommendation says ``text``."""
    record = Record.from_json(row.editions[-1].record)
    first, *others = record.recommendation
    changed = replace(
        record,
        version=2,
        published_at=now(),
        recommendation=(replace(first, text=text), *others),
    )
    edition = archive.freeze(archive.render(changed))
    row.editions.append(edition)
    session.flush()
    return edition
