"""What an index is made from: documents, and the program that reads them."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.search.engine import Document
from portal.search.engines import weights
from portal.search.words import analysis, compounds, stopwords, verbs

ANALYSIS = (analysis, verbs, stopwords, compounds, weights)
LISTS = ("dutch_words.txt", "dutch_verbs.txt", "french_verbs.txt")  # beside these modules


def written_by(library: str, *sources: str) -> str:
    """A name for an engine with its ``sources`` and our analysis; another one's index is stale."""
    digest = hashlib.sha256(library.encode())
    lists = (str(Path(verbs.__file__).with_name(name)) for name in LISTS)
    for source in (*(str(module.__file__) for module in ANALYSIS), *lists, *sources):
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()


def unrepeated(documents: Iterable[Document]) -> Iterator[Document]:
    """Each of ``documents``; raise ValueError on a repeated key."""
    seen: set[str] = set()
    for document in documents:
        if document.key in seen:
            raise ValueError(f"{document.key} comes twice")
        seen.add(document.key)
        yield document
