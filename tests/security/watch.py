"""Sees every statement that writes: which of them left no entry in the ledger, in their own
transaction?"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection

LEDGER = "scoring_ledgerentry"
# Whose rows change without an entry: Django's own writes to an account (its last sign-in), and
# documents that are made of what is on record: an entry would make them documents of yesterday.
ACCOUNTS = {"scoring_user", "scoring_user_groups", "scoring_user_user_permissions"}
NOT_AUDITED = {LEDGER, "scoring_report", *ACCOUNTS}
WRITE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
SAVEPOINT = re.compile(r"\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b", re.IGNORECASE)


def audited_tables() -> set[str]:
    models = apps.get_app_config("scoring").get_models(include_auto_created=True)
    return {model._meta.db_table for model in models} - NOT_AUDITED


@dataclass
class Watch:
    """What was written since it began. A transaction is the outermost savepoint: a test has one
    around itself."""

    transactions: int = 0
    entries: int = 0
    unrecorded: list[tuple[str, ...]] = field(default_factory=list)
    _open: list[list[str]] = field(default_factory=list)
    _audited: set[str] = field(default_factory=audited_tables)

    def saw(self, statement: str) -> None:
        if step := SAVEPOINT.match(statement):
            self._step(step[1].upper())
        elif written := WRITE.match(statement):
            table = written[2]
            if table in self._audited | {LEDGER}:
                self._wrote(table)

    def _step(self, step: str) -> None:
        if step == "SAVEPOINT":
            self._open.append([])
        elif step == "RELEASE SAVEPOINT":
            tables = self._open.pop()
            if self._open:
                self._open[-1] += tables
            elif tables:
                self._ended(tables)
        else:
            self._open[-1].clear()

    def _wrote(self, table: str) -> None:
        if self._open:
            self._open[-1].append(table)
        else:
            self._ended([table])  # outside any transaction: nothing holds it to its entry

    def _ended(self, tables: list[str]) -> None:
        self.transactions += 1
        self.entries += tables.count(LEDGER)
        if LEDGER not in tables:
            self.unrecorded.append(tuple(dict.fromkeys(tables)))


@contextmanager
def watching() -> Iterator[Watch]:
    watch = Watch()

    def see(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        watch.saw(sql)
        return answer

    with connection.execute_wrapper(see):
        yield watch
