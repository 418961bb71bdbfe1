"""A report in which assessors are called by letters: real names never reach its sentences.

Who rated gets a stand-in wherever the dossier holds the person. What the owner does as the owner
(opening, settling, waiving, deciding) is public, and keeps the name; the owner's own ratings get a
letter like everybody's. What people wrote stays as they wrote it.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from django.db.models import Model
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.enums import Role
from scoring.models import Assessment, Declaration, Evidence, Seat, User


@dataclass(frozen=True, slots=True)
class Veil:
    """Stand-ins by the number of the person they hide; nobody's where names may be read."""

    owner: int | None = None
    stand_ins: Mapping[int, User] = field(default_factory=dict)

    def rater(self, person: User) -> User:
        """The person as somebody who rated, or showed evidence."""
        return self.stand_ins.get(person.pk, person)

    def officer(self, person: User) -> User:
        """The person as somebody who acted for the house."""
        return person if person.pk == self.owner else self.rater(person)

    def actor(self, number: int, name: str) -> str:
        """The same, of whom the ledger keeps number and name."""
        hidden = number != self.owner and number in self.stand_ins
        return str(self.stand_ins[number]) if hidden else name

    def people(self, names: Iterable[str], seats: Iterable[Seat]) -> tuple[str, ...]:
        """The same, of whom only the names are at hand; `seats` with the people themselves."""
        shown = {str(seat.user): str(self.officer(seat.user)) for seat in seats}
        return tuple(shown.get(one) or self.stranger(one) for one in names)

    def stranger(self, name: str) -> str:
        """Somebody without a seat who has rated nothing: a name, unless names are hidden."""
        return _("somebody who has left") if self.stand_ins else name


def veil_of(dossier: Dossier) -> Veil:
    """A letter for everybody who rates, or has. The order is a secret of this installation: who
    knows the names cannot work it out, and the same evaluation always has the same letters."""
    raters = {one.user.pk: one.user for one in dossier.seats if one.is_scoring}
    rated = (one.assessor for said in dossier.assessments.values() for one in said)
    showed = (one.added_by for found in dossier.evidence.values() for one in found)
    declared = (one.seat.user for one in dossier.provenance.declarations)
    for person in (*rated, *showed, *declared):
        raters.setdefault(person.pk, person)
    salt = f"letters of {dossier.evaluation.slug}"

    def place(person: User) -> str:
        return salted_hmac(salt, person.username, algorithm="sha256").hexdigest()

    ordered = sorted(raters.values(), key=place)
    owner = next((seat.user_id for seat in dossier.seats if seat.role == Role.OWNER), None)
    return Veil(owner, {one.pk: _stand_in(one, at) for at, one in enumerate(ordered)})


def veil_for(dossier: Dossier, edition: Edition) -> Veil:
    """The veil that an edition asks for."""
    return veil_of(dossier) if edition.anonymous else Veil()


def veiled(dossier: Dossier, veil: Veil) -> Dossier:
    """The same dossier with the stand-ins in it. The owner has no seat of that name any more, only
    an assessor's; whoever shows people names the owner apart."""
    if not veil.stand_ins:
        return dossier
    provenance = dossier.provenance
    return replace(
        dossier,
        assessments={at: _rated(said, veil) for at, said in dossier.assessments.items()},
        evidence={
            code: tuple(_shown(one, veil) for one in found)
            for code, found in dossier.evidence.items()
        },
        seats=tuple(sorted((_seated(one, veil) for one in dossier.seats), key=_place)),
        provenance=replace(
            provenance,
            declarations=tuple(_declared(one, veil) for one in provenance.declarations),
            consensus={
                at: _acted(one, "settled_by", veil) for at, one in provenance.consensus.items()
            },
            waivers=tuple(_acted(one, "waived_by", veil) for one in provenance.waivers),
            readings=tuple(
                replace(one, freeze=_acted(one.freeze, "frozen_by", veil))
                for one in provenance.readings
            ),
        ),
    )


def _stand_in(person: User, position: int) -> User:
    """It keeps the name by which the engine knows the person, which no report shows."""
    round_, letter = divmod(position, len(ascii_uppercase))
    called = _("Assessor %(letter)s") % {"letter": f"{ascii_uppercase[letter]}{round_ or ''}"}
    return User(pk=person.pk, username=person.username, first_name=called)


def _rated(said: Iterable[Assessment], veil: Veil) -> tuple[Assessment, ...]:
    hidden = []
    for one in said:
        each = copy(one)
        each.assessor = veil.rater(one.assessor)
        hidden.append(each)
    return tuple(sorted(hidden, key=lambda one: str(one.assessor)))


def _shown(one: Evidence, veil: Veil) -> Evidence:
    hidden = copy(one)
    hidden.added_by = veil.rater(one.added_by)
    return hidden


def _seated(seat: Seat, veil: Veil) -> Seat:
    hidden = copy(seat)
    if seat.is_scoring:
        hidden.user, hidden.role = veil.rater(seat.user), Role.ASSESSOR
    return hidden


def _declared(one: Declaration, veil: Veil) -> Declaration:
    hidden = copy(one)
    hidden.seat = _seated(one.seat, veil)
    return hidden


def _acted[Row: Model](row: Row, field: str, veil: Veil) -> Row:
    hidden = copy(row)
    setattr(hidden, field, veil.officer(getattr(row, field)))
    return hidden


def _place(seat: Seat) -> tuple[bool, str]:
    return not seat.is_scoring, str(seat.user)
