"""Print how long each kind of question takes, at each size and by each engine, as ratios too.

``SIZES=1000,10000`` measures some sizes only. What was built is kept in build/bench and used again.
"""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from statistics import median, quantiles
from subprocess import PIPE, Popen
from typing import Protocol

from benchmarks.search import fts5, ours, postgres, tantivy_
from benchmarks.search.questions import KINDS, Question, questions
from benchmarks.search.records import Record, record, stems_of
from benchmarks.search.store import Store
from portal.i18n import Translated

FOLDER = Path("build/bench")
SIZES = [int(size) for size in os.environ.get("SIZES", "1000,10000,100000").split(",")]
UPDATES = 40
RUNS = 7
SLOW = 0.1  # seconds; what takes longer is asked once
Times = dict[tuple[str, bool], tuple[float, float]]


class Asked(Protocol):
    """An engine that is measured."""

    def build(self, records: Store) -> None: ...
    def ask(self, question: Question, *, passages: bool) -> int: ...
    def update(self, record: Record) -> float: ...


def main() -> None:
    """Measure every engine at every size, one after the other, then print the slopes."""
    measured: dict[int, dict[str, Times]] = {}
    for size in SIZES:
        store = Store(FOLDER, size)
        measured[size] = _measure(store)
        for passages in (False, True):
            _print(size, measured[size], passages=passages)
        print(f"a worker that opens the index and answers: {_memory(size)}\n", flush=True)
    if len(SIZES) > 1:
        _slopes(measured[SIZES[0]], measured[SIZES[-1]])


def _measure(store: Store) -> dict[str, Times]:
    makers: Mapping[str, Callable[[Path], Asked]] = {
        ours.NAME: lambda folder: ours.Ours(folder, store),
        tantivy_.NAME: tantivy_.Tantivy,
        fts5.NAME: lambda folder: fts5.Fts5(folder, store),
        postgres.NAME: postgres.Postgres,
    }
    every = list(questions(store))
    asked = sum(len(question.groups) for question in every)
    found = {}
    print(f"{store.count:,} records, {asked:,} words asked", flush=True)
    for name, make in makers.items():
        folder = _folder(name, store.count)
        engine = make(folder / "index")
        if not ((folder / "built").exists() and engine.ask(every[0], passages=False)):
            start = time.perf_counter()
            engine.build(store)
            (folder / "built").write_text(f"{store.count / (time.perf_counter() - start):.0f}")
        updates = [engine.update(_changed(number)) for number in range(UPDATES)]
        times = _ask(engine, every)
        times["update", False] = times["update", True] = median(updates), max(updates)
        found[name] = times
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) >> 20
        print(f"  {name}: {(folder / 'built').read_text()} records/s built, {size} MB", flush=True)
    return found


def _folder(name: str, size: int) -> Path:
    """Where an index is kept; one of another version of the portal is not used again."""
    version = f"-{ours.VERSION}" if name == ours.NAME else ""
    return FOLDER / f"{name.partition(' ')[0].lower()}{version}-{size}"


def _ask(engine: Asked, every: list[Question]) -> Times:
    """Median and 95th percentile of the best run of each question, in seconds, by kind."""
    best: dict[tuple[int, bool], float] = {}
    for passages in (False, True):
        for run in range(RUNS):
            for number, question in enumerate(every):
                if passages and question.kind == "similar":
                    continue  # of events that are alike no passages are shown
                if run and best[number, passages] > SLOW:
                    continue
                start = time.perf_counter()
                engine.ask(question, passages=passages)
                taken = time.perf_counter() - start
                best[number, passages] = min(taken, best.get((number, passages), taken))
    times = defaultdict(list)
    for (number, passages), taken in best.items():
        times[every[number].kind, passages].append(taken)
    cuts = {kind: quantiles(every, n=20) for kind, every in times.items()}
    return {kind: (cut[9], cut[18]) for kind, cut in cuts.items()}


def _changed(number: int) -> Record:
    old = record(number)
    new = f"gewijzigd{token_hex(4)}"
    text = Translated(*(f"{each} {new}" if each else "" for each in _texts(old)))
    return Record(replace(old.document, course=text), stems_of(text))


def _texts(one: Record) -> tuple[str, str]:
    return one.document.course.nl, one.document.course.fr


def _print(size: int, found: Mapping[str, Times], *, passages: bool) -> None:
    names = list(found)
    what = "with passages" if passages else "no passages"
    print(
        f"\n| {size:,} records, {what}, p50/p95 ms | {' | '.join(names)} | p95, times tantivy's |"
    )
    print("|---" * (len(names) + 2) + "|")
    for kind in (*(one for one in KINDS if one != "similar" or not passages), "update"):
        cells = [
            f"{p50 * 1e3:.1f}/{p95 * 1e3:.1f}"
            for p50, p95 in (found[n][kind, passages] for n in names)
        ]
        ratio = found[ours.NAME][kind, passages][1] / found[tantivy_.NAME][kind, passages][1]
        print(f"| {kind} | {' | '.join(cells)} | {ratio:.2f} |")
    print(flush=True)


def _slopes(small: Mapping[str, Times], large: Mapping[str, Times]) -> None:
    print(f"| p50 at {SIZES[-1]:,} records ÷ p50 at {SIZES[0]:,} | {' | '.join(small)} |")
    print("|---" * (len(small) + 1) + "|")
    for kind in KINDS:
        shown = kind, kind != "similar"
        cells = [f"{large[name][shown][0] / small[name][shown][0]:.1f}" for name in small]
        print(f"| {kind} | {' | '.join(cells)} |")


def _memory(size: int) -> str:
    """What each of two processes holds after both have answered all questions."""
    code = f"from benchmarks.search.__main__ import worker; worker({size})"
    command = [sys.executable, "-W", "ignore", "-c", code]
    two = [Popen(command, stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
    for one in two:
        if one.stdout:
            one.stdout.readline()
    told, _ = (_rollup(one.pid) for one in two)
    before, _ = (one.communicate("\n")[0].strip() for one in two)
    return (
        f"{told['Rss']} MB resident, {told['Pss']} MB with what it shares with another one shared"
        f" out (PSS), {told['Anonymous']} MB of its own; {before} MB of its own before"
    )


def worker(size: int) -> None:
    """Answer every question once, say so, wait, and print what was in memory before."""
    store = Store(FOLDER, size)
    every = list(questions(store))
    before = _rollup(os.getpid())
    engine = ours.Ours(_folder(ours.NAME, size) / "index", store)
    for question in every:
        engine.ask(question, passages=question.kind != "similar")
    print("asked", flush=True)
    sys.stdin.readline()
    print(before["Anonymous"])


def _rollup(process: int) -> dict[str, int]:
    """Megabytes, as the kernel counts them."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) >> 10 for line in lines}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    main()
