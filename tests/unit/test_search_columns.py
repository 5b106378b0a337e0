"""The columns beside a segment: derived, checked, and made again when they cannot be used."""

from pathlib import Path

import numpy as np
import pytest

from portal.i18n import Language, Translated
from portal.search.engine import Document, Reason, Results, Suggestion
from portal.search.engines import columns, whoosh_files, whoosh_writing
from portal.search.engines.columns import Unusable
from portal.search.engines.spelling import edits
from portal.search.engines.whoosh_engine import WhooshEngine
from portal.search.query import AllBut, Likeness, Query, Rendering, Seen, Source

NL, FR = Language.NL, Language.FR


def incident(number: int, nl: str = "", fr: str = "", **facets: tuple[str, ...]) -> Document:
    return Document(
        key=f"incident:{number}",
        kind="incident",
        course=Translated(nl=nl, fr=fr),
        facets=facets,
        order=(number,),
    )


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    """An empty index."""
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([], 0)
    return engine


def found(engine: WhooshEngine, text: str = "", **asked: object) -> Results:
    return engine.search(Query(text=text, **{"allowed": None, **asked}))  # type: ignore[arg-type]


def keys(results: Results) -> list[int]:
    return [int(hit.key.partition(":")[2]) for hit in results.hits]


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "index").glob(f"generation-*/*.{whoosh_files.COLUMNS}"))


@pytest.mark.parametrize("damage", [None, b"", b"REXCOLS3" + b"\xff" * 200, "short", "older"])
def test_columns_that_cannot_be_used_are_made_again(
    engine: WhooshEngine, tmp_path: Path, damage: bytes | str | None
) -> None:
    engine.apply([incident(1, "bolus op de tafel"), incident(2, "de tafel")], [], 1)
    (path,) = files(tmp_path)
    good = path.read_bytes()
    path.unlink()
    if damage == "short":
        path.write_bytes(good[:-64])
    elif damage == "older":
        path.write_bytes(good.replace(b'"documents": 2', b'"documents": 3', 1))
    elif isinstance(damage, bytes):
        path.write_bytes(damage)
    for one in (engine, WhooshEngine(tmp_path / "index")):
        assert keys(found(one, '"de tafel"')) == [2, 1]
        assert one.healthy()
    assert path.read_bytes() == good


def test_columns_that_cannot_be_kept_are_used_all_the_same(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply([incident(1, "bolus")], [], 1)
    (path,) = files(tmp_path)
    path.unlink()

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(columns, "write", full)
    assert keys(found(engine, "bolus")) == [1]
    assert not files(tmp_path)


def test_an_update_makes_only_its_own_columns_and_old_ones_go(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_writing, "MAX_SEGMENTS", 3)
    engine.rebuild([incident(number, "bolus") for number in range(40)], 1)
    (large,) = files(tmp_path)
    made = large.stat().st_mtime_ns
    for number in range(40, 47):
        engine.apply([incident(number, "bolus")], [], number)
    assert large.stat().st_mtime_ns == made
    assert len(files(tmp_path)) <= 4
    assert len(list(files(tmp_path)[0].parent.glob("*.trm"))) == len(files(tmp_path))
    assert found(engine, "bolus").total == 47


def test_a_file_of_columns_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "columns"
    words, starts = columns.strings([b"a", b"bb"])
    arrays = {
        "terms": words,
        "term_at": starts,
        "term_heads": np.asarray([columns.head(one) for one in (b"a", b"bb")], np.uint64),
        "posting_at": np.zeros(3, np.int64),
        "keys": np.empty(0, "S1"),
        "wide": np.zeros((3, 0), np.int32),
    }
    columns.write(path, {"of": "this"}, arrays)
    read = columns.read(path, {"of": "this"})
    assert [read.find(each) for each in (b"", b"a", b"b", b"bb", b"c")] == [-1, 0, -1, 1, -1]
    assert read["wide"].shape == (3, 0)
    assert [each.name for each in tmp_path.iterdir()] == ["columns"]
    with pytest.raises(Unusable):
        columns.read(path, {"of": "that"})


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (Seen(), []),
        (Seen(frozenset({"incident:2", "incident:9"})), [2]),
        (Seen(all_but=(AllBut("incident"),)), [3, 2, 1]),
        (Seen(all_but=(AllBut("incident", frozenset({"incident:2"})),)), [3, 1]),
        (Seen(all_but=(AllBut("incident", newest=2),)), [2, 1]),
        (Seen(frozenset({"incident:3"}), (AllBut("incident", newest=1),)), [3, 1]),
        (Seen(all_but=(AllBut("rex"),)), []),
    ],
)
def test_what_may_be_seen_can_be_told_by_its_exceptions(
    engine: WhooshEngine, seen: Seen, expected: list[int]
) -> None:
    engine.rebuild([incident(number, "bolus") for number in (1, 2, 3)], 1)
    engine.apply([incident(2, "tafel")], [], 2)
    assert keys(found(engine, allowed=seen)) == expected
    assert keys(found(engine, allowed=seen.__call__)) == expected


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("bolus", "bolus", 0),
        ("bolsu", "bolus", 1),
        ("bols", "bolus", 1),
        ("bollus", "bolus", 1),
        ("tolus", "bolus", 1),
        ("tafel", "table", 2),
        ("scan", "plan", 2),
        ("abcdef", "fedcba", 3),
    ],
)
def test_edits_are_counted_up_to_one_more_than_asked(one: str, other: str, distance: int) -> None:
    assert edits(one, other, 2) == edits(other, one, 2) == distance


