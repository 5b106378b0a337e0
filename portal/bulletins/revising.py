"""What becomes of a published REX: opened for the next version, brought back, withdrawn."""

from sqlalchemy.orm import Session

from portal.bulletins import record, subscribers
from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.recommendation import restore_advice
from portal.bulletins.record import Record
from portal.bulletins.workflow import BULLETIN
from portal.bulletins.writing import lock, place
from portal.i18n import Translated, now
from portal.incidents.taxonomy import ProcessStep
from portal.permissions import User


def revise(session: Session, user: User, bulletin: Bulletin, note: Translated) -> None:
    """Open a published text to be written again; its readers go on seeing the newest edition.

    Raise NotOpen. ``note`` says why, in both languages.
    """
    lock(session, bulletin)
    BULLETIN.advance(user, bulletin, "revise")
    bulletin.note = note
    session.flush()


def give_up(session: Session, user: User, bulletin: Bulletin) -> None:
    """Bring the text back to that of the newest edition; the trail keeps what was written."""
    lock(session, bulletin)
    _restore(bulletin, bulletin.shown)
    session.flush()
    restore_advice(session, bulletin, bulletin.shown.advice)
    session.flush()
    BULLETIN.advance(user, bulletin, "give_up")
    session.flush()


def withdraw(session: Session, user: User, bulletin: Bulletin, reason: Translated) -> None:
    """Take a REX back for good: its number stays, with ``reason`` in both languages.

    A revision that is being written is given up first.
    """
    lock(session, bulletin)
    if bulletin.is_revision:
        give_up(session, user, bulletin)
    BULLETIN.advance(user, bulletin, "withdraw")
    bulletin.withdrawal = reason
    bulletin.withdrawn_at = now().replace(microsecond=0)
    bulletin.withdrawn_by = f"person:{user.id}"
    session.flush()
    subscribers.tell_of_withdrawal(session, bulletin)


def _restore(bulletin: Bulletin, shown: Record) -> None:
    bulletin.title, bulletin.essence = shown.title, shown.essence
    bulletin.step = ProcessStep(shown.step) if shown.step else None
    bulletin.systems = "\n".join(shown.systems)
    bulletin.cause_families = "".join(shown.cause_families)
    for section in Section:
        _restore_section(bulletin, section, getattr(shown, section.value))


def _restore_section(
    bulletin: Bulletin, section: Section, wanted: tuple[record.Block, ...]
) -> None:
    """The blocks of ``wanted``: those that stand there still are kept, the others written anew."""
    free = bulletin.section(section)
    kept = [_take(free, each) for each in wanted]
    kept = [each or (free.pop(0) if free else None) for each in kept]
    for block in free:
        bulletin.blocks.remove(block)
    fresh = [
        Block(kind=each.kind, text=each.text)
        for each, old in zip(wanted, kept, strict=True)
        if not old
    ]
    place(bulletin, section, fresh)
    made = iter(fresh)
    for position, (old, each) in enumerate(zip(kept, wanted, strict=True), 1):
        block = old or next(made)
        block.kind, block.text, block.position = each.kind, each.text, position


def _take(free: list[Block], wanted: record.Block) -> Block | None:
    """The block of ``free`` that reads like ``wanted``, which is then no longer free."""
    found = next((each for each in free if each.text == wanted.text), None)
    if found:
        free.remove(found)
    return found
