"""What every engine must do, asked of the embedded one, and what its files must survive."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.i18n import Language, Translated
from portal.search.engine import (
    Allowed,
    Document,
    IndexBusy,
    IndexUnavailable,
    Query,
    Results,
    Sort,
)
from portal.search.engines import whoosh_engine, whoosh_files
from portal.search.engines.whoosh_engine import WhooshEngine

NL, FR = Language.NL, Language.FR


def rex(number: int, nl: str = "", fr: str = "", *, year: int = 2020, **changes: Any) -> Document:
    """A bulletin whose running text is ``nl`` and ``fr``."""
    document = Document(
        key=f"rex:{year}/{number}",
        kind="rex",
        course=Translated(nl=nl, fr=fr),
        facets={"year": (str(year),)},
        order=(year, number),
    )
    return replace(document, **changes)


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    """An empty index."""
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([], 0)
    return engine


def ask(engine: WhooshEngine, text: str, allowed: Allowed = None, **asked: Any) -> Results:
    return engine.search(Query(text=text, allowed=allowed, **asked))


def keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]


# What is found


@pytest.mark.parametrize(
    "text",
    ["back-up", "backup", "BACK UP", "databanken", "R&V", "r&v-systeem", "restore van de databank"],
)
def test_a_dutch_text_is_found_by_its_words(engine: WhooshEngine, text: str) -> None:
    engine.apply([rex(3, "De restore van de databank en een back-up van het R&V-systeem")], [], 1)
    assert keys(ask(engine, text)) == ["rex:2020/3"]


@pytest.mark.parametrize(
    "text", ["seances", "séance", "acceleraTeur", "l’accélérateur", "coeur", "l'arrêt de la séance"]
)
def test_a_french_text_is_found_by_its_words(engine: WhooshEngine, text: str) -> None:
    body = "L'arrêt des accélérateurs pendant la séance : le cœur"
    engine.apply([rex(3, fr=body)], [], 1)
    assert keys(ask(engine, text)) == ["rex:2020/3"]


def test_the_language_of_the_page_is_no_wall(engine: WhooshEngine) -> None:
    engine.apply([rex(1, nl="De tafel verschoof"), rex(2, fr="La table a bougé")], [], 1)
    (hit,) = ask(engine, "tafel", language=FR).hits
    assert (hit.key, hit.languages) == ("rex:2020/1", (NL,))
    (hit,) = ask(engine, "table", language=NL).hits
    assert (hit.key, hit.languages) == ("rex:2020/2", (FR,))


def test_a_record_in_both_languages_counts_once(engine: WhooshEngine) -> None:
    engine.apply([rex(1, nl="Varian herstelt ARIA", fr="Varian répare ARIA")], [], 1)
    results = ask(engine, "varian aria", language=FR)
    assert results.total == 1
    assert results.facets["year"] == {"2020": 1}
    assert results.hits[0].languages == (FR, NL)
    assert ask(engine, "varian aria", language=NL).hits[0].languages == (NL, FR)


def test_words_may_come_from_both_languages_of_one_record(engine: WhooshEngine) -> None:
    engine.apply([rex(1, nl="de tafel", fr="la table"), rex(2, nl="de tafel")], [], 1)
    results = ask(engine, "tafel table")
    assert keys(results) == ["rex:2020/1", "rex:2020/2"]
    assert results.widened


def test_a_title_weighs_more_than_a_kern_and_a_kern_more_than_the_text(
    engine: WhooshEngine,
) -> None:
    bolus = Translated(nl="bolus")
    documents = [rex(0, title=bolus), rex(1, essence=bolus), rex(2, course=bolus)]
    engine.apply(documents, [], 1)
    assert keys(ask(engine, "bolus")) == ["rex:2020/0", "rex:2020/1", "rex:2020/2"]


def test_all_words_come_first_and_some_follow_when_few_have_all(engine: WhooshEngine) -> None:
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


def test_no_widening_when_enough_have_all_words(engine: WhooshEngine) -> None:
    engine.apply([rex(n, "bolus en tafel") for n in range(6)] + [rex(9, "bolus")], [], 1)
    results = ask(engine, "bolus tafel")
    assert (results.total, results.widened) == (6, False)


def test_a_filter_refines_and_never_widens(engine: WhooshEngine) -> None:
    together = [rex(n, "bolus en tafel", year=2020 + n % 2) for n in range(6)]
    engine.apply([*together, rex(9, "bolus", year=2021)], [], 1)
    results = ask(engine, "bolus tafel", filters={"year": frozenset({"2021"})})
    assert (results.total, results.widened) == (3, False)


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
def test_quoted_words_stand_together(engine: WhooshEngine, text: str, found: list[int]) -> None:
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


def test_a_quoted_phrase_stays_required_when_the_rest_is_widened(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "de tafel verschoof"), rex(2, "de klem verschoof")], [], 1)
    assert keys(ask(engine, '"tafel verschoof" klem')) == ["rex:2020/1"]


def test_a_word_common_in_one_language_only_does_not_exclude_the_other(
    engine: WhooshEngine,
) -> None:
    engine.apply([rex(n, "het plan tegen de verschuiving") for n in range(6)], [], 1)
    assert ask(engine, "plan tegen verschuiving").total == 6
    assert ask(engine, "tegen").total == 0


def test_what_was_understood_is_told(engine: WhooshEngine) -> None:
    results = ask(engine, "de Back-up van «de databank»")
    assert results.understood == ("Back-up", "de databank")
    assert results.terms[NL] == {"backup", "databank"}


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
def test_odd_questions_are_answered(engine: WhooshEngine, text: str) -> None:
    engine.apply([rex(1, "bolus op de tafel")], [], 1)
    assert ask(engine, text).total == int("bolus" in text)


@pytest.mark.parametrize("text", ["", "  ", "\n\u00a0"])
def test_an_empty_question_lists_everything(engine: WhooshEngine, text: str) -> None:
    engine.apply([rex(1, "een"), rex(2, fr="deux")], [], 1)
    assert keys(ask(engine, text)) == ["rex:2020/2", "rex:2020/1"]
    assert ask(engine, "de").total == 0


# Filters, order, pages


def stepped(number: int, year: int, step: str, *families: str) -> Document:
    facets = {"year": (str(year),), "step": (step,), "family": families}
    return rex(number, "bolus", year=year, facets=facets)


def test_facets_count_what_the_other_filters_leave(engine: WhooshEngine) -> None:
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


def test_newest_first_by_number_and_not_by_spelling(engine: WhooshEngine) -> None:
    engine.apply([rex(n, "bolus " * n) for n in (9, 10, 2)] + [rex(30, "bolus", year=2019)], [], 1)
    assert keys(ask(engine, "bolus", sort=Sort.NEWEST)) == [
        "rex:2020/10",
        "rex:2020/9",
        "rex:2020/2",
        "rex:2019/30",
    ]


def test_pages_together_are_the_whole_in_order(engine: WhooshEngine) -> None:
    engine.apply([rex(n, "bolus") for n in range(23)], [], 1)
    everything = keys(ask(engine, "bolus", limit=100))
    pages = [keys(ask(engine, "bolus", limit=10, offset=start)) for start in (0, 10, 20, 30)]
    assert list(chain(*pages)) == everything == [f"rex:2020/{n}" for n in range(22, -1, -1)]
    assert ask(engine, "bolus", limit=0).total == 23
    assert keys(ask(engine, "bolus", limit=-1, offset=-5)) == []


# Changes


def test_an_update_replaces(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "bolus"), rex(2, "klem")], [], 1)
    engine.apply([rex(1, "tafel")], [], 2)
    assert ask(engine, "bolus").total == 0
    assert keys(ask(engine, "tafel")) == ["rex:2020/1"]
    assert engine.state().count == 2


def test_a_withdrawn_record_is_gone_everywhere(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "bolus op de tafel"), rex(2, "bolus", year=2021)], [], 1)
    engine.apply([], ["rex:2020/1", "rex:1999/1"], 2)
    for text in ("bolus", '"bolus tafel"', ""):
        results = ask(engine, text)
        assert "rex:2020/1" not in keys(results)
        assert "2020" not in results.facets.get("year", {})
    assert engine.state().count == 1


def test_a_record_both_given_and_deleted_stays(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "bolus")], [], 1)
    engine.apply([rex(1, "tafel")], ["rex:2020/1"], 2)
    assert keys(ask(engine, "")) == keys(ask(engine, "tafel")) == ["rex:2020/1"]


def test_doing_it_twice_changes_nothing(engine: WhooshEngine) -> None:
    for _ in range(2):
        engine.apply([rex(1, "bolus"), rex(2, "bolus tafel"), rex(1, "klem")], ["rex:2020/9"], 4)
    assert keys(ask(engine, "")) == ["rex:2020/2", "rex:2020/1"]
    assert ask(engine, "klem").total == 1


def test_the_position_follows_and_never_goes_back(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "bolus")], [], 7)
    engine.apply([], [], 5)
    assert engine.state().position == 7
    engine.rebuild([rex(1, "bolus")], 3)
    assert (engine.state().position, engine.state().count) == (3, 1)


def test_a_repeated_key_is_refused_in_a_rebuild(engine: WhooshEngine) -> None:
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
QUESTIONS = ["bolus", "tafel klem scan", '"bolus tafel"', "séance", "", " ".join(VOCABULARY)]
PROPERTY = settings(
    derandomize=True,
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def answers(engine: WhooshEngine, allowed: Allowed = None) -> list[Results]:
    return [
        ask(engine, text, allowed, filters=filters, sort=sort)
        for text in QUESTIONS
        for filters in ({}, {"year": frozenset({"2021"})})
        for sort in Sort
    ]


@PROPERTY
@given(BATCHES)
def test_an_index_that_grew_answers_like_one_made_at_once(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, batches: Any
) -> None:
    monkeypatch.setattr(whoosh_files, "MAX_SEGMENTS", 3)
    monkeypatch.setattr(whoosh_files, "LARGE_SEGMENTS", 1)
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
    engine: WhooshEngine, documents: list[Document], seen: set[int]
) -> None:
    visible = [one for one in documents if one.order[1] in seen]
    engine.rebuild(visible, 0)
    alone = answers(engine)
    engine.rebuild(documents, 0)
    allowed = frozenset(one.key for one in visible)
    assert alone == answers(engine, allowed) == answers(engine, allowed.__contains__)


def test_a_hidden_record_shows_in_no_count(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "bolus"), rex(2, "bolus", year=2021)], [], 1)
    results = ask(engine, "bolus", frozenset({"rex:2020/1"}))
    assert (results.total, results.facets["year"]) == (1, {"2020": 1})
    nothing = ask(engine, "bolus", frozenset())
    assert (nothing.total, nothing.hits, dict(nothing.facets)) == (0, (), {})


# Several at once


def test_searches_go_on_in_the_old_index_while_another_is_made(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def documents() -> Iterator[Document]:
        for number in (2, 3):
            yield rex(number, "bolus")
            assert keys(ask(engine, "bolus")) == ["rex:2020/1"]

    engine.rebuild(documents(), 2)
    assert keys(ask(engine, "bolus")) == ["rex:2020/3", "rex:2020/2"]


def test_a_search_under_way_is_not_disturbed_by_new_indexes(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def allowed(key: str) -> bool:
        for number in (2, 3, 4):
            engine.rebuild([rex(number, "bolus")], number)
        return key == "rex:2020/1"

    assert keys(ask(engine, "bolus", allowed)) == ["rex:2020/1"]
    assert keys(ask(engine, "bolus")) == ["rex:2020/4"]


def test_threads_search_while_one_writes(engine: WhooshEngine) -> None:
    documents = [rex(n, "bolus") for n in range(20)]
    engine.rebuild(documents, 0)
    done = threading.Event()

    def search() -> set[int]:
        totals = set()
        while not done.is_set():
            totals.add(ask(engine, "bolus").total)
        return totals

    with ThreadPoolExecutor(3) as pool:
        searches = [pool.submit(search) for _ in range(3)]
        for position in range(8):
            engine.apply(documents, [], position)
            if position % 4 == 3:
                engine.rebuild(documents, position)
        done.set()
        assert [each.result() for each in searches] == [{20}] * 3


def test_a_second_writer_is_told_that_the_index_is_busy(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild([], 0)
    other = WhooshEngine(tmp_path, patience=0)

    def documents() -> Iterator[Document]:
        with pytest.raises(IndexBusy):
            other.apply([], ["rex:2020/1"], 1)
        with pytest.raises(IndexBusy):
            other.rebuild([], 1)
        yield rex(1, "bolus")

    engine.apply(documents(), [], 1)
    other.apply([rex(2, "bolus")], [], 2)
    assert keys(ask(engine, "bolus")) == ["rex:2020/2", "rex:2020/1"]


WRITER = """
import sys
from pathlib import Path
from portal.search.engine import Document
from portal.search.engines.whoosh_engine import WhooshEngine
engine = WhooshEngine(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    engine.apply([Document(key=f"rex:{number}", kind="rex")], [], number)
    print(number, flush=True)
"""


def writer(root: Path, first: int, last: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(root), str(first), str(last)]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, **paths}
    )


def test_two_processes_write_in_turn(engine: WhooshEngine, tmp_path: Path) -> None:
    processes = [writer(tmp_path / "index", first, first + 4) for first in (0, 100)]
    assert [process.communicate()[0].count("\n") for process in processes] == [5, 5]
    assert [process.returncode for process in processes] == [0, 0]
    assert engine.state().count == 8


def test_a_writer_killed_at_any_moment_costs_nothing(engine: WhooshEngine, tmp_path: Path) -> None:
    with writer(tmp_path / "index", 1, 1_000) as process:
        assert process.stdout is not None
        written = [process.stdout.readline() for _ in range(6)]
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.readlines()
    last = int((written + rest)[-1])
    assert engine.healthy()
    assert engine.state().position in {last, last + 1}
    assert engine.state().count in {last, last + 1}
    engine.apply([rex(1, "bolus")], [], last + 2)
    assert keys(ask(engine, "bolus")) == ["rex:2020/1"]


# Accidents


def test_dying_between_commit_and_stamp_is_harmless(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply([rex(1, "bolus"), rex(2, "bolus")], [], 1)

    def change() -> None:
        engine.apply([rex(1, "tafel")], ["rex:2020/2"], 2)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(whoosh_engine, "stamp", die)
        with pytest.raises(KeyboardInterrupt):
            change()
    assert engine.state().position == 1
    assert keys(ask(engine, "")) == ["rex:2020/1"]
    change()
    assert (engine.state().position, engine.state().count) == (2, 1)
    assert keys(ask(engine, "tafel")) == keys(ask(engine, "")) == ["rex:2020/1"]


def test_an_error_while_documents_are_read_changes_nothing(engine: WhooshEngine) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def documents() -> Iterator[Document]:
        yield rex(2, "bolus")
        raise LookupError

    with pytest.raises(LookupError):
        engine.apply(documents(), ["rex:2020/1"], 2)
    with pytest.raises(LookupError):
        engine.rebuild(documents(), 2)
    assert keys(ask(engine, "")) == ["rex:2020/1"]
    engine.apply([rex(3, "bolus")], [], 3)
    assert keys(ask(engine, "bolus")) == ["rex:2020/3", "rex:2020/1"]


def test_an_error_inside_the_writer_changes_nothing(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def refuse(*_: object) -> bytes:
        raise LookupError

    with monkeypatch.context() as patch:
        patch.setattr(whoosh_files, "packed", refuse)
        with pytest.raises(LookupError):
            engine.apply([rex(2, "bolus")], ["rex:2020/1"], 2)
    assert keys(ask(engine, "")) == ["rex:2020/1"]
    engine.apply([rex(2, "bolus")], [], 3)
    assert keys(ask(engine, "")) == ["rex:2020/2", "rex:2020/1"]


def test_no_index_is_unavailable_until_it_is_made(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "new" / "index")
    assert not engine.healthy()
    for attempt in (
        lambda: ask(engine, "bolus"),
        engine.state,
        lambda: engine.apply([rex(1, "bolus")], [], 1),
    ):
        with pytest.raises(IndexUnavailable):
            attempt()
    engine.rebuild([rex(1, "bolus")], 1)
    assert engine.healthy()
    assert keys(ask(engine, "bolus")) == ["rex:2020/1"]


def generation(root: Path) -> Path:
    return root / (root / "current").read_text()


@pytest.mark.parametrize("ending", [".toc", ".trm", ".pst", "_stored.col", ""])
@pytest.mark.parametrize("damage", [b"", b"\x80\x04junk" * 40, None])
def test_a_damaged_index_is_unavailable_and_can_be_made_again(
    engine: WhooshEngine, tmp_path: Path, ending: str, damage: bytes | None
) -> None:
    engine.apply([rex(n, "bolus", "le bolus") for n in range(3)], [], 1)
    fresh = WhooshEngine(tmp_path / "index")
    folder = generation(tmp_path / "index")
    paths = [path for path in folder.iterdir() if path.is_file() and path.name.endswith(ending)]
    assert paths
    for path in paths:
        path.unlink()
        if damage is not None:
            path.write_bytes(damage)
    for damaged in (engine, fresh):
        assert not damaged.healthy()
        with pytest.raises(IndexUnavailable):
            ask(damaged, "bolus")
    fresh.rebuild([rex(n, "bolus") for n in range(3)], 1)
    assert ask(engine, "bolus").total == 3
    assert engine.healthy()


@pytest.mark.parametrize("name", ["", "..", "gone", "../../etc", "\ud800"])
def test_a_pointer_to_nowhere_is_no_index(engine: WhooshEngine, tmp_path: Path, name: str) -> None:
    pointer = tmp_path / "index" / "current"
    pointer.write_bytes(name.encode("utf-8", "surrogatepass"))
    assert not engine.healthy()
    with pytest.raises(IndexUnavailable):
        ask(engine, "bolus")
    engine.rebuild([], 0)
    assert engine.healthy()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"schema": 1}', b"\xff"])
def test_a_broken_stamp_is_noticed_while_searches_go_on(
    engine: WhooshEngine, tmp_path: Path, content: bytes
) -> None:
    engine.apply([rex(1, "bolus")], [], 1)
    (generation(tmp_path / "index") / "stamp.json").write_bytes(content)
    assert not engine.healthy()
    with pytest.raises(IndexUnavailable):
        engine.apply([rex(2, "bolus")], [], 2)
    assert keys(ask(engine, "bolus")) == ["rex:2020/1"]


def test_an_index_of_another_version_answers_until_it_is_made_again(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply([rex(1, "bolus")], [], 1)
    monkeypatch.setattr(whoosh_files, "fingerprint", lambda: "of the next version")
    newer = WhooshEngine(tmp_path / "index")
    assert not newer.healthy()
    assert keys(ask(newer, "bolus")) == ["rex:2020/1"]
    with pytest.raises(IndexUnavailable):
        newer.apply([rex(2, "bolus")], [], 2)
    newer.rebuild([rex(2, "bolus")], 2)
    assert newer.healthy()
    assert newer.state().schema == "of the next version"


def test_nobody_else_reads_the_index_and_old_ones_go(engine: WhooshEngine, tmp_path: Path) -> None:
    root = tmp_path / "index"
    for position in range(4):
        engine.rebuild([rex(1, "bolus")], position)
    folders = [path for path in root.iterdir() if path.is_dir()]
    assert {path.stat().st_mode & 0o777 for path in (root, *folders)} == {0o700}
    assert len(folders) == 2
    assert json.loads((generation(root) / "stamp.json").read_text())["position"] == 3


def test_segments_stay_few(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_files, "MAX_SEGMENTS", 4)
    monkeypatch.setattr(whoosh_files, "LARGE_SEGMENTS", 2)
    for number in range(11):
        engine.apply([rex(number, "bolus")], [], number)
        assert len(list(generation(tmp_path / "index").glob("*.trm"))) <= 5
    assert ask(engine, "bolus").total == 11
