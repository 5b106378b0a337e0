"""The sheet of a bulletin: each thing that can be typed in it, as a named cell that holds text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.texts import rows_of
from portal.conflicts import fingerprint
from portal.i18n import Language
from portal.incidents.operations import Sent
from portal.incidents.taxonomy import ProcessStep
from portal.language.segments import Kind

NAME = re.compile(r"block_([0-9]{1,9})_(nl|fr|kind|section)")


@dataclass(frozen=True)
class Cell:
    """One value of a bulletin or of one of its blocks.

    ``name`` is that of its form field; ``called`` is what people call its block.
    """

    name: str
    row: Bulletin | Block
    attribute: str
    language: Language | None = None
    called: str = ""

    @property
    def column(self) -> str:
        """The column that holds the value."""
        return f"{self.attribute}_{self.language.value}" if self.language else self.attribute

    def read(self) -> str:
        """The value as text, empty for none."""
        value = getattr(self.row, self.attribute)
        text: str = value[self.language] if self.language else value or ""
        return text

    def write(self, text: str) -> None:
        """Store what ``text`` says; ValueError when it must be on a list and is not."""
        value: object = text
        if self.language:
            value = getattr(self.row, self.attribute).replace(self.language, text)
        elif self.attribute == "kind":
            value = Kind(text)
        elif self.attribute == "step":
            value = ProcessStep(text) if text else None
        setattr(self.row, self.attribute, value)


@dataclass(frozen=True)
class Gone:
    """A block that came back from a form although somebody removed it meanwhile."""

    id: int
    section: Section
    kind: Kind
    texts: dict[Language, Sent]

    @property
    def written(self) -> bool:
        """Whether the sender changed it, so that its text must not be lost."""
        return any(fingerprint(sent.text) != sent.opened_with for sent in self.texts.values())

    @property
    def keep(self) -> str:
        """What the sender chose: "mine" puts it back, "theirs" leaves it out."""
        return next((sent.keep for sent in self.texts.values() if sent.keep), "")


def cells(bulletin: Bulletin) -> Iterator[Cell]:
    """Every cell, in the order of the page."""
    for prefix, called, row in rows_of(bulletin):
        if isinstance(row, Block):
            yield Cell(f"{prefix}kind", row, "kind", called=called)
            yield from _texts(prefix, row, "text", called)
        else:
            yield from _texts("title_", row, "title")
            yield from _texts("essence_", row, "essence")
            for feature in ("step", "systems", "cause_families"):
                yield Cell(feature, row, feature)


def on_sheet(bulletin: Bulletin, language: Language) -> list[Cell]:
    """The cells of the sheet of one language; what has no language is on the sheet of the first."""
    languages = {language, None} if language is bulletin.language else {language}
    return [cell for cell in cells(bulletin) if cell.language in languages]


def _texts(prefix: str, row: Bulletin | Block, attribute: str, called: str = "") -> Iterator[Cell]:
    for language in Language:
        yield Cell(f"{prefix}{language.value}", row, attribute, language, called)


def gone(bulletin: Bulletin, sent: Mapping[str, Sent]) -> list[Gone]:
    """The blocks of ``sent`` that the bulletin does not have any more."""
    ids = {int(match[1]) for name in sent if (match := NAME.fullmatch(name))}
    left = ids - {block.id for block in bulletin.blocks}
    return [found for number in sorted(left) if (found := _gone(number, sent))]


def _gone(number: int, sent: Mapping[str, Sent]) -> Gone | None:
    values = {part: sent.get(f"block_{number}_{part}") for part in ("section", "kind", "nl", "fr")}
    section, kind = (value.text if value else "" for value in (values["section"], values["kind"]))
    if section not in list(Section):
        return None
    return Gone(
        number,
        Section(section),
        Kind(kind) if kind in list(Kind) else Kind.PARAGRAPH,
        {language: value for language in Language if (value := values[language.value])},
    )
