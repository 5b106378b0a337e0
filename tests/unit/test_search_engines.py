"""What every engine must do: find, filter, order, change, and hide."""

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL

from portal.i18n import Language, Translated
from portal.language.glossary import shipped
from portal.search.engine import Document, Engine, Results
from portal.search.engines import whoosh_writing
from portal.search.engines.weights import WIDEN_BELOW
from portal.search.query import AllBut, Allowed, Likeness, Rendering, Seen, Sort, Source
from portal.search.words.widening import render
from tests.search_engines import ask, keys, opened, rex

NL, FR = Language.NL, Language.FR


# What is found


@pytest.mark.parametrize(
    "text",
    ["back-up", "backup", "BACK UP", "databanken", "R&V", "r&v-systeem", "restore van de databank"],
)
def test_a_dutch_text_is_found_by_its_words(engine: Engine, text: str) -> None:
    engine.apply([rex(3, "De restore van de databank en een back-up van het R&V-systeem")], [], 1)
    assert keys(ask(engine, text)) == ["rex:2020/3"]


@pytest.mark.parametrize(
    "text", ["seances", "séance", "acceleraTeur", "l’accélérateur", "coeur", "l'arrêt de la séance"]
)
def test_a_french_text_is_found_by_its_words(engine: Engine, text: str) -> None:
    body = "L'arrêt des accélérateurs pendant la séance : le cœur"
    engine.apply([rex(3, fr=body)], [], 1)
    assert keys(ask(engine, text)) == ["rex:2020/3"]


def test_the_language_of_the_page_is_no_wall(engine: Engine) -> None:
    engine.apply([rex(1, nl="De tafel verschoof"), rex(2, fr="La table a bougé")], [], 1)
    (hit,) = ask(engine, "tafel", language=FR).hits
    assert (hit.key, hit.languages) == ("rex:2020/1", (NL,))
    (hit,) = ask(engine, "table", language=NL).hits
    assert (hit.key, hit.languages) == ("rex:2020/2", (FR,))


def test_an_expression_that_its_words_do_not_explain_finds_what_it_means(engine: Engine) -> None:
    texts = [
        "De patiënte is zwanger",
        "Zoals men verwacht",
        "Zo verwacht men",
        "Het verwachte beeld",
    ]
    engine.apply([rex(at, text) for at, text in enumerate(texts, 1)], [], 1)
    asked = "in verwachting"
    results = ask(engine, asked, renderings=render(asked, NL, shipped(), {}))
    assert keys(results)[0] == "rex:2020/1"
    assert {each.source for each in results.hits[0].reasons} == {Source.EVERYDAY}


def test_a_record_in_both_languages_counts_once(engine: Engine) -> None:
    engine.apply([rex(1, nl="Varian herstelt ARIA", fr="Varian répare ARIA")], [], 1)
    results = ask(engine, "varian aria", language=FR)
    assert results.total == 1
    assert results.facets["year"] == {"2020": 1}
    assert results.hits[0].languages == (FR, NL)
    assert ask(engine, "varian aria", language=NL).hits[0].languages == (NL, FR)


def test_words_may_come_from_both_languages_of_one_record(engine: Engine) -> None:
    engine.apply([rex(1, nl="de tafel", fr="la table"), rex(2, nl="de tafel")], [], 1)
    results = ask(engine, "tafel table")
    assert keys(results) == ["rex:2020/1", "rex:2020/2"]
    assert results.widened


def test_a_title_weighs_more_than_a_kern_and_a_kern_more_than_the_text(
    engine: Engine,
) -> None:
    bolus = Translated(nl="bolus")
    documents = [rex(0, title=bolus), rex(1, essence=bolus), rex(2, course=bolus)]
    engine.apply(documents, [], 1)
    assert keys(ask(engine, "bolus")) == ["rex:2020/0", "rex:2020/1", "rex:2020/2"]


