"""A sentence that denies in one language and affirms in the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.telling import only_in, quoted
from portal.language.parity.texts import Pair, Passage

_DUTCH = re.compile(
    r"\b(?:al dan niet|of niet\b|zo niet\b|zoniet|niet (?:alleen|enkel|zozeer)\b"
    r"|(?P<soft>noch|evenmin)"
    r"|(?P<hard>niet|geen|nee|neen|nooit|niets|niemand|nergens|geenszins|zonder))\b",
    re.IGNORECASE,
)
_SKIPPED = r"[^.;:!?]{0,60}?"
_NOBODY = (
    r"(?<!une )(?<!autre )(?<!ième )(?<!onde )(?<!même )(?<!cette )(?<!la )(?<!seule )(?<!tierce )"
    r"personne"
)
_ALONE = (  # « pas nécessairement », but no « premier pas »
    r"(?<!un )(?<!le )(?<!au )(?<!de )(?<!du )(?<!premier )(?<!chaque )(?<!ce )(?<!deux )\bpas\b"
)
_FRENCH = re.compile(
    r"\bn['’]importe\b|\bou (?:non|pas)\b|\bnon seulement\b|\bpas seulement\b|\bnon loin\b"
    r"|\bsans (?:doute|cesse|fil|tarder|délai|attendre|arrêt)\b|\bau pas\b|\bpas à pas\b"
    rf"|\bn(?:e\b|['’]){_SKIPPED}\bpas (?:seulement|uniquement|exclusivement)\b"
    rf"|(?P<soft>\bni\b|\bnon plus\b|\btant qu{_SKIPPED}\bn(?:e\b|['’]){_SKIPPED}\bpas\b)"
    rf"|\bn['’]hésit\w+ pas\b|(?P<hard>\bn(?:e\b|['’]){_SKIPPED}"
    rf"\b(?:pas|point|jamais|rien|{_NOBODY}|guère|nullement|plus|aucune?s?|ni)\b"
    r"(?:\s+(?:aucune?|rien|jamais|plus|personne)\b)?"
    r"|\bsans (?:rien|aucune?|jamais|plus|que personne ne)\b"
    r"|\b(?:aucune?s?|jamais|sans|nul(?:le)?)\b|\bnon\b"
    rf"|{_ALONE}|\brien\b|(?-i:\bPersonne)\s+en\b|\b{_NOBODY}\s+n(?:e\b|['’])"
    r"|\bn(?:e\b|['’])\s*(?:a|ont|avait|avaient|aient)?\s*"
    r"(?:pu|peut|peuvent|pouvai\w+|put|purent|saurait|cesse)\b)",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\bn(?:e\b|['’])(?:(?!\b(?:pas|point|jamais|rien|personne|aucun))[^.;:!?]){0,60}?"
    r"(?:\bplus\b[^.;:!?]{0,30}?\bqu(?:['’]|e\s+)"
    r"(?:en|à|au|par|dans|après|avec|sur|pour|l[ae]s?|un)\b"
    r"|(?<!\bplus\s)\bqu(?:['’]|e\b))",
    re.IGNORECASE,
)
_DUTCH_LEXICAL = re.compile(
    r"\b(?:on(?!der|s\b|ze\b|t(?!oe)|middellijk|geveer|geval|langs|line|co)\w{4,}|ontbr\w+"
    r"|gebrek\w*|gemis|afwezig\w*|(?:ge)?weiger\w*|mis(?:luk|lop|verst)\w*|(?:ge)?fa+l\w*|verga?e?t\w*"
    r"|verzuim\w*|nagelaten|overgeslagen|overslaan|nalaten|naliet\w*"
    r"|uitble\w+|uitgebleven|verme(?:den|ed)|vermij\w+"
    r"|voorkom\w*|voorkwam\w*|verhinder\w*|verbod\w*|verb(?:ied|oden)\w*|defect\w*|stuk|kapot"
    r"|uitgevallen|uitval|buiten|storing\w*|down|panne|tenzij|behalve|uitgezonderd|nauwelijks|amper"
    r"|weinig|pas|bezig|leeg|lege|verloren|weg|gestopt|stop\w*|los|in plaats van|anders|andere?"
    r"|versch\w+|nul|beletten?|belette|bespaard|ontsnap\w*|gemist|miste?n?"
    r"|zelden|nog (?:steeds|altijd)"
    r"|\w{4,}(?:loos|loze)|out-of|ten onrechte|fout\w*|verkeerd\w*)\b",
    re.IGNORECASE,
)
_FRENCH_LEXICAL = re.compile(
    r"\b(?:im(?:poss|prév|préc|parf|prop|prat)\w+|in(?:suff|corr|compl|dispo|adéq|exact|attend|conn"
    r"|util|habit|compat|access|opér|actif|act?iv|valid|cohér|cert|changé|achev|termin|visib|lisib"
    r"|appropr|adapt|expli|signif|exist|volont|capa|touch|tact|dépend|lassab|aperç|juste)\w*"
    r"|ir(?:rég|réal|réc)\w+|illis\w+|dés(?!orm|ir|ign)\w+|dépourvu\w*|dénué\w*|manqu\w+|absen\w+"
    r"|défaut\w*|défaill\w*|défect\w*|refus\w*|échou\w*|échec\w*|oubli\w*|omi[st]\w*|omett\w+"
    r"|empêch\w*|évit\w*|interdi\w*|hors|panne\w*|arrêt\w*|sauf|à moins|excepté|hormis|à peine"
    r"|peu|au lieu|plutôt|différ\w+|autres?|vides?|perdue?s?|mal|erron\w+|mauvais\w*|faux|fausse\w*"
    r"|nég\w+|rarement|zéro|exempt\w*|restait|reste|seule?s?|uniquement|seulement|erreur\w*|fautes?"
    r"|à tort|ignor\w+|inaperçue?s?|toujours|sans fil)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Denial:
    """How often a passage denies: in so many words, softly, and by words such as « absent »."""

    places: list[Span]
    soft: int
    only: bool
    lexical: int

    @property
    def hard(self) -> int:
        """How often it says not, no, never, without."""
        return len(self.places)


def denial(passage: Passage) -> Denial:
    """How ``passage`` denies."""
    french = passage.language is Language.FR
    only = _spans(_ONLY, passage) if french else []
    found = [
        match
        for match in _matches(_FRENCH if french else _DUTCH, passage)
        if not any(span.start <= match.start() < span.end for span in only)
    ]
    lexical = _spans(_FRENCH_LEXICAL if french else _DUTCH_LEXICAL, passage)
    return Denial(
        [Span(*match.span("hard")) for match in found if match["hard"]],
        sum(match["soft"] is not None for match in found),
        bool(only),
        len(lexical),
    )


def _matches(pattern: re.Pattern[str], passage: Passage) -> Iterator[re.Match[str]]:
    return pattern.finditer(passage.text, passage.span.start, passage.span.end)


def _spans(pattern: re.Pattern[str], passage: Passage) -> list[Span]:
    return [Span(*match.span()) for match in _matches(pattern, passage)]


def check(pair: Pair) -> Iterator[PairFinding]:
    """A denial without counterpart, in words or in the meaning of a word."""
    nl, fr = denial(pair.nl), denial(pair.fr)
    if nl.hard == fr.hard or nl.soft or fr.soft:
        return
    more, less = (nl, fr) if nl.hard > fr.hard else (fr, nl)
    if less.lexical > more.lexical or less.only:
        return
    language = Language.NL if more is nl else Language.FR
    place = more.places[-1 if less.hard else 0]
    words = quoted(place.of(pair[language].text))
    denied = Translated(f"De ontkenning {words.nl}", f"La négation {words.fr}")
    yield PairFinding(
        "parity.negation",
        place if more is nl else pair.nl.span,
        place if more is fr else pair.fr.span,
        Severity.CONFIRM,
        only_in(language, denied),
    )
