"""Sentences that only one language has, or that stand in another order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity
from portal.language.parity.alignment import Alignment, Bead
from portal.language.parity.quantity import Quantity
from portal.language.parity.stretch import Stretch
from portal.language.parity.telling import difference, only_in
from portal.language.parity.texts import Pair, joined

SWAPPED = 0.35
CROSSED = 0.5
CLEARLY_ELSEWHERE = 0.25
FEW_WORDS = 3
_SENTENCE = Translated("Deze zin", "Cette phrase")


@dataclass
class Matched:
    """The stretches that belong together, that stand elsewhere, and that stand alone."""

    together: list[tuple[list[Stretch], list[Stretch]]] = field(default_factory=list)
    moved: list[tuple[Stretch, Stretch]] = field(default_factory=list)
    alone: list[tuple[Stretch | None, Stretch | None]] = field(default_factory=list)

    def pairs(self) -> Iterator[Pair]:
        """What belongs together, as passages."""
        for nl, fr in self.together:
            yield Pair(joined([each.passage for each in nl]), joined([each.passage for each in fr]))
        for first, second in self.moved:
            yield Pair(first.passage, second.passage)

    def beside(self) -> list[tuple[list[Stretch], list[Stretch]]]:
        """What belongs together, moved or not."""
        return self.together + [([first], [second]) for first, second in self.moved]

    def quantities(self) -> tuple[list[Quantity], list[Quantity]]:
        """The quantities of what belongs together, in both languages."""
        nl, fr = (
            [quantity for pair in self.beside() for each in pair[n] for quantity in each.quantities]
            for n in (0, 1)
        )
        return nl, fr


def match(nl: list[Stretch], fr: list[Stretch]) -> Matched:
    """Lay two rows of stretches beside each other, whatever their order."""
    alignment = Alignment(nl, fr)
    beads = [part for bead in alignment.beads() for part in _released(alignment, bead)]
    moves = dict(_moves(alignment, beads))
    found = Matched()
    for bead in beads:
        if bead in moves:
            other = moves[bead]
            if bead.nl and other.fr:
                found.moved.append((nl[bead.nl[0]], fr[other.fr[0]]))
        elif bead.nl and bead.fr:
            found.together.append(([nl[n] for n in bead.nl], [fr[n] for n in bead.fr]))
        else:
            found.alone += [(nl[n], None) for n in bead.nl] + [(None, fr[n]) for n in bead.fr]
    return found


def _released(alignment: Alignment, bead: Bead) -> Iterator[Bead]:
    """A bead of several, without a member that the other side does not support in any way."""
    if len(bead.nl) + len(bead.fr) <= 2 or not (bead.nl and bead.fr):
        yield bead
        return
    if len(bead.nl) == len(bead.fr):
        yield from _halves(alignment, bead)
        return
    best, alone = bead, list[Bead]()
    for one in _members(bead):
        rest = _without(bead, one)
        alike = alignment.likeness(rest.nl, rest.fr) >= alignment.likeness(bead.nl, bead.fr)
        if (
            rest.nl
            and rest.fr
            and alike
            and alignment.length(rest.nl, rest.fr) + 0.5 < alignment.length(bead.nl, bead.fr)
        ):
            best, alone = rest, [one]
    yield from sorted([best, *alone], key=lambda each: (each.nl.start, each.fr.start))


def _halves(alignment: Alignment, bead: Bead) -> Iterator[Bead]:
    """A bead of two and two, taken apart when its halves belong together in either order."""
    first = Bead(bead.nl[:1], bead.fr[:1])
    second = Bead(bead.nl[1:], bead.fr[1:])
    straight = all(alignment.likeness(half.nl, half.fr) > SWAPPED for half in (first, second))
    if straight or _crossed(alignment, first, second):
        yield from (first, second)
    else:
        yield bead


def _members(bead: Bead) -> Iterator[Bead]:
    """The outer members of a bead, each as a bead of its own."""
    for n in {bead.nl[0], bead.nl[-1]} if len(bead.nl) > 1 else ():
        yield Bead(range(n, n + 1), range(bead.fr.start, bead.fr.start))
    for n in {bead.fr[0], bead.fr[-1]} if len(bead.fr) > 1 else ():
        yield Bead(range(bead.nl.start, bead.nl.start), range(n, n + 1))


def _without(bead: Bead, one: Bead) -> Bead:
    return Bead(_cut(bead.nl, one.nl), _cut(bead.fr, one.fr))


def _cut(whole: range, part: range) -> range:
    if not part:
        return whole
    return whole[1:] if part[0] == whole[0] else whole[:-1]


def _moves(alignment: Alignment, beads: list[Bead]) -> Iterator[tuple[Bead, Bead]]:
    """Beads whose halves belong to each other's: ``nl`` of one with ``fr`` of another."""
    free = [
        bead
        for bead in beads
        if len(bead.nl) <= 1
        and len(bead.fr) <= 1
        and (not bead.nl or not bead.fr or alignment.likeness(bead.nl, bead.fr) < SWAPPED)
    ][:60]
    taken = set[Bead]()
    for number, first in enumerate(free):
        for second in free[number + 1 :]:
            if first not in taken and second not in taken and _crossed(alignment, first, second):
                taken |= {first, second}
                yield from ((first, second), (second, first))


