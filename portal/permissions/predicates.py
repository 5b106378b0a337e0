"""Who may on which row: each answers for a row with yes or no, and for a model with SQL."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_

from portal.permissions.roles import Role, User

Answer = bool | ColumnElement[bool]
Predicate = Callable[[User, Any], Answer]


def anyone(_user: User, _subject: Any) -> Answer:
    """Everybody, signed in or not."""
    return True


def signed_in(user: User, _subject: Any) -> Answer:
    """Everybody with an account."""
    return user.is_authenticated


def role(*roles: Role) -> Predicate:
    """Who has one of ``roles``."""
    wanted = frozenset(roles)
    return lambda user, _subject: bool(user.role_set & wanted)


def without(*roles: Role) -> Predicate:
    """Who has none of ``roles``."""
    unwanted = frozenset(roles)
    return lambda user, _subject: not user.role_set & unwanted


def own_department(user: User, subject: Any) -> Answer:
    """The subject belongs to the user's department."""
    if user.department_id is None:
        return False
    answer: Answer = subject.department_id == user.department_id
    return answer


def own(user: User, subject: Any) -> Answer:
    """The user made the subject."""
    if user.id is None:
        return False
    answer: Answer = subject.owner_id == user.id
    return answer


def unopened(_user: User, subject: Any) -> Answer:
    """Nobody else has worked on the subject yet."""
    if _of_a_list(subject):
        answer: Answer = subject.opened_at.is_(None)
        return answer
    return subject.opened_at is None


def status(*statuses: str) -> Predicate:
    """The subject is in one of ``statuses``."""

    def predicate(_user: User, subject: Any) -> Answer:
        if _of_a_list(subject):
            found: Answer = subject.status.in_(statuses)
            return found
        return subject.status in statuses

    return predicate


def out(_user: User, subject: Any) -> Answer:
    """The subject was published, whatever became of it since."""
    if _of_a_list(subject):
        answer: Answer = subject.number.is_not(None)
        return answer
    return subject.number is not None


def in_force(user: User, subject: Any) -> Answer:
    """The subject was published and was not withdrawn since; its next version may be written."""
    if _of_a_list(subject):
        published: Any = out(user, subject)
        answer: Answer = and_(published, subject.status != "withdrawn")
        return answer
    return bool(out(user, subject)) and subject.status != "withdrawn"


def for_public(_user: User, subject: Any) -> Answer:
    """The subject is for everybody, not for the departments alone."""
    answer: Answer = subject.audience == "public"
    return answer


def not_last_editor(user: User, subject: Any) -> Answer:
    """Four eyes: somebody else touched the subject last."""
    answer: Answer = subject.last_editor_id != user.id
    return answer


def assigned(user: User, subject: Any) -> Answer:
    """The subject was given to the user to translate."""
    if _of_a_list(subject):
        found: Answer = subject.assignments.any(person_id=user.id)
        return found
    return any(each.person_id == user.id for each in subject.assignments)


def not_own(user: User, subject: Any) -> Answer:
    """Somebody else made the subject."""
    answer: Answer = subject.owner_id != user.id
    return answer


def another_department(user: User, subject: Any) -> Answer:
    """The subject does not belong to the user's department, if the user has one."""
    if user.department_id is None:
        return True
    answer: Answer = subject.department_id != user.department_id
    return answer


def first_person(user: User, subject: Any) -> Answer:
    """The user took the subject over from paper."""
    answer: Answer = subject.taken_over_by == user.id
    return answer


def second_person(user: User, subject: Any) -> Answer:
    """Four eyes: somebody else took the subject over from paper."""
    answer: Answer = subject.taken_over_by != user.id
    return answer


def of_department(user: User, _subject: Any) -> Answer:
    """Everybody who belongs to a department."""
    return user.is_authenticated and user.department_id is not None


def of_no_department(user: User, _subject: Any) -> Answer:
    """Everybody else with an account."""
    return user.is_authenticated and user.department_id is None


def _of_a_list(subject: Any) -> bool:
    """Whether the question is about the rows of a table, to be answered in SQL, not about one."""
    return isinstance(subject, type)
