"""What is done in one language and planned, or under way, in the other."""

import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity
from portal.language.parity.texts import Pair, Passage


class Status(Enum):
    """How far a deed has come; ``NOW`` is only told where deeds are listed, among the actions."""

    DONE = Translated("gedaan", "fait")
    PLANNED = Translated("gepland", "prévu")
    UNDER_WAY = Translated("aan de gang", "en cours")


_PARTICIPLE = r"(?:\w*ge\w{2,}(?:d|t|en)|(?:be|ver|her|ont|over|onder)\w{3,}(?:d|t|en))"
_GAP = r"[^.;:]{0,80}?"
_PAST = (
    r"(?:(?:von|kre|kwa|ging|nam|gaf|gav|deed|liet|bracht|begon|besloot|verving|kocht|schreef|zag)"
    r"(?:d|g|m)?(?:en)?|kregen|kwamen|gaven|namen|(?:beslis|star|stop|pas|werk|plaats|maak)t?te"
    r"|(?:organiseer|vernieuw|herstel|voer|installeer|controleer|informeer|volg|lever|stuur|stel)de)"
)
_DUTCH = {
    Status.DONE: re.compile(
        rf"\b(?:werd(?:en)?\b|{_PAST}\b|(?:is|zijn|was|waren){_GAP}\b{_PARTICIPLE}\b"
        rf"|(?:heeft|hebben|had(?:den)?){_GAP}\b{_PARTICIPLE}\b"
        r")|(?:[(:–-]\s*|\A)(?:al |reeds )?(?:uitgevoerd|gerealiseerd|voltooid|afgerond|doorgevoerd"
        r"|ingevoerd)\b",
        re.IGNORECASE,
    ),
    Status.PLANNED: re.compile(
        r"\b(?:zal|zullen|plant|van plan|voorziet"
        r"|(?:is|zijn|wordt|worden) (?:voorzien|gepland)\b(?! van)"
        r"|(?:is|zijn|staat|staan)\b[^.;:]{0,40}\b(?:voorzien|gepland|op de planning)(?! van)|gaat"
        r"(?= \w+en\b)|in voorbereiding|binnenkort|weldra|toekomst\w*"
        r"|moet(?:en)? nog|dien(?:t|en) nog|nog uit te voeren)\b|\((?:voorzien|gepland)\b",
        re.IGNORECASE,
    ),
    Status.UNDER_WAY: re.compile(
        r"\b(?:in uitvoering|loopt (?:nog|momenteel)|lopende|momenteel|aan de gang|nog bezig"
        r"|op dit ogenblik|wordt nog)\b",
        re.IGNORECASE,
    ),
}
_FRENCH = {
    Status.DONE: re.compile(
        r"\b(?:(?:a|ont|avait|avaient|ayant) (?:(?:déjà|aussi|également|tous|toutes|donc|alors"
        r"|immédiatement|été|ainsi|ensuite|depuis|entre-temps|entretemps)\s+)*\w+(?:é|ée|és|ées|i|ie|is"
        r"|ies|u|ue|us|ues|it|ite|ert|erte|ait)\b"
        r"|(?:s['’]est|se sont) \w+|(?:est|sont) (?:\w*venu|arrivé|resté|tombé|parti|apparu)e?s?\b"
        r"|fu(?:t|rent)\b)|(?:[(:–-]\s*|\A)(?:déjà )?"
        r"(?:mise?s? en (?:œuvre|oeuvre|place|application)"
        r"|réalisée?s?|effectuée?s?|exécutée?s?|terminée?s?|achevée?s?|accomplie?s?)\b",
        re.IGNORECASE,
    ),
    Status.PLANNED: re.compile(
        r"\b(?:\w+(?:er|ir|dr|vr|rr|tr|ur)(?:a|ont)(?<!caméra)(?<!front)(?<!opéra)"
        r"(?<!extra)(?<!intra)(?<!ultra)(?<!contra)(?<!infra)|va(?= [\w'’]+(?:er|ir|re|oir)\b)"
        r"|vont(?= [\w'’]+(?:er|ir|re|oir)\b)|va mettre|va être|vont être"
        r"|(?:est|sont|reste|restent) (?:déjà |encore |également )?(?:prévue?s?|planifiée?s?"
        r"|programmée?s?|envisagée?s?)|en préparation|prochainement|bientôt|à venir"
        r"|à l['’]avenir)\b|\((?:prévue?s?|planifiée?s?|programmée?s?)\b",
        re.IGNORECASE,
    ),
    Status.UNDER_WAY: re.compile(
        r"\b(?:(?:est|sont|actuellement) en cours|en cours d['’](?:exécution|élaboration|adaptation"
        r"|installation)|en cours de (?:réalisation|mise|développement|modification|préparation"
        r"|révision)|en train d|actuellement|à l['’]heure actuelle)",
        re.IGNORECASE,
    ),
}
_PATTERNS = {Language.NL: _DUTCH, Language.FR: _FRENCH}
_PRESENT = re.compile(r"\b(?:wordt|worden|moet|moeten|kan|kunnen|krijgt|komt)\b", re.IGNORECASE)
_DEEDS = {
    Language.NL: re.compile(rf"\bword(?:t|en)\b{_GAP}\b{_PARTICIPLE}\b", re.IGNORECASE),
    Language.FR: re.compile(
        r"\b(?:est|sont)\s+(?:\w+ment\s+)?\w+(?:ée?s?|ie?s?|ue?s?|ite?s?)\b", re.IGNORECASE
    ),
}


