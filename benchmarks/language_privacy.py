"""Precision and recall of the privacy and wording checks, on sentences never tuned on."""

import time

from portal.i18n import Language
from portal.language import privacy, wording
from portal.language.finding import Finding
from portal.language.glossary import shipped
from tests.language.recall import Figures, measured, sentences

WORDS = 1000


def main() -> None:
    """Print a line for each rule, then how long 1,000 words take."""
    _table("privacy, held out", measured("privacy", "held_out", privacy.check))
    _table("wording, held out", measured("wording", "held_out", _wording))
    for language in Language:
        print(f"{WORDS} words, {language.value}: {_milliseconds(language):.0f} ms")


def _wording(text: str, language: Language) -> list[Finding]:
    return wording.check(text, language, shipped())


def _table(title: str, figures: Figures) -> None:
    print(f"\n{title:32}{'right':>7}{'excess':>8}{'missed':>8}{'precision':>11}{'recall':>8}")
    for rule in figures.rules:
        counts = f"{figures.right[rule]:7}{figures.excess[rule]:8}{figures.missed[rule]:8}"
        print(f"{rule:32}{counts}{figures.precision(rule):11.2f}{figures.recall(rule):8.2f}")


def _milliseconds(language: Language) -> float:
    rows = [row["text"] for row in sentences("privacy", "held_out") if row["language"] == language]
    text = " ".join(rows)
    text = " ".join((text + " ").split()[:WORDS])
    privacy.check(text, language)
    begun = time.process_time()
    privacy.check(text, language)
    wording.check(text, language, shipped())
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    main()
