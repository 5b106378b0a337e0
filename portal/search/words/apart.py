"""Words that a stemmer takes for others: lens is not lenen, maintenance is not maintenant."""

from collections.abc import Iterator
from pathlib import Path

from portal.i18n import Language

LISTS = {
    Language.NL: Path(__file__).with_name("dutch_apart.txt"),
    Language.FR: Path(__file__).with_name("french_apart.txt"),
}
_ABOUT = "#"  # begins a line that says what the list is
_ACCENTED = "= "  # begins a line of forms that differ from others by their accents only
OWN = "1"  # ends a stem that no stemmer makes


def groups(language: Language) -> Iterator[list[str]]:
    """The forms of one word, on each line of the list, whatever their accents."""
    for line in _lines(language):
        if not line.startswith(_ACCENTED):
            yield line.split()


def accented(language: Language) -> Iterator[list[str]]:
    """The forms of one word that must be written with their accents: côte is not côté."""
    for line in _lines(language):
        if line.startswith(_ACCENTED):
            yield line.removeprefix(_ACCENTED).split()


def _lines(language: Language) -> Iterator[str]:
    every = LISTS[language].read_text("utf-8").splitlines()
    return (line for line in every if not line.startswith(_ABOUT))