def test_all_words_come_first_and_some_follow_when_few_have_all(engine: Engine) -> None:
    engine.apply(
        [
            rex(1, "bolus " * 9),
            rex(2, f"bolus {'vergeten werd lang ' * 20} tafel"),
            rex(3, "tafel"),
        ],
        [],
        1,
    )
    results = ask(engine, "bolus tafel")
    assert keys(results)[0] == "rex:2020/2"
    assert (results.total, results.widened) == (3, True)


def test_no_widening_when_enough_have_all_words(engine: Engine) -> None:
    enough = [rex(n, "bolus en tafel") for n in range(WIDEN_BELOW)]
    engine.apply([*enough, rex(99, "bolus")], [], 1)
    results = ask(engine, "bolus tafel")
    assert (results.total, results.widened) == (WIDEN_BELOW, False)


def test_a_filter_refines_and_never_widens(engine: Engine) -> None:
    together = [rex(n, "bolus en tafel", year=2020 + n % 2) for n in range(WIDEN_BELOW)]
    engine.apply([*together, rex(99, "bolus", year=2021)], [], 1)
    results = ask(engine, "bolus tafel", filters={"year": frozenset({"2021"})})
    assert (results.total, results.widened) == (WIDEN_BELOW // 2, False)


def test_a_far_better_fit_goes_before_all_words_by_remote_ones(engine: Engine) -> None:
    fits, remote = rex(1, title=Translated(nl="Jodiumzaadje")), rex(2, "kwijt en ver " * 40)
    engine.apply([fits, remote], [], 1)
    said = [Rendering(9, 21, NL, "ver", 0.1), Rendering(0, 8, NL, "kwijt", 0.1)]
    results = ask(engine, "verloren jodiumzaadje", renderings=tuple(said))
    assert keys(results) == ["rex:2020/1", "rex:2020/2"]


def test_an_abbreviation_is_no_small_word(engine: Engine) -> None:
    engine.apply([rex(1, "contouren met AI"), rex(2, "contouren")], [], 1)
    assert keys(ask(engine, "contouren AI"))[0] == "rex:2020/1"
    assert ask(engine, "contouren AI").understood == ("contouren", "AI")
    assert ask(engine, "CONTOUREN AI").understood == ("CONTOUREN",)


def test_the_words_of_an_expression_may_stand_anywhere(engine: Engine) -> None:
    texts = ["manque de personnel", "personnel, ce jour-là un manque", "personnel"]
    engine.apply([rex(at, fr=text) for at, text in enumerate(texts, 1)], [], 1)
    said = (Rendering(0, 15, FR, "manque de personnel", 1.0),)
    results = ask(engine, "onderbezetting", renderings=said)
    assert keys(results) == ["rex:2020/1", "rex:2020/2"]


def test_a_word_that_is_said_all_day_counts_for_less(engine: Engine) -> None:
    others = [rex(number, "patiënt") for number in range(3, 30)]
    engine.apply([rex(1, "naast naast"), rex(2, "isocentrum"), *others], [], 1)
    results = ask(engine, "naast isocentrum")
    assert keys(results) == ["rex:2020/2", "rex:2020/1"]


def test_what_only_tells_of_a_topic_follows_what_names_it(engine: Engine) -> None:
    told = rex(1, title=Translated(nl="Gestolen stick"))
    engine.apply([told, rex(2, f"{'lang verhaal ' * 15} datalek")], [], 1)
    said = (Rendering(0, 7, NL, "stick", 1.0, Source.NARROWER),)
    results = ask(engine, "datalek", renderings=said)
    assert keys(results) == ["rex:2020/2", "rex:2020/1"]
    assert results.terms[NL] == {("datalek",)}
    assert results.near_terms[NL] == {("stick",)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"tafel van het toestel"', [1, 2]),
        ('"tafel toestel van"', []),
        ('"toestel tafel"', []),
        ('"tafel toestel"', []),
        ("«tafel van het toestel» klem", [2, 1]),
        ('"de back-up file"', [1]),
        ('"backup file"', [1]),
        ('toestel "', [1, 2, 3]),
        ('"bolus"', [3]),
    ],
)
def test_quoted_words_stand_together(engine: Engine, text: str, found: list[int]) -> None:
    engine.apply(
        [
            rex(1, "De tafel van het toestel. De back-up file."),
            rex(2, "De tafel van een toestel, met een klem. Een file, later een back-up."),
            rex(3, "Het toestel zonder bolus; een tafel."),
        ],
        [],
        1,
    )
    expected = [f"rex:2020/{number}" for number in found]
    assert sorted(keys(ask(engine, text))) == sorted(expected)


