"""What is done to the recommendations of a bulletin while it is written."""

import json
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.recommendation import Recommendation
from portal.bulletins.recommendation_forms import Values
from portal.bulletins.writing import lock, place
from portal.conflicts import merge
from portal.i18n import now
from portal.language.segments import Kind
from portal.permissions import Permission, User, can
from portal.phrases import bank
from portal.phrases.models import Phrase
from portal.workflow import NotOpen


@dataclass(frozen=True)
class Sent:
    """What came back for one recommendation, and what the form was opened with."""

    values: Values
    opened: str
    keep: str


def as_text(values: Values) -> str:
    """The same on one line, to compare."""
    return json.dumps(vars(values), ensure_ascii=False, sort_keys=True)


def hold(session: Session, user: User, bulletin: Bulletin) -> None:
    """Keep others from writing in the bulletin; NotOpen when it is not being written."""
    lock(session, bulletin)
    if not can(user, Permission.RECOMMENDATION_WRITE, bulletin):
        raise NotOpen("recommendation")


def address(
    user: User, bulletin: Bulletin, sent: dict[Recommendation, Sent]
) -> dict[Recommendation, Values]:
    """Store all that was sent, or nothing where others changed the same: return what clashes."""
    merged, theirs = {}, {}
    for row, mine in sent.items():
        stored = Values.of(row)
        result = merge(
            opened_with=mine.opened,
            mine=as_text(mine.values),
            theirs=as_text(stored),
            keep=mine.keep,
        )
        if result.conflict:
            theirs[row] = stored
        elif result.text != as_text(stored):
            merged[row] = Values(**json.loads(result.text))
    if theirs:
        return theirs
    for row, values in merged.items():
        for name, value in vars(values).items():
            setattr(row, name, value)
    if merged:
        _edited(user, bulletin)
    return {}


def recognise(session: Session, bulletin: Bulletin) -> None:
    """Note of each recommendation which sentence of the phrase bank it says, if it says one."""
    for block in bulletin.section(Section.RECOMMENDATION):
        if block.recommendation and block.recommendation.phrase is None:
            block.recommendation.phrase = bank.saying(session, block.text)


def say(session: Session, user: User, bulletin: Bulletin, phrase: Phrase) -> Block:
    """Add a sentence of the phrase bank, or fill the last recommendation if it is empty."""
    standing = bulletin.section(Section.RECOMMENDATION)
    if standing and not standing[-1].text:
        block = standing[-1]
        block.text = phrase.text
    else:
        kind = standing[-1].kind if standing else Kind.PARAGRAPH
        block = Block(kind=kind, text=phrase.text)
        place(bulletin, Section.RECOMMENDATION, [block])
    if block.recommendation:
        block.recommendation.phrase = phrase
    _edited(user, bulletin)
    session.flush()
    return block


def _edited(user: User, bulletin: Bulletin) -> None:
    bulletin.last_editor_id = user.id or 0
    bulletin.edited_at = now()
