"""T17: what is written to a row that matters has its entry in the ledger, in one transaction."""

import ast
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from scoring.domain.ledger import verify
from scoring.enums import State
from scoring.models import Evaluation, LedgerEntry
from tests.conftest import Cast
from tests.life import Life
from tests.security.addresses import one_of_each
from tests.security.forms import forms_of
from tests.security.watch import audited_tables, watching

STEPS_SHORT, STEPS_LONG = 40, 400


def test_a_whole_life_leaves_an_entry_of_every_write(
    make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    with watching() as watch:
        Life(make_evaluation(candidates=2), cast, at)

    assert watch.unrecorded == []
    assert watch.entries == LedgerEntry.objects.count()
    assert watch.transactions > 40


def test_what_is_written_past_the_verbs_is_noticed(draft: Evaluation) -> None:
    with watching() as watch:
        draft.title = "Otro"
        draft.save()
        draft.candidates.update(name="Otra")
        draft.exclusions.create(rubric_check=draft.checks().first(), reason="x")

    tables = {"scoring_evaluation", "scoring_candidate", "scoring_exclusion"}
    assert set(watch.unrecorded) == {(table,) for table in tables}


def test_the_tables_that_are_watched_are_all_but_ledger_accounts_and_documents() -> None:
    assert len(audited_tables()) >= 24
    assert {"scoring_assessment", "scoring_evidence_checks", "scoring_weight"} <= audited_tables()


@pytest.mark.parametrize("role", ["owner", "assessor", "procurement", "stranger", "admin"])
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(
    "steps",
    [STEPS_SHORT, pytest.param(STEPS_LONG, marks=pytest.mark.long)],
    ids=lambda steps: str(steps),
)
def test_who_fills_in_any_form_leaves_an_entry_of_every_write(
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    state: State,
    role: str,
    steps: int,
    no_worker: None,
) -> None:
    evaluation = make_evaluation(state, candidates=2)
    client = Client()
    client.force_login(getattr(cast, role))

    with watching() as watch:
        statuses = journey(client, evaluation, steps, random.Random(f"{state} {role}"))

    assert watch.unrecorded == []
    assert [status for status in statuses if status >= 500] == []
    assert [flaw for one in Evaluation.objects.all() for flaw in verify(one)] == []


def journey(client: Client, evaluation: Evaluation, steps: int, draw: random.Random) -> Counter:
    """Open a page, fill in one of its forms, send it; again and again. How often which answer."""
    statuses: Counter[int] = Counter()
    for _step in range(steps):
        evaluation.refresh_from_db()
        address = draw.choice(sorted(one_of_each(evaluation).values()))
        page = client.get(address, follow=True)
        statuses[page.status_code] += 1
        if not page["Content-Type"].startswith("text/html"):
            continue
        here = page.redirect_chain[-1][0] if page.redirect_chain else address
        forms = forms_of(page.content.decode(), here)
        if forms:
            form = draw.choice(forms)
            statuses[client.post(form.action, form.filled(draw)).status_code] += 1
    return statuses


# The methods of managers and rows by which something is written.
WRITING = {
    *("save", "delete", "update", "create", "bulk_create", "bulk_update", "get_or_create"),
    *("update_or_create", "set", "add", "remove", "clear", "asave", "acreate", "aupdate"),
}

RELATED = (
    *("candidates", "seats", "freezes", "weights", "exclusions", "elicitations", "declarations"),
    *("assessments", "consensus", "waivers", "competencies", "checks", "evidence", "levels"),
    *("profiles", "scales", "statements", "reports"),
)


def writes_in(source: str) -> list[str]:
    """Calls in a module that would write rows without a verb."""
    models = {model.__name__ for model in apps.get_app_config("scoring").get_models()}
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of = ast.unparse(node.func.value)
        unsaved = any(ast.unparse(one) == "commit=False" for one in node.keywords)
        if unsaved or of.startswith(ANOTHERS):
            continue
        through_manager = ".objects" in of or "_base_manager" in of or "_default_manager" in of
        on_row = node.func.attr in ("save", "delete")
        on_related = any(f".{name}" in of for name in RELATED)
        if node.func.attr in WRITING and (through_manager or on_row or on_related or of in models):
            found.append(f"{of}.{node.func.attr}")
    return found


ANOTHERS = ("EmailAddress.", "super()", "domain")  # rows of packages, and calls upwards
OUTSIDE_DOMAIN = ["views", "forms", "admin", "management", "reports", "templatetags", "api"]


def test_only_the_domain_writes_rows() -> None:
    root = Path(settings.BASE_DIR) / "scoring"
    modules = [one for layer in OUTSIDE_DOMAIN for one in sorted((root / layer).rglob("*.py"))]

    found = {str(one.relative_to(root)): writes_in(one.read_text()) for one in modules}

    assert {module: writes for module, writes in found.items() if writes} == {}
    assert len(modules) > 50


@pytest.mark.parametrize(
    "statement",
    [
        "evaluation.save()",
        "Candidate.objects.filter(pk=1).update(name='x')",
        "Evaluation.objects.create()",
        "seat.evaluation.candidates.create(name='x')",
        "seat.competencies.set([])",
        "Model._base_manager.all().delete()",
    ],
)
def test_a_write_outside_the_domain_is_noticed(statement: str) -> None:
    assert len(writes_in(statement)) == 1
