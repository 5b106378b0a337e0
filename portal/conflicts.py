"""Two people on one text: notice it, keep both, let the second choose. Pure functions.

A form carries, beside each text, the fingerprint of the text that it was opened with. Nothing is
locked and no version is counted: only two different changes of one text are a conflict.
"""

import hashlib
from dataclasses import dataclass


def fingerprint(text: str) -> str:
    """A short name for a text as the form was opened with it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Merge:
    """What to store, and whether both texts must be shown because both were changed."""

    text: str
    conflict: bool


def merge(*, opened_with: str, mine: str, theirs: str, keep: str = "") -> Merge:
    """Decide between ``mine``, just sent, and ``theirs``, now stored.

    ``opened_with`` is the fingerprint from the form; ``keep`` is "mine" or "theirs" once the
    user has seen both and chosen.
    """
    if keep == "theirs" or fingerprint(mine) == opened_with:
        return Merge(theirs, conflict=False)
    if mine == theirs or fingerprint(theirs) == opened_with:
        return Merge(mine, conflict=False)
    return Merge(theirs, conflict=True)
