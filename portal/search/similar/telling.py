"""Which words are worth naming when two events are said to be alike: those that tell of them."""

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.language.terms import Kind
from portal.search.engine import Reason
from portal.search.words.analysis import LIGHT, fold, is_filler, stem
from portal.search.words.ordinary import is_ordinary

LEAST = 4  # letters, unless they are capitals
_WORD = re.compile(r"[^\W_]+(?:[-&'’][^\W_]+)*")
_OTHER_THAN_LETTERS = re.compile(r"[\W\d_]+")

# Found and weighed as any other word, but they do not say what two events have in common. What
# people say all day is not among them: portal.search.words.ordinary knows that.
_DUTCH = """
behalve ouder derde vierde negen meerdere zulke minst minstens telkens onmiddellijk daarop daarvoor
daarmee hierdoor waarna zodra waarop waarmee intussen ondertussen ochtend middag namiddag
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april juni juli
augustus september oktober november december tijdstip uren seconde gevolg tekst bevatten betreffen
schijnen vermelden noteren opmerken merken vaststellen bespreken uitleggen geraken voeren voegen
tellen totaal aantal bijkomend vooral toevallig nadien vooraf daarin alsnog erna aparte gedeelte
"""
_FRENCH = """
dedans malgré environ parmi deuxième troisième précédent suivant sept huit neuf onze douze
aussitôt immédiatement directement cependant néanmoins rapidement court bref midi lundi mardi
mercredi jeudi vendredi samedi dimanche janvier février avril juin juillet août septembre octobre
novembre décembre texte phrase contenir apparaître comporter appartenir noter remarquer constater
signaler ajouter provenir précéder total nombre nécessaire entièrement jour-là lendemain prévoir
"""
# Every report has them, whatever went wrong.
_DUTCH_OF_ALL = """
actief correct aanpassen voorschrijven voorschrift uitvoeren uitvoering aanwezig gegevens procedure
beeld dosis toestel sessie bestraling bestralen bestralingssessie radiotherapie arts arts-specialist
radiotherapeut fysicus verpleegkundige technoloog medewerker operator gebruiker gebruik bevestigen
controle controleren nakijken analyse situatie stap fase systeem voorzien
"""
_FRENCH_OF_ALL = """
actif correct corriger adapter adaptation prescrire prescription effectuer réaliser exécuter présent
données procédure image dose appareil séance irradiation irradier radiothérapie physicien infirmier
infirmière radiothérapeute technologue collaborateur opérateur utilisateur utilisation confirmer
contrôler analyse situation étape phase
"""
# Said all day, and yet they tell of an event.
_DUTCH_TELLING = (
    "links rechts hoofd hand voet mond hart bloed water lucht deur telefoon sleutel zwart"
)
_FRENCH_TELLING = """
gauche droite tête main pied bras œil cœur sang eau porte téléphone fichier noir vérification
"""
UNITS = frozenset(
    ["mv", "mev", "kv", "gy", "gray", "cgy", "mgy", "mu", "cm", "mm", "kg", "ml", "hz"]
)


def telling(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Those of ``reasons`` that are worth naming, in their order."""
    return tuple(each for each in reasons if is_telling(each.words, each.language))


def is_telling(words: str, language: Language) -> bool:
    """Whether a word of a text, or an expression, says something of the event there."""
    every = _WORD.findall(words)
    return any(_tells(each, language, alone=len(every) == 1) for each in every)


@lru_cache(maxsize=2)
def names_in(glossary: Glossary) -> frozenset[str]:
    """The names of its terms, which keep their capitals."""
    named = [term for term in glossary if term.kind is Kind.NAME]
    return frozenset(name for term in named for each in Language for name in term[each])


def as_told(words: str, names: Collection[str]) -> str:
    """Words as they are named beside others: in lower case but for abbreviations and ``names``.

    A word with a capital or a digit after its first letter is none that only began a sentence.
    """
    spelled: dict[str, str] = {
        each.casefold(): each for name in names for each in _WORD.findall(name)
    }

    def told(word: re.Match[str]) -> str:
        found: str = word[0]
        kept = found if _has_more_than_a_capital(found) else found.lower()
        return spelled.get(found.casefold(), kept)

    return _WORD.sub(told, words)


def _has_more_than_a_capital(word: str) -> bool:
    return any(each.isupper() or each.isdigit() for each in word[1:])


def tell_apart(words: str, language: Language) -> tuple[str, ...]:
    """What is the same for all forms of a word or an expression; of TPS in both languages."""
    return tuple(_stem(each, language) for each in _WORD.findall(words))


def _stem(word: str, language: Language) -> str:
    form = word.lower()
    stemmed = "" if word.isupper() or len(word) < LEAST else stem(form, language)
    return stemmed or fold(form)


@lru_cache(maxsize=1 << 13)
def _tells(word: str, language: Language, *, alone: bool) -> bool:
    """In an expression an ordinary word may say something beside the others: mise à jour."""
    letters = _OTHER_THAN_LETTERS.sub("", word)
    abbreviation = len(letters) > 1 and word.isupper()
    if (len(letters) < LEAST and not abbreviation) or letters.lower() in UNITS:
        return False
    form = word.lower()
    folded = fold(form)
    if is_filler(form) or not all(stem(each, of) for each in (form, folded) for of in Language):
        return False
    return not alone or abbreviation or not _says_little(LIGHT[language](folded), language)


def _says_little(stemmed: str, language: Language) -> bool:
    said_all_day = is_ordinary(stemmed, language) and stemmed not in _telling()[language]
    return said_all_day or stemmed in _little()[language]


@cache
def _little() -> dict[Language, frozenset[str]]:
    dutch, french = _DUTCH + _DUTCH_OF_ALL, _FRENCH + _FRENCH_OF_ALL
    return {Language.NL: _stems(dutch, Language.NL), Language.FR: _stems(french, Language.FR)}


@cache
def _telling() -> dict[Language, frozenset[str]]:
    return {
        Language.NL: _stems(_DUTCH_TELLING, Language.NL),
        Language.FR: _stems(_FRENCH_TELLING, Language.FR),
    }


def _stems(words: str, language: Language) -> frozenset[str]:
    return frozenset(LIGHT[language](fold(each)) for each in words.split())
