"""What a file of terms would change, one line a term."""

from collections.abc import Iterable, Iterator, Mapping

from portal.glossary.models import values_of
from portal.language.terms import Term


def differences(known: Mapping[str, Term], terms: Iterable[Term]) -> Iterator[str]:
    """New terms and changed ones; what the file lacks stays as it is."""
    for term in terms:
        before = known.get(term.key)
        if before is None:
            yield f"new      {term.key}: {term.nl[0]} – {term.fr[0]}"
        elif before != term:
            yield f"changed  {term.key}: {'; '.join(_changed(before, term))}"


def _changed(before: Term, after: Term) -> Iterator[str]:
    old, new = values_of(before), values_of(after)
    return (f"{name} “{old[name]}” → “{new[name]}”" for name in new if old[name] != new[name])
