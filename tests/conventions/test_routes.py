"""What the team agreed about pages and addresses; each message says how to mend it."""

from flask import Flask

from portal.permissions import Permission

OPEN_TO_ALL = {"static"}


def test_every_route_is_gated(sqlite_app: Flask) -> None:
    ungated = [
        rule.endpoint
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint not in OPEN_TO_ALL
        and not rule.endpoint.startswith("security.")
        and not hasattr(sqlite_app.view_functions[rule.endpoint], "permission")
    ]
    assert not ungated, f"put @requires(Permission.…) above {ungated}"


def test_every_page_has_a_language_in_its_address(sqlite_app: Flask) -> None:
    without = [
        rule.rule
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint not in OPEN_TO_ALL and "language" not in rule.arguments
    ]
    assert without == ["/"], f"start these addresses with PREFIX: {without}"


def test_every_permission_opens_or_guards_something(sqlite_app: Flask) -> None:
    on_routes = {getattr(view, "permission", None) for view in sqlite_app.view_functions.values()}
    in_tables = {Permission.INCIDENT_PUBLISH, Permission.INCIDENT_WITHDRAW}
    unused = set(Permission) - on_routes - in_tables
    assert not unused, f"remove from permissions.py what nothing asks for: {unused}"


def test_what_changes_something_is_not_reached_by_a_link(sqlite_app: Flask) -> None:
    known = {
        "static",
        "start",
        "report",
        "incidents",
        "desk",
        "workshop",
        "rex",
        "search",
        "people",
        "account",
        "security",
    }
    blueprints = {rule.endpoint.split(".")[0] for rule in sqlite_app.url_map.iter_rules()}
    assert blueprints <= known, f"name new subjects here and in navigation: {blueprints - known}"