def test_a_word_and_its_part_with_the_same_stem_are_no_phrase(engine: Engine) -> None:
    engine.apply([rex(1, fr="Le/la patient-e a bougé pendant la séance")], [], 1)
    assert keys(ask(engine, '"patient a bougé"')) == ["rex:2020/1"]
    assert keys(ask(engine, '"patient séance"')) == []


def test_a_quoted_phrase_stays_required_when_the_rest_is_widened(engine: Engine) -> None:
    engine.apply([rex(1, "de tafel verschoof"), rex(2, "de klem verschoof")], [], 1)
    assert keys(ask(engine, '"tafel verschoof" klem')) == ["rex:2020/1"]


def test_a_word_common_in_one_language_only_does_not_exclude_the_other(
    engine: Engine,
) -> None:
    engine.apply([rex(n, "het plan tegen de verschuiving") for n in range(6)], [], 1)
    assert ask(engine, "plan tegen verschuiving").total == 6
    assert ask(engine, "tegen").total == 0


@pytest.mark.parametrize("text", ["gegeven bolus", "patient bolus", "bolus donné"])
def test_words_of_most_questions_are_not_required(engine: Engine, text: str) -> None:
    placed = [rex(number, f"Bolus lag scheef in zaal {number}.") for number in range(5)]
    engine.apply([*placed, rex(7, "Het plan werd aan de patiënt gegeven.")], [], 1)
    assert set(keys(ask(engine, text))) == {f"rex:2020/{number}" for number in range(5)}
    assert keys(ask(engine, "gegeven")) == ["rex:2020/7"]


def test_what_was_understood_is_told(engine: Engine) -> None:
    results = ask(engine, "de Back-up van «de databank»")
    assert results.understood == ("Back-up", "de databank")
    assert results.terms[NL] == {("backup",), ("databank",)}
    quoted = ask(engine, "«de tafel van het toestel»").terms[NL]
    assert quoted == {("tafel", "", "", "toestel")}


# What can be typed

