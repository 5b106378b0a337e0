"""Departments, people with their roles, and the sessions of who is signed in."""

from datetime import datetime
from enum import StrEnum

from flask_security import RoleMixin, UserMixin, verify_password
from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, true
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.db import Model, translated
from portal.i18n import Language, Translated
from portal.permissions import Role
from portal.text import sort_key


class Department(Model):
    """A radiotherapy department. ``safety_phone`` is whom to call while danger lasts."""

    __tablename__ = "department"
    __table_args__ = (CheckConstraint("code <> ''", name="has_code"),)
    route_key = "code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Translated] = translated("name")
    language: Mapped[Language]
    safety_phone: Mapped[str] = mapped_column(default="")
    systems: Mapped[str] = mapped_column(default="")

    @property
    def system_list(self) -> list[str]:
        """The machines and systems of the department, one a line in ``systems``."""
        return [line.strip() for line in self.systems.splitlines() if line.strip()]


class News(StrEnum):
    """When somebody wants to hear of a new REX."""

    NOW = "now"
    WEEKLY = "weekly"
    NEVER = "never"


class PersonRole(Model, RoleMixin):
    """One role of one person."""

    __tablename__ = "person_role"
    __table_args__ = (
        CheckConstraint(
            "name IN ({})".format(", ".join(f"'{role.value}'" for role in Role)), name="known_role"
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class Person(Model, UserMixin):
    """Somebody with an account: on invitation, and without a password until it is accepted.

    ``muted`` names the kinds of mail that the person does not want, with spaces between; ``news``
    is when to mail a new REX: None leaves that to who publishes, to people of departments only;
    ``shortcuts`` is whether pages know more keys than every browser does.
    """

    __tablename__ = "person"
    untrailed_columns = frozenset({"password", "fs_uniquifier", "sort_name", "reset_sent_at"})

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_name: Mapped[str]
    language: Mapped[Language]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    invited_at: Mapped[datetime | None]
    reset_sent_at: Mapped[datetime | None]
    muted: Mapped[str | None]
    news: Mapped[News | None]
    shortcuts: Mapped[bool] = mapped_column(default=True, server_default=true())

    department: Mapped[Department | None] = relationship(lazy="joined")
    roles: Mapped[list[PersonRole]] = relationship(  # type: ignore[assignment]
        lazy="selectin", cascade="all, delete-orphan"
    )

    @validates("name")
    def _sorted_by(self, _key: str, name: str) -> str:
        self.sort_name = sort_key(name)
        return name

    @property
    def role_set(self) -> frozenset[Role]:
        """The person's roles; none while the account is closed."""
        return frozenset(Role(role.name) for role in self.roles) if self.active else frozenset()

    @property
    def is_invited(self) -> bool:
        """Whether the invitation is not accepted yet."""
        return self.active and self.password is None

    @validates("email")
    def _lower(self, _name: str, email: str) -> str:
        """One account an address, however it is written."""
        return email.lower()

    def verify_and_update_password(self, password: str) -> bool:
        """Verify, and write nothing: signing in lets others write while the password is hashed."""
        return self.password is not None and verify_password(password, self.password)


class SignedInSession(Model):
    """What the server keeps of one browser's session; the cookie holds only its id.

    ``of_visitor`` is whether it belongs to somebody who is not signed in.
    """

    __tablename__ = "session"
    trailed = False

    id: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    of_visitor: Mapped[bool]
