"""``flask check``: the language checks for people and programs outside the portal."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup

from portal.checks import sources
from portal.checks.lines import LINES, Asked, AskedPair, WrongInput, asked, asked_pairs
from portal.i18n import Language
from portal.language import parity, privacy, wording
from portal.language.finding import Finding, PairFinding, Severity, Span

group = AppGroup("check", help="Check texts: exit 0 nothing blocks, 1 something does, 2 bad input.")
BLOCKED, WRONG = 1, 2
T = TypeVar("T")
Answer = list[tuple[Asked, list[Finding]]]

_file = click.argument("file", type=click.Path(path_type=Path))
_language = click.option(
    "--language",
    type=click.Choice([each.value for each in Language]),
    help="Of the text; in a .jsonl file, of the lines that do not tell theirs.",
)
_format = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    help=f"Default: text; json for a {LINES} file.",
)


@group.command("privacy")
@_file
@_language
@_format
def privacy_(file: Path, language: str | None, format_: str | None) -> None:
    """What in FILE (a text, or lines of {id, language, text}) tells who or where it was."""
    texts = _texts(file, language)
    known = privacy.Known(hospitals=sources.names_or_shipped())
    _answer(
        [(each, privacy.check(each.text, each.language, known)) for each in texts],
        as_json=_as_json(file, format_),
    )


@group.command("wording")
@_file
@_language
@_format
def wording_(file: Path, language: str | None, format_: str | None) -> None:
    """Which words of FILE (a text, or lines of {id, language, text}) blame or are hard to read."""
    texts = _texts(file, language)
    glossary = sources.glossary_or_shipped()
    _answer(
        [(each, wording.check(each.text, each.language, glossary)) for each in texts],
        as_json=_as_json(file, format_),
    )


@group.command("parity")
@click.argument("nl", type=click.Path(path_type=Path))
@click.argument("fr", type=click.Path(path_type=Path), required=False)
@_format
def parity_(nl: Path, fr: Path | None, format_: str | None) -> None:
    """In what the texts NL and FR differ; or each pair of one file of lines of {id, nl, fr}."""
    pairs = _or_stop(lambda: asked_pairs(nl, fr))
    glossary = sources.glossary_or_shipped()
    found = [(each, parity.compare(each.nl, each.fr, glossary)) for each in pairs]
    if _as_json(nl, format_):
        _print_json((each.id, [_pair_as_json(one) for one in findings]) for each, findings in found)
    else:
        several = len(found) > 1
        for pair, differences in found:
            for one in differences:
                click.echo(_named(pair.id, _pair_as_text(pair, one), several=several))
    _end(one.severity for _pair, differences in found for one in differences)


def _texts(file: Path, language: str | None) -> list[Asked]:
    return _or_stop(lambda: asked(file, Language(language) if language else None))


def _or_stop(read: Callable[[], list[T]]) -> list[T]:
    try:
        return read()
    except WrongInput as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(WRONG)


def _as_json(file: Path, format_: str | None) -> bool:
    return (format_ or ("json" if file.suffix.lower() == LINES else "text")) == "json"


def _answer(found: Answer, *, as_json: bool) -> None:
    if as_json:
        _print_json(
            (each.id, [_as_json_finding(one) for one in several]) for each, several in found
        )
    else:
        for each, findings in found:
            for one in findings:
                click.echo(_named(each.id, _as_text(each, one), several=len(found) > 1))
    _end(one.severity for _each, findings in found for one in findings)


def _print_json(found: Iterator[tuple[str | int, list[dict[str, Any]]]]) -> None:
    rows = [{"id": name, "findings": findings} for name, findings in found]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def _end(severities: Iterator[Severity]) -> None:
    if Severity.BLOCK in set(severities):
        sys.exit(BLOCKED)


def _named(name: str | int, line: str, *, several: bool) -> str:
    return f"{name}: {line}" if several else line


def _as_json_finding(finding: Finding) -> dict[str, Any]:
    return _told(finding, finding.span.start, finding.span.end)


def _pair_as_json(finding: PairFinding) -> dict[str, Any]:
    spans = {each.value: finding[each] for each in Language}
    starts = {name: span.start if span else None for name, span in spans.items()}
    ends = {name: span.end if span else None for name, span in spans.items()}
    return _told(finding, starts, ends)


def _told(finding: Finding | PairFinding, start: Any, end: Any) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "start": start,
        "end": end,
        "severity": finding.severity.value,
        "message": {each.value: finding.message[each] for each in Language},
    }


def _as_text(asked_: Asked, finding: Finding) -> str:
    words = " ".join(finding.span.of(asked_.text).split())
    place = _place(asked_.text, finding.span)
    message = finding.message[asked_.language]
    return f"{place} {finding.severity.value} {finding.rule} [{words}] {message}"


def _pair_as_text(pair: AskedPair, finding: PairFinding) -> str:
    places = [
        f"{each.value} {_place(text, span)}"
        for each, text in ((Language.NL, pair.nl), (Language.FR, pair.fr))
        if (span := finding[each])
    ]
    messages = " / ".join(_unique([finding.message[each] for each in Language]))
    return f"{', '.join(places)} {finding.severity.value} {finding.rule} {messages}"


def _unique(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _place(text: str, span: Span) -> str:
    """Line and column, both from 1."""
    before = text[: span.start]
    return f"{before.count(chr(10)) + 1}:{span.start - (before.rfind(chr(10)) + 1) + 1}"
