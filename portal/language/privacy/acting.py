"""Words that nobody knows, and that do what only people do: « Fautré m’a dit »."""

from portal.language.privacy import titles
from portal.language.privacy.judging import Judging
from portal.language.privacy.lexicon import Kind, looks_ordinary, surely_ordinary
from portal.language.privacy.runs import Name

NEAR = 4  # words between what was done and by whom
BETWEEN = 7  # words between "heeft" and what somebody did


class Acting(Judging):
    """One text, with a judgement on single unknown words by what is told of them."""

    def _acts(self, place: int) -> Name | None:
        """The word ``place`` as a name, when it says, sees or is told something."""
        word = self.words[place]
        if self._kind(place) not in {Kind.UNKNOWN, Kind.DOUBTFUL} or not word.capital:
            return None
        if surely_ordinary(word.folded) or (word.opens and looks_ordinary(word.folded)):
            return None
        told = self._is_told(place) or self._is_pointed_at(place) or self._does(place + 1)
        return Name(place, place + 1, sure=False) if told else None

    def _is_told(self, place: int) -> bool:
        """Whether it was told, or something was seen or decided by it."""
        if self.words[place].opens or self.words[place].gap != " ":
            return False
        before = self.words[place - 1].folded
        if before in titles.SAID:
            return True
        return before in titles.BY and any(
            self.words[at].folded in titles.DONE for at in self._nearby(place - 1)
        )

    def _nearby(self, place: int) -> range:
        """The places before ``place``, and one after the name, in the same sentence."""
        first = place
        while first and place - first < NEAR and not self.words[first].opens:
            first -= 1
        after = place + 2
        same = after < len(self.words) and self.words[after].gap == " "
        return range(first, after + 1 if same else place)

    def _is_pointed_at(self, place: int) -> bool:
        """« C’est X qui », "het was X die"."""
        if place < 2 or self.words[place].opens or not self._follows(place + 1):
            return False
        first, second = self.words[place - 2 : place]
        two = f"{first.folded}{second.gap}{second.folded}"
        return two in titles.IT_IS and self.words[place + 1].folded in {"qui", "die"}

    def _does(self, place: int) -> bool:
        """Whether what follows is a deed of people, after pronouns and « a », "heeft"."""
        end, has = place, False
        while self._follows(end) and end - place < BETWEEN:
            word = self.words[end].folded
            if self._says(end) or (has and word in titles.DONE):
                return True
            has = has or word in titles.HAS
            if word not in titles.HAS | titles.OBJECTS and not (has and self._is_dutch(place)):
                return False
            end += 1
        return False

    def _says(self, place: int) -> bool:
        """Whether somebody says something; "dit" does in French only: « X dit que »."""
        word = self.words[place].folded
        if word != "dit":
            return word in titles.SAID
        return self._follows(place + 1) and self.words[place + 1].folded in titles.THAT

    def _is_dutch(self, place: int) -> bool:
        """Whether the verb may stand at the end: "heeft het plan gelezen"."""
        return self.words[place].folded in {"heeft", "had"}

    def _follows(self, place: int) -> bool:
        return place < len(self.words) and self.words[place].gap in {" ", ""}
