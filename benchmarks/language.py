"""Precision and recall of the checks on language, one function a check: ``make bench-language``."""

import time
from collections import Counter
from collections.abc import Iterable

from benchmarks import language_gate, language_privacy
from portal.language import parity
from portal.language.finding import Severity
from portal.language.glossary import shipped
from tests.language.parity.pairs import Expected, read

SETS = ("tuning", "held_out")
WORDS = 1000


def main() -> None:
    """Print the figures of every check."""
    report_parity()
    language_privacy.main()
    language_gate.main()


def report_parity() -> None:
    """Print what the parity check finds of planted defects, and says of faithful pairs."""
    for name in SETS:
        pairs = list(read(name))
        found = [(pair, _rules(pair)) for pair in pairs]
        print(f"\nparity, {name}: {len(pairs)} pairs")
        _per_rule(found)
        _faithful([pair for pair in pairs if not pair.rules])
    _speed(list(read("held_out")))


def _rules(pair: Expected) -> set[str]:
    return {finding.rule for finding in parity.compare(pair.nl, pair.fr, shipped())}


def _per_rule(found: Iterable[tuple[Expected, set[str]]]) -> None:
    planted, hit, told = Counter[str](), Counter[str](), Counter[str]()
    for pair, rules in found:
        planted.update(pair.rules)
        hit.update(rules.intersection(pair.rules))
        told.update(rules)
    print(f"{'rule':20} {'planted':>8} {'recall':>8} {'precision':>10}")
    for rule in sorted(planted | told):
        recall = f"{hit[rule] / planted[rule]:.2f}" if planted[rule] else "–"
        precision = f"{hit[rule] / told[rule]:.2f}" if told[rule] else "–"
        print(f"{rule:20} {planted[rule]:8} {recall:>8} {precision:>10}")
    print(f"{'all':20} {planted.total():8} {hit.total() / planted.total():8.2f}  (aim ≥ 0.90)")


def _faithful(pairs: list[Expected]) -> None:
    severities = [
        {finding.severity for finding in parity.compare(pair.nl, pair.fr, shipped())}
        for pair in pairs
    ]
    blocked = sum(Severity.BLOCK in found for found in severities)
    silent = sum(not found for found in severities)
    print(f"faithful: {len(pairs)}, blocked {blocked / len(pairs):.1%} (aim ≤ 5 %),"
          f" silent {silent / len(pairs):.1%}")  # fmt: skip


def _speed(pairs: list[Expected]) -> None:
    """A text of about a thousand words, made of the faithful pairs."""
    chosen, words = list[Expected](), 0
    for pair in pairs:
        if not pair.rules and words < WORDS:
            chosen.append(pair)
            words += len(pair.nl.split())
    nl, fr = ("\n\n".join(texts) for texts in zip(*((p.nl, p.fr) for p in chosen), strict=True))
    took = min(_seconds(nl, fr) for _again in range(5))
    print(f"\n{words} words compared in {1000 * took:.0f} ms (aim < 100)")


def _seconds(nl: str, fr: str) -> float:
    began = time.process_time()
    parity.compare(nl, fr, shipped())
    return time.process_time() - began


if __name__ == "__main__":
    main()
