"""What a file of terms would change, one line a term."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portal.glossary.models import values_of
from portal.glossary.operations import clashes
from portal.language.terms import Term


def differences(known: Mapping[str, Term], terms: Iterable[Term]) -> Iterator[str]:
    """New terms and changed ones; what the file lacks stays as it is."""
    for term in terms:
        before = known.get(term.key)
        if before is None:
            yield f"new      {term.key}: {term.nl[0]} – {term.fr[0]}"
        elif before != term:
            yield f"changed  {term.key}: {'; '.join(_changed(before, term))}"


def twofold(known: Mapping[str, Term], terms: Sequence[Term]) -> Iterator[str]:
    """Words that would stand in two pairs, of which a text is read by one only."""
    after = dict(known) | {term.key: term for term in terms}
    changed = [term for term in terms if known.get(term.key) != term]
    for term in changed:
        for clash in clashes(after.values(), term):
            yield f"note     {term.key}: “{clash.word}” stands with {clash.term.key} too"


def _changed(before: Term, after: Term) -> Iterator[str]:
    old, new = values_of(before), values_of(after)
    return (f"{name} “{old[name]}” → “{new[name]}”" for name in new if old[name] != new[name])
