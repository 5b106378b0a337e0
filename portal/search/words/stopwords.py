"""Words too common in a report to be worth finding; "zonder" and "sans" are worth it.

Others are worth finding but say nothing when they only ask: "zijn er voorbeelden van …".
"""

from portal.i18n import Language

_DUTCH = """
aan al alle alles als andere ben bij bijna daar daarbij daarna dan dat de den der des deze
die dit doch doen door dus echter een eens en enkel er ervan even ge geen gehad geweest
had hadden heb hebben heeft hem hen het hier hij hoe hun ieder iemand iets ik in is ja je
jij jou kan kon konden kunnen maar me meer men met mij mijn moest moet moeten mogen na
naar niet niets nog nu of om omdat ons onze ook op over reeds sinds soms te tegen terwijl
toch toen tot tussen u uit uw van vanaf veel via voor vóór waar waarbij waardoor want waren
was wat we wegens wel werd werden wie wij wil worden wordt zal ze zei zeer zelf zich zij zijn
zo zodat zou zouden zowel ooit elders welk welke waarom hoeveel hoe gaat gaan ging mis zomaar
bestaat gebeurt gebeurd gebeurde geraakt
"""

_FRENCH = """
a à afin ai aient ainsi alors après as au aucun aucune aura aurait aussi autre autres aux
avaient avait avant avec avez avoir avons ayant car ce ceci cela celle celles celui ces
cet cette ceux chaque chez ci comme dans de depuis des donc dont du dû déjà elle elles
en encore entre est et étaient était étant été être eu eux fait fois font furent fut il
ils je jusque la là laquelle le lequel les lesquelles lesquels leur leurs lors lorsque
lui ma mais me même mêmes mes moi mon ne ni nos notre nous on ont ou où par parce pas
pendant peu peut peuvent plus pour pourquoi puis puisque quand que quel quelle quelles
quels qui quoi sa se selon sera serait ses si sinon soit son sont sous suis sur ta te
tel telle tes toi ton tous tout toute toutefois toutes très tu un une va vers voici voilà
vos votre vous y ailleurs comment combien faut fallait jamais ils elle
"""

STOP_WORDS = {
    Language.NL: frozenset(_DUTCH.split()),
    Language.FR: frozenset(_FRENCH.split()),
}

# Said in most questions: found and weighed, but a record that answers need not have them.
_DUTCH_FILLERS = """
geven krijgen komen maken doen lopen zetten nemen brengen houden laten blijven staan liggen
gebruiken vinden zien weten zeggen vragen willen proberen beginnen kennen gebeuren optreden
overkomen ervaren leren meemaken misgaan mislopen vertellen voorkomen voorvallen zoeken
patiënt patiënte dienst centrum team collega iemand anderen manier soort geval keer ding zaak
voorval gebeurtenis incident melding ervaring les tip verhaal probleem voorbeeld
bekend graag gelijkaardig soortgelijk vergelijkbaar geleerd misgegaan misgelopen meegemaakt
starten opstarten volgend volgende binnenkort weldra straks eerstdaags
"""
_FRENCH_FILLERS = """
donner recevoir faire mettre prendre venir arriver aller passer rester laisser rendre tenir
utiliser trouver voir savoir dire demander vouloir devoir pouvoir essayer commencer éviter
apprendre chercher connaître produire survenir tirer vivre
patient patiente service centre équipe collègue quelqu'un façon manière sorte cas chose
événement incident retour expérience leçon problème exemple
ailleurs analogue semblable similaire connu vécu deux
veut veulent voulons allons vont passons passe passent devons doit démarrer débuter commençons
prochain prochaine bientôt
"""

FILLERS = {
    Language.NL: frozenset(_DUTCH_FILLERS.split()),
    Language.FR: frozenset(_FRENCH_FILLERS.split()),
}
