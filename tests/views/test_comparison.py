import re

import pytest
from django.urls import reverse

from scoring.domain import candidate, seat
from scoring.enums import Role, State
from tests.conftest import end
from tests.reports.factory import score


@pytest.fixture
def scored(make_evaluation, cast, at):
    """Two candidates, the better one first, scored by the owner; still open."""
    made = make_evaluation(State.OPEN, candidates=2)
    first, second = made.candidates.all()
    score(first, by=cast.owner, at=at, quality=1)
    score(second, by=cast.owner, at=at, quality=0.5, without=frozenset({"6.4"}))
    return made


def address(evaluation) -> str:
    return reverse("comparison", args=[evaluation.slug])


def page_of(client, evaluation) -> str:
    return client.get(address(evaluation)).content.decode()


@pytest.mark.parametrize("person", ["owner", "assessor", "second", "procurement"])
def test_in_the_blind_phase_nobody_compares(client, cast, scored, person):
    client.force_login(getattr(cast, person))

    assert client.get(address(scored)).status_code == 403


@pytest.mark.parametrize("person", ["owner", "assessor", "second", "procurement"])
def test_after_closing_everybody_with_a_seat_compares(client, cast, scored, at, person):
    end(evaluation=scored, by=cast.owner, at=at)
    client.force_login(getattr(cast, person))

    assert client.get(address(scored)).status_code == 200


@pytest.mark.parametrize("person", ["stranger", "admin"])
def test_for_who_has_no_seat_there_is_nothing(client, cast, scored, at, person):
    end(evaluation=scored, by=cast.owner, at=at)
    client.force_login(getattr(cast, person))

    assert client.get(address(scored)).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_door(client, scored):
    assert client.get(address(scored)).status_code == 302


def test_a_cio_alone_compares_while_scoring_and_is_told_that_it_is_provisional(
    client, cast, make_evaluation, at
):
    alone = make_evaluation(State.OPEN, alone=True)
    score(alone.candidates.get(), by=cast.owner, at=at)
    client.force_login(cast.owner)

    response = client.get(address(alone))

    assert response.status_code == 200
    assert not response.context["evaluation"].is_closed
    assert response.content.decode().count("pill warn") >= 1


def test_the_page_shows_verdict_ranking_heat_map_and_requirements(client, cast, scored, at):
    end(evaluation=scored, by=cast.owner, at=at)
    client.force_login(cast.owner)

    response = client.get(address(scored))

    overview = response.context["overview"]
    page = response.content.decode()
    assert str(overview.verdict) in page
    assert [line.name for line in overview.ranking] == ["Integrador A", "Integrador B"]
    for line in overview.ranking:
        assert line.proven in page
        assert line.status.words in page
    assert len(re.findall(r'<td class="s heat-\d+">', page)) == 12 * 2
    assert len(overview.gates) == page.count('<th scope="row" class="t">') - 12
    assert page.count('<td class="safe') == 12
    assert reverse("report", args=[scored.slug]) in page


def test_the_page_says_how_safe_the_first_place_is(client, cast, scored, at):
    end(evaluation=scored, by=cast.owner, at=at)
    client.force_login(cast.owner)

    response = client.get(address(scored))

    overview, page = response.context["overview"], response.content.decode()
    assert overview.headline.words in page
    assert str(overview.assurance) in page
    for flip in overview.changes.flips.shown:
        assert str(flip.words) in page
    for row in overview.robustness.rows:
        assert all(run.interval in page for run in row.runs)


@pytest.fixture
def three(make_evaluation, cast, at):
    """Three candidates, closed: A, B and C in this order."""
    made = make_evaluation(State.OPEN, candidates=3, alone=True)
    for one, quality in zip(made.candidates.all(), (1, 0.8, 0.5), strict=True):
        score(one, by=cast.owner, at=at, quality=quality)
    end(evaluation=made, by=cast.owner, at=at)
    return made


def met(client, evaluation, query: str) -> tuple[str, str]:
    response = client.get(f"{address(evaluation)}?{query}")
    assert response.status_code == 200
    return response.context["pair"].one.name, response.context["pair"].other.name


@pytest.mark.parametrize(
    ("qualities", "titles"),
    [
        ([1, 1], {"head-to-head", "robustness"}),  # a tie
        ([1, 0], {"head-to-head", "robustness"}),  # the second fails every knock-out
        ([0, 0], {"head-to-head"}),  # nobody can be chosen
        ([1], set()),
    ],
)
def test_the_page_tells_as_much_as_makes_sense(
    client, cast, make_evaluation, at, qualities, titles
):
    made = make_evaluation(State.OPEN, candidates=len(qualities), alone=True)
    for one, quality in zip(made.candidates.all(), qualities, strict=True):
        score(one, by=cast.owner, at=at, quality=quality)
    client.force_login(cast.owner)

    page = page_of(client, made)

    assert {title for title in ("head-to-head", "robustness") if f'id="{title}"' in page} == titles


def test_any_two_candidates_can_be_held_against_each_other(client, cast, three):
    client.force_login(cast.owner)

    assert met(client, three, "a=integrador-c&b=integrador-b") == ("Integrador B", "Integrador C")


@pytest.mark.parametrize(
    "query",
    ["", "a=&b=", "a=nobody&b=%00", "a=integrador-a&a=x&b=x", "a=%ff%fe&b=" + "x" * 5000, "c=1"],
)
def test_what_names_no_pair_falls_back_to_the_first_two(client, cast, three, query):
    client.force_login(cast.owner)

    assert met(client, three, query) == ("Integrador A", "Integrador B")


def test_the_chosen_pair_stays_chosen_in_the_form(client, cast, three):
    client.force_login(cast.owner)

    page = client.get(f"{address(three)}?a=integrador-b&b=integrador-c").content.decode()

    assert re.findall(r'<option value="([\w-]+)" selected>', page) == [
        "integrador-b",
        "integrador-c",
    ]


def test_what_to_ask_first_is_the_answer_that_is_worth_most(client, cast, scored, at):
    end(evaluation=scored, by=cast.owner, at=at)
    client.force_login(cast.owner)

    overview = client.get(address(scored)).context["overview"]

    (second,) = [one for one in overview.open_points if one.name == "Integrador B"]
    assert second.first[0].title.startswith("6.4 ")


def test_without_a_score_there_is_nothing_to_compare(client, cast, make_evaluation):
    alone = make_evaluation(State.OPEN, alone=True)
    client.force_login(cast.owner)

    response = client.get(address(alone))

    assert response.status_code == 200
    assert response.templates[0].name == "scoring/comparison/empty.html"
    assert reverse("score_start", args=[alone.slug]) in response.content.decode()


def test_without_a_candidate_there_is_nothing_to_compare(client, cast, make_evaluation, at):
    alone = make_evaluation(State.OPEN, alone=True)
    candidate.remove(candidate=alone.candidates.get(), by=cast.owner, at=at)
    client.force_login(cast.owner)

    response = client.get(address(alone))

    assert response.templates[0].name == "scoring/comparison/empty.html"


def test_a_name_is_text_not_markup(client, cast, scored, at):
    scored.candidates.filter(name="Integrador A").update(name='<script>x</script>"&')
    end(evaluation=scored, by=cast.owner, at=at)
    client.force_login(cast.owner)

    page = page_of(client, scored)

    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;&quot;&amp;" in page


def test_nothing_in_the_page_needs_what_the_security_policy_forbids(client, cast, scored, at):
    end(evaluation=scored, by=cast.owner, at=at)
    client.force_login(cast.owner)

    page = page_of(client, scored)

    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src=)", page)


def test_it_costs_the_same_queries_for_one_candidate_and_assessor_and_for_three(
    client, cast, make_evaluation, at, django_assert_num_queries, django_assert_max_num_queries
):
    small = make_evaluation(State.OPEN, candidates=1, alone=True)
    large = make_evaluation(State.OPEN, candidates=3, alone=True)
    for person in (cast.assessor, cast.second):
        seat.grant(evaluation=large, user=person, role=Role.ASSESSOR, by=cast.owner, at=at)
    for made, people in ((small, [cast.owner]), (large, [cast.owner, cast.assessor, cast.second])):
        for one in made.candidates.all():
            for person in people:
                score(one, by=person, at=at, note="Nota")
        end(evaluation=made, by=cast.owner, at=at)
    client.force_login(cast.owner)
    client.get(address(small))
    with django_assert_max_num_queries(30) as first:
        client.get(address(small))

    with django_assert_num_queries(len(first)):
        client.get(address(large))
