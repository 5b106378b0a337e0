"""What a department is shown of a bulletin: its own words beside those of the REX."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import Bulletin, Section
from portal.bulletins.texts import section_label
from portal.i18n import Language
from portal.incidents.models import Incident
from portal.language.differences import Piece, compare
from portal.language.segments import Segment, join


@dataclass(frozen=True)
class Comparison:
    """One section: the department's words and those of the bulletin."""

    heading: str
    pieces: list[Piece]
    ours: bool = True


def text_of(bulletin: Bulletin, language: Language) -> str:
    """As JSON: what ``bulletin`` says in one language now."""
    shown = {"title": bulletin.title[language], "essence": bulletin.essence[language]}
    for section in Section:
        blocks = bulletin.section(section)
        shown[section.value] = join(Segment(each.kind, each.text[language]) for each in blocks)
    return json.dumps(shown, ensure_ascii=False)


def comparisons(confirmation: Confirmation) -> list[Comparison]:
    """Each section as the department wrote it beside the text that was shown, word by word."""
    shown: dict[str, str] = json.loads(confirmation.shown)
    return [
        Comparison(heading, compare(ours, shown[name]), name != Section.RECOMMENDATION)
        for name, heading, ours in _ours(confirmation.incident)
        if ours or shown[name]
    ]


def _ours(incident: Incident) -> Iterator[tuple[str, str, str]]:
    language = incident.language
    yield "title", gettext("Title"), incident.title.best(language)[1]
    yield "essence", gettext("Essence"), ""
    actions = "\n".join(f"- {action.text.best(language)[1]}" for action in incident.actions)
    texts: dict[Section, Any] = {
        Section.COURSE: incident.narrative.best(language)[1],
        Section.ACTIONS: actions,
        Section.RECOMMENDATION: incident.recommendation[language],
    }
    for section in Section:
        yield section.value, section_label(section), texts[section]
