"""One version of a bulletin, frozen: what its page, its PDF and the data attached to it show."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from portal.i18n import Language, Translated
from portal.language.segments import Kind

FORMAT = "rex-bulletin/2"
FIRST_FORMAT = "rex-bulletin/1"  # without ``advice``
SPACES_AND_DASHES = re.compile(r"[\s\u2010-\u2015-]+")


@dataclass(frozen=True)
class Block:
    """A paragraph or a bullet, the same one in both languages."""

    kind: Kind
    text: Translated


@dataclass(frozen=True)
class Advice:
    """What goes with the block of ``recommendation`` at ``place``, from 0.

    ``id`` stays the same in each version. ``addressed_to`` are codes of addressees, ``techniques``
    of techniques, ``causes`` of the Eindhoven model: families or base causes.
    """

    id: int
    place: int
    addressed_to: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    follow_up: bool = False


@dataclass(frozen=True)
class Record:
    """What a version says. Without ``published_at`` (in UTC) it is a draft.

    ``step`` is the code of a process step, ``cause_families`` are letters of the Eindhoven model.
    What was frozen in an earlier ``format`` is written in it again, byte for byte.
    """

    year: int | None
    number: int | None
    version: int
    published_at: datetime | None
    title: Translated
    essence: Translated
    course: tuple[Block, ...]
    actions: tuple[Block, ...]
    recommendation: tuple[Block, ...]
    step: str | None = None
    systems: tuple[str, ...] = ()
    cause_families: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()
    format: str = FORMAT

    @property
    def label(self) -> str:
        """REX 3 – 2020, in both languages; dots for what a draft does not have yet."""
        return f"REX {self.number or '…'} – {self.year or '…'}"

    @property
    def draft(self) -> bool:
        """Whether this is shown before its publication."""
        return self.published_at is None

    def path(self, language: Language) -> str:
        """Where the bulletin stands on the portal, for good; empty for a draft."""
        return f"/{language.value}/rex/{self.year}/{self.number}" if self.number else ""

    def headline(self, language: Language) -> str:
        """The title, unless it only repeats the label, as in bulletins that never had one."""
        return headline(self.title[language], self.label)

    def lead(self, language: Language) -> str:
        """The essence, unless the course begins with it, word for word."""
        essence = self.essence[language].strip()
        opening = self.course[0].text[language] if self.course else ""
        return "" if _words(opening).startswith(_words(essence)) else essence

    def to_json(self) -> str:
        """The record as JSON with sorted keys; the same record gives the same text."""
        moment = self.published_at
        content = asdict(self) | {"published_at": moment and moment.astimezone(UTC).isoformat()}
        if self.format == FIRST_FORMAT:
            del content["advice"]
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Record":
        """Read what :meth:`to_json` wrote; ValueError for another format, KeyError for a gap."""
        content = json.loads(text)
        if content["format"] not in {FIRST_FORMAT, FORMAT}:
            raise ValueError(f"This is not a record in the format {FORMAT} or {FIRST_FORMAT}.")
        moment = content["published_at"]
        return cls(
            year=content["year"],
            number=content["number"],
            version=content["version"],
            published_at=moment and datetime.fromisoformat(moment),
            title=Translated(**content["title"]),
            essence=Translated(**content["essence"]),
            course=_blocks(content["course"]),
            actions=_blocks(content["actions"]),
            recommendation=_blocks(content["recommendation"]),
            step=content["step"],
            systems=tuple(content["systems"]),
            cause_families=tuple(content["cause_families"]),
            advice=tuple(map(_advice, content.get("advice", ()))),
            format=content["format"],
        )


def headline(title: str, label: str) -> str:
    """The title, unless it only repeats the label."""
    title = title.strip()
    return "" if _bare(title) == _bare(label) else title


def _blocks(items: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(Block(Kind(item["kind"]), Translated(**item["text"])) for item in items)


def _advice(item: dict[str, Any]) -> Advice:
    lists = ("addressed_to", "systems", "techniques", "causes")
    return Advice(**item | {name: tuple(item[name]) for name in lists})


def _bare(title: str) -> str:
    return SPACES_AND_DASHES.sub(" ", title).casefold()


def _words(text: str) -> str:
    return " ".join(text.split())
