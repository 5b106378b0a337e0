"""Approving at once all translations that wait to be read over, as far as the checks let them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.bulletins import gate, translating
from portal.bulletins.models import Bulletin
from portal.bulletins.translating import Row
from portal.bulletins.working import SegmentState
from portal.i18n import Language
from portal.language.finding import Severity
from portal.permissions import Permission, User, can
from portal.workflow import NotOpen

APPROVE = "approve"


@dataclass(frozen=True)
class Outcome:
    """How many were approved, and how many were left: written by the reader, or blocked."""

    approved: int
    own: int
    blocked: int

    @property
    def left(self) -> int:
        """How many still wait."""
        return self.own + self.blocked

    @property
    def told(self) -> str:
        """It in words."""
        return ". ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield ngettext("%(num)d text approved", "%(num)d texts approved", self.approved)
        if self.own:
            yield ngettext(
                "%(num)d left: you wrote it last, so somebody else approves it",
                "%(num)d left: you wrote them last, so somebody else approves them",
                self.own,
            )
        if self.blocked:
            yield ngettext(
                "%(num)d left: the checks found something in it that has to be mended",
                "%(num)d left: the checks found something in them that has to be mended",
                self.blocked,
            )


def approve_all(session: Session, user: User, bulletin: Bulletin) -> Outcome:
    """Approve each text that ``user`` may approve one by one and in which no check blocks.

    Raise NotOpen when ``user`` does not approve here at all.
    """
    if not can(user, Permission.BULLETIN_APPROVE, bulletin):
        raise NotOpen(APPROVE)
    waiting = [row for row in translating.rows(bulletin) if row.state is SegmentState.TO_READ]
    allowed = [row for row in waiting if APPROVE in translating.open_steps(user, row)]
    stopped = _blocked(session, bulletin) if allowed else set()
    ready = [row for row in allowed if not _fields(row) & stopped]
    for row in ready:
        translating.advance(user, row, APPROVE)
    own = sum(translating.is_writer(user, row) for row in waiting)
    return Outcome(len(ready), own, len(allowed) - len(ready))


def many(user: User, bulletin: Bulletin) -> bool:
    """Whether more than one text waits for the approval of ``user``."""
    return (
        sum(APPROVE in translating.open_steps(user, row) for row in translating.rows(bulletin)) > 1
    )


def _blocked(session: Session, bulletin: Bulletin) -> set[str]:
    """The fields in which a check finds what blocks."""
    return {
        each.found.field
        for each in gate.judged(session, bulletin)
        if each.found.severity is Severity.BLOCK
    }


def _fields(row: Row) -> set[str]:
    return {f"{row.key}_{language.value}" for language in Language}
