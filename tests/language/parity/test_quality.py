"""The aims of the parity check, on pairs that it was not tuned on."""

from portal.language import parity
from portal.language.finding import Severity
from portal.language.glossary import shipped
from tests.language.parity.pairs import Expected, read

PAIRS = list(read("held_out"))
FAITHFUL = [pair for pair in PAIRS if not pair.rules]
DEFECTS = [pair for pair in PAIRS if pair.rules]
GLOSSARY = shipped()


def blocked(pair: Expected) -> bool:
    """Whether the check keeps the pair from being published."""
    found = parity.compare(pair.nl, pair.fr, GLOSSARY)
    return any(finding.severity is Severity.BLOCK for finding in found)


def seen(pair: Expected) -> bool:
    """Whether the check names the planted defect."""
    found = parity.compare(pair.nl, pair.fr, GLOSSARY)
    return any(finding.rule in pair.rules for finding in found)


def test_there_are_pairs_enough() -> None:
    assert len(FAITHFUL) >= 60
    assert len(DEFECTS) >= 60
    assert len({pair.id for pair in PAIRS}) == len(PAIRS)


def test_the_pairs_held_apart_are_not_those_tuned_on() -> None:
    tuned = {pair.nl for pair in read("tuning")}
    assert not tuned & {pair.nl for pair in PAIRS}


def test_planted_defects_are_found() -> None:
    missed = [pair.id for pair in DEFECTS if not seen(pair)]
    assert len(missed) <= 0.10 * len(DEFECTS), missed


def test_faithful_pairs_are_not_blocked() -> None:
    stopped = [pair.id for pair in FAITHFUL if blocked(pair)]
    assert len(stopped) <= 0.05 * len(FAITHFUL), stopped
