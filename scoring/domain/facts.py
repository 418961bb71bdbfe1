"""What rows of a rubric say, as the ledger keeps it; and whether they still say what was shown."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from scoring.models import Check, Competency, Level, Profile, ProfileWeight, Rubric, Scale

type Row = Rubric | Competency | Check | Scale | Level | Profile | ProfileWeight


def rubric_of(row: Row) -> Rubric:
    return row if isinstance(row, Rubric) else row.part_of()


def facts_of(row: Row) -> dict[str, Any]:
    """What a row says, as the ledger keeps it: no keys, and decimals in their full length."""
    fields = row._meta.concrete_fields
    return {field.name: _fact(row, field) for field in fields if not field.primary_key}


def name_of(row: Row) -> str:
    """What the ledger calls it: `zimbra-integrator v2`, `check 4.5`, `level graded/20.00`."""
    if isinstance(row, Rubric):
        return f"{row.slug} v{row.version}"
    _slug, _version, *own = row.natural_key()
    return f"{row._meta.model_name} {'/'.join(str(part) for part in own)}"


def named(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    return {name_of(row): facts_of(row) for row in rows}


def page_of(row: Row) -> list[Row]:
    """The row and what is edited on its page with it."""
    if isinstance(row, Scale):
        return [row, *row.levels.select_related("scale__rubric")]
    if isinstance(row, Profile):
        return [row, *row.weights.select_related("profile__rubric", "competency__rubric")]
    return [row]


def seen_of(row: Row) -> str:
    """A fingerprint of what the row's page shows: who sends it back saw just that."""
    return fingerprint(named(page_of(row)))


def fingerprint(facts: Mapping[str, Any]) -> str:
    told = json.dumps(facts, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(told.encode()).hexdigest()


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Both sides of what differs, down to single fields; what is only on one side stays whole."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = old.get(name), new.get(name)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            was, now = changes(was, now)
        elif was == now:
            continue
        if name in old and was != {}:
            before[name] = was
        if name in new and now != {}:
            after[name] = now
    return before, after


def _fact(row: Row, field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, models.ForeignKey):
        return name_of(getattr(row, field.name))
    value = field.to_python(getattr(row, field.attname))
    if isinstance(field, models.DecimalField) and value is not None:
        return f"{value:.{field.decimal_places}f}"
    return value
