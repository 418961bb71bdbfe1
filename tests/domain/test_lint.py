from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.domain.finding import Code, Finding, Place, Severity
from scoring.domain.lint import findings_of, findings_of_weights
from scoring.domain.rubric import make_draft, problems_of
from scoring.enums import Tier
from scoring.models import Competency, Level, Profile, ProfileWeight, Rubric
from tests.conftest import Cast

from .rubrics import change, check, competency, scored, small_rubric

EXPRESS, STANDARD, FULL = Tier
ERROR, WARNING, NOTE = Severity

type Ratings = dict[str, Sequence[float | None]]  # check → each candidate's; None: no answer


@pytest.fixture
def small(db: None) -> Rubric:
    return small_rubric()


def test_a_rubric_without_fault_has_no_finding(small: Rubric) -> None:
    assert findings_of(small) == []


def test_planted_faults_are_found_and_nothing_else(small: Rubric, cast: Cast, at: datetime) -> None:
    """An overlap, a gate that nobody can pass, a missing translation, a neutral criterion.

    1.1 and 2.1 weigh 0.6 / 3 + 0.4 / 3 of the whole. In competency 2 both candidates have
    (80 + 2 × 100) / 3. That nobody passes the gate is seen once more in the evaluation.
    """
    change(small, "1.1", topic="backups", minimum=90)
    change(small, "2.1", topic="backups", title_fr="")
    ratings = {"1.1": (80, 50), "1.2": (80, 0), "2.1": (80, 80), "2.2": (1, 1)}
    dossier = scored(small, ratings, owner=cast.owner, at=at)

    found = [*findings_of(small), *findings_of_weights(dossier)]

    unreachable = {"minimum": 90, "reach": 80, "because": "scale"}
    overlap = {"topic": "backups", "share": pytest.approx(1 / 3)}
    neutral = {"score": pytest.approx(280 / 3), "share": 0.4, "answered": True}
    assert found == [
        Finding(Code.UNREACHABLE, ERROR, (check("1.1"),), unreachable),
        Finding(Code.OVERLAP, WARNING, (check("1.1"), check("2.1")), overlap),
        Finding(
            Code.NO_TRANSLATION, WARNING, (check("2.1"),), {"field": "title", "languages": ("fr",)}
        ),
        Finding(Code.NEUTRAL, WARNING, (competency(2),), neutral),
        Finding(Code.LOST, NOTE, (check("1.1"),), {"minimum": 90}),
    ]


def test_what_keeps_a_draft_from_being_published_is_an_error(small: Rubric) -> None:
    Competency.objects.filter(rubric=small, number=1).update(weight=59)

    place = Place("rubric", "small", "Small")
    assert findings_of(small) == [
        Finding(Code.INCOMPLETE, ERROR, (place,), {"problem": problem})
        for problem in problems_of(small)
    ]


def test_a_measure_without_points_is_told_once(small: Rubric) -> None:
    """By `problems_of`; and what it could reach is anybody's guess, so no gate is out of reach."""
    change(small, "2.2", points=["x"], must=True, minimum=100)

    assert [finding.code for finding in findings_of(small)] == [Code.INCOMPLETE]


@pytest.mark.parametrize(
    ("minimum", "proof", "kinds", "found"),
    [
        (80, 4, ["test"], None),
        (80.01, 4, ["test"], {"minimum": 80.01, "reach": 80, "because": "scale"}),
        (64, 4, ["demo"], None),  # × 0.8: a demonstration is one step short
        (64.01, 4, ["demo"], {"minimum": 64.01, "reach": 64, "because": "proof"}),
        (64.01, 4, ["reference_call"], {"minimum": 64.01, "reach": 64, "because": "proof"}),
        (48.01, 4, ["document"], {"minimum": 48.01, "reach": 48, "because": "proof"}),
        (80, 4, ["document", "test"], None),
        (80, 2, ["document"], None),
        (80, 4, [], None),
        (80, 4, ["a seance"], None),
    ],
)
def test_a_knock_out_must_lie_within_its_scale_and_its_proof(
    small: Rubric, minimum: float, proof: int, kinds: list[str], found: dict[str, Any] | None
) -> None:
    change(small, "1.1", minimum=minimum, proof=proof, proof_examples=kinds)

    expected = [Finding(Code.UNREACHABLE, ERROR, (check("1.1"),), found)] if found else []
    assert findings_of(small) == expected


