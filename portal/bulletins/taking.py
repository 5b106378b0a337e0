"""From dossier to bulletin, paragraph by paragraph: taken over, taken to be shortened, left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from portal.bulletins.drafting import bullet, paired
from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.sheet_page import label_of
from portal.bulletins.working import Passage
from portal.bulletins.writing import place
from portal.conflicts import fingerprint
from portal.i18n import Language, Translated
from portal.incidents.models import Incident
from portal.language.segments import Kind

ALL = "take_all"


@dataclass(frozen=True)
class Found:
    """A paragraph or a bullet of a dossier, and what the bulletin did with it so far."""

    incident: Incident
    section: Section
    number: int
    kind: Kind
    text: Translated
    passage: Passage | None

    @property
    def digest(self) -> str:
        """The fingerprint of the text."""
        return fingerprint(f"{self.text.nl}\n{self.text.fr}")

    @property
    def key(self) -> str:
        """What names it in a form."""
        return f"{self.incident.id}.{self.section.value}.{self.digest}"

    @property
    def shown(self) -> tuple[Language, str]:
        """The text in the language in which the department wrote it."""
        return self.text.best(self.incident.language)

    @property
    def label(self) -> str:
        """Paragraph 3, Bullet 4, of that dossier."""
        return label_of(self.kind, self.number)

    @property
    def block(self) -> Block | None:
        """The block into which it was taken."""
        return self.passage.block if self.passage else None

    @property
    def left_out(self) -> bool:
        """Whether somebody decided that the bulletin does without."""
        return self.passage is not None and self.passage.block is None


def found(bulletin: Bulletin, section: Section) -> list[Found]:
    """What the dossiers of a bulletin offer for one section, each dossier in its own order."""
    kept = {(each.incident_id, each.section, each.digest): each for each in bulletin.passages}
    offered: dict[str, Found] = {}
    for incident in bulletin.incidents:
        for number, block in enumerate(_offered(incident, section), 1):
            fresh = Found(incident, section, number, block.kind, block.text, None)
            passage = kept.get((incident.id, section.value, fresh.digest))
            one = Found(incident, section, number, block.kind, block.text, passage)
            offered.setdefault(one.key, one)
    return list(offered.values())


def _offered(incident: Incident, section: Section) -> Iterator[Block]:
    match section:
        case Section.COURSE:
            yield from paired(incident.narrative)
        case Section.ACTIONS:
            yield from (bullet(action.text) for action in incident.actions)
        case Section.RECOMMENDATION:
            yield from paired(incident.recommendation)


def act(bulletin: Bulletin, what: str) -> Block | bool:
    """Do take_<key>, shorten_<key>, leave_<key> or take_all; False when there is nothing to do.

    To shorten a paragraph is to take it over and to be led to its field: the block is returned.
    """
    verb, _underscore, key = what.partition("_")
    offered = chain.from_iterable(found(bulletin, section) for section in Section)
    if what == ALL:
        taken = [_take(bulletin, each) for each in offered if each.passage is None]
        return bool(taken)
    one = next((each for each in offered if each.key == key), None)
    do = _VERBS.get(verb)
    return do(bulletin, one) if do and one and one.block is None else False


def _take(bulletin: Bulletin, one: Found) -> Block:
    block = Block(kind=one.kind, text=one.text)
    before, after = _neighbours(bulletin, one)
    place(bulletin, one.section, [block], after=before, first=before is None and after)
    tie(bulletin, one, block)
    return block


def tie(bulletin: Bulletin, one: Found, block: Block) -> None:
    """Note that a paragraph was taken over into ``block``."""
    passage = one.passage or _passage(bulletin, one)
    passage.block = block


def _neighbours(bulletin: Bulletin, one: Found) -> tuple[Block | None, bool]:
    """The block of the last paragraph before it that was taken; whether one after it was."""
    same = [each for each in found(bulletin, one.section) if each.incident is one.incident]
    before = [each.block for each in same if each.block and each.number < one.number]
    after = any(each.block for each in same if each.number > one.number)
    return (before[-1] if before else None), after


def _leave(bulletin: Bulletin, one: Found) -> bool:
    if one.passage is None:
        _passage(bulletin, one)
    return True


def _passage(bulletin: Bulletin, one: Found) -> Passage:
    passage = Passage(incident_id=one.incident.id, section=one.section.value, digest=one.digest)
    bulletin.passages.append(passage)
    return passage


_VERBS: dict[str, Callable[[Bulletin, Found], Block | bool]] = {
    "take": _take,
    "shorten": _take,
    "leave": _leave,
}


def is_act(what: str) -> bool:
    """Whether the button that was pressed is about a paragraph of a dossier."""
    return what == ALL or what.partition("_")[0] in _VERBS
