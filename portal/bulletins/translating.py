"""The translation of a bulletin, text by text: how far each is, and the steps between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from portal.bulletins.models import Block, Bulletin
from portal.bulletins.sheet import cells
from portal.bulletins.states import begun, progress, segment_of, state_of
from portal.bulletins.working import Segment, SegmentState
from portal.i18n import Language, Translated
from portal.permissions import Permission, User, can
from portal.workflow import NotOpen, Problem, Refused

_S = SegmentState


@dataclass(frozen=True)
class Row:
    """One text to translate. ``key`` names it in forms and files: title, essence, block_12."""

    key: str
    called: str
    bulletin: Bulletin
    row: Bulletin | Block
    attribute: str

    @property
    def both(self) -> Translated:
        """The text in both languages."""
        text: Translated = getattr(self.row, self.attribute)
        return text

    @property
    def source(self) -> str:
        """The text in the language in which the bulletin is written first."""
        return self.both[self.bulletin.language]

    @property
    def target(self) -> str:
        """Its translation."""
        return self.both[self.bulletin.language.other]

    @property
    def segment(self) -> Segment | None:
        """The work on it, if there was any."""
        return segment_of(self.row, self.attribute)

    @property
    def state(self) -> SegmentState:
        """How far it is."""
        return state_of(self.row, self.attribute)

    @property
    def field(self) -> str:
        """The name of the field of its translation."""
        return f"{self.key}_{self.bulletin.language.other.value}"

    @property
    def note(self) -> str:
        """What its translator noted."""
        return self.segment.note if self.segment else ""

    @property
    def before(self) -> str:
        """What the source said when it was last handed in, where that is not what it says now."""
        old = self.segment.source if self.segment else ""
        return old if old != self.source and self.state is _S.TO_REVISE else ""


@dataclass(frozen=True)
class Step:
    """From which states, to which, and who may take it."""

    sources: frozenset[SegmentState]
    target: SegmentState
    permission: Permission
    label: LazyString


STEPS = {
    "hand_in": Step(
        frozenset({_S.TO_TRANSLATE, _S.TO_REVISE}),
        _S.TO_READ,
        Permission.BULLETIN_TRANSLATE,
        _("Have it read over"),
    ),
    "approve": Step(
        frozenset({_S.TO_READ}), _S.APPROVED, Permission.BULLETIN_APPROVE, _("Approve")
    ),
    "send_back": Step(
        frozenset({_S.TO_READ, _S.APPROVED}),
        _S.TO_REVISE,
        Permission.BULLETIN_APPROVE,
        _("Have it revised"),
    ),
}


def rows(bulletin: Bulletin) -> list[Row]:
    """Every text of a bulletin, in the order of the page."""
    return list(_rows(bulletin))


def _rows(bulletin: Bulletin) -> Iterator[Row]:
    for cell in cells(bulletin):
        if cell.language is bulletin.language:
            key = cell.name.removesuffix(f"_{cell.language.value}")
            called = cell.called or {"title": gettext("Title"), "essence": gettext("Essence")}[key]
            yield Row(key, called, bulletin, cell.row, cell.attribute)


def row_of(bulletin: Bulletin, key: str) -> Row:
    """The text of that key; NotOpen when it is gone."""
    found = next((row for row in rows(bulletin) if row.key == key), None)
    if found is None:
        raise NotOpen(key)
    return found


def open_steps(user: User, row: Row) -> dict[str, Step]:
    """The steps that ``user`` may take with a text now; they become its buttons."""
    return {
        verb: step
        for verb, step in STEPS.items()
        if row.state in step.sources
        and can(user, step.permission, row.bulletin)
        and not (verb == "approve" and is_writer(user, row))
    }


def is_writer(user: User, row: Row) -> bool:
    """Whether ``user`` wrote the translation last, so that somebody else reads it over."""
    return row.segment is not None and row.segment.writer_id == user.id


def advance(user: User, row: Row, verb: str) -> None:
    """Take a step, or raise NotOpen (state or right) or Refused (not in order)."""
    step = STEPS[verb]
    if row.state not in step.sources or not can(user, step.permission, row.bulletin):
        raise NotOpen(verb)
    if problems := list(_problems(user, row, verb)):
        raise Refused(problems)
    work = begun(row.row, row.attribute, step.target)
    put(work, step.target, approver=user.id if verb == "approve" else None)
    if verb != "send_back":
        work.source = row.source


def _problems(user: User, row: Row, verb: str) -> Iterator[Problem]:
    if verb == "hand_in" and not (row.source and row.target):
        yield Problem(gettext("%(name)s: write the translation first", name=row.called), row.field)
    if verb == "approve" and is_writer(user, row):
        message = gettext(
            "%(name)s: you wrote this translation last, so somebody else approves it",
            name=row.called,
        )
        yield Problem(message, row.field)


def snapshot(bulletin: Bulletin) -> dict[str, Translated]:
    """What each text says now, to be compared with what it says after a change."""
    return {row.key: row.both for row in rows(bulletin)}


def follow(user: User, bulletin: Bulletin, before: Mapping[str, Translated]) -> bool:
    """Bring the states in line with what was written; whether a translation must be revised."""
    revised = [_follow(user, row, before.get(row.key, Translated())) for row in rows(bulletin)]
    return any(revised)


def _follow(user: User, row: Row, before: Translated) -> bool:
    source, target = row.bulletin.language, row.bulletin.language.other
    state = row.segment.state if row.segment else _unrecorded(before)
    if row.target != before[target]:
        work = begun(row.row, row.attribute, state)
        work.writer_id = user.id or 0
        if not row.target:
            put(work, _S.TO_TRANSLATE)
        elif state is _S.APPROVED:
            put(work, _S.TO_READ)
    unread = state in (_S.TO_TRANSLATE, _S.TO_REVISE)
    if row.source == before[source] or not before[source] or unread:
        return False
    work = begun(row.row, row.attribute, state)
    work.source = work.source or before[source]
    put(work, _S.TO_REVISE)
    return True


def _unrecorded(before: Translated) -> SegmentState:
    """Both texts that were there, or that came at once, are to be read over."""
    return _S.TO_TRANSLATE if len(before.missing) == 1 else _S.TO_READ


def put(work: Segment, state: SegmentState, approver: int | None = None) -> None:
    """Set a state, and who approved it if somebody did."""
    work.state, work.approver_id = state, approver


def write_first_in(user: User, bulletin: Bulletin, language: Language) -> None:
    """Let ``language`` be the one that the other is a translation of; NotOpen once one is approved.

    What stands in both is then to be read over.
    """
    approved, _total = progress(bulletin)
    if approved or not can(user, Permission.BULLETIN_WRITE, bulletin):
        raise NotOpen("language")
    if bulletin.language is language:
        return
    for row in rows(bulletin):
        if row.segment:
            put(row.segment, _S.TO_READ)
            row.segment.source = ""
    bulletin.language = language
