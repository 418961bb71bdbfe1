"""What a report calls people: by their names, or, in an anonymous edition, by letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.models import User

from .overview import key_of


@dataclass(frozen=True, slots=True)
class Names:
    """Who is called how. Whoever scores has a letter; the rest of the people have none."""

    anonymous: bool
    letters: Mapping[int, str] = field(default_factory=dict)  # by the person's key

    @classmethod
    def of(cls, dossier: Dossier, edition: Edition) -> "Names":
        scoring = [seat.user_id for seat in dossier.seats if seat.is_scoring]
        return cls(edition.anonymous, {pk: key_of(place) for place, pk in enumerate(scoring)})

    def of_person(self, person: User) -> str:
        if not self.anonymous:
            return str(person)
        letter = self.letters.get(person.pk)
        return _("Assessor %(letter)s") % {"letter": letter} if letter else _("a colleague")