def exchanged(nl: list[Stretch], fr: list[Stretch]) -> Iterator[tuple[int, int]]:
    """Numbers of stretches, paired already, of which the French halves changed places."""
    beads = [Bead(range(n, n + 1), range(n, n + 1)) for n in range(len(nl))]
    for first, second in _moves(Alignment(nl, fr), beads):
        if first.nl[0] < second.nl[0]:
            yield first.nl[0], second.nl[0]


def _crossed(alignment: Alignment, first: Bead, second: Bead) -> bool:
    across = [_like(alignment, first.nl, second.fr), _like(alignment, second.nl, first.fr)]
    straight = [_like(alignment, bead.nl, bead.fr) for bead in (first, second)]
    whole = bool(first.nl and first.fr and second.nl and second.fr)
    if whole:
        return sum(across) > sum(straight) + CROSSED
    return max(across) > SWAPPED and not any(straight)


def _like(alignment: Alignment, nl: range, fr: range) -> float:
    return alignment.likeness(nl, fr) if nl and fr else 0.0


def findings(found: Matched, nl: list[Stretch], fr: list[Stretch]) -> Iterator[PairFinding]:
    """What of the stretches stands alone, or elsewhere."""
    for first, second in found.alone:
        lone = first or second
        if lone and len(lone.passage.words.split()) >= FEW_WORDS:
            yield _alone(
                first,
                second,
                Severity.BLOCK if _clear(lone, fr if first else nl) else Severity.CONFIRM,
            )
    if found.moved:
        yield in_other_order(*found.moved[0])


def in_other_order(nl: Stretch, fr: Stretch) -> PairFinding:
    """That two stretches that belong together stand at different places."""
    return difference(
        "parity.order",
        nl.passage,
        fr.passage,
        Severity.CONFIRM,
        Translated(
            "De volgorde van de zinnen verschilt tussen beide talen",
            "L’ordre des phrases diffère d’une langue à l’autre",
        ),
    )


def _clear(lone: Stretch, others: list[Stretch]) -> bool:
    """Whether nothing of the other language resembles the sentence."""
    if not others or not lone.keys:
        return bool(lone.keys)
    best = max(len(lone.keys & other.keys) for other in others)
    return best / len(lone.keys) < CLEARLY_ELSEWHERE


def _alone(nl: Stretch | None, fr: Stretch | None, severity: Severity) -> PairFinding:
    here, there = (each.passage if each else None for each in (nl, fr))
    message = only_in(Language.NL if nl else Language.FR, _SENTENCE)
    return difference("parity.missing", here, there, severity, message)
