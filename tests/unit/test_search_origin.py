"""An index is made from words and a program; when one of them changes, it is stale."""

from pathlib import Path
from types import ModuleType

import pytest

from portal.search.engines import origin, postgres_engine, whoosh_engine

MADE_OF = (
    "portal/search/words/analysis.py",
    "portal/search/words/compounds.py",
    "portal/search/words/dutch_words.txt",
    "portal/search/words/stopwords.py",
    "portal/search/engines/weights.py",
    "portal/search/engines/columns_made.py",
    "portal/language/compounds.py",
    "portal/language/inflection.py",
    "portal/language/glossary.csv",
)


@pytest.mark.parametrize("engine", [whoosh_engine, postgres_engine])
@pytest.mark.parametrize("name", MADE_OF)
def test_an_index_is_stale_when_what_it_is_made_of_changes(
    monkeypatch: pytest.MonkeyPatch, engine: ModuleType, name: str
) -> None:
    before = engine.fingerprint()
    read = Path.read_bytes
    changed = Path(origin.__file__).parents[3] / name
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: read(path) + b" " * (path.resolve() == changed.resolve())
    )
    assert engine.fingerprint() != before
