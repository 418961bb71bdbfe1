"""The order of a draft's competencies and checks.

A competency's number is its place, and the codes of its checks begin with it: `3.1` becomes `4.1`
when competency 3 changes places with 4. A check's code is its name, and stays.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from scoring.enums import Action
from scoring.models import Check, Competency, Rubric, User

from . import draft
from .atomic import atomic
from .facts import changes, facts_of, name_of
from .ledger import record

OUT_OF_THE_WAY = 10_000  # added to the numbers that change, so that no two are ever the same


@atomic()
def move_check(*, check: Check, up: bool, by: User, at: datetime) -> None:
    """One place up or down within its competency; at the end of the line nothing happens."""
    draft.lock(check.part_of())
    line = list(check.competency.checks.order_by("position", "pk"))
    _swap(line, line.index(check), up)
    moved = [one for place, one in enumerate(line, 1) if one.position != place]
    for place, one in enumerate(line, 1):
        one.position = place
    draft.edit(saved=moved, by=by, at=at)


@atomic()
def move_competency(*, competency: Competency, up: bool, by: User, at: datetime) -> None:
    """Change places with the neighbour; at the end of the line nothing happens."""
    rubric = competency.rubric
    draft.lock(rubric)
    line = list(rubric.competencies.order_by("number"))
    here = line.index(competency)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(line):
        return
    one, other = line[here], line[there]
    _renumber(rubric, {one: other.number, other: one.number}, by=by, at=at)


def _swap(line: list[Check], here: int, up: bool) -> None:
    there = here - 1 if up else here + 1
    if 0 <= there < len(line):
        line[here], line[there] = line[there], line[here]


def _renumber(rubric: Rubric, numbers: dict[Competency, int], *, by: User, at: datetime) -> None:
    checks = list(Check.objects.filter(competency__in=numbers).select_related("competency__rubric"))
    rows: list[Competency | Check] = [*numbers, *checks]
    old = {name_of(row): facts_of(row) for row in rows}
    names = list(old)
    for check in checks:
        check.code = _renamed(check.code, check.competency.number, numbers[check.competency])
    for competency, number in numbers.items():
        competency.number = number
    _require_unique(rubric, checks)
    moving = Competency.objects.filter(pk__in=[one.pk for one in numbers])
    moving.update(number=F("number") + OUT_OF_THE_WAY)
    Competency.objects.bulk_update(numbers, ["number"])
    Check.objects.bulk_update(checks, ["code"])
    new = {name: facts_of(row) for name, row in zip(names, rows, strict=True)}
    ours = {"competency": None}  # each goes with its own: the number tells it
    before, after = changes(
        {name: {**said, **ours} for name, said in old.items()},
        {name: {**said, **ours} for name, said in new.items()},
    )
    record(
        action=Action.RUBRIC_EDITED, subject=name_of(rubric), by=by, at=at, old=before, new=after
    )


def _renamed(code: str, number: int, now: int) -> str:
    """The code under another number; one that does not begin with the number has a will of its
    own."""
    first, dot, rest = code.partition(".")
    return f"{now}.{rest}" if dot and first == str(number) else code


def _require_unique(rubric: Rubric, renamed: list[Check]) -> None:
    others = Check.objects.filter(competency__rubric=rubric).exclude(
        pk__in=[one.pk for one in renamed]
    )
    codes = [*(one.code for one in renamed), *others.values_list("code", flat=True)]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValidationError(
            _("Two checks would have the code %(code)s: give one of them another first.")
            % {"code": ", ".join(twice)},
            code="codes",
        )
