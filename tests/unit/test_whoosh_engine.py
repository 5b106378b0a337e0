"""What the files of the embedded engine must survive."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from portal.i18n import Translated
from portal.search.engine import IndexUnavailable
from portal.search.engines import (
    generations,
    soundness,
    whoosh_engine,
    whoosh_library,
    whoosh_writing,
)
from portal.search.engines.whoosh_engine import WhooshEngine
from portal.search.query import Likeness, Sort
from tests.search_engines import ask, check_next_version, keys, overwrite, rex, scramble


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    """An empty index."""
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([], 0)
    return engine


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


def test_an_error_inside_the_writer_changes_nothing(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def refuse(*_: object) -> bytes:
        raise LookupError

    with monkeypatch.context() as patch:
        patch.setattr(whoosh_library, "packed", refuse)
        with pytest.raises(LookupError):
            engine.apply([rex(2, "bolus")], ["rex:2020/1"], 2)
    assert keys(ask(engine, "")) == ["rex:2020/1"]
    engine.apply([rex(2, "bolus")], [], 3)
    assert keys(ask(engine, "")) == ["rex:2020/2", "rex:2020/1"]


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


MANY = [rex(n, f"de bolus op tafel {n} te {n * 7}", f"le bolus {n}") for n in range(40)]


def files(root: Path, ending: str) -> list[Path]:
    return sorted(generation(root).glob(f"*{ending}"))


def ask_everything(engine: WhooshEngine) -> None:
    for text in ("bolus", '"op tafel"', "bollus", "", "tafel te"):
        with suppress(IndexUnavailable):
            ask(engine, text, filters={"year": frozenset({"2020"})}, sort=Sort.NEWEST)
        with suppress(IndexUnavailable):
            ask(engine, text, frozenset({"rex:2020/1", "rex:2020/7"}))
    for tell in (engine.digests, engine.state):
        with suppress(IndexUnavailable):
            tell()
    with suppress(IndexUnavailable):
        engine.similar(Likeness(text=Translated(nl="bolus op tafel 3"), allowed=None))


@pytest.mark.parametrize("seed", range(6))
def test_random_bytes_in_columns_that_are_in_use_are_noticed(
    engine: WhooshEngine, tmp_path: Path, seed: int
) -> None:
    engine.rebuild(MANY, 1)
    assert ask(engine, "bolus").total == 40
    (path,) = files(tmp_path / "index", ".columns")
    header = 16 + int.from_bytes(path.read_bytes()[8:16], "little") if seed % 2 else 0
    scramble(path, seed, header=header)
    ask_everything(engine)
    assert not engine.healthy()
    fresh = WhooshEngine(tmp_path / "index")
    ask_everything(fresh)
    engine.rebuild(MANY, 2)
    for one in (engine, fresh):
        assert one.healthy()
        assert ask(one, "bolus").total == 40


def test_columns_that_another_process_made_again_are_read_again(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    engine.rebuild(MANY, 1)
    assert ask(engine, "bolus").total == 40
    (path,) = files(tmp_path / "index", ".columns")
    overwrite(path, b"\0" * path.stat().st_size)
    assert ask(WhooshEngine(tmp_path / "index"), "bolus").total == 40
    assert ask(engine, "bolus").total == 40
    assert engine.healthy()


@pytest.mark.parametrize("ending", [".columns", ".pst", ".trm", "_stored.col"])
def test_one_page_of_zeros_is_noticed(engine: WhooshEngine, tmp_path: Path, ending: str) -> None:
    engine.rebuild(MANY, 1)
    assert engine.healthy()
    (path,) = files(tmp_path / "index", ending)
    length = min(4096, path.stat().st_size // 2)
    overwrite(path, b"\0" * length, at=path.stat().st_size // 4)
    assert not engine.healthy()
    assert not WhooshEngine(tmp_path / "index").healthy()
    ask_everything(engine)
    engine.rebuild(MANY, 1)
    assert engine.healthy()


def test_a_file_is_summed_once_by_who_writes_it_and_once_by_who_looks(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summed: list[str] = []

    def noting(path: Path) -> int:
        summed.append(path.name)
        return sum_of(path)

    sum_of = soundness.sum_of
    monkeypatch.setattr(generations, "sum_of", noting)
    engine.rebuild(MANY, 1)
    engine.apply([rex(50, "bolus")], ["rex:2020/1"], 2)
    assert sorted(set(summed)) == sorted(summed)
    assert {path.name for path in generation(tmp_path / "index").iterdir()} <= {
        *summed,
        "stamp.json",
    }
    summed.clear()
    monkeypatch.setattr(soundness, "sum_of", noting)
    assert engine.healthy()
    assert summed
    seen = len(summed)
    assert engine.healthy()
    assert len(summed) == seen


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
    monkeypatch.setattr(whoosh_engine, "fingerprint", lambda: "of the next version")
    newer = WhooshEngine(tmp_path / "index")
    check_next_version(newer)
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
    monkeypatch.setattr(whoosh_writing, "MAX_SEGMENTS", 4)
    for number in range(11):
        engine.apply([rex(number, "bolus")], [], number)
        assert len(list(generation(tmp_path / "index").glob("*.trm"))) <= 5
    assert ask(engine, "bolus").total == 11
