"""How much of what stands in sentences is found, and how much of what is found stands there."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.i18n import Language
from portal.language.finding import Finding

FOLDER = Path(__file__).parent
Check = Callable[[str, Language], list[Finding]]


@dataclass
class Figures:
    """Counts per rule: found as expected, found in excess, not found; and each that differs."""

    right: Counter[str] = field(default_factory=Counter)
    excess: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)

    def recall(self, *rules: str) -> float:
        """Which part of what is expected was found."""
        right, missed = self._sum(self.right, rules), self._sum(self.missed, rules)
        return right / (right + missed) if right + missed else 1.0

    def precision(self, *rules: str) -> float:
        """Which part of what was found is expected."""
        right, excess = self._sum(self.right, rules), self._sum(self.excess, rules)
        return right / (right + excess) if right + excess else 1.0

    def _sum(self, counts: Counter[str], rules: tuple[str, ...]) -> int:
        return sum(counts[rule] for rule in rules)

    @property
    def rules(self) -> list[str]:
        """Every rule that was expected or found."""
        return sorted(self.right | self.excess | self.missed)


def sentences(kind: str, name: str) -> Iterator[dict[str, Any]]:
    """The lines of one set: ``id``, ``language``, ``text``, ``expected``."""
    for line in (FOLDER / kind / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def measured(kind: str, name: str, check: Check, rules: tuple[str, ...] = ()) -> Figures:
    """The figures of ``check`` on one set; of ``rules`` only, where there are any."""
    figures = Figures()
    for row in sentences(kind, name):
        found = check(row["text"], Language(row["language"]))
        _compare(figures, row, [each for each in found if not rules or each.rule in rules])
    return figures


def _compare(figures: Figures, row: dict[str, Any], found: list[Finding]) -> None:
    left = list(found)
    for expected in row["expected"]:
        hit = next((each for each in left if _covers(each, expected, row["text"])), None)
        if hit is not None:
            left.remove(hit)
            figures.right[expected["rule"]] += 1
        else:
            figures.missed[expected["rule"]] += 1
            figures.differing.append(f"{row['id']} misses {expected}: {row['text']}")
    for each in left:
        figures.excess[each.rule] += 1
        figures.differing.append(f"{row['id']} {each.rule} {each.span.of(row['text'])!r}")


def _covers(finding: Finding, expected: dict[str, str], text: str) -> bool:
    """Whether it is of that rule, covers those words, and little more than those."""
    if finding.rule != expected["rule"]:
        return False
    words, wanted = finding.span.of(text), expected["text"]
    return wanted in words and len(words) <= len(wanted) + 12
