"""Who may do what: one table, read as a yes or no for a row and as SQL for a list."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from portal.db import Model
from portal.i18n import Language


class Role(StrEnum):
    """What a person does, in a department or at the regulator."""

    REPORTER = "reporter"
    QUALITY_MANAGER = "quality_manager"
    PHYSICIAN = "physician"
    READER = "reader"
    ANALYST = "analyst"
    TRANSLATOR = "translator"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"


class User(Protocol):
    """The one who asks; a visitor has no id, no department and no role."""

    @property
    def id(self) -> int | None: ...
    @property
    def department_id(self) -> int | None: ...
    @property
    def language(self) -> Language: ...
    @property
    def role_set(self) -> frozenset[Role]: ...
    @property
    def is_authenticated(self) -> bool: ...


M = TypeVar("M", bound=Model)
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
    if isinstance(subject, type):
        answer: Answer = subject.opened_at.is_(None)  # type: ignore[attr-defined]
        return answer
    return subject.opened_at is None


def status(*statuses: str) -> Predicate:
    """The subject is in one of ``statuses``."""

    def predicate(_user: User, subject: Any) -> Answer:
        if isinstance(subject, type):
            found: Answer = subject.status.in_(statuses)  # type: ignore[attr-defined]
            return found
        return subject.status in statuses

    return predicate


def not_last_editor(user: User, subject: Any) -> Answer:
    """Four eyes: somebody else touched the subject last."""
    answer: Answer = subject.last_editor_id != user.id
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


class Permission(StrEnum):
    """Something that can be allowed, as subject:act."""

    START = "start:read"
    REPORT = "report:write"
    REPORT_DRAFT = "report:resume"
    RECEIPT = "receipt:read"
    INCIDENT_LIST = "incident:list"
    INCIDENT_OVERSEE = "incident:oversee"
    INCIDENT_READ = "incident:read"
    INCIDENT_REPORTER = "incident:reporter"
    INCIDENT_WRITE = "incident:write"
    INCIDENT_FOLLOW = "incident:follow"
    INCIDENT_TALK = "incident:talk"
    INCIDENT_NOTIFY = "incident:notify"
    INCIDENT_SUBMIT = "incident:submit"
    INCIDENT_ANSWER = "incident:answer"
    INCIDENT_CONFIRM = "incident:confirm"
    INCIDENT_WITHDRAW = "incident:withdraw"
    ACTIONS = "actions:read"
    TIMES = "times:read"
    PAPER_FORM = "paper:print"
    PAPER_TAKE_OVER = "paper:take_over"
    PAPER_READ = "paper:read"
    PAPER_WRITE = "paper:write"
    PAPER_CHECK = "paper:check"
    DIALOGUE_READ = "dialogue:read"
    INTERNAL_NOTE = "note:write"
    DESK = "desk:read"
    INCIDENT_TRIAGE = "incident:triage"
    INCIDENT_ASK = "incident:ask"
    INCIDENT_RECOMMEND = "incident:recommend"
    INCIDENT_PUBLISH = "incident:publish"
    BULLETIN_DRAFT = "bulletin:draft"
    BULLETIN_LIST = "bulletin:list"
    BULLETIN_READ = "bulletin:read"
    BULLETIN_WRITE = "bulletin:write"
    BULLETIN_FINISH = "bulletin:finish"
    BULLETIN_REOPEN = "bulletin:reopen"
    BULLETIN_DISCARD = "bulletin:discard"
    BULLETIN_CONFIRM = "bulletin:confirm"
    BULLETIN_JUDGE = "bulletin:judge"
    BULLETIN_PUBLISH = "bulletin:publish"
    REX_READ = "rex:read"
    SEARCH = "search:read"
    TAXONOMY = "taxonomy:read"
    DUTY_RULES = "duty:read"
    DUTY_EDIT = "duty:write"
    PEOPLE = "people:manage"
    OWN_ACCOUNT = "account:write"
    INVITATION = "invitation:accept"


REGULATOR = (Role.ANALYST, Role.TRANSLATOR, Role.PUBLISHER)
SEEN_BY_REGULATOR = (
    *("notified", "submitted", "in_review", "question"),
    *("accepted", "closed", "published"),
)
KEPT = ("with_department", *SEEN_BY_REGULATOR)
DEPARTMENT = (Role.REPORTER, Role.QUALITY_MANAGER, Role.PHYSICIAN)
LEADING = (Role.QUALITY_MANAGER, Role.PHYSICIAN)

RULES: dict[Permission, list[list[Predicate]]] = {
    Permission.START: [[anyone]],
    Permission.REPORT: [[role(*DEPARTMENT)]],
    Permission.REPORT_DRAFT: [[own]],
    Permission.RECEIPT: [[anyone]],
    Permission.INCIDENT_LIST: [[role(*DEPARTMENT)]],
    Permission.INCIDENT_OVERSEE: [[role(*LEADING)]],
    Permission.INCIDENT_READ: [
        [own],
        [role(*LEADING), own_department],
        [role(Role.ANALYST, Role.PUBLISHER), status(*SEEN_BY_REGULATOR)],
    ],
    Permission.INCIDENT_REPORTER: [
        [role(Role.QUALITY_MANAGER), without(*REGULATOR), own_department]
    ],
    Permission.INCIDENT_WRITE: [
        [role(*LEADING), own_department, status("with_department", "notified", "question")]
    ],
    Permission.INCIDENT_FOLLOW: [[role(*LEADING), own_department, status(*KEPT)]],
    Permission.INCIDENT_TALK: [[own], [role(Role.QUALITY_MANAGER), own_department]],
    Permission.INCIDENT_NOTIFY: [[role(Role.QUALITY_MANAGER), own_department]],
    Permission.INCIDENT_ANSWER: [[role(*LEADING), own_department, status("question")]],
    Permission.INCIDENT_CONFIRM: [[role(*LEADING), own_department, status("accepted")]],
    Permission.ACTIONS: [[role(*LEADING)]],
    Permission.TIMES: [[role(Role.QUALITY_MANAGER)]],
    Permission.PAPER_FORM: [[signed_in]],
    Permission.PAPER_TAKE_OVER: [[role(*DEPARTMENT)]],
    Permission.PAPER_READ: [[role(*DEPARTMENT), own_department]],
    Permission.PAPER_WRITE: [[role(*DEPARTMENT), own_department, first_person]],
    Permission.PAPER_CHECK: [[role(*DEPARTMENT), own_department, second_person]],
    Permission.DIALOGUE_READ: [
        [role(*LEADING), own_department],
        [role(Role.ANALYST, Role.PUBLISHER), status(*SEEN_BY_REGULATOR)],
    ],
    Permission.INTERNAL_NOTE: [
        [
            role(Role.ANALYST, Role.PUBLISHER),
            without(*LEADING),
            another_department,
            status(*SEEN_BY_REGULATOR),
        ]
    ],
    Permission.INCIDENT_ASK: [[role(Role.ANALYST), status(*SEEN_BY_REGULATOR)]],
    Permission.INCIDENT_SUBMIT: [[role(Role.QUALITY_MANAGER), own_department]],
    Permission.INCIDENT_WITHDRAW: [[own, unopened]],
    Permission.DESK: [[role(Role.ANALYST, Role.PUBLISHER)]],
    Permission.INCIDENT_TRIAGE: [[role(Role.ANALYST), status(*SEEN_BY_REGULATOR)]],
    Permission.INCIDENT_RECOMMEND: [[role(Role.ANALYST), status("in_review", "accepted")]],
    Permission.INCIDENT_PUBLISH: [[role(Role.PUBLISHER), status("accepted")]],
    Permission.BULLETIN_DRAFT: [[role(Role.ANALYST), status("accepted")]],
    Permission.BULLETIN_LIST: [[role(*REGULATOR)]],
    Permission.BULLETIN_READ: [[role(*REGULATOR)]],
    Permission.BULLETIN_WRITE: [[role(Role.ANALYST, Role.TRANSLATOR), status("draft")]],
    Permission.BULLETIN_FINISH: [[role(Role.ANALYST, Role.TRANSLATOR)]],
    Permission.BULLETIN_REOPEN: [[role(*REGULATOR)]],
    Permission.BULLETIN_DISCARD: [[role(Role.ANALYST)]],
    Permission.BULLETIN_CONFIRM: [[role(Role.ANALYST, Role.PUBLISHER)]],
    Permission.BULLETIN_JUDGE: [[role(*REGULATOR), status("draft", "ready")]],
    Permission.BULLETIN_PUBLISH: [[role(Role.PUBLISHER), not_last_editor]],
    Permission.REX_READ: [[anyone]],
    Permission.SEARCH: [[anyone]],
    Permission.TAXONOMY: [[signed_in]],
    Permission.DUTY_RULES: [[signed_in]],
    Permission.DUTY_EDIT: [[role(Role.ADMINISTRATOR, Role.PUBLISHER)]],
    Permission.PEOPLE: [[role(Role.ADMINISTRATOR)]],
    Permission.OWN_ACCOUNT: [[signed_in]],
    Permission.INVITATION: [[anyone]],
}


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
