import pytest
from django.urls import reverse

from scoring.domain.assessment import Rating, rate
from scoring.domain.transition import moderate
from scoring.enums import State
from scoring.models import Assessment, LedgerEntry


@pytest.fixture
def security(opened):
    """The address of competency 6 of the only candidate."""
    return reverse("score", args=[opened.slug, "integrador-a", 6])


def typed(code: str, candidate: str = "integrador-a", **fields: object) -> dict[str, object]:
    """One cell's part of the form as a browser sends it."""
    prefix = f"{candidate}-{code.replace('.', '-')}"
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
    assert client.get(security).context["way"].done == 0


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


@pytest.mark.parametrize(
    ("choice", "value"),
    [({}, 100), ({"version": 1}, 0), ({"take": "integrador-a-6-2"}, 100)],
    ids=["saving again chooses nothing", "keeping mine", "taking what is stored"],
)
def test_after_a_collision_one_chooses_which_answer_stays(client, cast, security, choice, value):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", answer="100"))
    version = {"version": choice["version"]} if "version" in choice else {}
    take = {"take": choice["take"]} if "take" in choice else {}

    response = client.post(security, typed("6.2", answer="0", **version) | take)

    assert Assessment.objects.get().value == value
    assert response.status_code == (302 if choice else 409)


def test_the_collided_page_offers_the_stored_version_to_keep_mine(client, cast, security):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", answer="100"))

    page = client.post(security, typed("6.2", answer="0")).content.decode()

    assert 'name="integrador-a-6-2-version" value="1" data-keep' in page


def test_taking_what_is_stored_saves_the_other_cards(client, cast, security):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", answer="100"))
    cards = typed("6.2", answer="0") | typed("6.3", answer="50")

    client.post(security, cards | {"take": "integrador-a-6-2"})

    saved = Assessment.objects.order_by("rubric_check__position")
    assert [assessment.value for assessment in saved] == [100, 50]


def test_a_card_that_was_not_sent_is_left_alone(client, cast, security):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", answer="100"))

    client.post(security, typed("6.3", answer="50"))

    assert Assessment.objects.get(rubric_check__code="6.2").value == 100


def test_the_line_ends_of_a_form_change_no_note(client, cast, security):
    client.force_login(cast.assessor)
    client.post(security, typed("6.2", note="Una\nnota"))

    client.post(security, typed("6.2", note="Una\r\nnota", version=1))

    assert Assessment.objects.get().version == 1


def test_scores_that_come_after_closing_are_refused(client, cast, opened, security, at):
    client.force_login(cast.assessor)
    moderate(evaluation=opened, by=cast.owner, at=at)

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


def abstain_everywhere(client, address: str) -> None:
    forms = client.get(address).context["forms"]
    answers = [
        typed(form.check.code, form.candidate.code, answer="abstained", version=0) for form in forms
    ]
    client.post(address, {name: value for answer in answers for name, value in answer.items()})


def test_scoring_starts_where_something_is_unanswered(client, cast, opened):
    client.force_login(cast.assessor)
    abstain_everywhere(client, reverse("score", args=[opened.slug, "integrador-a", 1]))

    response = client.get(reverse("score_start", args=[opened.slug]))

    second = reverse("score", args=[opened.slug, "integrador-a", 2])
    assert response.url == f"{second}#check-2.1"


def test_scoring_starts_in_the_direction_that_was_used_last(client, cast, opened):
    client.force_login(cast.assessor)
    first, second = opened.checks()[:2]
    abstain_everywhere(client, reverse("score_across", args=[opened.slug, first.code]))

    response = client.get(reverse("score_start", args=[opened.slug]))

    page = reverse("score_across", args=[opened.slug, second.code])
    assert response.url == f"{page}#candidate-integrador-a"


def test_a_rating_without_the_reason_that_it_asks_for_stays_to_do(client, cast, security):
    client.force_login(cast.assessor)

    client.post(security, typed("6.2", answer="100"))

    page = client.get(security)
    [card] = [form for form in page.context["forms"] if form.check.code == "6.2"]
    assert (card.state, page.context["way"].done) == ("why", 0)
    assert Assessment.objects.get().value == 100


