"""Reading what a check is asked about: a text, or lines of JSON. What is wrong is named by line."""

import codecs
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from portal.i18n import Language

T = TypeVar("T")
LINES = ".jsonl"


class WrongInput(Exception):
    """What is wrong with the input, a sentence for each fault."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Asked:
    """One text to be checked."""

    id: str | int
    language: Language
    text: str


@dataclass(frozen=True)
class AskedPair:
    """One text in both languages, to be compared."""

    id: str | int
    nl: str
    fr: str


def asked(file: Path, language: Language | None) -> list[Asked]:
    """The texts of ``file``; ``language`` is theirs unless a line says its own."""
    if file.suffix.lower() == LINES:
        return _each_line(file, lambda row: _one(row, language))
    if language is None:
        raise WrongInput(f"{file}: line 1: which language is it? Add --language nl or fr")
    return [Asked(file.name, language, text_of(file))]


def asked_pairs(nl: Path, fr: Path | None) -> list[AskedPair]:
    """The pairs of one file of lines, or the pair of two files."""
    if fr is not None:
        return [AskedPair(nl.name, text_of(nl), text_of(fr))]
    if nl.suffix.lower() != LINES:
        raise WrongInput(f"{nl}: give the Dutch and the French text, or one {LINES} file")
    return _each_line(nl, lambda row: AskedPair(_id(row), _text(row, "nl"), _text(row, "fr")))


def text_of(file: Path) -> str:
    """The whole of a text file in UTF-8, with or without a mark at its start."""
    content = _bytes(file)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WrongInput(f"{file}: line {line}: not UTF-8") from None
    if not text.strip():
        raise WrongInput(f"{file}: line 1: the file is empty")
    return text


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise WrongInput(f"{file}: {reason}") from None


def _each_line(file: Path, made: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """What each line that is not blank says; every wrong line is named, and an id said before."""
    rows: list[T] = []
    faults: list[str] = []
    first: dict[str | int, int] = {}
    for number, line in enumerate(_bytes(file).split(b"\n"), 1):
        try:
            rows += [made(_new(_object(line), first, number))] if line.strip() else []
        except WrongInput as wrong:
            faults.append(f"{file}: line {number}: {wrong}")
    if not rows and not faults:
        faults.append(f"{file}: line 1: the file is empty")
    if faults:
        raise WrongInput(*faults)
    return rows


def _new(row: Mapping[str, Any], first: dict[str | int, int], number: int) -> Mapping[str, Any]:
    """The row, once it is known that its id stands on no line before; ``first`` has those."""
    before = first.setdefault(_id(row), number)
    if before != number:
        raise WrongInput(f'"id" stands on line {before} already')
    return row


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError:
        raise WrongInput("not UTF-8") from None
    except (ValueError, RecursionError):
        raise WrongInput("not JSON") from None
    if not isinstance(row, dict):
        raise WrongInput("not a JSON object")
    return row


def _one(row: Mapping[str, Any], usual: Language | None) -> Asked:
    told = row.get("language", usual)
    if told is None:
        raise WrongInput('"language" is missing')
    if told not in list(Language):
        raise WrongInput('"language" must be nl or fr')
    return Asked(_id(row), Language(told), _text(row, "text"))


def _id(row: Mapping[str, Any]) -> str | int:
    name = row.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        return name
    return _text(row, "id")


def _text(row: Mapping[str, Any], key: str) -> str:
    if key not in row:
        raise WrongInput(f'"{key}" is missing')
    value = row[key]
    if not isinstance(value, str):
        raise WrongInput(f'"{key}" must be text')
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise WrongInput(f'"{key}" holds half a character')
    return value
