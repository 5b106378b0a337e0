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


def test_a_set_phrase_teaches_no_more_for_its_repetition() -> None:
    assert not any(one.words.nl == "blauwe" for one in taught((*PAIRS, PAIRS[-1], PAIRS[-1])))


def test_a_part_of_an_expression_or_of_a_word_with_hyphens_is_no_word() -> None:
    done = (
        ("dit wordt uitgevoerd", "ceci est mis en œuvre"),
        ("uitgevoerd door noord", "mis en œuvre par le nord"),
        ("zuid heeft alles uitgevoerd", "le sud a tout mis en œuvre"),
        ("de back-up", "la sauvegarde"),
        ("een rode back-up", "une sauvegarde rouge"),
    )
    found = {(one.words.nl, one.words.fr) for one in taught(done)}
    assert ("back-up", "sauvegarde") in found
    assert not {nl for nl, _ in found} & {"back", "up", "uitgevoerd"}


def test_nothing_teaches_nothing() -> None:
    assert learn([]) == []
    assert taught((("", "une phrase"), ("de het een", "le la les"))) == []
