"""What is wrong with the rows of an evaluation: whatever the ledger does not tell of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.engine.canonical import digest
from scoring.models import Evaluation, LedgerEntry

from .replay import People, Replay, Told, numbered
from .rows import Facts, Key, rows_of


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a record, and at which entry of its chain (0: at none)."""

    number: int
    says: str


KINDS = {
    "evaluation": gettext_lazy("The evaluation"),
    "candidate": gettext_lazy("The candidate"),
    "seat": gettext_lazy("The seat"),
    "freeze": gettext_lazy("The frozen rules"),
    "declaration": gettext_lazy("The declaration of interest"),
    "assessment": gettext_lazy("The rating"),
    "evidence": gettext_lazy("The evidence"),
    "consensus": gettext_lazy("The consensus"),
    "waiver": gettext_lazy("The waiver"),
    "decision": gettext_lazy("The decision"),
}


def flaws_in_rows(evaluation: Evaluation, chain: Iterable[LedgerEntry]) -> list[Flaw]:
    """Every row that does not say what the record says, is not on it, or is gone."""
    replay, flaws = Replay(People.of(chain)), []
    for entry in chain:
        try:
            replay.follow(entry)
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError):
            says = _("Entry %(number)s does not tell what such an entry tells.")
            flaws.append(Flaw(entry.number, says % {"number": entry.number}))
    evaluation = Evaluation.objects.select_related("rubric", "profile", "created_by").get(
        pk=evaluation.pk
    )
    found = numbered(rows_of(evaluation))
    return [*flaws, *_differences(replay.told(), found), *_rules(evaluation)]


def _differences(told: Mapping[Key, Told], found: Mapping[Key, Facts]) -> Iterator[Flaw]:
    for key, one in told.items():
        if key not in found:
            says = _("%(row)s is not there as entry %(number)s tells it.")
            yield Flaw(one.number, says % {"row": _name(key), "number": one.number})
        elif changed := _changed(one.facts, found[key]):
            says = _("%(row)s was changed past the ledger (entry %(number)s): %(changed)s.")
            row = {"row": _name(key), "number": one.number, "changed": changed}
            yield Flaw(one.number, says % row)
    for key in found:
        if key not in told:
            yield Flaw(0, _("%(row)s is there, and no entry tells of it.") % {"row": _name(key)})


def _changed(told: Facts, found: Facts) -> str:
    """Each fact that is another: what was told, and what is there."""
    return ", ".join(
        f"{name} {told.get(name)} → {found.get(name)}"
        for name in (told | found)
        if told.get(name) != found.get(name)
    )


def _name(key: Key) -> str:
    kind, *which = key
    return " ".join([str(KINDS[kind]), *map(str, which)])


def _rules(evaluation: Evaluation) -> Iterator[Flaw]:
    """A fingerprint is of the very rules that it stands beside."""
    for one in evaluation.freezes.all():
        if one.fingerprint != digest(one.rules):
            says = _("The frozen rules %(number)s are not those of their fingerprint.")
            yield Flaw(0, says % {"number": one.number})
