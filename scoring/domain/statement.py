"""INSERT and UPDATE of one row, without Django's wording of them anew each time.

For the writes that people queue for (docs/decisions/0015). Values are prepared by the model's own
fields, so each database gets them as it does from Django. Placeholders have names: on SQLite Django
puts those in by `%`, and looks for nameless ones with a regular expression, ten times as long.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connection, models

# Both databases take these as they are, and Django needs as long to find that out as they to store
# them.
PLAIN: tuple[type, ...] = (models.BooleanField, models.CharField, models.FloatField)
PLAIN += (models.ForeignKey, models.IntegerField, models.TextField)


def prepared(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a row, by the names of their columns, as this database takes them."""
    fields = _fields(model)
    return {
        name: value
        if value is None or isinstance(fields[name], PLAIN)
        else fields[name].get_db_prep_save(value, connection)
        for name, value in values.items()
    }


def insert(model: type[models.Model], row: Mapping[str, Any]) -> None:
    """Write a new row of prepared values. IntegrityError where a constraint forbids it."""
    with connection.cursor() as cursor:
        cursor.execute(_insert(model, tuple(row)), row)


def update_version(
    model: type[models.Model], pk: int, version: int, row: Mapping[str, Any]
) -> bool:
    """Write prepared values into a row if it still has this version, which grows by one."""
    with connection.cursor() as cursor:
        cursor.execute(_update(model, tuple(row)), {**row, "pk": pk, "seen": version})
        return bool(cursor.rowcount == 1)


@cache
def _fields(model: type[models.Model]) -> dict[str, Any]:
    fields: tuple[Any, ...] = model._meta.concrete_fields
    return {field.column: field for field in fields}


@cache
def _insert(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join(f"%({name})s" for name in names)
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places})"  # noqa: S608  names of columns


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}" = %({name})s' for name in names)
    return (
        f"UPDATE {model._meta.db_table} SET {columns}, version = version + 1 "  # noqa: S608  names of columns
        "WHERE id = %(pk)s AND version = %(seen)s"
    )
