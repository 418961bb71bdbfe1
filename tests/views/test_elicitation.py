from itertools import combinations

import pytest
from django.urls import reverse

from scoring.domain import elicitation, transition
from scoring.domain.elicitation import Origin, origin_of
from scoring.enums import ElicitationMethod, State
from scoring.models import Elicitation

POINTS, SWING, RANKS, PAIRS, BEST_WORST = ElicitationMethod
NUMBERS = range(1, 13)
CODES = [str(n) for n in NUMBERS]
OTHERS = [n for n in NUMBERS if n not in (6, 7)]

# What a person types, by method; the best-worst page has its two ends in its address.
TYPED = {
    POINTS: {f"c{n}": "10" for n in NUMBERS},
    SWING: {f"c{n}": "40" for n in NUMBERS} | {"c6": "100"},
    RANKS: {f"c{n}": str(n) for n in NUMBERS},
    PAIRS: {f"c{a}-{b}": "1" for a, b in combinations(NUMBERS, 2)},
    BEST_WORST: {f"best_to_others-{n}": "2" for n in OTHERS}
    | {f"others_to_worst-{n}": "2" for n in OTHERS}
    | {"best_to_others-7": "4"},
}


def ask(evaluation, method, query="?best=6&worst=7"):
    address = reverse("elicitation_ask", args=[evaluation.slug, method])
    return address + (query if method == BEST_WORST else "")


def listing(evaluation):
    return reverse("elicitation_list", args=[evaluation.slug])


def adopting(evaluation, *answers):
    address = reverse("elicitation_adopt", args=[evaluation.slug])
    return address + "?" + "&".join(f"answer={getattr(one, 'pk', one)}" for one in answers)


@pytest.fixture
def give(draft, at):
    """Somebody has answered by direct points; named competencies get theirs, the others 1."""

    def give(by, method=POINTS, **points):
        answers = dict.fromkeys(CODES, 1) | {code[1:]: size for code, size in points.items()}
        return elicitation.answer(evaluation=draft, method=method, answers=answers, by=by, at=at)

    return give


# Answering


@pytest.mark.parametrize("method", ElicitationMethod)
@pytest.mark.parametrize("person", ["owner", "assessor"])
def test_who_scores_answers_by_each_method(client, cast, draft, method, person):
    client.force_login(getattr(cast, person))

    response = client.post(ask(draft, method), TYPED[method])

    kept = Elicitation.objects.get()
    assert (kept.user, kept.method) == (getattr(cast, person), method)
    assert response.url == kept.get_absolute_url()


@pytest.mark.parametrize("method", ElicitationMethod)
def test_the_page_of_a_method_opens(client, cast, draft, method):
    client.force_login(cast.assessor)

    response = client.get(ask(draft, method))

    assert response.status_code == 200
    assert response.context["questions"] == {PAIRS: 66, BEST_WORST: 21}.get(method, 12)


@pytest.mark.parametrize("method", ElicitationMethod)
def test_an_empty_answer_keeps_nothing_and_marks_every_field(client, cast, draft, method):
    client.force_login(cast.assessor)

    response = client.post(ask(draft, method), {"x": "1"})

    form = response.context["form"]
    assert response.status_code == 422
    assert set(form.errors) == set(form.fields)
    assert not Elicitation.objects.exists()


@pytest.mark.parametrize("method", ElicitationMethod)
def test_what_was_typed_stays_when_something_is_wrong(client, cast, draft, method):
    client.force_login(cast.assessor)
    wrong = list(TYPED[method])[3]

    response = client.post(ask(draft, method), TYPED[method] | {wrong: "?"})

    form = response.context["form"]
    assert list(form.errors) == [wrong]
    shown = {field.name: field.value() for field in form}
    assert shown == TYPED[method] | {wrong: "?"}
    assert f'href="#{form[wrong].auto_id}"' in response.content.decode()


@pytest.mark.parametrize("method", ElicitationMethod)
def test_the_last_answer_is_where_the_next_one_starts(client, cast, draft, method):
    client.force_login(cast.assessor)
    client.post(ask(draft, method), TYPED[method])

    form = client.get(ask(draft, method, query="")).context["form"]

    assert {field.name: str(field.value()) for field in form} == TYPED[method]


def test_nobody_starts_from_anothers_answer(client, cast, draft, give):
    give(cast.owner)
    client.force_login(cast.assessor)

    form = client.get(ask(draft, POINTS)).context["form"]

    assert {field.value() for field in form} == {None}


