"""Entries of the ledger as people read them: levels and points, not the keys of a record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.enums import Better, EvidenceLevel, GateKind, Role, Tier
from scoring.models import Check, Evaluation, LedgerEntry

from .numbers import plain, points

SHORT = 8  # hexadecimal digits of a digest that are shown
DIGESTS = {"frozen_fingerprint", "inputs_digest", "sha256"}
LABELS: Mapping[str, Any] = {
    "evidence": EvidenceLevel,
    "role": Role,
    "tier": Tier,
    "kind": GateKind,
    "better": Better,
}
DATES = {"dated", "valid_until"}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact before and after; None where it was not said."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is read. `place` is the candidate and the check, or what else it is about."""

    number: int
    short: str
    digest: str
    at: datetime
    actor: str
    action: str
    place: tuple[str, ...]
    changes: tuple[Change, ...]
    reason: str
    cell: tuple[str, str] | None  # candidate and check, where it is about one cell


def lines_of(evaluation: Evaluation, entries: Iterable[LedgerEntry]) -> list[Line]:
    """The entries in their order, in a fixed number of queries."""
    entries = list(entries)
    names = dict(evaluation.candidates.values_list("code", "name"))
    codes = {entry.check_code for entry in entries} - {""}
    checks = Check.objects.filter(competency__rubric=evaluation.rubric_id, code__in=codes)
    known = {
        check.code: check
        for check in checks.select_related("scale").prefetch_related("scale__levels")
    }
    return [_line(entry, names, known.get(entry.check_code)) for entry in entries]


def _line(entry: LedgerEntry, names: Mapping[str, str], check: Check | None) -> Line:
    return Line(
        number=entry.number,
        short=entry.digest[:SHORT],
        digest=entry.digest,
        at=entry.at,
        actor=entry.actor,
        action=entry.get_action_display(),
        place=tuple(_place(entry, names, check)),
        changes=tuple(_changes(entry, names, check)),
        reason=entry.reason,
        cell=(entry.candidate_code, entry.check_code) if entry.check_code else None,
    )


def _place(entry: LedgerEntry, names: Mapping[str, str], check: Check | None) -> Iterable[str]:
    if not entry.candidate_code:
        yield from [entry.subject] if entry.subject else []
        return
    yield names.get(entry.candidate_code, entry.candidate_code)
    if entry.check_code:
        yield str(check) if check else entry.check_code


def _changes(entry: LedgerEntry, names: Mapping[str, str], check: Check | None) -> Iterable[Change]:
    """What is other than before; of what has parts (weights, say) the parts that are."""
    old, new = (side if isinstance(side, dict) else {} for side in (entry.old, entry.new))
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = old.get(name), new.get(name)
        if name == "measurement" or (was == now and not _measured_anew(name, old, new)):
            continue
        if isinstance(was, dict) and isinstance(now, dict):
            parts = {part for part in (*was, *now) if was.get(part) != now.get(part)}
            was = {part: said for part, said in was.items() if part in parts}
            now = {part: said for part, said in now.items() if part in parts}
        yield Change(
            name,
            _shown(name, was, old, names, check),
            _shown(name, now, new, names, check),
        )


def _measured_anew(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Another measurement may be worth the same points."""
    return name == "value" and old.get("measurement") != new.get("measurement")


def _shown(
    name: str, value: Any, side: Mapping[str, Any], names: Mapping[str, str], check: Check | None
) -> Any:
    """A fact in the reader's words. What has none stays as it is: an entry that was tampered with
    is shown too."""
    if value is None or value == "":
        return None
    try:
        return _in_words(name, value, side, names, check)
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return value


def _in_words(
    name: str, value: Any, side: Mapping[str, Any], names: Mapping[str, str], check: Check | None
) -> Any:
    if name == "value":
        return _rating(value, side.get("measurement"), check)
    if name == "ranking":
        return [_standing(one, names) for one in value]
    if name == "candidate":
        return names.get(value, value)
    if name in DIGESTS:
        return value[:SHORT]
    if name in LABELS:
        return LABELS[name](value).label
    if name in DATES:
        return date_format(date.fromisoformat(value))
    if name == "reference_budget":
        return plain(float(value))
    return value


def _rating(value: float, measurement: str | None, check: Check | None) -> str:
    """“Partial (60)”; of a measure what was measured, and the points it is worth."""
    worth = ngettext("%(points)s point", "%(points)s points", 1 if value == 1 else 2) % {
        "points": plain(value)
    }
    if check is None:
        return worth
    if measurement is not None:
        return f"{plain(float(measurement))} {check.unit} · {worth}"
    for level in check.scale.levels.all():
        if level.value == Decimal(str(value)):
            return f"{level} · {worth}"
    return worth


def _standing(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    name = names.get(one["candidate"], one["candidate"])
    if one["rank"] is None:
        return _("%(name)s excluded") % {"name": name}
    return f"{one['rank']}. {name} {points(one['proven'])}"


def verdict_of(flaws: Sequence[Any], entries: int) -> str:
    """What a verification found, in a sentence."""
    if flaws:
        return ngettext("%(count)d flaw was found.", "%(count)d flaws were found.", len(flaws)) % {
            "count": len(flaws)
        }
    return ngettext(
        "The record is whole: %(count)d entry, and every row says what it tells.",
        "The record is whole: %(count)d entries, and every row says what they tell.",
        entries,
    ) % {"count": entries}
