"""Timing that a noisy machine disturbs as little as possible."""

import time
from collections.abc import Callable


def cpu_milliseconds(work: Callable[[], object], times: int = 30) -> float:
    """The best processor time of ``work`` over ``times`` runs, after a warm one."""
    work()
    best = float("inf")
    for _run in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def alternate(first: Callable[[], object], second: Callable[[], object], times: int) -> float:
    """How many times longer ``first`` takes than ``second``: in turn, best wall time of each."""
    first(), second()
    best = [float("inf"), float("inf")]
    for _run in range(times):
        for index, work in enumerate((first, second)):
            start = time.perf_counter()
            work()
            best[index] = min(best[index], time.perf_counter() - start)
    return best[0] / best[1]
