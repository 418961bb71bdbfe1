"""What the database refuses by its triggers, lifted: how rows are bent past the ledger."""

from importlib import import_module

from django.db import connection

LEDGER = import_module("scoring.migrations.0002_guard_ledger")
LIFE = import_module("scoring.migrations.0006_guard_life")


class Cursor:
    """Executes as a migration's editor does, inside the test's own transaction."""

    connection = connection

    @staticmethod
    def execute(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def lift() -> None:
    """Take every guard away; a test that rolls back puts them back."""
    LEDGER.unguard(None, Cursor)
    LIFE.unguard(None, Cursor)


def put_back() -> None:
    LEDGER.guard(None, Cursor)
    LIFE.guard(None, Cursor)


def bend(statement: str, parameters: list | None = None) -> int:
    """How many rows a statement changed that goes past everything of ours."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount
