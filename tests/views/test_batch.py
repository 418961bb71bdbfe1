"""Several checks rated at once, and the way back."""

import re

import pytest
from django.urls import reverse

from scoring.domain.assessment import Rating, rate
from scoring.models import Assessment, Check


@pytest.fixture
def met(opened):
    """The scale of checks 6.2 to 6.4."""
    return Check.objects.get(code="6.2", competency__rubric=opened.rubric).scale


@pytest.fixture
def address(opened):
    return reverse("score_several", args=[opened.slug, "integrador-a", 6])


def chosen(met, *codes: str, level: str = "100", **fields: object) -> dict[str, object]:
    """The form as a browser sends it."""
    return {f"batch-level-{met.pk}": level, "batch-checks": codes} | {
        f"batch-{name}": value for name, value in fields.items()
    }


def undo_of(page: str) -> dict[str, str]:
    """What the button sends that takes it back."""
    [form] = re.findall(r'<form class="note success undo".*?</form>', page, re.DOTALL)
    fields = dict(re.findall(r'<input type="hidden" name="(integ[^"]*)" value="([^"]*)"', form))
    notes = dict(re.findall(r'<textarea hidden name="([^"]*)">\n([^<]*)</textarea>', form))
    return fields | notes | {"undo": "1"}


def values() -> dict[str, float | None]:
    rows = Assessment.objects.order_by("rubric_check__position")
    return dict(rows.values_list("rubric_check__code", "value"))


def test_the_ticked_checks_are_rated_with_one_evidence_and_one_note(client, cast, met, address):
    client.force_login(cast.assessor)

    client.post(address, chosen(met, "6.2", "6.3", evidence="1", note="Según la oferta, 4.2"))

    saved = Assessment.objects.order_by("rubric_check__position")
    assert [(a.rubric_check.code, a.value, a.evidence, a.note) for a in saved] == [
        ("6.2", 100, 1, "Según la oferta, 4.2"),
        ("6.3", 100, 1, "Según la oferta, 4.2"),
    ]


def test_ticked_are_the_checks_without_an_answer(client, cast, opened, met, address, at):
    check = opened.checks().get(code="6.2")
    one = {"candidate": opened.candidates.get(), "by": cast.assessor, "at": at}
    rate(check=check, rating=Rating(value=50), **one)
    client.force_login(cast.assessor)

    batch = client.get(reverse("score", args=[opened.slug, "integrador-a", 6])).context["batch"]

    ticked = {row["check"].code: row["ticked"] for group in batch.rows for row in group["checks"]}
    assert (ticked["6.2"], ticked["6.3"]) == (False, True)


def test_a_note_that_stood_there_stays(client, cast, opened, met, address, at):
    check = opened.checks().get(code="6.2")
    one = {"candidate": opened.candidates.get(), "by": cast.assessor, "at": at}
    rate(check=check, rating=Rating(note="Preguntar otra vez"), **one)
    client.force_login(cast.assessor)

    sent = chosen(met, "6.2", note="Según la oferta") | {f"batch-version-{check.pk}": 1}
    client.post(address, sent)

    assert Assessment.objects.get().note == "Preguntar otra vez\nSegún la oferta"


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch-checks": []},
        {"batch-checks": ["99.9"]},
        {"batch-evidence": "7"},
        {"batch-note": "x" * 5001},
    ],
)
def test_bad_input_saves_nothing_and_stays_as_it_was_typed(client, cast, met, address, wrong):
    client.force_login(cast.assessor)

    response = client.post(address, chosen(met, "6.2", note="Lo que escribí") | wrong)

    assert response.status_code == 422
    assert wrong.get("batch-note", "Lo que escribí") in response.content.decode()
    assert not Assessment.objects.exists()


def test_without_a_level_nothing_is_rated(client, cast, met, address):
    client.force_login(cast.assessor)

    response = client.post(address, chosen(met, "6.2", level=""))

    assert len(response.context["batch"].non_field_errors()) == 1
    assert response.status_code == 422
    assert not Assessment.objects.exists()


def test_a_check_that_another_window_changed_is_not_overwritten(
    client, cast, opened, met, address, at
):
    check = opened.checks().get(code="6.2")
    one = {"candidate": opened.candidates.get(), "by": cast.assessor, "at": at}
    rate(check=check, rating=Rating(value=50), **one)
    client.force_login(cast.assessor)

    response = client.post(address, chosen(met, "6.2", "6.3"))  # as the page was before

    assert response.status_code == 409
    assert "6.2" in response.context["batch"].non_field_errors()[0]
    assert values() == {"6.2": 50}


def test_undoing_restores_what_was_there(client, cast, opened, met, address, at):
    check = opened.checks().get(code="6.2")
    one = {"candidate": opened.candidates.get(), "by": cast.assessor, "at": at}
    rate(check=check, rating=Rating(value=50, evidence=2, note="Como estaba"), **one)
    client.force_login(cast.assessor)
    sent = chosen(met, "6.2", "6.3", evidence="4") | {f"batch-version-{check.pk}": 1}
    page = client.post(address, sent).content.decode()

    client.post(reverse("score", args=[opened.slug, "integrador-a", 6]), undo_of(page))

    assert values() == {"6.2": 50, "6.3": None}
    restored = Assessment.objects.get(rubric_check=check)
    assert (restored.evidence, restored.note) == (2, "Como estaba")


def test_undoing_is_refused_where_something_changed_since(client, cast, opened, met, address, at):
    client.force_login(cast.assessor)
    page = client.post(address, chosen(met, "6.2", "6.3")).content.decode()
    check = opened.checks().get(code="6.2")
    one = {"candidate": opened.candidates.get(), "by": cast.assessor, "at": at}
    rate(check=check, rating=Rating(value=0, version=1), **one)

    response = client.post(reverse("score", args=[opened.slug, "integrador-a", 6]), undo_of(page))

    assert response.status_code == 409
    assert values() == {"6.2": 0, "6.3": 100}


def test_sending_it_twice_rates_once(client, cast, met, address):
    client.force_login(cast.assessor)
    client.post(address, chosen(met, "6.2"))

    client.post(address, chosen(met, "6.2"))

    assert Assessment.objects.get().version == 1


def test_opened_as_a_page_it_leads_to_the_cards(client, cast, opened, address):
    client.force_login(cast.assessor)

    response = client.get(address)

    assert response.url == reverse("score", args=[opened.slug, "integrador-a", 6])
