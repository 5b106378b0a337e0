"""What differs between two texts, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from portal.language.differences import Difference, Piece, compare

SAME, OUT, ADDED = Difference.SAME, Difference.LEFT_OUT, Difference.ADDED
WORDS = st.text(alphabet="abé \n", max_size=40)


def test_equal_texts_have_one_piece() -> None:
    assert compare("Een tekst.", "Een  tekst.") == [Piece(SAME, "Een tekst.", "Een tekst.")]
    assert compare("", "") == []


def test_words_are_left_out_added_and_replaced() -> None:
    assert compare("Op 3 mei om 15u42 zag men dit wel.", "Op 3 mei zag men dit wel.") == [
        Piece(SAME, "Op 3 mei", "Op 3 mei"),
        Piece(OUT, "om 15u42"),
        Piece(SAME, "zag men dit wel.", "zag men dit wel."),
    ]
    assert compare("Men zag dit", "Later die dag zag men dit")[0].difference is not SAME
    assert compare("", "Nieuw woord") == [Piece(ADDED, after="Nieuw woord")]
    replaced = compare("De fysicus van Noord zag dit", "De fysicus van dienst zag dit")
    assert replaced[1] == Piece(Difference.REPLACED, "Noord", "dienst")


def test_small_islands_belong_to_the_change_around_them() -> None:
    pieces = compare("een twee drie de vier vijf zes", "een acht negen de tien elf zes")
    assert [piece.difference for piece in pieces] == [SAME, Difference.REPLACED, SAME]
    assert pieces[1] == Piece(
        Difference.REPLACED, "twee drie de vier vijf", "acht negen de tien elf"
    )


def test_lines_stay_lines() -> None:
    (piece,) = compare("een\n\n- twee", "een\n\n- twee")
    assert piece.after == "een\n\n- twee"


@given(WORDS, WORDS)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert " ".join(piece.before for piece in pieces).split() == before.split()
    assert " ".join(piece.after for piece in pieces).split() == after.split()
    for piece in pieces:
        assert (piece.difference is SAME) == (piece.before == piece.after)
