"""``flask people`` and ``flask departments``: the first administrator, the list of departments."""

import re
from collections.abc import Sequence

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from sqlalchemy import select

from portal.accounts import operations
from portal.accounts.models import Department, Person
from portal.db import db
from portal.i18n import Language, Translated
from portal.outbox import commit_and_drain
from portal.permissions import Role
from portal.text import one_line
from portal.workflow import Refused

people_group = AppGroup("people", help="Who has an account.")
departments_group = AppGroup("departments", help="The radiotherapy departments.")
language_option = click.option(
    "--language", type=click.Choice([each.value for each in Language]), required=True
)


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(people_group)
    app.cli.add_command(departments_group)


@people_group.command("invite")
@click.argument("email")
@click.option("--name", required=True)
@click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    required=True,
)
@click.option("--department", "code", help="The code of the department.")
@language_option
def invite(email: str, name: str, roles: Sequence[str], code: str | None, language: str) -> None:
    """Invite EMAIL: send the mail, and print its link for who hands it over in person."""
    department = _department(code) if code else None
    try:
        address = current_app.extensions["security"].mail_util.normalize(email)
        with force_locale("en"):
            person = operations.invite(
                db.session,
                name=one_line(name),
                email=address,
                language=Language(language),
                department=department,
                roles=[Role(role) for role in roles],
            )
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    except ValueError as error:
        raise click.ClickException(f"{email} is not a whole e-mail address.") from error
    operations.send_invitation(db.session, person)
    link = operations.invitation_link(person)
    commit_and_drain()
    click.echo(link)


@people_group.command("list")
def list_people() -> None:
    """Print each account: e-mail, name, department, roles, state."""
    for person in db.session.scalars(select(Person).order_by(Person.email)):
        state = "invited" if person.is_invited else "open" if person.active else "closed"
        roles = ",".join(sorted(role.name for role in person.roles))
        code = person.department.code if person.department else "-"
        click.echo("\t".join([person.email, person.name, code, roles, state]))


@departments_group.command("add")
@click.argument("code")
@click.option("--name-nl", required=True)
@click.option("--name-fr", required=True)
@language_option
@click.option("--safety-phone", default="", help="Whom to call while danger lasts.")
def add_department(code: str, name_nl: str, name_fr: str, language: str, safety_phone: str) -> None:
    """Add a department. CODE is a short name of small letters, digits and hyphens."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
        raise click.ClickException("The code has small letters, digits and hyphens only.")
    if db.session.scalar(select(Department.id).where(Department.code == code)):
        raise click.ClickException(f"There is a department {code} already.")
    name = Translated(one_line(name_nl), one_line(name_fr))
    if name.missing:
        raise click.ClickException("Give the name in both languages.")
    department = Department(
        code=code, name=name, language=Language(language), safety_phone=one_line(safety_phone)
    )
    db.session.add(department)
    commit_and_drain()
    click.echo(f"{code} added.")


@departments_group.command("list")
def list_departments() -> None:
    """Print each department: code, language, name in Dutch, name in French."""
    for each in db.session.scalars(select(Department).order_by(Department.code)):
        click.echo("\t".join([each.code, each.language.value, each.name.nl, each.name.fr]))


def _department(code: str) -> Department:
    department = db.session.scalar(select(Department).where(Department.code == code))
    if department is None:
        raise click.ClickException(f"There is no department {code}; see `flask departments list`.")
    return department
