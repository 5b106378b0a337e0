"""What a check says of a text: the rule, the place, how grave it is, and why, in both languages."""

from dataclasses import dataclass
from enum import StrEnum

from portal.i18n import Language, Translated


class Severity(StrEnum):
    """What a finding asks of people: to mend it, to confirm it with a reason, or only to know."""

    BLOCK = "block"
    CONFIRM = "confirm"
    INFO = "info"


@dataclass(frozen=True)
class Span:
    """A place in a text: characters (code points) from ``start`` up to, not including, ``end``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand there."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Finding:
    """Something in one text. ``rule`` is a stable name, ``privacy.phone``.

    ``suggestions`` are words that could stand there instead, in the language of the text.
    """

    rule: str
    span: Span
    severity: Severity
    message: Translated
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class PairFinding:
    """Something in which two texts differ. A language without a span lacks what the other has."""

    rule: str
    nl: Span | None
    fr: Span | None
    severity: Severity
    message: Translated

    def __getitem__(self, language: Language) -> Span | None:
        span: Span | None = getattr(self, language.value)
        return span
