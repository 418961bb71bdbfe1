"""T18: whoever edits, deletes, swaps or cuts entries of a ledger is found out.

By far the most attempts are made on entries in memory, read from a real ledger; the others on the
rows of the database, with its guards lifted.
"""

import random
from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from scoring.domain.ledger import Head, flaws_at_head, flaws_in_chain, head_of, verify
from scoring.engine.canonical import digest
from scoring.models import Evaluation, LedgerEntry
from tests import guards
from tests.conftest import Cast
from tests.life import Life

type Chain = list[LedgerEntry]

SHORT, LONG = 200, 2_000
IN_ROWS_SHORT, IN_ROWS_LONG = 24, 240
TEXTS = ("actor", "subject", "candidate_code", "check_code", "reason", "action")


@pytest.fixture
def lived(make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime) -> Evaluation:
    return Life(make_evaluation(candidates=2), cast, at).evaluation


def edit_text(chain: Chain, draw: random.Random) -> None:
    entry, field = draw.choice(chain), draw.choice(TEXTS)
    said = getattr(entry, field)
    place = draw.randrange(len(said) + 1)
    setattr(entry, field, said[:place] + draw.choice("aé 0­") + said[place:])


def edit_number(chain: Chain, draw: random.Random) -> None:
    entry = draw.choice(chain)
    if draw.random() < 0.5:
        entry.actor_id += draw.choice([-1, 1])
    else:
        entry.at += timedelta(microseconds=draw.choice([-1, 1, 3_600_000_000]))


def edit_facts(chain: Chain, draw: random.Random) -> None:
    entry = draw.choice([one for one in chain if one.new])
    name = draw.choice(sorted(entry.new))
    entry.new = {**entry.new, name: draw.choice(["x", 7, 0.5, True, [], {"a": 1}])}


def forget_facts(chain: Chain, draw: random.Random) -> None:
    entry = draw.choice([one for one in chain if one.new or one.old])
    entry.new, entry.old = entry.old, entry.new


def edit_digest(chain: Chain, draw: random.Random) -> None:
    """And everything that follows from it in the entry itself: only the next one knows better."""
    entry = draw.choice(chain[:-1])
    entry.reason += "!"
    entry.digest = digest(entry.told())


def edit_previous(chain: Chain, draw: random.Random) -> None:
    entry = draw.choice(chain)
    entry.previous = f"{draw.getrandbits(256):064x}"
    entry.digest = digest(entry.told())


def delete(chain: Chain, draw: random.Random) -> None:
    del chain[draw.randrange(len(chain))]


def delete_and_renumber(chain: Chain, draw: random.Random) -> None:
    place = draw.randrange(len(chain) - 1)
    del chain[place]
    for number, entry in enumerate(chain[place:], place + 1):
        entry.number = number


def swap(chain: Chain, draw: random.Random) -> None:
    one, other = sorted(draw.sample(range(len(chain)), 2))
    chain[one], chain[other] = chain[other], chain[one]
    if draw.random() < 0.5:
        chain[one].number, chain[other].number = chain[other].number, chain[one].number


def insert(chain: Chain, draw: random.Random) -> None:
    chain.insert(draw.randrange(len(chain) + 1), copy(draw.choice(chain)))


def cut_tail(chain: Chain, draw: random.Random) -> None:
    del chain[draw.randrange(len(chain)) :]


def rewrite_tail(chain: Chain, draw: random.Random) -> None:
    """Everything from an entry on is told anew, with digests that fit: only a kept head knows."""
    place = draw.randrange(len(chain))
    chain[place].reason += "!"
    for before, entry in zip([None, *chain], chain, strict=False):
        entry.previous = before.digest if before else ""
        entry.digest = digest(entry.told())


ATTEMPTS: list[Callable[[Chain, random.Random], None]] = [
    *(edit_text, edit_number, edit_facts, forget_facts, edit_digest, edit_previous),
    *(delete, delete_and_renumber, swap, insert, cut_tail, rewrite_tail),
]


def found(chain: Chain, head: Head) -> bool:
    return bool([*flaws_in_chain(chain), *flaws_at_head(chain, head)])


