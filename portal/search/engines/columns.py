"""The columns of a segment: everything that a question needs, as arrays in one mapped file.

They are made of what the library keeps, never the other way round: a file that is missing, cut
short or made of something else is made again. All processes share its pages.
"""

import json
import os
import secrets
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engines.soundness import DAMAGE

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

MAGIC = b"REXCOLS4"
ALIGN = 64
HEAD = 8  # bytes of a term that are compared as one number
FEW = 20_000  # terms that are looked up in memory; of more, the file is searched


class Unusable(Exception):
    """The file is not there, damaged or of something else: make it again."""


class Columns:
    """Named arrays, and a header of plain values that says what they were made of.

    ``inode`` is that of the file which is mapped; 0 is none.
    """

    def __init__(
        self, header: Mapping[str, Any], arrays: Mapping[str, Array], inode: int = 0
    ) -> None:
        self.header = header
        self.inode = inode
        self._arrays = arrays
        self._terms = arrays["terms"].data
        self._term_at = arrays["term_at"].data
        self._heads = arrays["term_heads"].data
        self._posting_at = arrays["posting_at"].data
        self._count = len(arrays["term_at"]) - 1
        few = range(self._count if self._count <= FEW else 0)
        self._numbers = {self.term(number): number for number in few}

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    @property
    def size(self) -> int:
        """How many documents there are, deleted ones too."""
        return len(self._arrays["keys"])

    def find(self, term: bytes) -> int:
        """The number of a term, or -1."""
        if self._count <= FEW:
            return self._numbers.get(term, -1)
        begin = head(term)
        first = bisect_left(self._heads, begin)
        last = bisect_right(self._heads, begin, first)
        at = bisect_left(range(last), term, first, key=self.term)
        return at if at < last and self.term(at) == term else -1

    def term(self, number: int) -> bytes:
        """The term of a number."""
        return bytes(self._terms[self._term_at[number] : self._term_at[number + 1]])

    def extent(self, number: int) -> tuple[int, int]:
        """Where the postings of a term begin and end."""
        return self._posting_at[number], self._posting_at[number + 1]

    def form(self, number: int) -> str:
        """A word as it was written."""
        starts = self._arrays["form_at"]
        return bytes(self._arrays["forms"][starts[number] : starts[number + 1]]).decode()


def head(term: bytes) -> int:
    """The beginning of a term as a number that sorts as it does."""
    return int.from_bytes(term[:HEAD].ljust(HEAD, b"\0"), "big")


def strings(every: Sequence[bytes]) -> tuple[Array, Longs]:
    """Many strings as one run of bytes and where each begins, with the end of the last."""
    starts = np.zeros(len(every) + 1, np.int64)
    np.cumsum([len(one) for one in every], out=starts[1:])
    return np.frombuffer(b"".join(every), np.uint8), starts


def write(path: Path, header: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write a whole file or none; whoever reads the old one is not disturbed."""
    described = {}
    at = 0
    for name, array in arrays.items():
        described[name] = [array.dtype.str, list(array.shape), at]
        at += -(-array.nbytes // ALIGN) * ALIGN
    first = json.dumps({"header": header, "arrays": described, "length": at}).encode()
    first += b" " * (-(len(MAGIC) + 8 + len(first)) % ALIGN)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(MAGIC + len(first).to_bytes(8, "little") + first)
            for array in arrays.values():
                file.write(np.ascontiguousarray(array).data if array.size else b"")
                file.write(b"\0" * (-array.nbytes % ALIGN))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read(path: Path, expected: Mapping[str, Any]) -> Columns:
    """Map the file if its header has what is ``expected``; raise Unusable if not."""
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC) + 8)
            length = int.from_bytes(start[len(MAGIC) :], "little")
            status = os.fstat(file.fileno())
            size = status.st_size
            if start[: len(MAGIC)] != MAGIC or not 0 < length <= size:
                raise Unusable("not a file of columns")
            found = json.loads(file.read(length))
            first = len(start) + length
            if size != first + found["length"]:
                raise Unusable("the file is cut short")
            mapped = np.memmap(file, np.uint8, mode="r")
        header = found["header"]
        if any(header.get(name) != value for name, value in expected.items()):
            raise Unusable("made of something else")
        arrays = {
            name: _array(mapped, dtype, shape, first + at)
            for name, (dtype, shape, at) in found["arrays"].items()
        }
        return Columns(header, arrays, status.st_ino)
    except DAMAGE as error:
        raise Unusable("the file cannot be read") from error


def inode(path: Path) -> int:
    """That of the file; 0 if there is none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def _array(mapped: Array, dtype: str, shape: list[int], at: int) -> Array:
    made = np.dtype(dtype)
    length = made.itemsize * int(np.prod(shape))
    return np.asarray(mapped[at : at + length]).view(made).reshape(shape)
