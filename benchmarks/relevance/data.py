"""The records and the judged questions.

``records.jsonl`` holds invented incidents in one language, and bulletins in both, of which each
line has its counterpart. ``tuning.jsonl`` and ``held_out.jsonl`` hold questions with the records
that answer them (2) or are worth reading (1); nothing is ever tuned on the second.
``unlike.jsonl`` has texts for both, like no record at all. ``fresh.jsonl`` asks about
``fresh_records.jsonl``; so do ``blind``, ``unseen``, ``later``, ``sealed`` and ``last``, each about
its own. Who wrote these had not seen the words of the search, and nobody who changed the search had
seen them when they were first asked.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from portal.i18n import Language, Translated
from portal.search.engine import Document
from portal.search.index.documents import in_words
from portal.search.words.lexicon import Aligned

SETS = {
    "tuning": "records",
    "held_out": "records",
    "fresh": "fresh_records",
    "blind": "blind_records",
    "unseen": "unseen_records",
    "later": "later_records",
    "sealed": "sealed_records",
    "last": "last_records",
}
TEXTS = ("title", "essence", "course", "causes", "actions", "recommendation")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Record:
    """A document, and the languages in which it is written."""

    document: Document
    languages: frozenset[Language]

    @property
    def key(self) -> str:
        """Its key in the index."""
        return self.document.key


@dataclass(frozen=True)
class Question:
    """What is asked, as ``text`` or as the key of a ``record``, and how good each answer is."""

    kind: str
    language: Language
    text: str
    record: str
    judged: Mapping[str, int]


def records(name: str) -> list[Record]:
    """The records that the questions of a set are about."""
    return [_record(item) for item in _read(SETS[name])]


def questions(name: str) -> list[Question]:
    """The questions of a set."""
    return [
        Question(
            item["kind"],
            Language(item["language"]),
            item.get("text", ""),
            item.get("record", ""),
            item["judged"],
        )
        for item in _read(name)
    ]


def unlike(name: str) -> list[Translated]:
    """The texts of a set that tell of what no record tells of."""
    return [
        Translated.only(Language(item["language"]), item["text"])
        for item in _read("unlike")
        if item["set"] == name
    ]


def aligned(every: list[Record]) -> Iterator[Aligned]:
    """The lines of the records that are written in both languages."""
    for record in every:
        if len(record.languages) == len(Language):
            texts = [getattr(record.document, name) for name in TEXTS]
            lines = chain.from_iterable(
                zip(text.nl.splitlines(), text.fr.splitlines(), strict=True) for text in texts
            )
            for nl, fr in lines:
                yield Aligned(Translated(nl, fr), record.key)


def _read(name: str) -> Iterator[dict[str, Any]]:
    for line in (_HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _record(item: dict[str, Any]) -> Record:
    texts = {name: Translated(**item.get(name, {})) for name in TEXTS}
    facets = {
        "year": (str(item["year"]),),
        "step": (item["step"],),
        "technique": (item["technique"],),
        "family": tuple(item["families"]),
        "system": (item["system"],) if item["system"] else (),
    }
    return Record(
        Document(
            key=item["id"],
            kind="rex" if item.get("essence") else "incident",
            systems=Translated(item["system"], item["system"]),
            codes=in_words(item["step"], [item["technique"]], texts["title"]),
            facets=facets,
            order=(item["year"], int(item["id"][1:])),
            **texts,
        ),
        frozenset(map(Language, item["title"])),
    )
