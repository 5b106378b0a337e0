"""One version of a bulletin, frozen: what its page, its PDF and the data attached to it show."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from portal.i18n import Language, Translated
from portal.language.segments import Kind

FORMAT = "rex-bulletin/1"
NOTHING = Translated()
# Written only where there is something, so that the documents made before come out the same.
LATER = ("advice", "first_published_at", "note", "only")
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
    From the second version on there are ``first_published_at`` and ``note``, why it was revised.
    ``only`` is the one language of a printed bulletin that never had another.
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
    first_published_at: datetime | None = None
    note: Translated = NOTHING
    only: Language | None = None

    @property
    def label(self) -> str:
        """REX 3 – 2020, in both languages; dots for what a draft does not have yet."""
        return f"REX {self.number or '…'} – {self.year or '…'}"

    @property
    def draft(self) -> bool:
        """Whether this is shown before its publication."""
        return self.published_at is None

    @property
    def languages(self) -> list[Language]:
        """The languages in which it is written: both, but for some from before the portal."""
        return [self.only] if self.only else list(Language)

    def language(self, preferred: Language) -> Language:
        """``preferred``, unless it is not written in that one."""
        return self.only or preferred

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
        content = asdict(self) | {
            "format": FORMAT,
            "published_at": _iso(self.published_at),
            "first_published_at": _iso(self.first_published_at),
        }
        for name in LATER:
            if not getattr(self, name):
                del content[name]
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Record":
        """Read what :meth:`to_json` wrote; ValueError for another format, KeyError for a gap."""
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError(f"This is not a record in the format {FORMAT}.")
        return cls(
            year=content["year"],
            number=content["number"],
            version=content["version"],
            published_at=_moment(content["published_at"]),
            title=Translated(**content["title"]),
            essence=Translated(**content["essence"]),
            course=_blocks(content["course"]),
            actions=_blocks(content["actions"]),
            recommendation=_blocks(content["recommendation"]),
            step=content["step"],
            systems=tuple(content["systems"]),
            cause_families=tuple(content["cause_families"]),
            advice=tuple(map(_advice, content.get("advice", ()))),
            first_published_at=_moment(content.get("first_published_at")),
            note=Translated(**content.get("note", {})),
            only=Language(content["only"]) if "only" in content else None,
        )


def headline(title: str, label: str) -> str:
    """The title, unless it only repeats the label."""
    title = title.strip()
    return "" if _bare(title) == _bare(label) else title


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _blocks(items: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(Block(Kind(item["kind"]), Translated(**item["text"])) for item in items)


def _advice(item: dict[str, Any]) -> Advice:
    lists = ("addressed_to", "systems", "techniques", "causes")
    return Advice(**item | {name: tuple(item[name]) for name in lists})


def _bare(title: str) -> str:
    return SPACES_AND_DASHES.sub(" ", title).casefold()


def _words(text: str) -> str:
    return " ".join(text.split())