ODD = [
    "*",
    "**?~",
    "AND OR NOT",
    "title_nl:bolus",
    "key:rex* [a TO b]",
    "bol*",
    "(bolus",
    '"bolus',
    '""',
    '"" " "',
    "„bolus”",
    "bolus\0tafel",
    "\ud800bolus\udfff",
    "\u202ebolus",
    "' OR 1=1 --",
    "de het een",
    "le la les",
    "x" * 10_000,
    "bolus " * 2_000,
    " ".join(f"woord{n}" for n in range(2_000)),
    '"' * 10_000,
    "a-" * 5_000,
    f'"{"tafel van " * 900}"',
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_questions_are_answered(engine: Engine, text: str) -> None:
    engine.apply([rex(1, "bolus op de tafel")], [], 1)
    assert ask(engine, text).total == int("bolus" in text)


@pytest.mark.parametrize("text", ["", "  ", "\n\u00a0"])
def test_an_empty_question_lists_everything(engine: Engine, text: str) -> None:
    engine.apply([rex(1, "een"), rex(2, fr="deux")], [], 1)
    assert keys(ask(engine, text)) == ["rex:2020/2", "rex:2020/1"]
    assert ask(engine, "de").total == 0


# Filters, order, pages


def stepped(number: int, year: int, step: str, *families: str) -> Document:
    facets = {"year": (str(year),), "step": (step,), "family": families}
    return rex(number, "bolus", year=year, facets=facets)


def test_facets_count_what_the_other_filters_leave(engine: Engine) -> None:
    documents = [
        stepped(1, 2019, "delivery", "T", "O"),
        stepped(1, 2020, "delivery", "T"),
        stepped(2, 2020, "imaging"),
        rex(7, "tafel"),
    ]
    engine.apply(documents, [], 1)
    results = ask(engine, "bolus", filters={"year": frozenset({"2020"}), "step": frozenset()})
    assert keys(results) == ["rex:2020/2", "rex:2020/1"]
    assert results.facets["year"] == {"2019": 1, "2020": 2}
    assert results.facets["step"] == {"delivery": 1, "imaging": 1}
    assert results.facets["family"] == {"T": 1}
    assert results.facets["kind"] == {"rex": 2}

    both = {"year": frozenset({"2019", "2020"}), "family": frozenset({"O"})}
    assert keys(ask(engine, "bolus", filters=both)) == ["rex:2019/1"]
    assert ask(engine, "bolus", filters={"vendor": frozenset({"x"})}).total == 0


def test_newest_first_by_number_and_not_by_spelling(engine: Engine) -> None:
    engine.apply([rex(n, "bolus " * n) for n in (9, 10, 2)] + [rex(30, "bolus", year=2019)], [], 1)
    assert keys(ask(engine, "bolus", sort=Sort.NEWEST)) == [
        "rex:2020/10",
        "rex:2020/9",
        "rex:2020/2",
        "rex:2019/30",
    ]


def test_pages_together_are_the_whole_in_order(engine: Engine) -> None:
    engine.apply([rex(n, "bolus") for n in range(23)], [], 1)
    everything = keys(ask(engine, "bolus", limit=100))
    pages = [keys(ask(engine, "bolus", limit=10, offset=start)) for start in (0, 10, 20, 30)]
    assert list(chain(*pages)) == everything == [f"rex:2020/{n}" for n in range(22, -1, -1)]
    assert ask(engine, "bolus", limit=0).total == 23
    assert keys(ask(engine, "bolus", limit=-1, offset=-5)) == []


# Changes


def test_an_update_replaces(engine: Engine) -> None:
    engine.apply([rex(1, "bolus"), rex(2, "klem")], [], 1)
    engine.apply([rex(1, "tafel")], [], 2)
    assert ask(engine, "bolus").total == 0
    assert keys(ask(engine, "tafel")) == ["rex:2020/1"]
    assert engine.state().count == 2


def test_a_withdrawn_record_is_gone_everywhere(engine: Engine) -> None:
    engine.apply([rex(1, "bolus op de tafel"), rex(2, "bolus", year=2021)], [], 1)
    engine.apply([], ["rex:2020/1", "rex:1999/1"], 2)
    for text in ("bolus", '"bolus tafel"', ""):
        results = ask(engine, text)
        assert "rex:2020/1" not in keys(results)
        assert "2020" not in results.facets.get("year", {})
    assert engine.state().count == 1


def test_a_record_both_given_and_deleted_stays(engine: Engine) -> None:
    engine.apply([rex(1, "bolus")], [], 1)
    engine.apply([rex(1, "tafel")], ["rex:2020/1"], 2)
    assert keys(ask(engine, "")) == keys(ask(engine, "tafel")) == ["rex:2020/1"]


def test_doing_it_twice_changes_nothing(engine: Engine) -> None:
    for _ in range(2):
        engine.apply([rex(1, "bolus"), rex(2, "bolus tafel"), rex(1, "klem")], ["rex:2020/9"], 4)
    assert keys(ask(engine, "")) == ["rex:2020/2", "rex:2020/1"]
    assert ask(engine, "klem").total == 1
    assert engine.healthy()


def test_the_position_follows_and_never_goes_back(engine: Engine) -> None:
    engine.apply([rex(1, "bolus")], [], 7)
    engine.apply([], [], 5)
    assert engine.state().position == 7
    engine.rebuild([rex(1, "bolus")], 3)
    assert (engine.state().position, engine.state().count) == (3, 1)


def test_a_repeated_key_is_refused_in_a_rebuild(engine: Engine) -> None:
    with pytest.raises(ValueError, match="rex:2020/1 comes twice"):
        engine.rebuild([rex(1, "bolus"), rex(1, "tafel")], 1)
    assert engine.healthy()


VOCABULARY = ["bolus", "tafel", "klem", "scan", "plan", "gating", "table", "séance", "faisceau"]
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=40).map(" ".join)
DOCUMENTS = st.builds(
    rex,
    st.integers(1, 6),
    TEXTS,
    TEXTS,
    year=st.sampled_from([2020, 2021]),
    title=st.builds(Translated, nl=TEXTS, fr=TEXTS),
)
BATCHES = st.lists(
    st.tuples(
        st.lists(DOCUMENTS, max_size=4),
        st.lists(st.integers(1, 6).map(lambda number: f"rex:2020/{number}"), max_size=2),
    ),
    max_size=8,
)
QUESTIONS = [
    "bolus",
    "tafel klem scan",
    '"bolus tafel"',
    "séance",
    "gatimg",
    "fiasceau",
    "",
    " ".join(VOCABULARY),
]
LIKE = Translated(nl="bolus klem gating", fr="séance de table")
PROPERTY = settings(
    derandomize=True,
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def answers(engine: Engine, allowed: Allowed = None) -> list[Results]:
    """Many answers, with everything that they tell: totals, scores, facets, suggestions."""
    every = [
        ask(engine, text, allowed, filters=filters, sort=sort)
        for text in QUESTIONS
        for filters in ({}, {"year": frozenset({"2021"})})
        for sort in Sort
    ]
    features = {"year": frozenset({"2020"})}
    return [*every, engine.similar(Likeness(text=LIKE, allowed=allowed, facets=features))]


@PROPERTY
@given(BATCHES)
def test_an_index_that_grew_answers_like_one_made_at_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, batches: Any
) -> None:
    monkeypatch.setattr(whoosh_writing, "MAX_SEGMENTS", 3)
    engine.rebuild([], 0)
    held: dict[str, Document] = {}
    for upserts, deletes in batches:
        engine.apply(upserts, deletes, 1)
        for key in deletes:
            held.pop(key, None)
        held |= {document.key: document for document in upserts}
    grown = answers(engine)
    engine.rebuild(held.values(), 1)
    assert grown == answers(engine)
    assert engine.state().count == len(held)


