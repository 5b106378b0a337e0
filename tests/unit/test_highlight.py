"""The passages shown under a hit: the words of the question marked in the original text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.i18n import Language
from portal.search.asking.finding import in_compounds
from portal.search.asking.highlight import WIDTH, Fragment, Piece, fragments, mark
from portal.search.engine import Expression
from portal.search.engines.question import Variant, stemmed
from portal.search.words.analysis import tokens

NL, FR = Language.NL, Language.FR
BOLUS = frozenset({("bolus",), ("bolus", "bolus"), ("bolus", "", "", "tafel")})
FILLING = "Daarna liep alles weer zoals gepland en kon het team verder werken. " * 6


def asked(text: str, language: Language) -> frozenset[Expression]:
    return frozenset((token.stem,) for token in tokens(text, language))


def together(text: str, language: Language = NL) -> Expression:
    """The words of a text as one expression."""
    return Variant(language, stemmed(text, language)).expression


def whole(fragment: Fragment) -> str:
    return "".join(piece.text for piece in fragment.pieces)


def marked(fragment: Fragment) -> list[str]:
    return [piece.text for piece in fragment.pieces if piece.marked]


def test_the_original_spelling_is_marked() -> None:
    text = "Le cœur a bougé pendant la Séance ; l’accélérateur s'est arrêté."
    (fragment,) = fragments(text, FR, asked("coeur seance accelerateurs", FR))
    assert marked(fragment) == ["cœur", "Séance", "accélérateur"]
    assert whole(fragment) == text
    assert fragment.language is FR
    assert (fragment.cut_before, fragment.cut_after) == (False, False)


def test_a_compound_is_marked_once() -> None:
    (fragment,) = fragments("De back-up faalde.", NL, asked("back-up", NL))
    assert marked(fragment) == ["back-up"]


def test_too_much_is_marked_however_it_is_written() -> None:
    assert not any(each.marked for each in mark("Te veel", FR, frozenset({("veel",)})))
    (stem,) = {token.stem for token in tokens("te veel", NL)}
    (found,) = fragments(
        "Er werd één fractie te veel gegeven, teveel dus.", NL, frozenset({(stem,)})
    )
    assert [piece.text for piece in found.pieces if piece.marked] == ["te veel", "teveel"]


def test_the_passage_with_most_words_of_the_question_is_chosen() -> None:
    text = f"De restore. {FILLING} De restore van de databank. {FILLING} De restore."
    (fragment,) = fragments(text, NL, asked("restore databank", NL), limit=1)
    assert marked(fragment) == ["restore", "databank"]
    assert (fragment.cut_before, fragment.cut_after) == (True, True)


def test_passages_stand_in_the_order_of_the_text_without_overlap() -> None:
    text = f"De restore. {FILLING} De restore van de databank. {FILLING} De restore."
    first, second = fragments(text, NL, asked("restore databank", NL))
    assert text.index(whole(first)) + len(whole(first)) <= text.rindex(whole(second))
    assert marked(first) == ["restore"]


def test_passages_begin_and_end_with_whole_words() -> None:
    text = f"{FILLING} De tafel verschoof. {FILLING}"
    (fragment,) = fragments(text, NL, asked("tafel", NL))
    assert f" {text} ".count(f" {whole(fragment).strip()} ") == 1
    assert WIDTH / 2 < len(whole(fragment)) <= WIDTH


def test_without_a_match_the_start_is_shown() -> None:
    (fragment,) = fragments(f"\n\n{FILLING}", NL, asked("isocenter", NL))
    assert whole(fragment).startswith("Daarna liep")
    assert (fragment.marked, fragment.cut_before, fragment.cut_after) == (False, False, True)
    assert fragments(FILLING, NL, frozenset())[0].pieces == fragment.pieces[:1]


def test_an_empty_text_has_no_passage() -> None:
    assert fragments(" \n", NL, asked("isocenter", NL)) == []


def test_markup_in_a_text_is_text() -> None:
    (fragment,) = fragments("<mark>tafel</mark> & <b>", NL, asked("tafel", NL))
    assert whole(fragment) == "<mark>tafel</mark> & <b>"
    assert marked(fragment) == ["tafel"]


def test_a_compound_tells_by_its_parts() -> None:
    text = "Na de jaartest bleek de huid rood; de dosis op de huid was te hoog."
    assert in_compounds(text, ["test"]) == asked("jaartest", NL)
    assert in_compounds(text, ["huiddosis"]) == asked("huid dosis", NL)
    assert not in_compounds(text, ["tafel"])


def test_a_title_is_marked_whole() -> None:
    title = f"{FILLING}Panne van de tafel"
    pieces = mark(title, NL, asked("tafel", NL))
    assert "".join(piece.text for piece in pieces) == title
    assert [piece.text for piece in pieces if piece.marked] == ["tafel"]


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        (
            "hors service",
            "Le service est hors service : le serveur hors du service.",
            ["hors service"],
        ),
        ("hors service", "Un appareil hors-service, un service hors zone.", ["hors-service"]),
        (
            "mise en service",
            "Mise en service, mise hors service, mise du grand service.",
            ["Mise en service", "mise hors service"],
        ),
        ("panne d'alimentation", "En panne. L’alimentation revient.", ["panne. L’alimentation"]),
    ],
)
def test_an_expression_is_marked_where_its_words_stand_together(
    expression: str, text: str, found: list[str]
) -> None:
    wanted = frozenset({together(expression, FR)})
    assert [piece.text for piece in mark(text, FR, wanted) if piece.marked] == found
    word = asked("service", FR)
    every = [piece.text for piece in mark(text, FR, wanted | word) if piece.marked]
    assert len(every) == len(found) + text.count("service") - "".join(found).count("service")


@pytest.mark.parametrize("letter", ["e\u0301", "👩\u200d⚕\ufe0f", "\ud83d\ude00", "क\u093f"])
def test_a_character_is_never_cut_in_two(letter: str) -> None:
    for shift in range(6):
        text = "x" * shift + letter * 400
        cut = len(whole(fragments(text, FR, frozenset())[0]))
        assert text[cut] not in letter[1:]
        assert text[cut - 1] != "\u200d"


@pytest.mark.parametrize("junk", ["a" * 300_000, "\u0301" * 300_000, "bolus " * 30_000])
def test_junk_gives_short_passages(junk: str) -> None:
    assert all(len(whole(one)) <= WIDTH for one in fragments(junk, NL, BOLUS))


@settings(derandomize=True, deadline=None)
@given(
    st.text(st.sampled_from("tafel bolus,.-&'\n é\u0301\ud800"), max_size=600),
    st.integers(60, 200),
)
def test_passages_are_stretches_of_the_text(text: str, width: int) -> None:
    stems = asked("tafel bolus t a", NL)
    shown = fragments(text, NL, stems, width=width)
    assert bool(shown) or not text[:width].strip()
    position = 0
    for fragment in shown:
        position = text.index(whole(fragment), position) + len(whole(fragment))
        assert all(asked(word, NL) & stems for word in marked(fragment))
    matches = bool(asked(text, NL) & stems)
    assert matches == any(fragment.marked for fragment in shown)


WORDS = (
    "de La CT-scan ct R&V R & V x-ray St‑Jan back-up cœur CŒUR Straße te veel trop peu l’été 2,5"
    " e\u0301tat zo\u00adn 6MV 7.7 m² µSv naïef vergat → ≥ : ; « (plan) a-t-il 16/11 – 😀 Łódź"
)
PIECES = st.sampled_from(
    [*WORDS.split(), "\n\n", "\u202f", "te veel", "trop peu", "R & V", "R& V", "R &V"]
)


@given(st.lists(PIECES, min_size=1, max_size=12), st.sampled_from([" ", "", "\u202f", "\n"]))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_what_is_marked_is_what_the_index_has(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    for language in Language:
        every = list(tokens(text, language))
        for stem in {token.stem for token in every}:
            wanted = {at for one in every if one.stem == stem for at in range(one.start, one.end)}
            assert covered(mark(text, language, frozenset({(stem,)}))) == wanted, (text, stem)


def covered(pieces: tuple[Piece, ...]) -> set[int]:
    """The places of the marked characters."""
    found: set[int] = set()
    at = 0
    for piece in pieces:
        found |= set(range(at, at + len(piece.text))) if piece.marked else set()
        at += len(piece.text)
    return found
