"""Other weights on the compare page: in the address, marked all over, written nowhere."""

import re

import pytest
from django.urls import reverse

from scoring.domain import assessment, transition
from scoring.domain.report import dossier_of
from scoring.enums import State
from scoring.reports.overview import overview_of
from tests.conftest import end
from tests.reports.factory import score

HTMX = {"HX-Request": "true"}


@pytest.fixture
def contest(make_evaluation, cast, at):
    """A leads; B is better at competency 6 alone. In moderation."""
    made = make_evaluation(State.OPEN, candidates=3, alone=True)
    first, second, third = made.candidates.all()
    sixth = frozenset(c.code for c in made.checks() if c.competency.code == "6")
    score(first, by=cast.owner, at=at, quality=0.8, without=sixth)
    score(second, by=cast.owner, at=at, quality=0.7)
    score(third, by=cast.owner, at=at, quality=0.5)
    transition.moderate(evaluation=made, by=cast.owner, at=at)
    return made


def asked(client, evaluation, query: str = "", **headers: str):
    address = reverse("comparison", args=[evaluation.slug])
    return client.get(f"{address}?{query}", headers=headers)


def places(page: str) -> list[tuple[str, str]]:
    """Rank and name of each line of the ranking."""
    return re.findall(r'class="place num">(\S+?)</span>\s*<div class="who"><b>(.*?)</b>', page)


def test_other_weights_rank_anew_and_say_so_on_every_panel(client, cast, contest):
    client.force_login(cast.owner)
    official = overview_of(dossier_of(contest))

    page = asked(client, contest, "w.6=100").content.decode()

    assert official.ranking[0].name == "Integrador A"
    assert places(page)[0] == ("1", "Integrador B")
    assert page.count('pill warn what-if"') == 4  # the note and the three panels
    assert page.count("panel tried") + page.count(" tried") >= 3
    for line in official.ranking:
        assert page.count(f"{line.proven}</small>") >= 1  # beside the other one


def test_without_other_weights_nothing_is_marked(client, cast, contest):
    client.force_login(cast.owner)

    for query in ("", "w.6=", "w.99=50", "w=7"):
        page = asked(client, contest, query).content.decode()

        assert places(page)[0] == ("1", "Integrador A")
        assert "pill warn what-if" not in page
        assert " tried" not in page


def test_sliders_that_stand_where_they_stood_are_the_official_weights(client, cast, contest):
    client.force_login(cast.owner)
    points = {
        f"w.{code}": round(100 * share) for code, share in dossier_of(contest).weights.items()
    }

    form = "&".join(f"{name}={value}" for name, value in points.items())

    standing, plain = (asked(client, contest, one).content.decode() for one in (form, ""))
    assert (
        standing[standing.index('<div class="compare"') :]
        == (plain[plain.index('<div class="compare"') :])
    )


def test_a_step_answers_what_depends_on_the_weights_alone(client, cast, contest):
    client.force_login(cast.owner)

    step = asked(client, contest, "w.6=100&w.2=bad", **HTMX)

    assert "<html" not in step.content.decode()
    assert step.headers["HX-Replace-Url"] == reverse("comparison", args=[contest.slug]) + "?"
    page = asked(client, contest, "only=integrador-b&w.6=90.5&w.7=0&w.1=", **HTMX)
    assert page.headers["HX-Replace-Url"].endswith("/?only=integrador-b&w.6=90.5&w.7=0")
    assert page.content.decode().count('<output id="share-') == 12
    assert '<div id="heat" hx-swap-oob="true">' in page.content.decode()


def test_a_page_that_the_browser_restores_is_whole(client, cast, contest):
    client.force_login(cast.owner)

    page = asked(client, contest, "w.6=90", **HTMX, **{"HX-History-Restore-Request": "true"})

    assert page.content.decode().count("</html>") == 1


@pytest.mark.parametrize(
    "typed",
    ["-1", "101", "1e2", "nan", "inf", "0x10", "7;8", "٣", "%00", "<b>", "9" * 5000, "1_0", "--"],
)
def test_a_weight_that_cannot_be_is_told_and_the_result_is_the_official_one(
    client, cast, contest, typed
):
    client.force_login(cast.owner)

    page = asked(client, contest, f"w.6={typed}").content.decode()

    [told] = re.findall(r'<div class="note error" role="alert"><p>(.*?)</p>', page)
    assert told.startswith("Seguridad: ")
    assert len(told) < 200
    assert places(page)[0] == ("1", "Integrador A")
    assert "pill warn what-if" not in page
    assert "<b>”" not in told


def test_something_must_weigh_something(client, cast, contest):
    client.force_login(cast.owner)
    codes = dossier_of(contest).competencies

    page = asked(client, contest, "&".join(f"w.{code}=0" for code in codes)).content.decode()

    assert page.count('<div class="note error" role="alert">') == 1
    assert places(page)[0] == ("1", "Integrador A")


def test_one_competency_may_have_all_the_weight(client, cast, contest):
    client.force_login(cast.owner)
    codes = [code for code in dossier_of(contest).competencies if code != "6"]

    response = asked(client, contest, "&".join(f"w.{code}=0" for code in codes))

    assert response.status_code == 200
    assert places(response.content.decode())[0] == ("1", "Integrador B")


