"""Languages, texts in both of them, and how dates and hours are written in each."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_format_date
from flask_babel import get_locale

BRUSSELS = ZoneInfo("Europe/Brussels")


class Language(StrEnum):
    """The languages of the portal; they are equals."""

    NL = "nl"
    FR = "fr"

    @property
    def tag(self) -> str:
        """The tag for ``lang`` attributes: nl-BE, fr-BE."""
        return f"{self.value}-BE"

    @property
    def autonym(self) -> str:
        """The language's name in itself."""
        return {"nl": "Nederlands", "fr": "Français"}[self.value]

    @property
    def other(self) -> "Language":
        """The other language of a pair."""
        return Language.FR if self is Language.NL else Language.NL


@dataclass(frozen=True)
class Translated:
    """One text in every language; an empty string means that it is not written yet."""

    nl: str = ""
    fr: str = ""

    def __getitem__(self, language: Language) -> str:
        text: str = getattr(self, language.value)
        return text

    def __bool__(self) -> bool:
        return bool(self.nl or self.fr)

    def __composite_values__(self) -> tuple[str, str]:
        return self.nl, self.fr

    @classmethod
    def from_columns(cls, nl: str | None, fr: str | None) -> "Translated":
        """Read the value from its columns, which are unset on a row not yet stored."""
        return cls(nl or "", fr or "")

    @classmethod
    def only(cls, language: Language, text: str) -> "Translated":
        """A text that exists in one language."""
        return cls(**{language.value: text})

    def replace(self, language: Language, text: str) -> "Translated":
        """The same text with one language written anew."""
        return Translated(**{each.value: self[each] for each in Language} | {language.value: text})

    @property
    def missing(self) -> list[Language]:
        """The languages in which nothing is written."""
        return [language for language in Language if not self[language].strip()]

    @property
    def languages(self) -> list[Language]:
        """The languages in which something is written."""
        return [language for language in Language if self[language].strip()]

    def best(self, preferred: Language) -> tuple[Language, str]:
        """The text in ``preferred`` or, where that is empty, in the language that has one.

        The language is returned with it, so that the page can mark it with ``lang``.
        """
        language = next((one for one in (preferred, *Language) if self[one].strip()), preferred)
        return language, self[language]


def current_language() -> Language:
    """The language of this page, from its address; of the forced locale elsewhere."""
    locale = get_locale()
    return Language(locale.language) if locale is not None else Language.NL


def clock() -> datetime:
    """What the machine's clock says, in UTC; tests put another clock in its place."""
    return datetime.now(UTC)


def now() -> datetime:
    """This moment, in UTC."""
    return clock()


def this_minute() -> datetime:
    """This moment without its seconds, where they would tell who somebody unnamed is."""
    return now().replace(second=0, microsecond=0)


def today() -> date:
    """Today's date in Belgium."""
    return now().astimezone(BRUSSELS).date()


def months_after(day: date, months: int) -> date:
    """The same day some calendar months later; the last of the month where it lacks that day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def format_date(value: date) -> str:
    """16/11/2020 in both languages; a moment is dated as in Belgium."""
    return f"{_local(value):%d/%m/%Y}"


def format_long_date(value: date, language: Language | None = None) -> str:
    """Maandag 16 november 2020, lundi 16 novembre 2020 (lower case; 1er in French)."""
    language = language or current_language()
    first = language is Language.FR and _local(value).day == 1
    pattern = "EEEE d'er' MMMM y" if first else "EEEE d MMMM y"
    return babel_format_date(_local(value), pattern, locale=language.value)


def format_time(value: datetime | time, language: Language | None = None) -> str:
    """15u42 in Dutch, 15h42 in French: the house style of the bulletins.

    A moment is told as the clock in Belgium shows it; an hour is one of that clock already.
    """
    letter = {"nl": "u", "fr": "h"}[(language or current_language()).value]
    local = value.astimezone(BRUSSELS) if isinstance(value, datetime) else value
    return f"{local.hour}{letter}{local:%M}"


def format_moment(value: datetime, language: Language | None = None) -> str:
    """16/11/2020 om 15u42, 16/11/2020 à 15h42."""
    language = language or current_language()
    joint = {"nl": "om", "fr": "à"}[language.value]
    return f"{format_date(value)} {joint} {format_time(value, language)}"


def _local(value: date) -> date:
    return value.astimezone(BRUSSELS) if isinstance(value, datetime) else value