def statuses(passage: Passage) -> Counter[Status]:
    """How far the deeds of ``passage`` have come: how many signs there are of each."""
    found = {
        status: len(pattern.findall(passage.text, passage.span.start, passage.span.end))
        for status, pattern in _PATTERNS[passage.language].items()
    }
    return Counter({status: count for status, count in found.items() if count})


def check(pair: Pair, *, deeds: bool = False) -> Iterator[PairFinding]:
    """A deed that is done in one language only, and planned or under way in the other.

    Among ``deeds``, the list of actions, a plain present is under way; in a story it may be past.
    """
    nl, fr = _read(pair.nl, deeds), _read(pair.fr, deeds)
    told = _opposed(nl, fr) or _shifted(nl, fr, pair)
    if told:
        message = _message(*told)
        yield PairFinding("parity.status", pair.nl.span, pair.fr.span, Severity.CONFIRM, message)


def _read(passage: Passage, deeds: bool) -> Counter[Status]:
    found = statuses(passage)
    present = deeds and not found and _DEEDS[passage.language].search(passage.words)
    return Counter({Status.UNDER_WAY: 1}) if present else found


def _opposed(nl: Counter[Status], fr: Counter[Status]) -> tuple[Status, Status] | None:
    """What both languages say of everything in the passage, when they have nothing in common."""
    if not nl or not fr or nl.keys() & fr.keys() or Status.DONE not in nl.keys() | fr.keys():
        return None
    one, other = (min(each, key=lambda status: status.name) for each in (nl, fr))
    return one, other


def _shifted(nl: Counter[Status], fr: Counter[Status], pair: Pair) -> tuple[Status, Status] | None:
    """One deed among several that is done in one language and to come in the other."""
    done, planned = Status.DONE, Status.PLANNED
    if nl[done] > fr[done] and fr[planned] > nl[planned] and not _PRESENT.search(pair.nl.words):
        return done, planned
    if fr[done] > nl[done] and nl[planned] > fr[planned]:
        return planned, done
    return None


def _message(nl: Status, fr: Status) -> Translated:
    return Translated(
        f"In het Nederlands is dit {nl.value.nl}, in het Frans {fr.value.nl}",
        f"En néerlandais, c’est {nl.value.fr}\u00a0; en français, c’est {fr.value.fr}",
    )
