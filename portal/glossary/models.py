"""The terms that people added or changed."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, complete_when, translated
from portal.i18n import Language, Translated
from portal.language.glossary_file import BETWEEN, parted
from portal.language.terms import Domain, Gender, Kind, Status, Term


class GlossaryTerm(Model):
    """A term that somebody added or changed; it takes the place of the delivered one of its key.

    Several synonyms or forms stand in one text, with semicolons between them.
    """

    __tablename__ = "glossary_term"
    __table_args__ = (complete_when("TRUE", "preferred"),)
    route_key = "key"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    domain: Mapped[Domain]
    kind: Mapped[Kind]
    gender: Mapped[Gender | None]
    preferred: Mapped[Translated] = translated("preferred")
    synonyms: Mapped[Translated] = translated("synonyms")
    forms: Mapped[Translated] = translated("forms")
    note: Mapped[Translated] = translated("note")
    false_friend: Mapped[bool]
    countable: Mapped[bool]
    status: Mapped[Status]

    @property
    def term(self) -> Term:
        """What it says."""
        return Term(
            key=self.key,
            nl=(self.preferred.nl, *parted(self.synonyms.nl)),
            fr=(self.preferred.fr, *parted(self.synonyms.fr)),
            domain=self.domain,
            kind=self.kind,
            gender=self.gender,
            nl_forms=parted(self.forms.nl),
            fr_forms=parted(self.forms.fr),
            note=self.note,
            false_friend=self.false_friend,
            countable=self.countable,
            status=self.status,
        )


def values_of(term: Term) -> dict[str, Any]:
    """What a row says of ``term``, by column."""
    both = {
        "preferred": {each: term[each][0] for each in Language},
        "synonyms": {each: BETWEEN.join(term[each][1:]) for each in Language},
        "forms": {each: BETWEEN.join(term.forms(each)) for each in Language},
        "note": {each: term.note[each] for each in Language},
    }
    texts = {f"{name}_{each}": texts[each] for name, texts in both.items() for each in Language}
    plain = ("key", "domain", "kind", "gender", "false_friend", "countable", "status")
    return {name: getattr(term, name) for name in plain} | texts
