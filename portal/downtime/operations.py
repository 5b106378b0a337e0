"""What happens with a paper form: taken over once, corrected, checked by a second person."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.downtime import serials
from portal.downtime.forms import PaperForm, moment
from portal.downtime.models import GivenUp, PaperReport
from portal.i18n import Language, now
from portal.incidents.drafts import Answers
from portal.incidents.models import Incident
from portal.incidents.report_answers import Report
from portal.incidents.sending import incident_of, receive
from portal.permissions import Permission, User, allowed
from portal.workflow import NotOpen

EMPTY = "{}"
NOTHING = "[]"
PENDING = and_(PaperReport.incident_id.is_(None), ~PaperReport.given_up.has())


class TakenBefore(Exception):
    """The serial was taken over earlier, as ``paper``."""

    def __init__(self, paper: PaperReport) -> None:
        super().__init__(paper.serial)
        self.paper = paper


def find(session: Session, typed: str) -> PaperReport | None:
    """The paper form of the serial as it was ``typed``, if it was taken over."""
    try:
        serial = serials.read(typed)
    except ValueError:
        return None
    return session.scalar(select(PaperReport).where(PaperReport.serial == serial))


def take_over(session: Session, user: User, form: PaperForm) -> PaperReport:
    """Keep what stands on the paper until a second person has checked it, or raise TakenBefore."""
    if user.id is None or user.department_id is None:
        raise NotOpen("take over")
    paper = PaperReport(
        department_id=user.department_id, taken_over_by=user.id, taken_over_at=now()
    )
    with _once(session, form):
        _write(paper, form)
        session.add(paper)
    return paper


def correct(session: Session, paper: PaperReport, form: PaperForm) -> None:
    """Write it anew; every line is then checked again. TakenBefore if the serial is another's."""
    if not paper.is_pending:
        raise NotOpen("correct")
    with _once(session, form):
        _write(paper, form)
        paper.doubts = NOTHING


@contextmanager
def _once(session: Session, form: PaperForm) -> Iterator[None]:
    """Two who write the same serial at the same moment: the database lets one of them."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError:
        earlier = find(session, form.serial.data or "")
        if earlier is None:
            raise
        raise TakenBefore(earlier) from None


def _write(paper: PaperReport, form: PaperForm) -> None:
    paper.serial = form.serial.data or ""
    paper.written_on, paper.written_time = form.day, form.written_at
    paper.language = Language(form.language.data)
    paper.answers = json.dumps(form.answers())


def answers_of(paper: PaperReport) -> Answers:
    """What was taken over, by the name of its question."""
    answers: Answers = json.loads(paper.answers)
    return answers


def doubts_of(paper: PaperReport) -> list[str]:
    """The lines that the second person does not find on the paper."""
    doubts: list[str] = json.loads(paper.doubts)
    return doubts


def waiting_for_check(session: Session, user: User) -> int:
    """How many wait for ``user`` as their second person."""
    return _count(session, user, Permission.PAPER_CHECK, PaperReport.doubts == NOTHING)


def waiting_for_correction(session: Session, user: User) -> int:
    """How many that ``user`` took over do not agree with their paper."""
    return _count(session, user, Permission.PAPER_WRITE, PaperReport.doubts != NOTHING)


def _count(
    session: Session, user: User, permission: Permission, condition: ColumnElement[bool]
) -> int:
    mine = allowed(user, permission, PaperReport)
    query = select(func.count()).select_from(PaperReport).where(mine, PENDING, condition)
    return session.scalar(query) or 0


def is_open(paper: PaperReport) -> bool:
    """Whether it waits for a second person."""
    return paper.is_pending and not doubts_of(paper)


def doubt(paper: PaperReport, lines: Collection[str]) -> None:
    """Send it back to the first person: ``lines`` do not stand on the paper like this."""
    if not is_open(paper):
        raise NotOpen("doubt")
    paper.doubts = json.dumps(sorted(lines))


def give_up(user: User, paper: PaperReport, reason: str) -> None:
    """Let it never count, whatever became of its first person; what it says stays to be read."""
    if user.id is None or not paper.is_pending:
        raise NotOpen("give up")
    paper.given_up = GivenUp(reason=reason, given_up_by=user.id, given_up_at=now())


def confirm(session: Session, user: User, paper: PaperReport) -> Incident:
    """Let it count: a dossier with the serial, the hour and the words that stand on the paper.

    From then on its answers are in the dossier only. The reporter stays unnamed, but where the
    first person said that the report is their own.
    """
    if not is_open(paper):
        raise NotOpen("check")
    answers = answers_of(paper)
    incident = incident_of(Report.of(answers))
    incident.department_id = paper.department_id
    incident.owner_id = paper.taken_over_by if answers.get("own") else None
    incident.paper_serial = paper.serial
    incident.reported_at = moment(paper.written_on, paper.written_time)
    receive(session, incident)
    paper.incident, paper.answers = incident, EMPTY
    paper.checked_by, paper.checked_at = user.id, now()
    return incident
