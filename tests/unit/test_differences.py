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
    around = "een nul nul nul {} de {} zes nul nul nul"
    pieces = compare(
        around.format("twee drie", "vier vijf"), around.format("acht negen", "tien elf")
    )
    assert [piece.difference for piece in pieces] == [SAME, Difference.REPLACED, SAME]
    assert pieces[1] == Piece(
        Difference.REPLACED, "twee drie de vier vijf", "acht negen de tien elf"
    )


def test_lines_stay_lines() -> None:
    (piece,) = compare("een\n\n- twee", "een\n\n- twee")
    assert piece.after == "een\n\n- twee"


def test_a_paragraph_of_which_most_changed_is_compared_by_sentences() -> None:
    before = "Men laadde het oude plan. De fout viel op aan het toestel. Niemand werd bestraald."
    after = "Een oude versie stond klaar. Dit bleek bij de controle. Niemand werd bestraald."
    assert compare(before, after) == [
        Piece(
            Difference.REPLACED,
            "Men laadde het oude plan. De fout viel op aan het toestel.",
            "Een oude versie stond klaar. Dit bleek bij de controle.",
        ),
        Piece(SAME, "Niemand werd bestraald.", "Niemand werd bestraald."),
    ]
    first, rest = "Op 3 mei om 15u42 zag men dit wel.", "Op 3 mei zag men dit wel."
    pieces = compare(f"{before}\n\n{first}", f"{after}\n\n{rest}")
    assert [piece.difference for piece in pieces] == [Difference.REPLACED, SAME, OUT, SAME]
    assert pieces[2].before == "om 15u42"


def test_lists_are_compared_item_by_item() -> None:
    pieces = compare("- Nieuw plan\n- Andere controle", "- Ander scherm\n- Andere controle")
    assert [piece.before for piece in pieces] == ["-", "Nieuw plan", "\n- Andere controle"]
    pieces = compare("- Een paraaf per orgaan\n- Melding\n- Lijst", "- Nazicht door de arts")
    assert [(piece.difference, piece.before) for piece in pieces] == [
        (Difference.REPLACED, "- Een paraaf per orgaan"),
        (SAME, "\n"),
        (OUT, "- Melding\n"),
        (OUT, "- Lijst"),
    ]


@given(WORDS, WORDS)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert " ".join(piece.before for piece in pieces).split() == before.split()
    assert " ".join(piece.after for piece in pieces).split() == after.split()
    for piece in pieces:
        assert (piece.difference is SAME) == (piece.before == piece.after)
