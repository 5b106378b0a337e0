"""The translation memory: found by words, the identical first, fast among many."""

import time

from portal.i18n import Language, Translated
from portal.language.memory import Entry, Memory, same, words

SERVER = Translated(
    "De server werd hersteld met de kopie van de dag ervoor.",
    "Le serveur a été restauré avec la copie de la veille.",
)
TABLE = Translated(
    "De tafel stond 12 mm te laag tijdens de instelling.",
    "La table était 12 mm trop basse pendant la mise en place.",
)
MEMORY = Memory([Entry(SERVER, 2025, 1), Entry(TABLE, 2026, 3)])


def test_an_identical_text_is_found_in_both_directions() -> None:
    for language in Language:
        [match] = MEMORY.similar(f"  {SERVER[language]} ", language)
        assert (match.entry.text, match.identical, match.likeness) == (SERVER, True, 1)
        assert (match.entry.year, match.entry.number) == (2025, 1)


def test_a_similar_text_is_told_from_an_identical_one() -> None:
    [match] = MEMORY.similar("De tafel stond 14 mm te laag tijdens de instelling", Language.NL)
    assert match.entry.text == TABLE
    assert not match.identical
    assert 0.8 < match.likeness < 1


def test_what_shares_only_common_words_is_not_similar() -> None:
    assert MEMORY.similar("De dag van de arts was lang.", Language.NL) == []
    assert MEMORY.similar("", Language.FR) == []


def test_the_same_text_of_two_rex_counts_once_and_at_most_three_come_back() -> None:
    entries = [Entry(SERVER, 2020 + year, 1) for year in range(3)]
    entries += [
        Entry(Translated(f"{SERVER.nl} Nummer {number}.", f"{number}"), 2026, number)
        for number in range(5)
    ]
    found = Memory(entries).similar(SERVER.nl, Language.NL)
    assert [match.identical for match in found] == [True, False, False]


def test_case_accents_and_spaces_do_not_part_words() -> None:
    assert words("Élargissement  de l’ÉCRAN") == words("elargissement de l’ecran")
    assert same("een  twee\u00a0drie", "een twee drie")


def test_a_row_is_looked_up_fast_among_many_bulletins() -> None:
    """Generous, for a busy machine: reading all 4,000 for each of 20 rows takes longer."""
    texts = [
        " ".join(f"woord{(number * step * step) % (40 + 97 * step)}" for step in range(1, 25))
        for number in range(1, 4_001)
    ]
    memory = Memory(Entry(Translated(text, text), 2026, 1) for text in texts)
    begin = time.perf_counter()
    found = [memory.similar(text, Language.NL) for text in texts[:20]]
    assert time.perf_counter() - begin < 1
    assert all(matches[0].identical for matches in found)