def test_nothing_is_written(client, cast, contest, everything):
    client.force_login(cast.owner)
    asked(client, contest)  # the session notes the visit
    before = everything()

    asked(client, contest, "w.6=100")
    asked(client, contest, "w.6=90", **HTMX)

    assert everything() == before


@pytest.mark.parametrize("person", ["owner", "assessor", "procurement"])
def test_in_the_blind_phase_nobody_tries_weights(client, cast, opened, person):
    client.force_login(getattr(cast, person))

    assert asked(client, opened, "w.6=100").status_code == 403
    assert asked(client, opened, "w.6=100", **HTMX).status_code == 403


def test_who_may_not_read_reads_nothing_that_was_kept_for_others(client, cast, contest):
    client.force_login(cast.owner)
    for query in ("", "w.6=100"):
        assert asked(client, contest, query).status_code == 200
    client.force_login(cast.stranger)

    for query in ("", "w.6=100"):
        assert asked(client, contest, query).status_code == 404


def test_a_new_rating_is_on_the_page_at_once(client, cast, make_evaluation, at):
    alone = make_evaluation(State.OPEN, candidates=2, alone=True)
    first, second = alone.candidates.all()
    score(first, by=cast.owner, at=at, quality=0.8)
    score(second, by=cast.owner, at=at, quality=0.5)
    client.force_login(cast.owner)
    assert places(asked(client, alone).content.decode())[0] == ("1", "Integrador A")
    asked(client, alone, "w.6=50")

    checks = alone.checks().select_related("scale").prefetch_related("scale__levels")
    ratings = {one: assessment.Rating(value=0.0) for one in checks if not one.is_measure}
    for check, rating in ratings.items():
        stored = first.assessments.get(rubric_check=check)
        assessment.rate(
            candidate=first,
            check=check,
            rating=assessment.Rating(value=rating.value, version=stored.version),
            by=cast.owner,
            at=at,
        )

    for query in ("", "w.6=50"):
        assert places(asked(client, alone, query).content.decode())[0] == ("1", "Integrador B")


def shown(page: str) -> list[str]:
    [heads] = re.findall(r'<table class="heat">\s*<thead>(.*?)</thead>', page, re.S)
    return re.findall(r"<span>(Integrador .)</span>", heads)


@pytest.mark.parametrize("weights", ["", "&w.6=100"])
def test_hidden_candidates_are_in_no_table_and_keep_their_ranks(client, cast, contest, weights):
    client.force_login(cast.owner)
    whole = asked(client, contest, weights.strip("&")).content.decode()
    everybody = {name: rank for rank, name in places(whole)}

    page = asked(client, contest, f"only=integrador-c&only=integrador-b{weights}").content.decode()

    assert {name: rank for rank, name in places(page)} == {
        name: everybody[name] for name in ("Integrador B", "Integrador C")
    }
    assert set(shown(page)) == {"Integrador B", "Integrador C"}
    assert "2 " in re.findall(r'<details class="menu filter"><summary>(.*?)</summary>', page)[0]


@pytest.mark.parametrize("query", ["only=", "only=nobody", "only=%00&only=" + "x" * 3000, "only"])
def test_who_is_not_there_is_not_filtered_by(client, cast, contest, query):
    client.force_login(cast.owner)

    page = asked(client, contest, query).content.decode()

    assert set(shown(page)) == {"Integrador A", "Integrador B", "Integrador C"}


def test_what_is_asked_for_stays_in_the_other_forms(client, cast, contest):
    client.force_login(cast.owner)

    page = asked(client, contest, "a=integrador-b&b=integrador-c&only=integrador-b&w.6=90")

    hidden = re.findall(r'<input type="hidden" name="(\S+)" value="(\S+)">', page.content.decode())
    ours = [pair for pair in hidden if pair[0] not in ("csrfmiddlewaretoken", "next")]
    assert sorted(ours) == [
        ("a", "integrador-b"),  # with the sliders, and with the filter
        ("a", "integrador-b"),
        ("b", "integrador-c"),
        ("b", "integrador-c"),
        ("only", "integrador-b"),  # with the sliders, and with the pair
        ("only", "integrador-b"),
        ("w.6", "90"),  # with the filter
    ]


def test_a_closed_evaluation_can_be_tried_too(client, cast, scored_and_closed):
    client.force_login(cast.procurement)

    page = asked(client, scored_and_closed, "w.6=100").content.decode()

    assert page.count('pill warn what-if"') == 4


@pytest.fixture
def scored_and_closed(make_evaluation, cast, at):
    made = make_evaluation(State.OPEN, candidates=2)
    for one, quality in zip(made.candidates.all(), (1, 0.5), strict=True):
        score(one, by=cast.owner, at=at, quality=quality)
    end(evaluation=made, by=cast.owner, at=at)
    return made


def test_the_filter_lists_candidates_as_officially_ranked(client, cast, contest):
    client.force_login(cast.owner)
    official = [one.code for one in dossier_of(contest).comparison.candidates]

    page = asked(client, contest, "w.6=100").content.decode()

    assert re.findall(r'name="only" value="(.*?)"', page) == official
