"""Who may do what: one table, read as a yes or no for a row and as SQL for a list."""

from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from portal.db import Model
from portal.permissions.predicates import Answer, anyone
from portal.permissions.roles import LEADING, REGULATOR, Role, User
from portal.permissions.rules import KEPT, RULES, SEEN_BY_REGULATOR, Permission

__all__ = [
    "KEPT",
    "LEADING",
    "REGULATOR",
    "RULES",
    "SEEN_BY_REGULATOR",
    "Permission",
    "Role",
    "User",
    "allowed",
    "can",
    "is_public",
    "only",
]

M = TypeVar("M", bound=Model)


def can(user: User, permission: Permission, subject: Model | None = None) -> bool:
    """Whether ``user`` has ``permission``, on the row ``subject`` where it is about one."""
    return any(
        all(predicate(user, subject) for predicate in predicates)
        for predicates in RULES[permission]
    )


def allowed(user: User, permission: Permission, model: type[Model]) -> ColumnElement[bool]:
    """The same answer as :func:`can`, as a condition on the rows of ``model``."""
    return or_(
        false(),
        *(
            and_(true(), *(_as_sql(predicate(user, model)) for predicate in predicates))
            for predicates in RULES[permission]
        ),
    )


def only(user: User, permission: Permission, model: type[M]) -> Select[M]:
    """The rows of ``model`` on which ``user`` has ``permission``."""
    return select(model).where(allowed(user, permission, model))


def _as_sql(answer: Answer) -> ColumnElement[bool]:
    if isinstance(answer, bool):
        return true() if answer else false()
    return answer


def is_public(permission: Permission) -> bool:
    """Whether visitors have ``permission`` too."""
    return [anyone] in RULES[permission]