def test_a_measure_reaches_its_highest_point(small: Rubric) -> None:
    change(small, "2.2", points=[[1, 60], [24, 0]], must=True, minimum=61)

    figures = {"minimum": 61, "reach": 60, "because": "scale"}
    assert findings_of(small) == [Finding(Code.UNREACHABLE, ERROR, (check("2.2"),), figures)]


def test_a_competency_demands_no_more_than_its_checks_give(small: Rubric) -> None:
    """Competency 1 reaches 80; 2 reaches (80 + 2 × 100) / 3 = 93.33, and 80 where 2.2 is not
    asked."""
    Competency.objects.filter(rubric=small).update(minimum=Decimal("80.5"))
    change(small, "2.2", tier=STANDARD)

    first = {"minimum": 80.5, "reach": 80, "because": "checks", "tiers": (EXPRESS, STANDARD, FULL)}
    second = {**first, "tiers": (EXPRESS,)}
    assert findings_of(small) == [
        Finding(Code.UNREACHABLE, ERROR, (competency(1),), first),
        Finding(Code.UNREACHABLE, ERROR, (competency(2),), second),
    ]


def test_a_minimum_that_its_checks_just_give_is_none(small: Rubric) -> None:
    Competency.objects.filter(rubric=small).update(minimum=80)

    assert findings_of(small) == []


@pytest.mark.parametrize(
    ("tier", "shallower"), [(STANDARD, (EXPRESS,)), (FULL, (EXPRESS, STANDARD))]
)
def test_a_knock_out_that_some_depth_does_not_ask_is_told(
    small: Rubric, tier: Tier, shallower: tuple[Tier, ...]
) -> None:
    change(small, "1.1", tier=tier)

    assert findings_of(small) == [
        Finding(Code.NOT_ASKED, WARNING, (check("1.1"),), {"tiers": shallower})
    ]


def test_a_minimum_of_a_competency_that_some_depth_does_not_ask_is_told(small: Rubric) -> None:
    Competency.objects.filter(rubric=small, number=2).update(minimum=50)
    change(small, "2.1", tier=FULL)
    change(small, "2.2", tier=STANDARD)

    assert findings_of(small) == [
        Finding(Code.NOT_ASKED, WARNING, (competency(2),), {"tiers": (EXPRESS,)})
    ]


def test_what_weighs_nothing_is_told(small: Rubric) -> None:
    """The knock-out may be meant so."""
    Competency.objects.filter(rubric=small, number=1).update(weight=100)
    Competency.objects.filter(rubric=small, number=2).update(weight=0)
    change(small, "1.1", weight=0)
    change(small, "2.1", weight=0)

    assert findings_of(small) == [
        Finding(Code.NO_WEIGHT, WARNING, (competency(2),)),
        Finding(Code.NO_WEIGHT, WARNING, (check("2.1"),), {"must": False}),
        Finding(Code.NO_WEIGHT, NOTE, (check("1.1"),), {"must": True}),
    ]


def test_a_profile_that_gives_a_competency_no_weight_is_told(small: Rubric) -> None:
    ProfileWeight.objects.filter(profile__rubric=small, competency__number=2).update(value=0)

    places = (Place("profile", "plain", "Plain"), competency(2))
    assert findings_of(small) == [Finding(Code.NO_WEIGHT, WARNING, places)]


def test_checks_that_all_weigh_nothing_are_told_once(small: Rubric) -> None:
    change(small, "2.1", weight=0)
    change(small, "2.2", weight=0)

    assert [finding.code for finding in findings_of(small)] == [Code.INCOMPLETE]


def test_a_topic_within_one_competency_is_a_note(small: Rubric) -> None:
    """The two checks of competency 2 are all of its 40 %."""
    change(small, "2.1", topic="backups")
    change(small, "2.2", topic="backups")

    figures = {"topic": "backups", "share": pytest.approx(0.4)}
    assert findings_of(small) == [
        Finding(Code.OVERLAP, NOTE, (check("2.1"), check("2.2")), figures)
    ]


def test_a_topic_of_one_check_is_no_overlap(small: Rubric) -> None:
    change(small, "1.1", topic="scope")
    change(small, "2.1", topic="backups")

    assert findings_of(small) == []