# What is hidden


@PROPERTY
@given(
    st.lists(DOCUMENTS, max_size=10, unique_by=lambda document: document.key),
    st.sets(st.integers(1, 6)),
)
def test_what_is_hidden_changes_nothing_at_all(
    engine: Engine, documents: list[Document], seen: set[int]
) -> None:
    visible = [one for one in documents if one.order[1] in seen]
    engine.rebuild(visible, 0)
    alone = answers(engine)
    engine.rebuild(documents, 0)
    allowed = frozenset(one.key for one in visible)
    assert alone == answers(engine, allowed) == answers(engine, allowed.__contains__)
    hidden = frozenset(one.key for one in documents) - allowed
    assert alone == answers(engine, Seen(all_but=(AllBut("rex", hidden),)))


def test_a_hidden_record_shows_in_no_count(engine: Engine) -> None:
    engine.apply([rex(1, "bolus"), rex(2, "bolus", year=2021)], [], 1)
    results = ask(engine, "bolus", frozenset({"rex:2020/1"}))
    assert (results.total, results.facets["year"]) == (1, {"2020": 1})
    nothing = ask(engine, "bolus", frozenset())
    assert (nothing.total, nothing.hits, dict(nothing.facets)) == (0, (), {})


@PROPERTY
@given(st.lists(DOCUMENTS, max_size=8, unique_by=lambda document: document.key))
def test_all_engines_give_the_same_answers(
    search_url: URL, tmp_path: Path, documents: list[Document]
) -> None:
    embedded = opened("whoosh", str(tmp_path / "index"))
    shared = opened("postgresql", search_url.render_as_string(hide_password=False), "same")
    for engine in (embedded, shared):
        engine.rebuild(documents, 1)
    try:
        assert answers(embedded) == answers(shared)
    finally:
        shared.close()
