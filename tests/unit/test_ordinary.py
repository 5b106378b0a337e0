"""Which words people say all day, and which are no slip of the hand."""

import pytest

from portal.i18n import Language
from portal.search.words.analysis import stem
from portal.search.words.ordinary import is_ordinary, is_said


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.NL, "naast mensen gingen zonder"), (Language.FR, "rien mieux histoire travailler")],
)
def test_what_people_say_all_day_is_ordinary(language: Language, words: str) -> None:
    assert all(is_ordinary(stem(word, language), language) for word in words.split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.NL, "bestraling isocentrum bolus masker back-up"),
        (Language.FR, "irradiation isocentre sauvegarde masque"),
    ],
)
def test_what_incidents_are_about_is_not(language: Language, words: str) -> None:
    assert not any(is_ordinary(stem(word, language), language) for word in words.split())


def test_a_stop_word_has_no_stem_and_is_not_ordinary() -> None:
    assert not any(is_ordinary("", language) for language in Language)


def test_a_word_that_is_said_is_no_slip_and_a_slip_is() -> None:
    assert all(map(is_said, ("doordat", "assez", "beide")))
    assert not any(map(is_said, ("bestarling", "isosentrum", "radiothérapei", "")))