@pytest.mark.parametrize("method", ["guess", "PAIRS", "best_worst"])
def test_there_is_no_sixth_method(client, cast, draft, method):
    client.force_login(cast.owner)

    assert client.get(ask(draft, method)).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?best=6", 422),
        ("?best=6&worst=6", 422),
        ("?best=6&worst=99", 422),
        ("?worst=7", 422),
        ("?anew=1", 200),
    ],
)
def test_best_worst_asks_for_its_ends_first(client, cast, draft, query, status):
    client.force_login(cast.assessor)

    response = client.get(ask(draft, BEST_WORST, query))

    assert response.status_code == status
    assert list(response.context["form"].fields) == ["best", "worst"]


def test_other_ends_can_be_chosen_afterwards(client, cast, draft):
    client.force_login(cast.assessor)
    client.post(ask(draft, BEST_WORST), TYPED[BEST_WORST])

    response = client.get(ask(draft, BEST_WORST, "?anew=1"))

    assert list(response.context["form"].fields) == ["best", "worst"]


def test_comparisons_without_their_ends_are_not_guessed(client, cast, draft):
    client.force_login(cast.assessor)

    client.post(ask(draft, BEST_WORST, query=""), TYPED[BEST_WORST])

    assert not Elicitation.objects.exists()


def test_a_swing_shows_what_it_goes_through(client, cast, draft):
    client.force_login(cast.assessor)

    form = client.get(ask(draft, SWING)).context["form"]

    first, *_ = form.fields["c11"].ends
    assert (first.check, first.worst, first.best) == (
        "Cláusula de reversibilidad en contrato",
        "No cumple",
        "Cumple",
    )


# The answer


def test_an_answer_shows_its_weights_at_once(client, cast, give):
    one = give(cast.assessor, c1=9)
    client.force_login(cast.assessor)

    lines = client.get(one.get_absolute_url()).context["lines"]

    assert [line.shares[0].weight for line in lines] == ["45\xa0%", *["5\xa0%"] * 11]
    assert [line.shares[0].bar for line in lines[:2]] == pytest.approx([100, 100 / 9])


