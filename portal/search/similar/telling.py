"""Which words are worth naming when two events are said to be alike: those that tell of them."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from portal.i18n import Language
from portal.search.engine import Reason
from portal.search.words.analysis import LIGHT, fold, is_filler, stem

LEAST = 4  # letters, unless they are capitals
_WORD = re.compile(r"[^\W_]+(?:[-&'’][^\W_]+)*")
_OTHER_THAN_LETTERS = re.compile(r"[\W\d_]+")

# Found and weighed as any other word, but they do not say what two events have in common.
_DUTCH = """
binnen buiten boven onder achter naast tijdens volgens zonder rond langs voorbij behalve
elkaar elke andere ander eerste tweede derde vierde laatste vorige volgende twee drie vier vijf
zeven acht negen tien enkele enige sommige beide meerdere verschillende dezelfde hetzelfde zulke
minder minst minstens meest telkens steeds altijd nooit soms vaak opnieuw terug verder alleen
slechts bijna ongeveer precies eerder later laat vroeg snel kort lang lange korte gewoon gewone
direct meteen onmiddellijk daarop daarom daarvoor daarmee hierdoor waarna wanneer zodra totdat
waarop waarmee intussen ondertussen vandaag gisteren morgen ochtend middag namiddag avond nacht
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april juni juli
augustus september oktober november december moment tijd tijdstip uren minuut minuten seconde
dagen week weken maand maanden jaar jaren keer keren stuk deel kant plaats reden gevolg gevolgen
woord woorden zin tekst bevatten betreffen blijken lijken schijnen horen behoren vallen
vermelden noteren opmerken merken ontdekken vaststellen besluiten bespreken uitleggen melden
bellen lezen schrijven denken spreken stellen leggen geraken voeren voegen duren tellen
nieuw nieuwe oude goed goede slecht groot grote klein kleine eigen totaal aantal bijkomend
bijkomende mogelijk nodig juist juiste helemaal volledig vooral toevallig zoals nadien vooraf
daarin alsnog erna kijken vertrekken tonen aparte gedeelte
"""
_FRENCH = """
sans sous avant après durant dehors dedans devant derrière contre selon malgré environ parmi
chaque certain certaine certains certaines plusieurs quelque quelques autre premier première
deuxième second seconde troisième dernier dernière précédent suivant suivante trois quatre cinq
sept huit neuf onze douze moins plus mieux toujours souvent parfois encore déjà tard presque
seul seule seulement aussitôt immédiatement directement ensuite puis enfin cependant néanmoins
rapidement court longue long bref hier demain matin matinée midi soir soirée nuit lundi mardi
mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet août septembre
octobre novembre décembre moment temps heure heures minute minutes seconde secondes jour jours
journée semaine semaines mois année années fois partie côté endroit lieu raison suite mise mettre
mot mots texte phrase contenir concerner sembler paraître apparaître comporter appartenir noter
remarquer constater découvrir décider discuter expliquer signaler appeler lire écrire penser
parler poser placer ajouter compter durer provenir précéder suivre nouveau nouvelle ancien
ancienne bon bonne mauvais grand grande petit petite petits propre propres total totale nombre
possible nécessaire entièrement complètement surtout comme personne ramener tomber
jour-là lendemain loin montrer changer attendre différent présenter prévoir proposer faite
"""


def telling(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Those of ``reasons`` that are worth naming, in their order."""
    return tuple(each for each in reasons if is_telling(each.words, each.language))


def is_telling(words: str, language: Language) -> bool:
    """Whether a word of a text, or an expression, says something of the event there."""
    every = _WORD.findall(words)
    return any(_tells(each, language, alone=len(every) == 1) for each in every)


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
    if len(letters) < LEAST and not (len(letters) > 1 and word.isupper()):
        return False
    form = word.lower()
    folded = fold(form)
    if is_filler(form) or not all(stem(each, of) for each in (form, folded) for of in Language):
        return False
    return not (alone and LIGHT[language](folded) in _ordinary()[language])


@cache
def _ordinary() -> dict[Language, frozenset[str]]:
    return {Language.NL: _stems(_DUTCH, Language.NL), Language.FR: _stems(_FRENCH, Language.FR)}


def _stems(words: str, language: Language) -> frozenset[str]:
    return frozenset(LIGHT[language](fold(each)) for each in words.split())
