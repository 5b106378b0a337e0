"""The words of the lists: complete in both languages, well set, and nothing beside the codes."""

import re
import tomllib

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.analysis.lists import SHOWN
from portal.i18n import Language, Translated
from portal.incidents.taxonomy import EindhovenCode, Labelled, Strength
from portal.incidents.vocabulary import FOLDER, Term, vocabulary

LISTS = {each.__name__: each for each in Labelled.__subclasses__()}
EXPLAINED = {*SHOWN.values()} - {"CauseFamily", "Technique", "Profession"}


def texts(language: Language) -> list[str]:
    """Everything that the files say in one language."""
    lists = [vocabulary(name) for name in LISTS]
    said = [text for each in lists for text in (each.title, each.explained)]
    terms = [term for each in lists for term in each.terms.values()]
    said += [text for term in terms for text in (term.label, term.meaning, term.example)]
    return [text[language] for text in said]


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_its_row_and_no_other_row_is_there(name: str) -> None:
    assert list(vocabulary(name).terms) == [member.value for member in LISTS[name]]


@pytest.mark.parametrize("name", LISTS)
def test_both_languages_are_filled_in(name: str) -> None:
    list_ = vocabulary(name)
    assert not list_.title.missing
    for term in list_.terms.values():
        assert not term.label.missing
        for text in (term.meaning, term.example, list_.explained):
            assert text.missing in ([], list(Language))


@pytest.mark.parametrize("name", sorted(EXPLAINED))
def test_where_people_choose_each_code_is_explained_by_example(name: str) -> None:
    for code, term in vocabulary(name).terms.items():
        assert term.meaning, code
        assert term.example or code == "unknown", code


def test_every_file_is_a_list_of_ours() -> None:
    files = {path.stem for path in FOLDER.glob("*.toml")}
    assert files == {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in LISTS}
    known = {"label", "meaning", "example", "confirmed", "prisma", "aapm", "nsir"}
    for path in FOLDER.glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(data) <= {"title", "explained", "codes"}
        assert set().union(*data["codes"].values()) <= known


def test_what_awaits_confirmation_says_so() -> None:
    assert not any(code.term.confirmed for code in (*EindhovenCode, *Strength))
    assert Term(Translated("a", "b")).confirmed


@pytest.mark.parametrize("language", list(Language))
def test_the_words_are_well_set(language: Language) -> None:
    every = texts(language)
    assert not [text for text in every if re.search("[\"']", text)]
    assert not [text for text in every if re.search(r"\d %", text)], "U+00A0 before %"
    assert not [text for text in every if "!" in text or text != text.strip()]


def test_french_has_its_no_break_spaces() -> None:
    wrong = re.compile(r"(?<![\u00a0\u202f])[;?»]|(?<!\u00a0):| [:;?»]|«(?!\u00a0)")
    assert not [text for text in texts(Language.FR) if wrong.search(text)]


def test_a_label_speaks_the_language_of_the_page(sqlite_app: Flask) -> None:
    label = EindhovenCode.TD.label
    with sqlite_app.app_context():
        with force_locale("nl"):
            assert str(label) == "Technisch, ontwerp"
        with force_locale("fr"):
            assert str(label) == "Technique, conception"
            assert str(EindhovenCode.TD.meaning).startswith("L’appareil")
            assert str(EindhovenCode.TD.example).startswith("Les fichiers")
