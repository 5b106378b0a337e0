"""How long the whole gate takes: all four checks of one bulletin, as its page asks them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import cpu_milliseconds
from portal import create_app
from portal.bulletins.checks import look
from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.writing import place
from portal.config import read_settings
from portal.i18n import Language, Translated
from portal.language.glossary import shipped
from portal.language.privacy import Known, shipped_names
from portal.language.segments import Kind
from tests.language.parity.pairs import read

WORDS = 1000
RUNS = 5


def main() -> None:
    """Print how long the four checks take on a bulletin of a thousand words a language."""
    bulletin, words = _bulletin()
    known, glossary = Known(hospitals=shipped_names()), shipped()
    with TemporaryDirectory() as folder:
        app = create_app(read_settings({"PORTAL_DATA_DIR": str(Path(folder))}))
        for language in Language:
            with app.test_request_context(f"/{language}/"):
                found = look(bulletin, glossary, known)
                took = cpu_milliseconds(lambda: look(bulletin, glossary, known), times=RUNS)
            print(
                f"the gate, page in {language.value}: {words} Dutch words and their French,"
                f" {len(found)} findings, {took:.0f} ms (aim < 200)"
            )


def _bulletin() -> tuple[Bulletin, int]:
    """A bulletin made of the faithful pairs that were held out, and its Dutch words."""
    bulletin, words = Bulletin(cause_families="O"), 0
    bulletin.title = bulletin.essence = bulletin.note = Translated("Titel", "Titre")
    for each in read("held_out"):
        if not each.rules and words < WORDS:
            block = Block(kind=Kind.PARAGRAPH, text=Translated(each.nl, each.fr))
            place(bulletin, Section.COURSE, [block])
            words += len(each.nl.split())
    return bulletin, words


if __name__ == "__main__":
    main()
