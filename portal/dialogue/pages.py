"""The blueprint of the pages of the dialogue."""

from flask import Blueprint

blueprint = Blueprint("dialogue", __name__)
