"""What every engine must do with a likeness and with typing errors, and that it says why."""

from typing import Any

import pytest

from portal.i18n import Language, Translated
from portal.search.engine import Document, Engine, Reason, Results
from portal.search.query import Likeness, Rendering, Source
from tests.search_engines import ask, keys, rex

NL, FR = Language.NL, Language.FR
WORDS = "Na de restore was de databank niet gesynchroniseerd met de bestanden"
SAUVEGARDE = Rendering(0, 7, FR, "sauvegarde", 0.9)


def event(number: int, nl: str = "", fr: str = "", **features: str) -> Document:
    """A bulletin with features."""
    return rex(number, nl, fr, facets={name: (value,) for name, value in features.items()})


@pytest.fixture
def events(engine: Engine) -> Engine:
    """An engine with a few events."""
    engine.apply(
        [
            event(1, f"{WORDS}.", step="data_transfer", system="ARIA"),
            event(2, "De databank van Karolon werd overgezet.", step="data_transfer"),
            event(3, "De tafel van Wiboran verschoof tijdens de sessie.", step="delivery"),
            event(4, fr="La sauvegarde de la base de données a échoué.", step="qa"),
            event(5, "Het gestel van de patiënt gleed weg.", step="delivery"),
        ],
        [],
        1,
    )
    return engine


def like(engine: Engine, nl: str, **asked: Any) -> Results:
    return engine.similar(Likeness(**{"text": Translated(nl=nl), "allowed": None, **asked}))


def test_the_closest_comes_first_and_says_by_which_words(events: Engine) -> None:
    results = like(events, WORDS)
    assert keys(results) == ["rex:2020/1", "rex:2020/2"]
    first = results.hits[0]
    assert first.score == pytest.approx(1.0, abs=0.15)
    assert first.score > 2 * results.hits[1].score > 0
    assert {"databank", "gesynchroniseerd"} <= {reason.words for reason in first.reasons}
    assert results.hits[1].reasons == (Reason("databank", NL, "databank", Source.TYPED),)
    assert (first.languages, results.total) == ((NL,), 2)


def test_what_it_is_compared_with_is_left_out(events: Engine) -> None:
    assert keys(like(events, WORDS, besides="rex:2020/1")) == ["rex:2020/2"]


def test_nothing_is_shown_below_the_floor(events: Engine) -> None:
    assert keys(like(events, WORDS, floor=0.5)) == ["rex:2020/1"]
    assert like(events, "helemaal iets anders", floor=0.1).total == 0
    assert like(events, "").total == 0


def test_features_in_common_count_a_little_and_are_told(events: Engine) -> None:
    features = {"step": frozenset({"data_transfer"}), "system": frozenset({"ARIA", "Mosaiq"})}
    plain, featured = like(events, "de databank"), like(events, "de databank", facets=features)
    assert [hit.shared for hit in plain.hits] == [(), ()]
    assert {hit.key: set(hit.shared) for hit in featured.hits} == {
        "rex:2020/1": {("step", "data_transfer"), ("system", "ARIA")},
        "rex:2020/2": {("step", "data_transfer")},
    }
    assert max(hit.score for hit in featured.hits) > max(hit.score for hit in plain.hits)
    assert "rex:2020/3" not in keys(like(events, "x", facets={"step": frozenset({"delivery"})}))


def test_an_event_in_the_other_language_is_like_it_by_translated_words(events: Engine) -> None:
    results = like(events, "back-up", renderings={NL: (SAUVEGARDE,)})
    (hit,) = results.hits
    assert (hit.key, hit.languages) == ("rex:2020/4", (FR,))
    assert Reason("back-up", FR, "sauvegarde", Source.GLOSSARY) in hit.reasons


def test_a_likeness_is_filtered_limited_and_counted(events: Engine) -> None:
    assert len(like(events, WORDS, limit=1).hits) == 1
    filtered = like(events, WORDS, filters={"system": frozenset({"ARIA"})})
    assert (keys(filtered), filtered.total) == (["rex:2020/1"], 1)


