"""Writing in a bulletin together: nobody's words get lost; only two changes of one text clash."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.recommendation import Addressee, Recommendation
from portal.bulletins.sheet import Cell, Gone, cells, gone
from portal.bulletins.translating import follow, snapshot
from portal.conflicts import fingerprint, merge
from portal.db import Model
from portal.i18n import Language, Translated, now
from portal.incidents.operations import Sent
from portal.language.segments import Kind, Segment, split
from portal.permissions import Permission, User, can
from portal.trail import TrailEntry, subject_of
from portal.workflow import NotOpen

ADDITIONS = {f"add_{section.value}": section for section in Section}
STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Conflict:
    """What somebody else left where the sender wrote too, and when; empty for a removed block."""

    theirs: str
    at: datetime


@dataclass
class Saved:
    """What became of a sheet: stored, or nothing of it while there are conflicts.

    ``texts`` is what each field shows next, ``added`` the field of a block that was added;
    ``revised`` says whether a translation no longer follows its source.
    """

    changed: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    added: str = ""
    revised: bool = False


def lock(session: Session, row: Model) -> None:
    """Wait for whoever is changing ``row``, then see what they left."""
    model = type(row)
    mapper = inspect(model)
    (key,), (column,) = mapper.primary_key_from_instance(row), mapper.primary_key
    query = select(model).where(column == key).with_for_update(of=model)
    session.scalars(query.execution_options(populate_existing=True)).one()


def save(
    session: Session,
    user: User,
    bulletin: Bulletin,
    sent: Mapping[str, Sent],
    act: str = "",
    permission: Permission = Permission.BULLETIN_WRITE,
) -> Saved:
    """Store what changed, then do ``act``: add_<section>, up_<id>, down_<id> or remove_<id>.

    Raise NotOpen when the bulletin is no longer being written, or not by this person.
    """
    lock(session, bulletin)
    if not can(user, permission, bulletin):
        raise NotOpen("write")
    before = snapshot(bulletin)
    saved = _merged(session, bulletin, sent, act)
    if saved.conflicts:
        return saved
    changed = [
        *[_write(cell, saved.texts) for cell in cells(bulletin) if cell.attribute != "text"],
        *[_write_block(bulletin, block, saved.texts) for block in list(bulletin.blocks)],
        *[_put_back(bulletin, block) for block in gone(bulletin, sent)],
        _do(bulletin, act),
    ]
    saved.changed = any(changed)
    if saved.changed:
        wrote(session, user, bulletin, before, saved)
    if act in ADDITIONS:
        added = bulletin.section(ADDITIONS[act])[-1]
        saved.added = f"block_{added.id}_{bulletin.language.value}"
    return saved


def wrote(
    session: Session,
    user: User,
    bulletin: Bulletin,
    before: Mapping[str, Translated],
    saved: Saved | None = None,
) -> None:
    """Note who wrote last, and what that means for the translation of what stood there before."""
    bulletin.last_editor_id = user.id or 0
    bulletin.edited_at = now()
    session.flush()
    revised = follow(user, bulletin, before)
    if saved is not None:
        saved.revised = revised
    session.flush()


def place(
    bulletin: Bulletin,
    section: Section,
    blocks: Iterable[Block],
    after: Block | None = None,
    *,
    first: bool = False,
) -> None:
    """Put new blocks into a section, below ``after``, ``first`` or at its end."""
    standing = bulletin.section(section)
    index = standing.index(after) + 1 if after else 0 if first else len(standing)
    fresh = list(blocks)
    for block in fresh:
        block.section = section
        block.section_order = list(Section).index(section)
        if section is Section.RECOMMENDATION:
            block.recommendation = Recommendation(
                bulletin=bulletin, addressed_to=Addressee.DEPARTMENTS
            )
    _number([*standing[:index], *fresh, *standing[index:]])
    bulletin.blocks.extend(fresh)


def _number(blocks: list[Block]) -> None:
    for position, block in enumerate(blocks, 1):
        block.position = position


def _merged(session: Session, bulletin: Bulletin, sent: Mapping[str, Sent], act: str) -> Saved:
    saved = Saved()
    for cell in cells(bulletin):
        if mine := sent.get(cell.name):
            theirs = cell.read()
            merged = merge(
                opened_with=mine.opened_with, mine=mine.text, theirs=theirs, keep=mine.keep
            )
            saved.texts[cell.name] = mine.text if merged.conflict else merged.text
            if merged.conflict or _removes_unseen(act, cell, mine):
                at = _changed_at(session, subject_of(cell.row), cell.column)
                saved.conflicts[cell.name] = Conflict(theirs, at)
    for block in gone(bulletin, sent):
        if block.written and not block.keep:
            at = _changed_at(session, f"block:{block.id}")
            saved.conflicts[f"block_{block.id}"] = Conflict("", at)
    return saved


def _removes_unseen(act: str, cell: Cell, mine: Sent) -> bool:
    """Whether ``act`` would remove words that its sender has not seen."""
    removed = act == f"remove_{cell.row.id}" and isinstance(cell.row, Block)
    return removed and not mine.keep and fingerprint(cell.read()) != mine.opened_with


def _changed_at(session: Session, subject: str, column: str = "") -> datetime:
    query = select(TrailEntry).where(TrailEntry.subject == subject).order_by(TrailEntry.id.desc())
    entries = session.scalars(query.limit(100))
    return next((each.at for each in entries if column in ("", *json.loads(each.changes))), now())


def _write(cell: Cell, texts: Mapping[str, str]) -> bool:
    text = texts.get(cell.name, cell.read())
    if text == cell.read():
        return False
    cell.write(text)
    return True


def _write_block(bulletin: Bulletin, block: Block, texts: Mapping[str, str]) -> bool:
    """Store the texts of a block; where more than one piece was typed, the others follow it."""
    typed = {language: texts.get(f"block_{block.id}_{language.value}") for language in Language}
    new = {
        language: split(text)
        for language, text in typed.items()
        if text is not None and text != block.text[language]
    }
    if not new:
        return False
    as_it_was = {language: [Segment(block.kind, block.text[language])] for language in Language}
    rows = list(zip_longest(*(as_it_was | new).values())) or [(None, None)]
    block.text = _side_by_side(rows[0])
    if any(pieces and pieces[0].kind is Kind.BULLET for pieces in new.values()):
        block.kind = Kind.BULLET
    followers = [
        Block(kind=next(piece.kind for piece in row if piece), text=_side_by_side(row))
        for row in rows[1:]
    ]
    place(bulletin, block.section, followers, after=block)
    return True


def _side_by_side(row: tuple[Segment | None, ...]) -> Translated:
    return Translated(*(piece.text if piece else "" for piece in row))


def _put_back(bulletin: Bulletin, block: Gone) -> bool:
    if not block.written or block.keep != "mine":
        return False
    texts = {language: sent.text for language, sent in block.texts.items()}
    text = Translated(**{language.value: text for language, text in texts.items()})
    place(bulletin, block.section, [Block(kind=block.kind, text=text)])
    return True


def _do(bulletin: Bulletin, act: str) -> bool:
    if act in ADDITIONS:
        _add(bulletin, ADDITIONS[act])
        return True
    verb, _, what = act.partition("_")
    block = next((each for each in bulletin.blocks if str(each.id) == what), None)
    if block is None:
        return False
    if verb == "remove":
        bulletin.blocks.remove(block)
        return True
    return verb in STEPS and _move(bulletin.section(block.section), block, STEPS[verb])


def _add(bulletin: Bulletin, section: Section) -> None:
    """Add an empty block: a bullet in a list, and where a list is what people expect."""
    standing = bulletin.section(section)
    usual = Kind.BULLET if section is Section.ACTIONS else Kind.PARAGRAPH
    kind = standing[-1].kind if standing else usual
    place(bulletin, section, [Block(kind=kind, text=Translated())])


def _move(blocks: list[Block], block: Block, step: int) -> bool:
    index = blocks.index(block)
    if not 0 <= index + step < len(blocks):
        return False
    blocks.insert(index + step, blocks.pop(index))
    _number(blocks)
    return True
