"""Two capitalised words in a row that may be somebody's name: enough to ask, never to refuse."""

import re
from collections.abc import Iterable, Iterator

from portal.i18n import Language

_PARTICLE = r"(?:[Vv]an|[Vv]on|[Dd]en|[Dd]er?|[Dd]u|[Dd]es|[Ll]e|[Ll]a|[Tt]en|[Tt]er|[Dd]i)"
_WORD = r"(?:[dDL]['’])?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:[\-'’][A-ZÀ-ÖØ-Þa-zß-öø-ÿ]+)*"
_NEXT = rf"[ \u00a0]+(?:{_PARTICLE}[ \u00a0]+){{0,3}}{_WORD}"
_ROW = re.compile(rf"(?<![\w\-'’]){_WORD}(?:{_NEXT})+(?![\w\-])")
_BEFORE = re.compile(r"(\w+)[ \u00a0]+\Z")
_DUTCH_ARTICLES = "de het een deze die dit dat onze ons elke geen"
_FRENCH_ARTICLES = "le la les un une du des au aux ce cet cette ces notre nos"
_OPENINGS = """
aan achter af al alle alleen als andere beide bij binnen boven buiten daar daarna daardoor dan
de deze die dit dat dankzij door dus echter één een eerst en enkele enkel er gedurende geen
gisteren het hier hierdoor hij hoewel hun iedereen in intussen later maar met na naast
naar net nu nadat of om omdat ook onder ondanks ons onze op over pas per samen sinds soms te
tegen terwijl tijdens toch toen tot tussen uit vanaf van vandaag vanwege vervolgens via volgens
voor voordat vooral waar waarna wanneer we wegens wie wij ze zij zijn zo zodra zoals zonder
a à afin ainsi alors après au aucun aucune aujourd’hui aussi autre aux avant avec bien car ce
cela cependant ces cet cette chaque chez comme dans de depuis des dès deux donc du durant elle
elles en enfin ensuite entre et grâce hier il ils je la le les leur leurs lors lorsque mais
malgré même mon nos notre nous on or ou où par parce pendant plusieurs pour pourtant puis quand
que qui sans selon seul seule si sinon son sa ses sous suite sur tous toutes un une vers via vu
dokter heer meneer mevrouw professor docteur madame mademoiselle monsieur professeur
"""
_TRADE = """
accuray agentschap agence aria bragg brainlab beam carlo catalyst clinac college collège cone
controle cyberknife dicom dienst eclipse elekta ethos exactrac federaal fédérale gafchromic
gamma gray halcyon hodgkin hospital hôpital hounsfield hyperarc kaposi karnofsky knife linac
lutz manager medical medische merkel monaco monte mosaiq notre-dame oncentra philips pinnacle
predator radiation radiotherapie radiothérapie radixact rapid raysearch raystation record
saint sainte scandidos service siemens sint siroco sun systems toestel tomotherapy truebeam
universitair universitaire varian velocity verify versa versneller vision winston ziekenhuis
"""
_ARTICLES = {
    Language.NL: frozenset(_DUTCH_ARTICLES.split()),
    Language.FR: frozenset(_FRENCH_ARTICLES.split()),
}
_OPENS = frozenset(_OPENINGS.split())
_THINGS = frozenset(_TRADE.split())


def likely(text: str, language: Language, known: Iterable[str] = ()) -> Iterator[str]:
    """What may be a name in ``text``; words of the ``known`` texts, of systems and places, are not.

    An article before it makes it a thing, and the word that only opens a sentence is left out.
    """
    things = _THINGS | {word for each in known for word in re.findall(r"\w{4,}", each.lower())}
    for match in _ROW.finditer(text):
        name = _without_opening(match[0])
        words = re.findall(r"\w+", name.lower())
        opening = match[0][: match.end() - match.start() - len(name)].strip().lower()
        article = opening or _word_before(text[max(0, match.start() - 20) : match.start()])
        if " " in name and article not in _ARTICLES[language] and not things.intersection(words):
            yield name


def _without_opening(row: str) -> str:
    first, space, rest = row.replace("\u00a0", " ").partition(" ")
    return rest.strip() if space and first.lower() in _OPENS else row


def _word_before(text: str) -> str:
    match = _BEFORE.search(text)
    return match[1].lower() if match else ""
