"""What people paste is kept, except what no database can keep."""

from hypothesis import given
from hypothesis import strategies as st

from portal.text import clean, one_line, sort_key


@given(st.text())
def test_cleaned_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert "\0" not in cleaned
    assert cleaned.encode("utf-8").decode() == cleaned
    assert clean(cleaned) == cleaned


def test_odd_characters_of_real_texts_are_kept() -> None:
    text = "« 7,7 To » – cœur, 2,67\u202fGy × 15, µSv ≥ 0,2\u00a0: \u200fעברית\u200e 🙂"
    assert clean(text) == text


def test_line_ends_become_one_kind() -> None:
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert one_line(" a\n b ") == "a b"


def test_surrogates_and_nul_go() -> None:
    assert clean("een\0 fractie\ud83d") == "een fractie"


def test_names_are_sorted_without_regard_to_accents_and_case() -> None:
    names = ["Zoë", "Élodie", "els", "Eva", "Émile"]
    assert sorted(names, key=sort_key) == ["Élodie", "els", "Émile", "Eva", "Zoë"]
