"""Which words are named as what two events have in common."""

import pytest

from portal.i18n import Language
from portal.search.similar.telling import as_told, is_telling, tell_apart

NL, FR = Language.NL, Language.FR


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (NL, "tafelverschuiving"),
        (NL, "bolus"),
        (NL, "TPS"),
        (NL, "R&V"),
        (NL, "back-up"),
        (NL, "rechts"),
        (FR, "décalage"),
        (FR, "tête"),
        (FR, "ROI"),
        (FR, "mise à jour"),
        (FR, "fraction en trop"),
    ],
)
def test_what_says_something_is_named(language: Language, words: str) -> None:
    assert is_telling(words, language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "words",
    ["af", "ene", "mm", "A", "patiënt", "geven", "équipe", "été", "ETE", "12 000", "T9", "", "&"],
)
def test_fillers_stop_words_and_short_words_are_not(words: str, language: Language) -> None:
    assert not is_telling(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (NL, "binnen elkaar woorden bevatte weken merkte dezelfde zoals"),
        (NL, "Behandeling actief MV beeld voorschrijven naam correct aanpassen Ouder Gy dosis"),
        (FR, "mise semaines signalé précédente provenait ancien jour-là"),
        (FR, "traitement séance image Nom plan MU physicien machine appareil"),
    ],
)
def test_ordinary_words_are_not(language: Language, words: str) -> None:
    assert not [each for each in words.split() if is_telling(each, language)]


def test_the_forms_of_a_word_are_one() -> None:
    assert tell_apart("Ontbrak", NL) == tell_apart("ontbreken", NL)
    assert tell_apart("Tables de traitement", FR) == tell_apart("table de traitement", FR)
    assert tell_apart("TPS", NL) == tell_apart("tps", FR)


def test_only_names_and_abbreviations_keep_their_capitals() -> None:
    names = {"Orbiton", "de Toravel T3"}
    told = {
        each: as_told(each, names) for each in ("Masker", "TPS", "orbiton", "TORAVEL", "ConeBeam")
    }
    assert list(told.values()) == ["masker", "TPS", "Orbiton", "Toravel", "ConeBeam"]
    assert as_told("Mise à jour", names) == "mise à jour"
