from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from scoring.models import Evaluation, LedgerEntry, LedgerIsAppendOnly


@pytest.fixture
def entry(draft: Evaluation) -> LedgerEntry:
    return LedgerEntry.objects.of(draft).first()


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: LedgerEntry.objects.filter(pk=entry.pk).update(actor="somebody else"),
        lambda entry: LedgerEntry.objects.all().delete(),
        lambda entry: LedgerEntry.objects.bulk_update([entry], ["actor"]),
    ],
    ids=["save", "delete", "update of a set", "delete of a set", "bulk update"],
)
def test_the_orm_refuses_to_change_what_is_on_record(
    change: Callable[[LedgerEntry], None], entry: LedgerEntry
) -> None:
    with pytest.raises(LedgerIsAppendOnly):
        change(entry)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scoring_ledgerentry SET actor = 'somebody else'",
        "DELETE FROM scoring_ledgerentry",
        *(["TRUNCATE scoring_ledgerentry"] if connection.vendor == "postgresql" else []),
    ],
)
def test_the_database_refuses_to_change_what_is_on_record(
    statement: str, entry: LedgerEntry
) -> None:
    before = list(LedgerEntry.objects.values())

    with (
        pytest.raises(IntegrityError, match="the ledger is append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert list(LedgerEntry.objects.values()) == before


def test_entries_of_one_evaluation_leave_out_the_others(
    make_evaluation: Callable[..., Evaluation],
) -> None:
    one, other = make_evaluation(candidates=1), make_evaluation(candidates=3)

    entries = LedgerEntry.objects.of(one)

    assert {entry.evaluation_id for entry in entries} == {one.pk}
    assert entries.count() + LedgerEntry.objects.of(other).count() == LedgerEntry.objects.count()
