"""What people filter by: the values of each facet, in words and in an order that makes sense."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from portal.incidents.taxonomy import (
    BarrierKind,
    CauseFamily,
    EindhovenCode,
    Labelled,
    PatientReached,
    ProcessStep,
    Severity,
    Technique,
)
from portal.search.engine import Results
from portal.search.index.documents import INCIDENT, REX
from portal.text import one_line

YEAR = re.compile(r"[0-9]{4}")
LONGEST = 200
MOST = 20
KINDS = {REX: _("REX"), INCIDENT: _("Dossiers")}


@dataclass(frozen=True)
class Facet:
    """A filter; ``values`` are those of a fixed list in its order, None for names and years."""

    name: str
    legend: LazyString
    values: type[Labelled] | Mapping[str, LazyString] | None = None
    newest_first: bool = False

    def label(self, value: str) -> str:
        """A value in words."""
        if self.values is None:
            return value
        if isinstance(self.values, Mapping):
            return str(self.values[value])
        member = self.values(value)
        return f"{value} – {member.label}" if self.values is EindhovenCode else str(member.label)

    def told(self, values: Iterable[str]) -> str:
        """Values in words with what they are of: a yes alone says nothing."""
        legend = str(self.legend)
        words = ", ".join(self.label(each) for each in self.ordered(values, {}))
        if legend.endswith("?"):
            return f"{legend} {words}"
        return gettext("%(name)s: %(value)s", name=legend, value=words)

    def accepts(self, value: str) -> bool:
        """Whether a value may stand in an address."""
        if self.values is not None:
            return value in tuple(self.values)
        if self.newest_first:
            return bool(YEAR.fullmatch(value))
        return value == one_line(value) and 0 < len(value) <= LONGEST

    def ordered(self, values: Iterable[str], counts: Mapping[str, int]) -> list[str]:
        """Values of a fixed list in its order, years newest first, names by how many have them."""
        if self.values is not None:
            wanted = set(values)
            return [each for each in map(str, self.values) if each in wanted]
        if self.newest_first:
            return sorted(values, reverse=True)
        return sorted(values, key=lambda value: (-counts.get(value, 0), value.casefold()))


@dataclass(frozen=True)
class Choice:
    """A value on the page, and how many records the question finds with it."""

    value: str
    label: str
    count: int
    chosen: bool


FACETS = (
    Facet("kind", _("What"), KINDS),
    Facet("step", _("Step in the process"), ProcessStep),
    Facet("family", _("Family of causes"), CauseFamily),
    Facet("code", _("Cause"), EindhovenCode),
    Facet("system", _("System or vendor")),
    Facet("technique", _("Technique"), Technique),
    Facet("patient", _("Did it reach a patient?"), PatientReached),
    Facet("barrier", _("Barrier"), BarrierKind),
    Facet("severity", _("Severity"), Severity),
    Facet("year", _("Year"), newest_first=True),
)
BY_NAME = {facet.name: facet for facet in FACETS}


def understood(asked: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The filters among ``asked``, values by name; those that no filter has fall away."""
    found = {
        facet.name: frozenset(filter(facet.accepts, asked.get(facet.name, ()))) for facet in FACETS
    }
    return {name: values for name, values in found.items() if values}


def chosen_of(arguments: MultiDict[str, str]) -> dict[str, frozenset[str]]:
    """The filters of an address, of each no more than ``MOST`` values."""
    return understood({name: arguments.getlist(name)[:MOST] for name in BY_NAME})


def left_out_of(arguments: MultiDict[str, str]) -> list[Facet]:
    """The filters of an address of which some value falls away."""
    chosen = chosen_of(arguments)
    return [
        facet
        for facet in FACETS
        if {*filter(None, arguments.getlist(facet.name))} - chosen.get(facet.name, frozenset())
    ]


def choices_of(
    results: Results | None, chosen: Mapping[str, frozenset[str]]
) -> list[tuple[Facet, list[Choice]]]:
    """The facets that can narrow the answer; what is chosen always stands among them."""
    found = []
    for facet in FACETS:
        counts = results.facets.get(facet.name, {}) if results else {}
        on = chosen.get(facet.name, frozenset())
        values = facet.ordered({*_worth_choosing(facet, counts), *on}, counts)
        if len(values) > 1 or on:
            choices = [
                Choice(each, facet.label(each), counts.get(each, 0), each in on) for each in values
            ]
            found.append((facet, choices[:MOST] + [one for one in choices[MOST:] if one.chosen]))
    return found


def _worth_choosing(facet: Facet, counts: Mapping[str, int]) -> list[str]:
    """The values that stand in an answer, but for a vendor of which it has one product only."""
    values = list(filter(facet.accepts, counts))
    if facet.values is not None:
        return values
    same = [(value, counts[value]) for value in values]
    return [
        value
        for value, count in same
        if not any(many == count and other.startswith(f"{value} ") for other, many in same)
    ]