def test_many_are_counted_as_each_alone(events: Engine) -> None:
    """Also when those that ask may not see the same, and when words mean more in another text."""
    texts = (WORDS, "back-up", "De tafel van Karolon na de back-up", "Karolon", "", WORDS)
    likenesses = [
        Likeness(
            text=Translated(nl=text),
            allowed=allowed,
            renderings={NL: (SAUVEGARDE,) if text.startswith("back-up") else ()},
            filters={"step": frozenset({step})} if step else {},
            besides=besides,
            floor=floor,
        )
        for allowed in (None, frozenset({"rex:2020/1", "rex:2020/3"}), frozenset[str]())
        for text in texts
        for step, besides, floor in (("", "", 0.0), ("data_transfer", "rex:2020/1", 0.2))
    ]
    counted = events.count(likenesses)
    assert counted == [events.similar(each).total for each in likenesses]
    assert len(set(counted)) > 2
    assert events.count([]) == []


def test_a_hit_says_by_which_words_it_was_found(events: Engine) -> None:
    results = ask(events, "back-up databank", renderings=(SAUVEGARDE,), language=NL)
    assert {hit.key: hit.reasons for hit in results.hits} == {
        "rex:2020/1": (Reason("databank", NL, "databank", Source.TYPED),),
        "rex:2020/2": (Reason("databank", NL, "databank", Source.TYPED),),
        "rex:2020/4": (Reason("back-up", FR, "sauvegarde", Source.GLOSSARY),),
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("databnak", "databank"), ("dattabank", "databank"), ("sauvgarde", "sauvegarde")],
)
def test_a_typing_error_is_mended_with_a_word_of_the_index(
    events: Engine, typed: str, meant: str
) -> None:
    results = ask(events, typed)
    (suggestion,) = results.suggestions
    assert (suggestion.start, suggestion.end, suggestion.words) == (0, len(typed), meant)
    assert keys(results) == keys(ask(events, meant))
    assert {reason.source for hit in results.hits for reason in hit.reasons} == {Source.SPELLING}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("verkeerdepatient", "verkeerde patiënt"),
        ("motdepasse", "mot de passe"),
        ("dedatabank", "de databank"),
        ("vande", "van de"),
        ("databanklekkaje", "databank lekkage"),
    ],
)
def test_a_missing_blank_is_put_in(events: Engine, typed: str, meant: str) -> None:
    assert [one.words for one in ask(events, typed).suggestions] == [meant]


def test_a_good_word_is_not_mended(events: Engine) -> None:
    assert ask(events, "databank tafel").suggestions == ()


def test_a_word_that_may_not_be_seen_is_never_suggested(events: Engine) -> None:
    seen = frozenset({"rex:2020/3", "rex:2020/5"})
    results = ask(events, "Karoln", seen)
    assert (results.suggestions, results.total) == ((), 0)
    assert ask(events, "Wibroan", seen).suggestions[0].words == "wiboran"


def test_a_word_of_the_glossary_is_suggested_whoever_asks(events: Engine) -> None:
    for seen in (None, frozenset[str](), frozenset({"rex:2020/3"})):
        (suggestion,) = ask(events, "ransomwear", seen).suggestions
        assert suggestion.words == "ransomware"
    assert ask(events, "ransomware").suggestions == ()


def test_a_word_of_a_document_that_changed_is_no_longer_suggested(events: Engine) -> None:
    assert ask(events, "Wibroan").suggestions
    assert ask(events, "Karoln").suggestions
    events.apply([event(3, "De stoel verschoof.")], ["rex:2020/2"], 2)
    assert ask(events, "Wibroan").suggestions == ()
    assert ask(events, "Karoln").suggestions == ()


def test_each_document_has_its_digest(events: Engine) -> None:
    before = events.digests()
    changed = event(3, "De stoel verschoof.")
    events.apply([changed], ["rex:2020/4"], 2)
    assert events.digests() == {
        **{key: value for key, value in before.items() if key != "rex:2020/4"},
        "rex:2020/3": changed.digest,
    }
    assert before["rex:2020/3"] != changed.digest


def test_the_epoch_is_kept_from_one_rebuild_to_the_next(engine: Engine) -> None:
    engine.rebuild([rex(1, "bolus")], 1, "one")
    engine.apply([rex(2, "bolus")], [], 2)
    assert engine.state().epoch == "one"
    engine.rebuild([], 0, "two")
    assert engine.state().epoch == "two"
