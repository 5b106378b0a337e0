"""What an index is made from: documents, and the program that reads them."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from portal.language import compounds as splitting
from portal.language import glossary, glossary_file, inflection
from portal.search.engine import Document
from portal.search.engines import weights
from portal.search.words import analysis, apart, compounds, diminutives, everyday, stopwords, verbs

ANALYSIS: tuple[ModuleType, ...] = (
    analysis,
    apart,
    verbs,
    diminutives,
    stopwords,
    compounds,
    splitting,
    inflection,
    glossary_file,
    weights,
)
WORDS = (
    compounds.OWN,
    glossary.SHIPPED,
    *apart.LISTS.values(),
    *verbs.LISTS.values(),
    *everyday.WORDS,
)


def written_by(library: str, *modules: ModuleType) -> str:
    """A name for an engine of ``modules`` with our analysis; the index of another one is stale."""
    digest = hashlib.sha256(library.encode())
    for source in (*(Path(str(one.__file__)) for one in (*ANALYSIS, *modules)), *WORDS):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def unrepeated(documents: Iterable[Document]) -> Iterator[Document]:
    """Each of ``documents``; raise ValueError on a repeated key."""
    seen: set[str] = set()
    for document in documents:
        if document.key in seen:
            raise ValueError(f"{document.key} comes twice")
        seen.add(document.key)
        yield document
