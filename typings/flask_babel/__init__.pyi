# The part of Flask-Babel that the portal uses: its own source is typed halfway.

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Self

from babel import Locale
from flask import Flask

# At run time a proxy that answers every method of str; wtforms and others ask for a str.
class LazyString(str):
    def __new__(cls, func: Callable[..., str], *args: object) -> Self: ...

class Babel:
    def __init__(
        self,
        app: Flask | None = None,
        *,
        default_locale: str = "en",
        default_domain: str = "messages",
        default_translation_directories: str = "translations",
        default_timezone: str = "UTC",
        locale_selector: Callable[[], str | Locale | None] | None = None,
        timezone_selector: Callable[[], str | None] | None = None,
    ) -> None: ...

def gettext(string: str, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, **variables: object) -> str: ...
def pgettext(context: str, string: str, **variables: object) -> str: ...
def lazy_gettext(string: str, **variables: object) -> LazyString: ...
def lazy_ngettext(singular: str, plural: str, num: int, **variables: object) -> LazyString: ...
def lazy_pgettext(context: str, string: str, **variables: object) -> LazyString: ...
def force_locale(locale: str | Locale) -> AbstractContextManager[None]: ...
def get_locale() -> Locale | None: ...
