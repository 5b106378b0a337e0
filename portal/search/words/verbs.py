"""The forms of Dutch verbs, and of French words that a stemmer takes for others.

A line of a list holds prefixes, ``-`` for none, and an infinitive with the forms that no rule
gives: "- be terug uit : vinden vond gevonden" is also teruggevonden and bevond. Forms that are
another word too, such as vroeg and afspraken, are left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from portal.i18n import Language

LISTS = {
    Language.NL: Path(__file__).with_name("dutch_verbs.txt"),
    Language.FR: Path(__file__).with_name("french_verbs.txt"),
}
_NO_PREFIX = "-"
_DOUBLED = re.compile(r"([bdfgklmnprst])\1\Z")
_OPEN = re.compile(r"(?<![aeiouy])[aeou](?=[bdfgklmnprstvz]\Z)")
_UNSTRESSED = re.compile(r"[aeiou].*e[lnrm]\Z")
_VOICELESS = frozenset("tkfsphcx")


@cache
def infinitives(language: Language) -> Mapping[str, str]:
    """The infinitive of each form, both in lower case and with their accents."""
    found: dict[str, str] = {}
    told, _, regular = LISTS[language].read_text("utf-8").partition("\n\n")
    for line in (*told.splitlines(), *(f"{_NO_PREFIX} : {each}" for each in regular.split())):
        prefixes, _, said = line.partition(" : ")
        infinitive, *forms = said.split()
        if language is Language.NL:
            forms += _participles((*forms, *_regular(infinitive)))
        elif not forms:
            forms = [infinitive.removesuffix("er") + "ent"]
        for prefix in prefixes.split():
            before = prefix.removeprefix(_NO_PREFIX)
            for form in forms:
                for each in _prefixed(before, form, language):
                    found.setdefault(each, before + infinitive)
    return {form: infinitive for form, infinitive in found.items() if form not in found.values()}


@cache
def conjugated(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The forms by their infinitive."""
    found: dict[str, list[str]] = {}
    for form, infinitive in infinitives(language).items():
        found.setdefault(infinitive, [infinitive]).append(form)
    return {infinitive: tuple(forms) for infinitive, forms in found.items()}


def _regular(infinitive: str) -> Iterator[str]:
    """The forms that follow from an infinitive on -en: schakelt, schakelde, geschakeld."""
    before = infinitive.removesuffix("en")
    if before == infinitive:
        return
    mark = "t" if before[-1] in _VOICELESS else "d"
    for root in _roots(before):
        told = root[:-1] + {"v": "f", "z": "s"}.get(root[-1], root[-1])
        yield told if told[-1] == "t" else told + "t"
        yield from (f"{told}{mark}e", f"{told}{mark}en")
        participle = told if told[-1] in "dt" else told + mark
        yield from (participle, f"ge{participle}")


def _roots(before: str) -> Iterator[str]:
    """What is before the ending: pakk becomes pak, hal haal, controler controleer; reken stays."""
    if _DOUBLED.search(before):
        yield before[:-1]
        return
    long = _OPEN.sub(lambda vowel: vowel[0] * 2, before)
    if long == before or _UNSTRESSED.search(before):
        yield before
    if long != before:
        yield long


def _participles(forms: Iterable[str]) -> Iterator[str]:
    """All of them, and the participles as they stand before a noun: gemeld, gemelde."""
    for form in forms:
        yield form
        if form.startswith("ge") and form[-1] in "dt":
            yield form + "e"


def _prefixed(prefix: str, form: str, language: Language) -> Iterator[str]:
    """Of verliezen the participle has no ge, of doorgeven it has: both are there for all."""
    yield prefix + form
    if prefix and language is Language.NL and form.startswith("ge"):
        yield prefix + form.removeprefix("ge")
