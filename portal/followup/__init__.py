"""Reach and follow-up: what departments do with a REX, and what the regulator sees of it."""

from flask import Flask

from portal.actions import register
from portal.bulletins import rex
from portal.followup import action_letters, oversight, pages, reminding, rex_actions, rex_panel
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages, what stands on those of others, and the daily jobs."""
    add_pages(app, pages, oversight, rex_actions)
    rex.add_part(app, rex.Part("followup/_panel.html", rex_panel.values))
    register.add_source(app, register.Source(rex_actions.count_in, rex_actions.rows_in))
    reminding.init_app(app)
    action_letters.init_app(app)
