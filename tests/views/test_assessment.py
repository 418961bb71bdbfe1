import pytest
from django.urls import reverse

from scoring.domain.assessment import Rating, rate
from scoring.enums import State
from scoring.models import Assessment, LedgerEntry


@pytest.fixture
def security(opened):
    """The address of competency 6 of the only candidate."""
    return reverse("score", args=[opened.slug, "integrador-a", 6])


def typed(code: str, **fields: object) -> dict[str, object]:
    """One check's part of the form as a browser sends it."""
    prefix = f"c{code.replace('.', '-')}"
    return {f"{prefix}-{name}": value for name, value in ({"version": 0} | fields).items()}


def test_an_assessor_saves_a_competency_in_one_go(client, cast, opened, security):
    client.force_login(cast.assessor)

    client.post(
        security,
        typed("6.2", answer="100", evidence="4", note="Vimos el informe de enero.")
        | typed("6.9", measurement="2,5", evidence="1")
        | typed("6.4", answer="abstained"),
    )

    saved = Assessment.objects.order_by("rubric_check__position")
    assert [(a.rubric_check.code, a.value, a.evidence, a.abstained) for a in saved] == [
        ("6.2", 100, 4, False),
        ("6.4", None, 0, True),
        ("6.9", 88.75, 1, False),
    ]


def test_a_note_without_a_rating_is_kept_and_counts_as_unanswered(client, cast, security):
    client.force_login(cast.assessor)

    client.post(security, typed("6.2", note="Preguntar otra vez"))

    assert Assessment.objects.get().note == "Preguntar otra vez"
    assert client.get(security).context["answered"] == 0


def test_saving_what_is_stored_already_changes_nothing(client, cast, security):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", answer="100"))

    client.post(security, typed("6.2", answer="100", version=1))

    assert Assessment.objects.get().version == 1
    assert LedgerEntry.objects.filter(action="assessment.saved").count() == 1


def test_a_rating_can_be_taken_back(client, cast, security):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", answer="100"))

    client.post(security, typed("6.2", answer="", version=1))

    assert Assessment.objects.get().value is None


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("6.2", {"answer": "75"}),
        ("6.2", {"answer": "1e2"}),
        ("6.2", {"answer": "nan"}),
        ("6.2", {"answer": "-50"}),
        ("6.2", {"evidence": "5"}),
        ("6.2", {"evidence": "-1"}),
        ("6.2", {"evidence": "uno"}),
        ("6.2", {"note": "x" * 5001}),
        ("6.2", {"note": "nul\0"}),
        ("6.2", {"version": "-1"}),
        ("6.2", {"version": "uno"}),
        ("6.2", {"version": str(10**30)}),
        ("6.9", {"measurement": "dos"}),
        ("6.9", {"measurement": "NaN"}),
        ("6.9", {"measurement": "Infinity"}),
        ("6.9", {"measurement": "1" * 12}),
        ("6.9", {"measurement": "0,00001"}),
        ("6.9", {"measurement": "1.000.000,5"}),
        ("6.9", {"answer": "100"}),
    ],
)
def test_bad_input_is_marked_at_its_check_and_nothing_is_saved(
    client, cast, security, code, fields
):
    client.force_login(cast.assessor)

    response = client.post(
        security, typed("6.3", answer="50", note="Lo que escribí") | typed(code, **fields)
    )

    wrong = [form.check.code for form in response.context["forms"] if form.errors]
    assert (response.status_code, wrong) == (422, [code])
    assert "Lo que escribí" in response.content.decode()
    assert not Assessment.objects.exists()


def test_two_windows_that_collide_are_told_and_nothing_is_lost(client, cast, security):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", answer="100", note="La primera ventana"))

    response = client.post(security, typed("6.2", answer="0", note="La segunda ventana"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "La primera ventana" in page
    assert "La segunda ventana" in page
    assert Assessment.objects.get().value == 100


def test_after_a_collision_saving_again_keeps_what_one_sees(client, cast, security):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", answer="100"))
    refused = client.post(security, typed("6.2", answer="0"))
    seen = next(form for form in refused.context["forms"] if form.check.code == "6.2")

    client.post(security, typed("6.2", answer="0", version=seen["version"].value()))

    assert Assessment.objects.get().value == 0


def test_scores_that_come_after_closing_are_refused(client, cast, opened, security):
    client.force_login(cast.assessor)
    opened.state, opened.closed_at = State.CLOSED, opened.opened_at
    opened.save()

    response = client.post(security, typed("6.2", answer="100"))

    assert response.status_code == 403
    assert not Assessment.objects.exists()


def test_an_assessor_sees_only_own_ratings(client, cast, opened, security, at):
    check = opened.checks().get(code="6.2")
    rating = Rating(value=100, evidence=4, note="Nota de la otra persona")
    rate(candidate=opened.candidates.get(), check=check, rating=rating, by=cast.second, at=at)
    client.force_login(cast.assessor)

    page = client.get(security).content.decode()

    assert "Nota de la otra persona" not in page


def test_scoring_starts_where_something_is_unanswered(client, cast, opened):
    client.force_login(cast.assessor)
    first = reverse("score", args=[opened.slug, "integrador-a", 1])
    forms = client.get(first).context["forms"]
    answers = [typed(form.check.code, answer="abstained") for form in forms]
    client.post(first, {name: value for answer in answers for name, value in answer.items()})

    response = client.get(reverse("score_start", args=[opened.slug]))

    assert response.url == reverse("score", args=[opened.slug, "integrador-a", 2])


@pytest.mark.parametrize(
    ("measurement", "says"),
    [("2,5", "vale 88,8 de 100"), ("31", "vale 0,0 de 100"), ("dos", "no es un número"), ("", "")],
)
def test_a_measure_tells_its_value_while_one_types(client, cast, opened, measurement, says):
    client.force_login(cast.assessor)
    address = reverse("measure_value", args=[opened.slug, "integrador-a", 6, "6.9"])

    answer = client.get(address, {"c6-9-measurement": measurement}).content.decode()

    assert says in answer
    assert bool(says) == bool(answer.strip())


def test_a_price_is_valued_against_the_reference_budget(client, cast, opened):
    client.force_login(cast.assessor)
    address = reverse("measure_value", args=[opened.slug, "integrador-a", 2, "2.8"])

    answer = client.get(address, {"c2-8-measurement": "27"}).content.decode()

    assert "vale 62,5 de 100" in answer  # 27 of 30 EUR is a ratio of 0.9


def test_a_score_page_costs_the_same_queries_with_one_candidate_and_with_three(
    client, cast, make_evaluation, django_assert_max_num_queries
):
    client.force_login(cast.assessor)
    one, three = make_evaluation(State.OPEN), make_evaluation(State.OPEN, candidates=3)
    with django_assert_max_num_queries(50) as queries:
        client.get(reverse("score", args=[one.slug, "integrador-a", 6]))

    with django_assert_max_num_queries(len(queries)):
        client.get(reverse("score", args=[three.slug, "integrador-a", 6]))


@pytest.mark.parametrize("number", [0, 13, 99])
def test_a_competency_that_is_not_there_is_not_found(client, cast, opened, number):
    client.force_login(cast.assessor)

    response = client.get(reverse("score", args=[opened.slug, "integrador-a", number]))

    assert response.status_code == 404
