"""The ledger's page, and the history of one cell."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.domain import assessment, consensus, evidence, transition
from scoring.domain.ledger import head_of
from scoring.enums import Action, EvidenceLevel, State
from scoring.models import Check, Evaluation, LedgerEntry, User
from tests import guards
from tests.conftest import Cast

LINK = evidence.Item(title="Oferta", url="https://empresa.example/oferta")


def page_of(evaluation: Evaluation) -> str:
    return reverse("ledger", args=[evaluation.slug])


def cell_of(evaluation: Evaluation, check: Check) -> str:
    candidate = evaluation.candidates.first()
    return reverse("cell_history", args=[evaluation.slug, candidate.code, check.code])


@pytest.fixture
def check(opened: Evaluation) -> Check:
    return opened.checks().filter(scale__slug="graded").first()


@pytest.fixture
def rate(opened: Evaluation, check: Check, at: datetime) -> Callable[..., None]:
    """Rates the one cell, and backs it with a link."""

    def said(by: User, value: float) -> None:
        cell = {"candidate": opened.candidates.get(), "by": by, "at": at}
        assessment.rate(check=check, rating=assessment.Rating(value=value), **cell)
        evidence.attach(checks=[check], item=LINK, **cell)

    return said


def test_the_owner_reads_who_did_what(client: Client, cast: Cast, closed: Evaluation) -> None:
    client.force_login(cast.owner)

    lines = client.get(page_of(closed)).context["lines"]

    assert [line.number for line in lines] == list(range(len(lines), 0, -1))
    assert [line.action for line in lines[:2]] == [
        Action.EVALUATION_CLOSED.label,
        Action.EVALUATION_MODERATED.label,
    ]


def test_another_evaluations_entries_are_not_in_it(
    client: Client, cast: Cast, make_evaluation: Callable[..., Evaluation]
) -> None:
    mine, _other = make_evaluation("closed"), make_evaluation("closed")
    client.force_login(cast.owner)

    entries = client.get(page_of(mine)).context["page"].object_list

    assert {entry.evaluation_id for entry in entries} == {mine.pk}


def test_a_page_that_is_not_there_is_the_last_one(
    client: Client, cast: Cast, closed: Evaluation
) -> None:
    client.force_login(cast.owner)

    response = client.get(page_of(closed), {"page": "99999"})

    assert response.status_code == 200


@pytest.fixture
def rated(
    opened: Evaluation,
    cast: Cast,
    check: Check,
    rate: Callable[..., None],
    at: datetime,
) -> Evaluation:
    """Two people have rated the cell; scoring is over."""
    rate(cast.owner, 60)
    rate(cast.assessor, 20)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)
    return opened


@pytest.mark.parametrize(
    ("asked", "actions"),
    [
        ({"check": "1.3"}, {"assessment.saved"}),
        ({"action": "seat.granted"}, {"seat.granted"}),
        ({"candidate": "integrador-a", "action": "candidate.added"}, {"candidate.added"}),
        ({"until": "2026-03-01"}, set()),
        ({"since": "2026-03-03"}, set()),
        ({"since": "2026-03-02", "until": "2026-03-02", "check": "1.3"}, {"assessment.saved"}),
    ],
)
def test_it_is_filtered_by_what_one_looks_for(
    client: Client, cast: Cast, rated: Evaluation, asked: dict[str, str], actions: set[str]
) -> None:
    client.force_login(cast.owner)

    page = client.get(page_of(rated), asked).context["page"]

    assert {entry.action for entry in page} == actions


def test_it_is_filtered_by_person(client: Client, cast: Cast, rated: Evaluation) -> None:
    client.force_login(cast.owner)

    page = client.get(page_of(rated), {"person": cast.assessor.pk}).context["page"]

    assert {entry.actor_id for entry in page} == {cast.assessor.pk}


@pytest.mark.parametrize(
    "asked", [{"since": "yesterday"}, {"person": "0"}, {"check": "99.9"}, {"action": "x\0"}]
)
def test_a_filter_that_is_not_understood_is_told_and_kept(
    client: Client, cast: Cast, rated: Evaluation, asked: dict[str, str]
) -> None:
    client.force_login(cast.owner)

    response = client.get(page_of(rated), asked)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(asked)
    assert list(response.context["page"]) == []


def test_the_next_page_keeps_the_filter(client: Client, demo: Evaluation) -> None:
    client.force_login(demo.created_by)

    page = client.get(page_of(demo), {"action": "assessment.saved"}).content.decode()

    assert 'href="?action=assessment.saved&amp;page=2"' in page


def test_a_rating_is_told_in_the_words_of_its_scale(
    client: Client, cast: Cast, rated: Evaluation, check: Check
) -> None:
    client.force_login(cast.owner)
    level = check.scale.levels.get(value=60)

    [line] = client.get(page_of(rated), {"person": cast.owner.pk, "check": "1.3"}).context["lines"]

    [change] = line.changes
    assert (change.name, change.old) == ("value", None)
    assert change.new.startswith(f"{level.label} · 60 ")
    assert line.place == ("Integrador A", str(check))


def test_it_is_verified_when_asked(client: Client, cast: Cast, closed: Evaluation) -> None:
    client.force_login(cast.owner)

    unasked = client.get(page_of(closed))
    asked = client.get(page_of(closed), {"verify": "now"})

    assert "verified" not in unasked.context
    assert asked.context["flaws"] == []
    assert str(head_of(closed)) in asked.content.decode()


def test_what_was_changed_past_the_ledger_is_told(
    client: Client, cast: Cast, rated: Evaluation
) -> None:
    client.force_login(cast.owner)
    guards.lift()
    guards.bend("UPDATE scoring_assessment SET value = 100 WHERE value = 20")

    flaws = client.get(page_of(rated), {"verify": "now"}).context["flaws"]

    assert len(flaws) == 1


@pytest.mark.parametrize("said", ["7", "[]", '{"evidence": 9, "value": "x", "ranking": 1}'])
def test_an_entry_that_was_tampered_with_is_shown_too(
    client: Client, cast: Cast, rated: Evaluation, check: Check, said: str
) -> None:
    client.force_login(cast.owner)
    guards.lift()
    guards.bend("UPDATE scoring_ledgerentry SET old = NULL, new = %s", [said])

    statuses = [client.get(one).status_code for one in (page_of(rated), cell_of(rated, check))]
    flaws = client.get(page_of(rated), {"verify": "now"}).context["flaws"]

    assert statuses == [200, 200]
    assert len(flaws) > LedgerEntry.objects.of(rated).count()


@pytest.mark.parametrize("query", [{}, {"verify": "now"}])
def test_a_longer_ledger_takes_no_more_queries(
    client: Client,
    cast: Cast,
    rated: Evaluation,
    check: Check,
    at: datetime,
    query: dict[str, str],
) -> None:
    client.force_login(cast.owner)
    client.get(page_of(rated))  # the session
    before = queries_of(client, page_of(rated), query)
    for version, value in enumerate((20.0, 60.0, 100.0)):
        consensus.settle(
            candidate=rated.candidates.get(),
            check=check,
            value=value,
            evidence=EvidenceLevel.DOCUMENT,
            reason="Visto.",
            version=version,
            by=cast.owner,
            at=at,
        )

    after = queries_of(client, page_of(rated), query)

    assert after == before


def queries_of(client: Client, address: str, query: dict[str, str] | None = None) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, query).status_code == 200
    return len(queries)


def test_while_people_score_each_reads_their_own_history(
    client: Client, cast: Cast, opened: Evaluation, check: Check, rate: Callable[..., None]
) -> None:
    rate(cast.owner, 60)
    rate(cast.assessor, 20)

    for person in (cast.owner, cast.assessor, cast.second):
        client.force_login(person)
        response = client.get(cell_of(opened, check))
        assert {line.actor for line in response.context["lines"]} <= {str(person)}
        assert 'class="chain"' not in response.content.decode()


def test_from_moderation_on_everybody_reads_everybodys_history(
    client: Client, cast: Cast, rated: Evaluation, check: Check
) -> None:
    for person in (cast.owner, cast.assessor, cast.procurement):
        client.force_login(person)
        lines = client.get(cell_of(rated, check)).context["lines"]
        assert [(line.actor, line.action) for line in lines] == [
            ("Assessor", Action.EVIDENCE_ATTACHED.label),
            ("Assessor", Action.ASSESSMENT_SAVED.label),
            ("Owner", Action.EVIDENCE_ATTACHED.label),
            ("Owner", Action.ASSESSMENT_SAVED.label),
        ]


def test_another_checks_history_is_another(
    client: Client, cast: Cast, rated: Evaluation, check: Check
) -> None:
    client.force_login(cast.owner)
    other = rated.checks().exclude(pk=check.pk).first()

    assert client.get(cell_of(rated, other)).context["lines"] == []


def test_who_recused_themselves_reads_the_others_when_it_is_final(
    client: Client, cast: Cast, rated: Evaluation, check: Check, at: datetime
) -> None:
    rated.seats.get(user=cast.second).declarations.update(recused=True, statement="Fui cliente.")
    client.force_login(cast.second)

    in_moderation = client.get(cell_of(rated, check)).context["lines"]
    transition.close(evaluation=rated, by=cast.owner, at=at)
    when_final = client.get(cell_of(rated, check)).context["lines"]

    assert (len(in_moderation), len(when_final)) == (0, 4)


def test_htmx_gets_the_middle_of_the_page_alone(
    client: Client, cast: Cast, rated: Evaluation, check: Check
) -> None:
    client.force_login(cast.owner)

    part = client.get(cell_of(rated, check), headers={"HX-Request": "true"}).content.decode()

    assert part.startswith('<section class="history"')
    assert part in client.get(cell_of(rated, check)).content.decode()


@pytest.mark.parametrize("cell", [("nadie", "1.3"), ("integrador-a", "99.9")])
def test_a_cell_that_is_not_there_is_not_found(
    client: Client, cast: Cast, rated: Evaluation, cell: tuple[str, str]
) -> None:
    client.force_login(cast.owner)

    response = client.get(reverse("cell_history", args=[rated.slug, *cell]))

    assert response.status_code == 404


@pytest.mark.parametrize("state", State)
def test_procurement_reads_a_cell_once_scoring_is_over(
    client: Client, cast: Cast, make_evaluation: Callable[..., Evaluation], state: State
) -> None:
    evaluation = make_evaluation(state)
    client.force_login(cast.procurement)
    check = evaluation.checks().first()

    status = client.get(cell_of(evaluation, check)).status_code

    assert status == (200 if evaluation.is_revealed else 403)


def test_a_longer_history_takes_no_more_queries(
    client: Client, cast: Cast, rated: Evaluation, check: Check, at: datetime
) -> None:
    client.force_login(cast.owner)
    client.get(cell_of(rated, check))
    before = queries_of(client, cell_of(rated, check))
    for version in range(2):
        consensus.settle(
            candidate=rated.candidates.get(),
            check=check,
            value=60.0,
            evidence=version,
            reason="Visto.",
            version=version,
            by=cast.owner,
            at=at,
        )

    assert queries_of(client, cell_of(rated, check)) == before
