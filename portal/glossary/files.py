"""The glossary as a file: a table for spreadsheets, TBX for the tools of translators."""

from collections.abc import Iterable
from operator import attrgetter

from portal.glossary import tbx
from portal.language import glossary_file
from portal.language.glossary_file import Unreadable
from portal.language.terms import Term

KINDS = ("csv", "tbx")


def write(terms: Iterable[Term], kind: str) -> bytes:
    """The terms in the order of their keys; the table with the mark by which Excel knows UTF-8."""
    in_order = sorted(terms, key=attrgetter("key"))
    if kind == "tbx":
        return tbx.write(in_order)
    return glossary_file.write(in_order).encode("utf-8-sig")


def read(content: bytes) -> list[Term]:
    """The terms of either kind of file; Unreadable says what is wrong with it."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        terms = tbx.read(content)
    else:
        try:
            terms = glossary_file.read(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise Unreadable("The file is not written in UTF-8") from None
    glossary_file.check(terms)
    return terms
