"""Long lists, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
PAGE_SIZE = 25


@dataclass(frozen=True)
class Paged(Generic[T]):
    """The rows of one page, which page it is, and how many there are."""

    rows: list[T]
    page: int
    total: int
    size: int = PAGE_SIZE

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    def link(self, page: int) -> str:
        """The address of another page of this list."""
        arguments: dict[str, Any] = request.args.to_dict(flat=False)
        values = (request.view_args or {}) | arguments | {"page": page}
        return url_for(request.endpoint or "", **values)


def asked_page() -> int:
    """The page that the address asks for, from 1."""
    return max(1, request.args.get("page", 1, type=int))


def page_among(total: int, size: int = PAGE_SIZE) -> int:
    """The same, but none after the last page of ``total`` rows."""
    return min(asked_page(), max(1, -(-total // size)))


def paged(session: Session, query: Select[T], size: int = PAGE_SIZE) -> Paged[T]:
    """The page of ``query`` that the address asks for, and the count, in two queries."""
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    total = session.scalar(counted) or 0
    page = page_among(total, size)
    rows = session.scalars(query.limit(size).offset((page - 1) * size)).unique()
    return Paged(list(rows), page, total, size)
