"""What aligned sentences teach, and that the same sentences always teach the same."""

from portal.i18n import Translated
from portal.search.words.lexicon import Aligned, Learned, learn

PAIRS = (
    ("de rode auto rijdt", "la voiture rouge roule"),
    ("de rode fiets rijdt", "le vélo rouge roule"),
    ("de auto staat stil", "la voiture reste immobile"),
    ("de fiets staat stil", "le vélo reste immobile"),
    ("een blauwe auto", "une voiture bleue"),
)


def taught(pairs: tuple[tuple[str, str], ...]) -> list[Learned]:
    return learn(Aligned(Translated(*pair), f"2020/{n}") for n, pair in enumerate(pairs, 1))


def test_words_that_go_together_are_learned_with_their_evidence() -> None:
    found = {one.words.nl: one for one in reversed(taught(PAIRS))}
    assert found["auto"].words.fr == "voiture"
    assert found["auto"].segments == 3
    assert found["auto"].sources == ("2020/1", "2020/3", "2020/5")
    assert found["fiets"].words.fr == "vélo"
    assert "blauwe" not in found  # seen once
    assert all(0 < one.probability <= 1 for one in found.values())


def test_order_and_repetition_of_the_run_do_not_matter() -> None:
    assert taught(PAIRS) == taught(PAIRS)
    one, other = taught(PAIRS), taught(tuple(reversed(PAIRS)))
    assert {each.words for each in one} == {each.words for each in other}


def test_nothing_teaches_nothing() -> None:
    assert learn([]) == []
    assert taught((("", "une phrase"), ("de het een", "le la les"))) == []
