"""A term of the glossary: one notion, in Dutch and in French."""

from dataclasses import dataclass, field
from enum import StrEnum

from portal.i18n import Language, Translated


class Domain(StrEnum):
    """What a term is about."""

    RADIOTHERAPY = "radiotherapy"
    ANALYSIS = "analysis"
    IT = "it"
    LAW = "law"
    ORGANISATION = "organisation"


class Kind(StrEnum):
    """The part of speech of a term."""

    NOUN = "noun"
    VERB = "verb"
    ADJECTIVE = "adjective"
    NAME = "name"


class Gender(StrEnum):
    """Gender and number of the preferred French term."""

    MASCULINE = "m"
    FEMININE = "f"
    MASCULINE_PLURAL = "mp"
    FEMININE_PLURAL = "fp"


class Status(StrEnum):
    """Only approved terms count; who proposes one leaves it to another to approve."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True)
class Term:
    """One notion: in each language the preferred term first, then synonyms and abbreviations.

    ``nl_forms`` and ``fr_forms`` are forms that no rule gives: of verbs, irregular plurals.
    ``countable`` says that a faithful translation has it as often as the source.
    """

    key: str
    nl: tuple[str, ...]
    fr: tuple[str, ...]
    domain: Domain = Domain.RADIOTHERAPY
    kind: Kind = Kind.NOUN
    gender: Gender | None = None
    nl_forms: tuple[str, ...] = ()
    fr_forms: tuple[str, ...] = ()
    note: Translated = field(default_factory=Translated)
    false_friend: bool = False
    countable: bool = False
    status: Status = Status.APPROVED

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        terms: tuple[str, ...] = getattr(self, language.value)
        return terms

    def forms(self, language: Language) -> tuple[str, ...]:
        """The forms in ``language`` that no rule gives."""
        given: tuple[str, ...] = getattr(self, f"{language.value}_forms")
        return given
