"""How a difference is told, in both languages."""

from typing import Protocol

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span


class Placed(Protocol):
    """Whatever stands somewhere in a text."""

    @property
    def span(self) -> Span: ...


_LANGUAGES = {
    Language.NL: Translated("Nederlands", "néerlandais"),
    Language.FR: Translated("Frans", "français"),
}


def difference(
    rule: str, nl: Placed | None, fr: Placed | None, severity: Severity, message: Translated
) -> PairFinding:
    """A finding at the places of two things, of which one may be missing."""
    here, there = (each.span if each else None for each in (nl, fr))
    return PairFinding(rule, here, there, severity, message)


def only_in(language: Language, what: Translated) -> Translated:
    """That ``what`` stands in one language only; it begins the sentence."""
    where = _LANGUAGES[language]
    return Translated(
        f"{what.nl} staat enkel in het {where.nl}",
        f"{what.fr} ne figure que dans le texte {where.fr}",
    )


def instead(name: Translated, nl: str, fr: str) -> Translated:
    """That each language has its own: ``name`` says of what."""
    return Translated(
        f"{name.nl} {nl} staat enkel in het Nederlands, {fr} enkel in het Frans",
        f"{name.fr} {nl} ne figure que dans le texte néerlandais, {fr} que dans le texte français",
    )


def versus(name: Translated, nl: Translated, fr: Translated) -> Translated:
    """That something is ``nl`` in the Dutch text and ``fr`` in the French one."""
    return Translated(
        f"{name.nl}: {nl.nl} in het Nederlands, {fr.nl} in het Frans",
        f"{name.fr}\u00a0: {nl.fr} en néerlandais, {fr.fr} en français",
    )


def quoted(words: str) -> Translated:
    """Words of a text between the quotation marks of each language."""
    return Translated(f"‘{words}’", f"«\u00a0{words}\u00a0»")


def same(words: str) -> Translated:
    """Words that are the same in both languages."""
    return Translated(words, words)
