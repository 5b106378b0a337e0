"""What the team agreed about pages and addresses; each message says how to mend it."""

import ast
import re
from pathlib import Path

from flask import Flask

from portal.permissions import Permission

ROOT = Path(__file__).resolve().parents[2]
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


def test_every_module_of_pages_is_named_where_its_subject_begins() -> None:
    unnamed = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "portal").glob("*/*.py"))
        if re.search(r"^@blueprint\.", path.read_text(), re.MULTILINE)
        and path.stem not in _handed_on(path.parent / "__init__.py")
    ]
    assert not unnamed, f"give these to add_pages in init_app: {unnamed}"


def _handed_on(path: Path) -> set[str]:
    """The names that a module uses as they are, not for something in them."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    opened = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    return {node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in opened}


def test_every_permission_is_asked_for() -> None:
    sources = "".join(
        path.read_text()
        for path in (ROOT / "portal").rglob("*.py")
        if path.parent.name != "permissions"
    )
    unused = [each.name for each in Permission if f"Permission.{each.name}" not in sources]
    assert not unused, f"remove from permissions/ what nothing asks for: {unused}"


def test_reading_addresses_change_nothing(sqlite_app: Flask) -> None:
    """What changes something is a POST: a link, a preview or a crawler must not set it off."""
    verbs = {"accept", "close", "withdraw", "send", "discard", "advance", "draft", "save"}
    by_link = [
        rule.endpoint
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint.split(".")[-1] in verbs and "GET" in (rule.methods or ())
    ]
    assert not by_link, f"allow only POST for {by_link}"