def test_a_mistyped_word_is_corrected_by_a_word_that_may_be_seen(engine: WhooshEngine) -> None:
    engine.rebuild(
        [
            incident(1, "de bestraling en de back-up", "la séance d'irradiation"),
            incident(2, "twee bestralingen; de bestralingen"),
            incident(3, "bestralingen op de Wiboran"),
        ],
        1,
    )
    assert found(engine, "bestralignen").suggestions == (Suggestion(0, 12, "bestralingen"),)
    results = found(engine, "de bestralign", allowed=frozenset({"incident:1"}))
    assert results.suggestions == (Suggestion(3, 13, "bestraling"),)
    assert keys(results) == [1]
    assert results.hits[0].reasons == (Reason("bestralign", NL, "bestraling", Source.SPELLING),)
    assert found(engine, "Wibroan").suggestions == (Suggestion(0, 7, "wiboran"),)
    assert found(engine, "Wibroan", allowed=frozenset({"incident:1"})).suggestions == ()
    assert found(engine, "seanse").suggestions[0].words == "séance"
    assert found(engine, "bakcup").suggestions[0].words == "back-up"
    mixed = found(engine, "seanse bestralingen")
    assert (keys(mixed), mixed.suggestions[0].words) == ([2, 3, 1], "séance")
    assert {reason.source for hit in mixed.hits for reason in hit.reasons} == {Source.TYPED}
    for right in ("bestraling", "xyzzy", "zzz", '"bestralign tafel"'):
        assert found(engine, right).suggestions == ()


def test_a_hit_says_which_words_stand_for_which(engine: WhooshEngine) -> None:
    engine.rebuild([incident(1, "de back-up"), incident(2, fr="la sauvegarde des données")], 1)
    renderings = (Rendering(0, 7, FR, "sauvegarde"), Rendering(0, 7, NL, "reservekopie"))
    results = found(engine, "back-up", renderings=renderings)
    reasons = {hit.key: hit.reasons for hit in results.hits}
    assert reasons == {
        "incident:1": (Reason("back-up", NL, "back-up", Source.TYPED),),
        "incident:2": (Reason("back-up", FR, "sauvegarde", Source.GLOSSARY),),
    }
    assert results.total == 2


TEXT = "De back-up van de databank werd tijdens de bestraling overschreven door een oude kopie"


def test_similar_events_are_found_across_languages_with_reasons(engine: WhooshEngine) -> None:
    engine.rebuild(
        [
            incident(1, TEXT, step=("delivery",)),
            incident(2, fr="La sauvegarde de la base de données a été écrasée", step=("delivery",)),
            incident(3, "Een verpleegkundige verwisselde twee bolussen", step=("imaging",)),
        ],
        1,
    )
    at = TEXT.index
    renderings = (
        Rendering(at("back-up"), at("back-up") + 7, FR, "sauvegarde"),
        Rendering(at("databank"), at("databank") + 8, FR, "base de données"),
        Rendering(at("overschr"), at("overschr") + 12, FR, "écraser"),
    )
    likeness = Likeness(
        text=Translated(nl=TEXT),
        allowed=None,
        renderings={NL: renderings},
        facets={"step": frozenset({"delivery"}), "unknown": frozenset({"x"})},
        floor=0.1,
    )
    results = engine.similar(likeness)
    assert keys(results) == [1, 2]
    assert results.total == 2
    assert results.hits[0].score > 0.9
    assert {hit.shared for hit in results.hits} == {(("step", "delivery"),)}
    assert ("databank", FR, "base de données") in [
        (reason.typed, reason.language, reason.words) for reason in results.hits[1].reasons
    ]
    seen = Likeness(text=likeness.text, allowed=frozenset({"incident:3"}), floor=0.1)
    assert engine.similar(seen).hits == ()
    besides = Likeness(text=likeness.text, allowed=None, besides="incident:1", floor=0.1)
    assert keys(engine.similar(besides)) == []
    assert engine.similar(Likeness(text=Translated(), allowed=None)).total == 0
