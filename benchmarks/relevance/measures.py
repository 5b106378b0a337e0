"""How good a row of answers is, between 0 and 1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

DEPTH = 10


@dataclass(frozen=True)
class Measures:
    """Of one question, or the mean of several."""

    ndcg: float
    recall: float
    mrr: float


def measure(found: Sequence[str], judged: Mapping[str, int]) -> Measures:
    """Compare the first ten answers with the grades; recall is of all that is worth reading."""
    grades = [judged.get(key, 0) for key in found[:DEPTH]]
    ideal = sorted(judged.values(), reverse=True)[:DEPTH]
    first = next((rank for rank, grade in enumerate(grades, 1) if grade), 0)
    wanted = min(len(judged), DEPTH)
    return Measures(
        _gain(grades) / _gain(ideal),
        sum(map(bool, grades)) / wanted,
        1 / first if first else 0.0,
    )


def mean(every: Iterable[Measures]) -> Measures:
    """The mean of each; 0 of nothing."""
    rows = list(every)
    count = max(1, len(rows))
    return Measures(
        sum(one.ndcg for one in rows) / count,
        sum(one.recall for one in rows) / count,
        sum(one.mrr for one in rows) / count,
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, 1))