def test_an_overlap_of_what_weighs_nothing_yet_is_told_too(small: Rubric) -> None:
    Competency.objects.filter(rubric=small).update(weight=0)
    change(small, "1.1", topic="backups")
    change(small, "2.1", topic="backups")

    overlaps = [finding for finding in findings_of(small) if finding.code == Code.OVERLAP]

    assert [finding.figures["share"] for finding in overlaps] == [0]


def test_what_assessors_need_and_nobody_wrote_is_told(small: Rubric) -> None:
    blank = {"es": "", "fr": " ", "en": ""}
    level = Level.objects.filter(scale__rubric=small, value=50)
    level.update(**{f"label_{code}": text for code, text in blank.items()})
    change(small, "1.1", **{f"guidance_{code}": text for code, text in blank.items()})
    change(small, "2.2", **{f"unit_{code}": text for code, text in blank.items()})

    place = Place("level", "levels 50", "")
    assert findings_of(small) == [
        Finding(Code.NO_ANCHOR, ERROR, (place,), {"field": "label"}),
        Finding(Code.NO_ANCHOR, WARNING, (check("2.2"),), {"field": "unit"}),
        Finding(Code.NO_ANCHOR, NOTE, (check("1.1"),), {"field": "guidance"}),
    ]


def test_every_kind_of_row_is_searched_for_missing_translations(small: Rubric) -> None:
    small.title_en = " "  # type: ignore[attr-defined]  # made by TranslatedField
    small.save()
    small.scales.filter(slug="measure").update(rule_es="Mídase dos veces.")
    small.competencies.filter(number=1).update(short_title_fr="")
    Level.objects.filter(scale__rubric=small, value=80).update(label_fr="", label_en="")
    Profile.objects.filter(rubric=small).update(rationale_es="")
    change(small, "2.2", unit_fr="")

    found = [(one.places[0].kind, one.places[0].code, one.figures) for one in findings_of(small)]

    assert found == [
        ("rubric", "small", {"field": "title", "languages": ("en",)}),
        ("competency", "1", {"field": "short_title", "languages": ("fr",)}),
        ("check", "2.2", {"field": "unit", "languages": ("fr",)}),
        ("level", "levels 80", {"field": "label", "languages": ("fr", "en")}),
        ("scale", "measure", {"field": "rule", "languages": ("fr", "en")}),
        ("profile", "plain", {"field": "rationale", "languages": ("es",)}),
    ]


def test_the_same_text_in_two_languages_is_a_translation(small: Rubric) -> None:
    change(small, "1.1", title_es="Antivirus", title_fr="Antivirus", title_en="Antivirus")

    assert findings_of(small) == []


def test_a_place_knows_the_row_that_one_would_change(small: Rubric) -> None:
    Level.objects.filter(scale__rubric=small, value=50).update(label_fr="")

    (finding,) = findings_of(small)

    (place,) = finding.places
    assert (place.page, place.key) == ("scale", small.scales.get(slug="levels").pk)


@pytest.mark.parametrize(
    ("place", "called"),
    [
        (Place("check", "1.1", "Antivirus"), "1.1 Antivirus"),
        (Place("scale", "levels", ""), "levels"),
        (Place("profile", "cost", "Cost first"), "Cost first"),
        (Place("profile", "cost", ""), "cost"),
    ],
)
def test_a_place_is_called_as_people_call_it(place: Place, called: str) -> None:
    assert str(place) == called


def test_it_costs_the_same_queries_for_a_small_rubric_and_a_large_one(
    small: Rubric, rubric: Rubric, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as first:
        findings_of(small)

    with django_assert_num_queries(len(first)):
        findings_of(rubric)


def test_a_rubric_of_nothing_is_only_incomplete(db: None) -> None:
    empty = Rubric.objects.create(slug="empty", version=1)

    assert [finding.code for finding in findings_of(empty)] == [Code.INCOMPLETE]


def test_a_draft_has_the_findings_of_what_it_was_copied_from(
    rubric: Rubric, cast: Cast, at: datetime
) -> None:
    before = findings_of(rubric)

    draft = make_draft(rubric=rubric, by=cast.admin, at=at)

    assert findings_of(draft) == before