def test_a_rating_with_its_reason_is_done(client, cast, security):
    client.force_login(cast.assessor)

    client.post(security, typed("6.2", answer="100", note="Vimos el informe."))

    page = client.get(security)
    [card] = [form for form in page.context["forms"] if form.check.code == "6.2"]
    assert (card.state, page.context["way"].done) == ("done", 1)


def test_an_evaluation_may_ask_for_no_reasons(client, cast, opened, security):
    opened.reason_for_gates = opened.reason_for_extremes = False
    opened.save()
    client.force_login(cast.assessor)

    client.post(security, typed("6.2", answer="100"))

    assert client.get(security).context["way"].done == 1


def test_one_check_is_scored_across_all_candidates(client, cast, make_evaluation):
    made = make_evaluation(State.OPEN, candidates=3)
    client.force_login(cast.assessor)
    across = reverse("score_across", args=[made.slug, "6.2"])

    client.post(
        across, typed("6.2", "integrador-a", answer="0") | typed("6.2", "integrador-c", answer="50")
    )

    saved = Assessment.objects.order_by("candidate")
    assert [(one.candidate.code, one.value) for one in saved] == [
        ("integrador-a", 0),
        ("integrador-c", 50),
    ]


def test_a_collision_across_marks_its_candidate_and_saves_the_others(client, cast, make_evaluation):
    made = make_evaluation(State.OPEN, candidates=2)
    client.force_login(cast.assessor)
    across = reverse("score_across", args=[made.slug, "6.2"])
    client.post(across, typed("6.2", "integrador-a", answer="100"))

    response = client.post(
        across, typed("6.2", "integrador-a", answer="0") | typed("6.2", "integrador-b", answer="50")
    )

    assert [form.state for form in response.context["forms"]] == ["conflict", "todo"]
    assert response.status_code == 409
    assert Assessment.objects.get(candidate__code="integrador-b").value == 50


def test_each_direction_leads_to_the_same_place_in_the_other(client, cast, opened):
    client.force_login(cast.assessor)
    across = reverse("score_across", args=[opened.slug, "6.3"])
    one = reverse("score", args=[opened.slug, "integrador-a", 6])

    ways = [client.get(address).context["way"] for address in (across, one)]

    assert [way.other for way in ways] == [
        f"{one}#check-6.3",
        reverse("score_across", args=[opened.slug, "6.2"]),
    ]


@pytest.mark.parametrize("code", ["99.1", "6", "seis"])
def test_a_check_that_is_not_there_is_not_found(client, cast, opened, code):
    client.force_login(cast.assessor)

    response = client.get(reverse("score_across", args=[opened.slug, code]))

    assert response.status_code == 404


def test_who_was_assigned_competencies_scores_only_those(client, cast, opened):
    seat = opened.seats.get(user=cast.assessor)
    seat.competencies.set(opened.rubric.competencies.filter(number=6))
    client.force_login(cast.assessor)

    statuses = [
        client.get(reverse("score", args=[opened.slug, "integrador-a", number])).status_code
        for number in (6, 7)
    ]

    assert statuses == [200, 404]


@pytest.mark.parametrize(
    ("name", "place"), [("score", ["integrador-a", 6]), ("score_across", ["6.2"])]
)
def test_a_score_page_costs_the_same_queries_with_one_candidate_and_with_three(
    client, cast, make_evaluation, django_assert_max_num_queries, name, place
):
    client.force_login(cast.assessor)
    one, three = make_evaluation(State.OPEN), make_evaluation(State.OPEN, candidates=3)
    with django_assert_max_num_queries(50) as queries:
        client.get(reverse(name, args=[one.slug, *place]))

    with django_assert_max_num_queries(len(queries)):
        client.get(reverse(name, args=[three.slug, *place]))


@pytest.mark.parametrize("number", [0, 13, 99])
def test_a_competency_that_is_not_there_is_not_found(client, cast, opened, number):
    client.force_login(cast.assessor)

    response = client.get(reverse("score", args=[opened.slug, "integrador-a", number]))

    assert response.status_code == 404
