"""Pairs of texts with what is expected of them: those to tune on, and those held apart."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Expected:
    """A Dutch and a French text; ``rules`` are those of the planted defect, none when faithful."""

    id: str
    nl: str
    fr: str
    rules: tuple[str, ...]


def read(name: str) -> Iterator[Expected]:
    """The pairs of ``tuning`` or ``held_out``."""
    for line in (_HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        yield Expected(row["id"], row["nl"], row["fr"], tuple(row["expected"]))
