"""A glossary as a table: one line a term, opened by any spreadsheet, read back without loss."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from portal.i18n import Translated
from portal.language.terms import Domain, Gender, Kind, Status, Term

BETWEEN = "; "
COLUMNS = (
    *("key", "domain", "kind", "nl", "nl_synonyms", "nl_forms", "fr", "fr_synonyms", "fr_forms"),
    *("gender", "false_friend", "countable", "note_nl", "note_fr", "status"),
)
NEEDED = ("key", "nl", "fr")
KEY = re.compile(r"[a-z](?:[a-z0-9-]{0,98}[a-z0-9])?")
YES = "yes"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class Unreadable(ValueError):
    """What is wrong with a file of terms, in one sentence that names the line or the term."""


def write(terms: Iterable[Term]) -> str:
    """The table with its header; no cell is a formula to the spreadsheet that opens it."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([_safe(cell) for cell in _cells(term)] for term in terms)
    return written.getvalue()


def read(text: str) -> list[Term]:
    """The terms of a table, with commas or semicolons as spreadsheets write them; Unreadable."""
    text = text.removeprefix("\ufeff")
    header, _, _ = text.partition("\n")
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if header.count(";") > 5 else ","
    )
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise Unreadable(f"The first line lacks the columns: {', '.join(missing)}")
    return list(_read(rows))


def check(terms: Iterable[Term]) -> None:
    """Raise Unreadable for a term without words in a language, or a key that is none or taken."""
    keys = set[str]()
    for term in terms:
        if not KEY.fullmatch(term.key):
            raise Unreadable(f"{term.key!r} is no key: small letters, figures and hyphens")
        if term.key in keys:
            raise Unreadable(f"{term.key} stands there twice")
        if not term.nl or not term.fr:
            raise Unreadable(f"{term.key} lacks a term in one of the languages")
        keys.add(term.key)


def parted(cell: str) -> tuple[str, ...]:
    """The terms of a cell, each once."""
    found = (" ".join(each.split()) for each in cell.split(BETWEEN.strip()))
    return tuple(dict.fromkeys(filter(None, found)))


def _read(rows: "csv.DictReader[str]") -> Iterator[Term]:
    try:
        for row in rows:
            cells = {name: _plain(row.get(name) or "") for name in COLUMNS}
            if any(cells.values()):
                yield _term(cells)
    except (csv.Error, ValueError) as error:
        raise Unreadable(f"Line {rows.line_num}: {error}") from error


def _term(row: dict[str, str]) -> Term:
    return Term(
        key=row["key"],
        nl=parted(f"{row['nl']};{row['nl_synonyms']}"),
        fr=parted(f"{row['fr']};{row['fr_synonyms']}"),
        domain=Domain(row["domain"] or Domain.RADIOTHERAPY),
        kind=Kind(row["kind"] or Kind.NOUN),
        gender=Gender(row["gender"]) if row["gender"] else None,
        nl_forms=parted(row["nl_forms"]),
        fr_forms=parted(row["fr_forms"]),
        note=Translated(row["note_nl"], row["note_fr"]),
        false_friend=row["false_friend"] == YES,
        countable=row["countable"] == YES,
        status=Status(row["status"] or Status.APPROVED),
    )


def _cells(term: Term) -> list[str]:
    return [
        *(term.key, term.domain, term.kind),
        *(term.nl[0], BETWEEN.join(term.nl[1:]), BETWEEN.join(term.nl_forms)),
        *(term.fr[0], BETWEEN.join(term.fr[1:]), BETWEEN.join(term.fr_forms)),
        *(term.gender or "", YES if term.false_friend else "", YES if term.countable else ""),
        *(term.note.nl, term.note.fr, term.status),
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
