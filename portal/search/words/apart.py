"""Words that a stemmer takes for others: lens is not lenen, maintenance is not maintenant."""

from collections.abc import Iterator
from pathlib import Path

from portal.i18n import Language

LISTS = {
    Language.NL: Path(__file__).with_name("dutch_apart.txt"),
    Language.FR: Path(__file__).with_name("french_apart.txt"),
}
_ABOUT = "#"  # begins a line that says what the list is
OWN = "1"  # ends a stem that no stemmer makes


def groups(language: Language) -> Iterator[list[str]]:
    """The forms of one word, on each line of the list."""
    for line in LISTS[language].read_text("utf-8").splitlines():
        if not line.startswith(_ABOUT):
            yield line.split()