@pytest.mark.parametrize(
    "count", [SHORT, pytest.param(LONG, marks=pytest.mark.long)], ids=lambda count: str(count)
)
def test_every_change_of_a_ledger_is_found(lived: Evaluation, count: int) -> None:
    entries = list(LedgerEntry.objects.of(lived).chained())
    head = head_of(lived)
    missed = []

    for seed in range(count):
        chain = [copy(entry) for entry in entries]
        attempt = ATTEMPTS[seed % len(ATTEMPTS)]
        attempt(chain, random.Random(seed))
        if not found(chain, head):
            missed.append((seed, attempt.__name__))

    assert missed == []


def test_a_ledger_that_nobody_touched_has_no_flaw(lived: Evaluation) -> None:
    chain = list(LedgerEntry.objects.of(lived).chained())

    assert not found(chain, head_of(lived))


@pytest.mark.parametrize("attempt", [cut_tail, rewrite_tail])
def test_without_a_kept_head_the_end_of_a_chain_alone_proves_nothing(
    lived: Evaluation, attempt: Callable[[Chain, random.Random], None]
) -> None:
    chain = list(LedgerEntry.objects.of(lived).chained())

    attempt(chain, random.Random(1))

    assert list(flaws_in_chain(chain)) == []


ON_ROWS: list[tuple[str, Callable[[random.Random], list[Any]]]] = [
    ("UPDATE {t} SET reason = reason || '!' WHERE id = {one}", lambda draw: []),
    ("UPDATE {t} SET actor = 'Nadie' WHERE id = {one}", lambda draw: []),
    ("UPDATE {t} SET actor_id = actor_id + 1 WHERE id = {one}", lambda draw: []),
    ("UPDATE {t} SET new = %s WHERE id = {one}", lambda draw: [f'{{"value": {draw.random()}}}']),
    ("UPDATE {t} SET old = NULL, new = '7' WHERE id = {one}", lambda draw: []),
    ("UPDATE {t} SET number = number + 1000 WHERE id = {one}", lambda draw: []),
    ("UPDATE {t} SET digest = %s WHERE id = {one}", lambda draw: [f"{draw.getrandbits(256):064x}"]),
    ("UPDATE {t} SET evaluation_id = 0 WHERE id = {one}", lambda draw: []),
    ("DELETE FROM {t} WHERE id = {one}", lambda draw: []),
    ("DELETE FROM {t} WHERE id >= {one}", lambda draw: []),
    ("DELETE FROM {t} WHERE evaluation_id = {evaluation}", lambda draw: []),
]
# SQLite takes anything in a column: what cannot be read any more is told too.
UNREADABLE = [
    ("UPDATE {t} SET at = 'never' WHERE id = {one}", lambda draw: []),
]


@pytest.mark.parametrize(
    "count",
    [IN_ROWS_SHORT, pytest.param(IN_ROWS_LONG, marks=pytest.mark.long)],
    ids=lambda count: str(count),
)
def test_every_change_of_the_ledgers_rows_is_found_even_without_a_head(
    lived: Evaluation, count: int
) -> None:
    guards.lift()
    ids = list(LedgerEntry.objects.of(lived).values_list("pk", flat=True))
    attempts = ON_ROWS + (UNREADABLE if connection.vendor == "sqlite" else [])
    missed = []

    for seed in range(count):
        draw = random.Random(seed)
        statement, parameters = attempts[seed % len(attempts)]
        with transaction.atomic():
            names = {"t": "scoring_ledgerentry", "one": draw.choice(ids), "evaluation": lived.pk}
            assert guards.bend(statement.format(**names), parameters(draw)) > 0
            if not verify(lived):
                missed.append((seed, statement))
            transaction.set_rollback(True)

    assert missed == []
    assert verify(lived) == []


def test_a_tail_that_is_cut_together_with_its_rows_needs_a_head_that_was_kept(
    draft: Evaluation,
) -> None:
    """The limit of what a database can know of itself: keep the head elsewhere."""
    guards.lift()
    head = head_of(draft)
    guards.bend("DELETE FROM scoring_seat WHERE role = 'procurement'")
    guards.bend("DELETE FROM scoring_declaration")
    tail = LedgerEntry.objects.of(draft).filter(subject="procurement").get().number
    guards.bend(f"DELETE FROM scoring_ledgerentry WHERE number >= {tail}")  # noqa: S608

    assert verify(draft) == []
    assert [flaw.number for flaw in verify(draft, head)] == [head.number]


def test_an_evaluation_that_is_gone_is_missed_in_the_houses_ledger(draft: Evaluation) -> None:
    before = verify(None)
    draft.delete()

    assert (len(before), len(verify(None))) == (0, 1)