@pytest.mark.parametrize("person", ["owner", "second", "procurement"])
def test_everybody_with_a_seat_reads_an_answer(client, cast, give, person):
    one = give(cast.assessor)
    client.force_login(getattr(cast, person))

    assert client.get(one.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("pk", [0, 999999, 10**30])
def test_an_answer_that_there_is_not_is_not_found(client, cast, draft, pk):
    client.force_login(cast.owner)

    response = client.get(reverse("elicitation_detail", args=[draft.slug, pk]))

    assert response.status_code == 404


def test_an_answer_is_found_in_its_own_evaluation_only(client, cast, give, make_evaluation):
    one = give(cast.owner)
    other = make_evaluation()
    client.force_login(cast.owner)

    response = client.get(reverse("elicitation_detail", args=[other.slug, one.pk]))

    assert response.status_code == 404


# All answers


def test_answers_stand_side_by_side_by_method(client, cast, draft, give):
    swing = {f"c{n}": 100 for n in NUMBERS}
    answers = [give(cast.owner, SWING, **swing), give(cast.second), give(cast.assessor, c1=9)]
    client.force_login(cast.procurement)

    context = client.get(listing(draft)).context

    assert [group["method"] for group in context["groups"]] == [POINTS, SWING]
    assert [group["answers"] for group in context["groups"]] == [answers[1:], answers[:1]]
    first = context["lines"][0]
    assert [share.weight for share in first.shares] == ["5\xa0%", "8,3\xa0%", "45\xa0%", "8,3\xa0%"]


def test_only_the_last_word_stands(client, cast, draft, give):
    give(cast.assessor)
    last = give(cast.assessor, c1=9)
    client.force_login(cast.owner)

    [group] = client.get(listing(draft)).context["groups"]

    assert group["answers"] == [last]


@pytest.mark.parametrize(
    ("person", "offered"), [("owner", True), ("assessor", False), ("procurement", False)]
)
def test_only_the_owner_is_offered_to_choose(client, cast, draft, give, person, offered):
    give(cast.assessor)
    client.force_login(getattr(cast, person))

    page = client.get(listing(draft)).content.decode()

    assert ('name="answer"' in page) is offered


@pytest.mark.parametrize(
    ("person", "offered"), [("owner", True), ("assessor", True), ("procurement", False)]
)
def test_who_will_score_is_offered_to_answer(client, cast, draft, person, offered):
    client.force_login(getattr(cast, person))

    page = client.get(listing(draft)).content.decode()

    assert (ask(draft, POINTS) in page) is offered


def test_once_scoring_is_open_the_answers_are_for_reading(client, cast, draft, give, at):
    give(cast.assessor)
    transition.open_scoring(evaluation=draft, by=cast.owner, at=at)
    client.force_login(cast.owner)

    page = client.get(listing(draft)).content.decode()

    assert "Assessor" in page
    assert 'name="answer"' not in page
    assert client.post(ask(draft, POINTS), TYPED[POINTS]).status_code == 403
    assert client.post(adopting(draft)).status_code == 403


def test_the_list_costs_the_same_queries_with_one_answer_and_with_three(
    client, cast, draft, give, django_assert_max_num_queries
):
    client.force_login(cast.owner)
    give(cast.owner)
    with django_assert_max_num_queries(50) as one:
        client.get(listing(draft))
    give(cast.assessor)
    give(cast.second)

    with django_assert_max_num_queries(len(one)):
        client.get(listing(draft))


# Taking


def test_the_owner_sees_what_answers_weigh_together_before_anything_changes(
    client, cast, draft, give
):
    group = [give(cast.second), give(cast.assessor, c1=9)]
    before = dict(draft.weights.values_list("competency", "value"))
    client.force_login(cast.owner)

    context = client.get(adopting(draft, *group)).context

    now, together = context["lines"][0].shares
    assert (now.weight, together.weight) == ("5\xa0%", "26,7\xa0%")
    assert dict(draft.weights.values_list("competency", "value")) == before


def test_the_owner_takes_the_chosen_answers(client, cast, draft, give):
    group = [give(cast.second), give(cast.assessor, c1=9)]
    client.force_login(cast.owner)

    response = client.post(adopting(draft), {"answer": [one.pk for one in group]})

    draft.refresh_from_db()
    assert response.url == listing(draft)
    assert origin_of(draft) == Origin(method=POINTS, people=("Second", "Assessor"))


@pytest.mark.parametrize("chosen", [[], ["x"], ["999999"], ["9" * 30]])
def test_choosing_nothing_that_there_is_changes_nothing(client, cast, draft, give, chosen):
    give(cast.assessor)
    client.force_login(cast.owner)

    answers = [
        client.get(adopting(draft, *chosen)),
        client.post(adopting(draft), {"answer": chosen}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert [len(answer.context["problems"]) for answer in answers] == [1, 1]
    assert not Elicitation.objects.in_use().exists()


def test_answers_by_two_methods_are_refused_and_stay_chosen(client, cast, draft, give):
    swing = {f"c{n}": 100 for n in NUMBERS}
    mixed = [give(cast.owner), give(cast.owner, SWING, **swing)]
    client.force_login(cast.owner)

    response = client.get(adopting(draft, *mixed))

    assert response.status_code == 422
    assert response.context["ticked"] == {one.pk for one in mixed}


@pytest.mark.parametrize("person", ["assessor", "procurement"])
def test_nobody_else_takes_answers(client, cast, draft, give, person):
    one = give(cast.assessor)
    client.force_login(getattr(cast, person))

    response = client.post(adopting(draft), {"answer": one.pk})

    assert response.status_code == 403
    assert not Elicitation.objects.in_use().exists()


@pytest.mark.parametrize("name", ["list", "detail", "adopt", "ask"])
def test_a_stranger_finds_nothing(client, cast, draft, give, name):
    arguments = {"detail": [give(cast.owner).pk], "ask": [POINTS]}.get(name, [])
    address = reverse(f"elicitation_{name}", args=[draft.slug, *arguments])
    client.force_login(cast.stranger)

    assert client.get(address).status_code == 404


# Where the weights come from


@pytest.mark.parametrize("state", State)
def test_the_overview_says_where_the_weights_come_from(client, cast, make_evaluation, state):
    evaluation = make_evaluation(state)
    client.force_login(cast.procurement)

    response = client.get(evaluation.get_absolute_url())

    assert response.context["origin"] == Origin(profile=evaluation.profile)
    assert listing(evaluation) in response.content.decode()


def test_the_overview_names_the_people(client, cast, draft, give, at):
    one = give(cast.assessor)
    elicitation.adopt(evaluation=draft, elicitations=[one], by=cast.owner, at=at)
    client.force_login(cast.owner)
    client.cookies["django_language"] = "en"

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "From the answer of Assessor: Direct points." in page


def test_the_set_up_leads_to_the_people(client, cast, draft):
    client.force_login(cast.owner)

    page = client.get(reverse("evaluation_setup", args=[draft.slug])).content.decode()

    assert listing(draft) in page


def test_saving_the_set_up_untouched_leaves_the_weights_to_the_people(
    client, cast, draft, give, at
):
    one = give(cast.assessor, c1=9.7)
    elicitation.adopt(evaluation=draft, elicitations=[one], by=cast.owner, at=at)
    client.force_login(cast.owner)
    address = reverse("evaluation_setup", args=[draft.slug])
    form = client.get(address).context["form"]

    typed = {field.name: str(field.value()).replace(".", ",") for field in form}
    client.post(address, typed | {"title": "Otro título"})

    draft.refresh_from_db()
    assert draft.title == "Otro título"
    assert origin_of(draft) == Origin(method=POINTS, people=("Assessor",))
