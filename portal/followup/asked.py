"""What the newest edition of a REX asks of departments, and which departments it concerns."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Department
from portal.bulletins.edition import Edition
from portal.bulletins.recommendation import Addressee
from portal.bulletins.record import Advice, Record
from portal.conflicts import fingerprint
from portal.i18n import Translated


@dataclass(frozen=True)
class Asked:
    """A recommendation of which the follow-up is asked, as published; ``since`` it first was."""

    advice: Advice
    text: Translated
    since: datetime

    @property
    def id(self) -> int:
        """The same in each version of the REX."""
        return self.advice.id

    @property
    def wording(self) -> str:
        """A short name for its text in both languages."""
        return fingerprint(f"{self.text.nl}\0{self.text.fr}")

    def concerns(self, department: Department) -> bool:
        """Whether it is addressed to ``department``, as far as we know what that has."""
        addressed = set(self.advice.addressed_to)
        if addressed & {Addressee.DEPARTMENTS, Addressee.ICT}:
            return True
        if Addressee.SOME_DEPARTMENTS not in addressed:
            return False
        theirs = {system.casefold() for system in department.system_list}
        named = {system.casefold() for system in self.advice.systems}
        # Nobody told us who uses which technique: then it may be each of them.
        return bool(self.advice.techniques or theirs & named)


def asked_in(session: Session, bulletins: Collection[int]) -> dict[int, list[Asked]]:
    """What each of some REX, by id, asks in its newest edition; read in one query."""
    query = (
        select(Edition.bulletin_id, Edition.published_at, Edition.record)
        .where(Edition.bulletin_id.in_(bulletins))
        .order_by(Edition.version)
    )
    since: dict[int, datetime] = {}
    found: dict[int, list[Asked]] = {}
    for bulletin_id, at, text in session.execute(query):
        record = Record.from_json(text)
        found[bulletin_id] = [
            Asked(
                advice,
                record.recommendation[advice.place].text,
                since.setdefault(advice.id, at),
            )
            for advice in record.advice
            if advice.follow_up
        ]
    return found
