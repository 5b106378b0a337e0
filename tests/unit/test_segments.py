"""Paragraphs and bullets are read from what people type, and written back."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.language.segments import Kind, Segment, join, split, trimmed

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Z", "C"), exclude_characters="-–—•*·▪"),
    min_size=1,
)
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
SEGMENTS = st.lists(st.builds(Segment, st.sampled_from(Kind), LINES))


def paragraphs(*texts: str) -> list[Segment]:
    """Only paragraphs."""
    return [Segment(Kind.PARAGRAPH, text) for text in texts]


def bullets(*texts: str) -> list[Segment]:
    """Only bullets."""
    return [Segment(Kind.BULLET, text) for text in texts]


@given(SEGMENTS)
def test_what_is_written_is_read_back(segments: list[Segment]) -> None:
    assert split(join(segments)) == segments


@given(st.text("ab-–•* \t\n\r\u00a0\u2028\ufeff"))
def test_text_that_was_read_once_does_not_change_any_more(text: str) -> None:
    assert split(join(split(text))) == split(text)


@given(st.text("ab \n\t\r\u00a0\u2028é1.;"))
def test_no_word_is_lost(text: str) -> None:
    assert " ".join(segment.text for segment in split(text)).split() == text.split()


def test_blank_lines_part_paragraphs_and_line_breaks_do_not() -> None:
    text = "\r\n  Eerste regel \r\ntweede regel\u00a0\r\n\u00a0 \r\n\r\nTweede alinea.\n\n"
    assert split(text) == paragraphs("Eerste regel tweede regel", "Tweede alinea.")


@pytest.mark.parametrize("marker", ["- ", "– ", "— ", "• ", "* ", "-\t", "–\u00a0", "  - "])
def test_a_line_with_a_marker_is_a_bullet(marker: str) -> None:
    assert split(f"{marker}een;\n{marker}twee.") == bullets("een;", "twee.")


def test_a_dash_without_space_is_no_marker() -> None:
    assert split("-3 mm\n\n–5 °C") == paragraphs("-3 mm", "–5 °C")


def test_bullets_may_follow_their_introduction_at_once() -> None:
    assert split("Daarom:\n- een\n- twee") == [*paragraphs("Daarom:"), *bullets("een", "twee")]


def test_below_a_bullet_an_indented_line_belongs_to_it_and_another_does_not() -> None:
    assert split("- een\n  vervolg\nTekst") == [*bullets("een vervolg"), *paragraphs("Tekst")]


def test_markers_without_text_are_left_out() -> None:
    assert split("-\n- \n•\n") == []


def test_much_white_space_inside_a_line_takes_no_time() -> None:
    text = "a" + " " * 100_000 + "b"
    began = time.process_time()
    assert split(text) == paragraphs(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "blank", ["\u00a0", "\u200b", "\ufeff", "\u3000", "\u2028", "\x1f", "\x85"]
)
def test_white_space_that_cannot_be_seen_is_trimmed(blank: str) -> None:
    assert trimmed(f"{blank} a{blank}b {blank}") == f"a{blank}b"
