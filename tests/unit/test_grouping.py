"""Groups of events: the same step, system and cause, and enough said in common."""

import random
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import Language
from portal.language.glossary import shipped
from portal.search.similar.concepts import concepts
from portal.search.similar.grouping import Event, grouped
from portal.search.similar.wording import FEW, Likeness

THEMES = (
    (
        "Het TPS gebruikte een oud bundelmodel na de upgrade van de software.",
        "Après la mise à jour du logiciel, le TPS calculait avec un ancien modèle de faisceau.",
    ),
    (
        "De tafelverschuiving werd met het omgekeerde teken ingevoerd; het isocentrum lag fout.",
        "Le décalage de table a été saisi avec le signe inverse ; l’isocentre était décalé.",
    ),
    (
        "De bolus ontbrak tijdens een fractie, de huiddosis was te laag.",
        "Le bolus manquait lors d’une fraction, la dose à la peau était trop basse.",
    ),
)
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "wi", "zo", "ga")


def event(id_: int, text: str, language: Language | str = Language.NL, **values: str) -> Event:
    """An event of one step, system and cause."""
    step, system, cause = (values.get(each, "a") for each in ("step", "system", "cause"))
    words = concepts(shipped()).of(text, Language(language))
    return Event(id_, step, frozenset({system}), frozenset({cause}), words)


def generated(many: int) -> tuple[list[Event], list[set[int]]]:
    """Events of which some tell of a theme, in either language, among others about anything."""
    chance = random.Random(7)  # noqa: S311 - texts to group, nothing secret
    vocabulary = ["".join(chance.choices(SYLLABLES, k=3)) for _word in range(600)]
    events, themes = list[Event](), [set[int]() for _theme in THEMES]
    for id_ in range(many):
        filler = " ".join(chance.choices(vocabulary, k=25))
        theme = id_ % 20
        if theme < len(THEMES):
            language = chance.choice(list(Language))
            text = THEMES[theme][list(Language).index(language)]
            events.append(
                event(id_, f"{text} {filler if language is Language.NL else ''}", language)
            )
            themes[theme].add(id_)
        else:
            kind = {name: chance.choice("abc") for name in ("step", "system", "cause")}
            events.append(event(id_, filler, **kind))
    return events, themes


def test_two_hundred_dossiers_give_their_themes_and_no_others() -> None:
    events, themes = generated(200)
    found = [set(group.members) for group in grouped(events)]
    for theme in themes:
        best = max(found, key=lambda each: len(each & theme))
        assert best == theme
    strangers = [each for each in found if not any(each & theme for theme in themes)]
    assert sum(map(len, strangers)) < 20
    both = grouped(events)[0].words
    assert any(notion.startswith("term:") for notion, _word in both)


def test_two_thousand_take_no_longer_than_a_page_may() -> None:
    events, _themes = generated(2000)
    best = min(_seconds(events) for _again in range(2))
    assert best < 1


def test_thousands_about_one_thing_take_no_longer() -> None:
    events = [
        event(each, f"{THEMES[each % 3][0]} Zaak {SYLLABLES[each % 14]}") for each in range(3000)
    ]
    assert _seconds(events) < 2
    assert sum(len(group.members) for group in grouped(events[:900])) == 900


def test_many_at_once_are_as_like_as_two_by_two() -> None:
    events = generated(60)[0]
    likeness = Likeness(events)
    ids = [each.id for each in events]
    every = likeness.among(ids)
    for start in range(0, len(ids), FEW):
        part = slice(start, start + FEW)
        assert np.allclose(every[part, part], likeness.among(ids[part]), atol=2e-6)


def _seconds(events: list[Event]) -> float:
    began = time.process_time()
    grouped(events)
    return time.process_time() - began


def test_each_feature_is_needed_and_so_are_words() -> None:
    text = THEMES[0][0]
    alike = [event(1, text), event(2, text), event(9, "Iets over een lamp")]
    (group,) = grouped(alike)
    assert (group.members, group.step, group.systems, group.causes) == ((1, 2), "a", ("a",), ("a",))
    for name in ("step", "system", "cause"):
        assert not grouped([event(1, text), event(2, text, **{name: "b"}), alike[2]])
    assert not grouped([event(1, text), event(2, "De lift stond stil"), alike[2]])


@given(st.permutations(range(12)))
def test_the_order_of_events_changes_nothing(order: list[int]) -> None:
    events = [event(each, THEMES[each % 3][0]) for each in range(12)]
    assert grouped([events[each] for each in order]) == grouped(events)
