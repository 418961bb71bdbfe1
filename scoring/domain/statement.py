"""INSERT and UPDATE of one row, without Django's wording of them anew each time.

For the writes that people queue for (docs/decisions/0015). Values are prepared by the model's own
fields, so each database gets them as it does from Django.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connection, models

# Both databases take these as they are, and Django needs as long to find that out as they to store
# them.
PLAIN: tuple[type, ...] = (models.BooleanField, models.CharField, models.FloatField)
PLAIN += (models.ForeignKey, models.IntegerField, models.TextField)


def insert(row: models.Model) -> None:
    """Write a new row, and give it its key. IntegrityError where a constraint forbids it."""
    values = row.__dict__
    with connection.cursor() as cursor:
        cursor.execute(
            _insert(type(row)),
            [_prepared(field, values[field.attname]) for field in _fields(type(row))],
        )
        row.pk = cursor.fetchone()[0]


def update_version(
    model: type[models.Model], pk: int, version: int, values: Mapping[str, Any]
) -> bool:
    """Write `values` into a row if it still has this version, which grows by one; else False."""
    fields: list[Any] = [model._meta.get_field(name) for name in values]
    with connection.cursor() as cursor:
        cursor.execute(
            _update(model, tuple(values)),
            [*map(_prepared, fields, values.values()), pk, version],
        )
        return bool(cursor.rowcount == 1)


def _prepared(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, PLAIN):
        return value
    return field.get_db_prep_save(value, connection)


@cache
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _insert(model: type[models.Model]) -> str:
    columns = [field.column for field in _fields(model)]
    places = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places}) RETURNING id"  # noqa: S608  names of columns


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    return (
        f"UPDATE {model._meta.db_table} SET {columns}, version = version + 1 "  # noqa: S608  names of columns
        "WHERE id = %s AND version = %s"
    )
