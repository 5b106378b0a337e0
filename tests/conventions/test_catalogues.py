"""Both catalogues are complete, agree with the sources, and are well set."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = "_ gettext lazy_gettext ngettext:1,2 lazy_ngettext:1,2"
LANGUAGES = ("nl", "fr")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def catalogue(language: str) -> Catalog:
    """One language's catalogue."""
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def texts(message: Message) -> list[str]:
    """The translations of a message, one for each plural form."""
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return [form or "" for form in forms]


def originals(message: Message) -> list[str]:
    """The msgid of a message, with its plural if it has one."""
    return list(message.id) if isinstance(message.id, tuple | list) else [message.id]


def messages(language: str) -> list[Message]:
    """Every message but the header."""
    return [message for message in catalogue(language) if message.id]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the sources say now."""
    path = tmp_path_factory.mktemp("messages") / "messages.pot"
    command = [str(Path(sys.executable).with_name("pybabel")), "-q", "extract", "-F"]
    command += [
        "pyproject.toml",
        "-k",
        "_ gettext lazy_gettext ngettext:1,2 lazy_ngettext:1,2",
        "-o",
        str(path),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    with path.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_what_the_sources_say(language: str, template: Catalog) -> None:
    wanted = {str(message.id) for message in template if message.id}
    present = {str(message.id) for message in messages(language)}
    assert wanted == present, f"run `make messages`: {sorted(wanted ^ present)[:5]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    holes = [m.id for m in messages(language) if m.fuzzy or not all(texts(m))]
    assert not holes, f"translate in {language}: {holes[:10]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive(language: str) -> None:
    wrong = [
        message.id
        for message in messages(language)
        for text in texts(message)
        if not set(PLACEHOLDER.findall(text))
        <= {each for original in originals(message) for each in PLACEHOLDER.findall(original)}
        or (
            len(originals(message)) == 1
            and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(originals(message)[0]))
        )
    ]
    assert not wrong, wrong


def test_french_has_its_no_break_spaces() -> None:
    before = re.compile(r"(?<![\u00a0\u202f\s])[;?!»]|(?<![\u00a0\u202f\s\d/h]):(?!//)|[ ][:;?!»]")
    after = re.compile(r"«(?!\u00a0|\u202f)")
    wrong = [
        text
        for message in messages("fr")
        for text in texts(message)
        if before.search(PLACEHOLDER.sub("x", text)) or after.search(text)
    ]
    assert not wrong, f"put U+00A0 before : ; ? ! » and after «: {wrong[:5]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_and_apostrophes_are_typographic(language: str) -> None:
    """But the labels of the printed series stand as they have always been printed."""
    printed = {"Déroulement de l'incident", "Recommandations de l'AFCN"}
    every = {text for message in messages(language) for text in texts(message)}
    wrong = [text for text in every - printed if re.search("[\"']", text)]
    assert not wrong, wrong[:5]


@pytest.mark.parametrize(("language", "foreign"), [("nl", r"\bAFCN\b"), ("fr", r"\bFANC\b")])
def test_the_agency_has_its_name_in_each_language(language: str, foreign: str) -> None:
    wrong = [text for m in messages(language) for text in texts(m) if re.search(foreign, text)]
    assert not wrong, wrong


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", r"\bgelieve\b|\bongeldig|\bfout van\b|\bschuld(?!igen)|!"),
        ("fr", r"\bveuillez\b|\binvalide|\bfaute\b|!"),
    ],
)
def test_the_register_is_ours(language: str, words: str) -> None:
    wrong = [
        text for m in messages(language) for text in texts(m) if re.search(words, text.lower())
    ]
    assert not wrong, wrong
