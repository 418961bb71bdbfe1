import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from scoring.domain.ledger import head_of
from scoring.models import Evaluation


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_ledger", *arguments, "--language", "en", stdout=out)
    return out.getvalue()


def test_every_chain_and_its_head_is_told(make_evaluation: Callable[..., Evaluation]) -> None:
    one, other = make_evaluation(), make_evaluation("open")

    told = verify()

    assert told.splitlines() == [
        f"{chain.slug}: whole, {head_of(chain).number} entries, head {head_of(chain)}"
        for chain in (one, other)
    ] + ["The house: whole, 0 entries, head 0:"]


def test_an_evaluation_is_named_as_in_its_address(
    make_evaluation: Callable[..., Evaluation],
) -> None:
    make_evaluation()
    other = make_evaluation()

    assert [line.split(":")[0] for line in verify(other.slug).splitlines()] == [other.slug]


def test_a_flaw_is_told_and_ends_it_with_an_error(draft: Evaluation) -> None:
    bend(draft)

    with pytest.raises(CommandError, match=r"^Flaws: 1$"):
        verify()


def test_programs_read_it_as_json(draft: Evaluation) -> None:
    bend(draft)
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("verify_ledger", draft.slug, "--json", "--language", "en", stdout=out)

    [chain] = json.loads(out.getvalue())
    head = head_of(draft)
    assert (chain["chain"], chain["head"]) == (
        draft.slug,
        {"number": head.number, "digest": head.digest},
    )
    assert [flaw["number"] for flaw in chain["flaws"]] == [1]


def test_a_head_that_was_kept_elsewhere_is_asked_for(draft: Evaluation) -> None:
    kept = str(head_of(draft))
    number, digest = kept.split(":")

    assert "whole" in verify(draft.slug, "--head", kept)
    with pytest.raises(CommandError, match=r"^Flaws: 1$"):
        verify(draft.slug, "--head", f"{int(number) + 1}:{digest}")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no-such"], "There is no evaluation “no-such”."),
        (["--head", "1:abc"], "--head is of one evaluation: name that one."),
        (["--head", "abc"], "argument --head: invalid head value: 'abc'"),
    ],
)
def test_what_cannot_be_verified_is_refused(db: None, arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError) as refused:
        verify(*arguments)

    assert str(refused.value).endswith(says)


def bend(evaluation: Evaluation) -> None:
    """Change the title where the ledger does not see it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE scoring_evaluation SET title = 'x' WHERE id = %s", [evaluation.pk])
