"""What people are: their roles, alone and in groups, and what is asked of who asks."""

from enum import StrEnum
from typing import Protocol

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


REGULATOR = (Role.ANALYST, Role.TRANSLATOR, Role.PUBLISHER)
DEPARTMENT = (Role.REPORTER, Role.QUALITY_MANAGER, Role.PHYSICIAN)
LEADING = (Role.QUALITY_MANAGER, Role.PHYSICIAN)


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
