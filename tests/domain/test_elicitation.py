from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import elicitation, evaluation, transition
from scoring.domain.elicitation import Origin, adopt, answer, joined, origin_of, result_of
from scoring.engine.pairwise import Pairwise
from scoring.enums import ElicitationMethod, State
from scoring.models import Competency, Elicitation, Evaluation, Rubric, User
from tests.conftest import Cast

from .rubrics import small_rubric

type Make = Callable[..., Evaluation]

POINTS, SWING, RANKS, PAIRS, BEST_WORST = ElicitationMethod
CODES = [str(number) for number in range(1, 13)]

EQUAL_PAIRS = {one: {} for one in CODES} | {
    one: dict.fromkeys(CODES[place + 1 :], 1) for place, one in enumerate(CODES[:-1])
}
ANSWERS: dict[ElicitationMethod, dict[str, Any]] = {
    POINTS: dict.fromkeys(CODES, 10),
    SWING: dict.fromkeys(CODES, 40) | {"6": 100},
    RANKS: {code: place for place, code in enumerate(CODES, 1)},
    PAIRS: EQUAL_PAIRS,
    BEST_WORST: {
        "best": "6",
        "worst": "7",
        "best_to_others": dict.fromkeys(CODES, 2) | {"6": 1, "7": 4},
        "others_to_worst": dict.fromkeys(CODES, 2) | {"6": 4, "7": 1},
    },
}


@pytest.fixture
def give(draft: Evaluation, at: datetime) -> Callable[..., Elicitation]:
    """Somebody answers, as the table says unless told otherwise."""

    def give(by: User, method: ElicitationMethod = POINTS, **changes: Any) -> Elicitation:
        answers = ANSWERS[method] | changes
        return answer(evaluation=draft, method=method, answers=answers, by=by, at=at)

    return give


def points(**sizes: float) -> dict[str, float]:
    return dict.fromkeys(CODES, 0) | {code.strip("_"): size for code, size in sizes.items()}


def stored(draft: Evaluation) -> dict[str, Decimal]:
    weights = draft.weights.select_related("competency")
    return {weight.competency.code: weight.value for weight in weights}


# Answering


@pytest.mark.parametrize("method", ElicitationMethod)
def test_an_answer_is_kept_as_it_was_given(
    method: ElicitationMethod,
    give: Callable[..., Elicitation],
    draft: Evaluation,
    cast: Cast,
    at: datetime,
) -> None:
    give(cast.assessor, method)

    kept = Elicitation.objects.get()
    assert (kept.evaluation, kept.user, kept.method) == (draft, cast.assessor, method)
    assert (kept.answers, kept.at) == (ANSWERS[method], at)
    assert (kept.is_current, kept.in_use) == (True, False)
    assert sum(kept.weights.values()) == pytest.approx(1, abs=1e-12)


def test_the_weights_are_kept_unrounded(give: Callable[..., Elicitation], cast: Cast) -> None:
    give(cast.assessor, **points(_1=1, _2=2))

    assert Elicitation.objects.get().weights == points(_1=1 / 3, _2=2 / 3)


def test_answering_changes_no_weight_of_the_evaluation(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast
) -> None:
    before = stored(draft)

    give(cast.owner)

    assert stored(draft) == before


def test_answering_anew_keeps_the_old_answer_behind(
    give: Callable[..., Elicitation], cast: Cast
) -> None:
    old = give(cast.owner)
    new = give(cast.owner, **points(_1=1))

    assert [*Elicitation.objects.current()] == [new]
    old.refresh_from_db()
    assert old.answers == ANSWERS[POINTS]


def test_answering_by_another_method_replaces_nothing(
    give: Callable[..., Elicitation], cast: Cast
) -> None:
    both = [give(cast.owner, POINTS), give(cast.owner, SWING)]

    assert [*Elicitation.objects.current()] == both


def test_what_somebody_else_answered_stays(give: Callable[..., Elicitation], cast: Cast) -> None:
    both = [give(cast.owner), give(cast.assessor)]

    assert [*Elicitation.objects.current()] == both


def test_answering_the_same_again_leaves_no_trace(
    give: Callable[..., Elicitation], recorded: Callable[..., Any], cast: Cast
) -> None:
    first = give(cast.owner)

    with recorded() as entries:
        again = give(cast.owner)

    assert (again, entries) == (first, [])


def test_an_answer_goes_on_record(
    give: Callable[..., Elicitation],
    recorded: Callable[..., Any],
    draft: Evaluation,
    cast: Cast,
    at: datetime,
) -> None:
    with recorded() as entries:
        give(cast.assessor)
        give(cast.assessor, **points(_1=1))

    first, second = entries
    assert (first.action, first.subject) == ("elicitation.answered", "points")
    assert (first.evaluation_id, first.actor, first.at) == (draft.pk, "Assessor", at)
    assert (first.old, first.new) == (None, {"answers": ANSWERS[POINTS]})
    assert (second.old, second.new) == ({"answers": ANSWERS[POINTS]}, {"answers": points(_1=1)})


def test_comparisons_are_recorded_on_one_level(
    give: Callable[..., Elicitation], recorded: Callable[..., Any], cast: Cast
) -> None:
    with recorded() as entries:
        give(cast.owner, PAIRS)

    pairs = {f"{one} : {other}": 1 for one, other in combinations(CODES, 2)}
    assert entries[0].new == {"answers": pairs}


@pytest.mark.parametrize("state", ["opened", "closed"])
def test_once_scoring_opens_nobody_answers(
    state: str, request: pytest.FixtureRequest, cast: Cast, at: datetime
) -> None:
    evaluation: Evaluation = request.getfixturevalue(state)

    with pytest.raises(ValidationError) as refusal:
        answer(evaluation=evaluation, method=POINTS, answers=points(_1=1), by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert not Elicitation.objects.exists()


def test_an_answer_that_its_method_cannot_use_says_where_it_fails(
    give: Callable[..., Elicitation], cast: Cast
) -> None:
    with pytest.raises(ValidationError) as refusal:
        give(cast.owner, POINTS, **{"3": -1})

    assert refusal.value.messages == ["points.3: must be a number from 0 to 1e+12"]
    assert refusal.value.code == "answers"


@pytest.mark.parametrize("codes", [CODES[:-1], [*CODES, "13"]])
def test_an_answer_weighs_each_competency_and_nothing_else(
    codes: list[str], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    answers = dict.fromkeys(codes, 1)

    with pytest.raises(ValidationError) as refusal:
        answer(evaluation=draft, method=POINTS, answers=answers, by=cast.owner, at=at)

    assert refusal.value.code == "competencies"


# Taking the weights


def test_one_answer_becomes_the_weights(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    one = give(cast.assessor, **points(_1=1, _2=2, _6=5))

    adopt(evaluation=draft, elicitations=[one], by=cast.owner, at=at)

    assert stored(draft) == {code: Decimal(0) for code in CODES} | {
        "1": Decimal("12.5"),
        "2": Decimal(25),
        "6": Decimal("62.5"),
    }


def test_weights_are_points_of_a_hundred_with_three_decimals(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    one = give(cast.assessor, **points(_1=1, _2=2))

    adopt(evaluation=draft, elicitations=[one], by=cast.owner, at=at)

    assert stored(draft)["1"] == Decimal("33.333")
    assert stored(draft)["2"] == Decimal("66.667")


def test_a_group_weighs_the_mean_of_its_weights(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    group = [
        give(cast.owner, **points(_1=100, _2=300)),
        give(cast.assessor, **points(_1=1, _3=1)),
    ]

    adopt(evaluation=draft, elicitations=group, by=cast.owner, at=at)

    assert stored(draft)["1"] == Decimal("37.5")
    assert stored(draft)["2"] == Decimal("37.5")
    assert stored(draft)["3"] == Decimal(25)


def test_a_group_that_compares_pairs_is_joined_in_its_judgements(
    give: Callable[..., Elicitation], cast: Cast
) -> None:
    first = dict.fromkeys(CODES[1:], 4)
    group = [give(cast.owner, PAIRS), give(cast.assessor, PAIRS, **{"1": first})]

    found = joined(group)

    assert isinstance(found, Pairwise)
    assert found.weights["1"] == pytest.approx(2 / 13)  # twice each of the eleven others
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


def test_one_answer_alone_is_joined_to_itself(give: Callable[..., Elicitation], cast: Cast) -> None:
    one = give(cast.owner, BEST_WORST)

    assert joined([one]) == result_of(one)


def test_the_answers_that_are_taken_are_marked(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    old = give(cast.owner, RANKS)
    adopt(evaluation=draft, elicitations=[old], by=cast.owner, at=at)
    group = [give(cast.owner), give(cast.second)]
    give(cast.assessor)

    adopt(evaluation=draft, elicitations=group, by=cast.owner, at=at)

    assert [*Elicitation.objects.in_use()] == group


def test_taking_weights_goes_on_record_beside_the_change_of_set_up(
    give: Callable[..., Elicitation],
    recorded: Callable[..., Any],
    draft: Evaluation,
    cast: Cast,
    at: datetime,
) -> None:
    group = [give(cast.second), give(cast.assessor)]

    with recorded() as entries:
        adopt(evaluation=draft, elicitations=group, by=cast.owner, at=at)

    assert [entry.action for entry in entries] == ["evaluation.revised", "elicitation.adopted"]
    assert entries[0].new["weights"] == dict.fromkeys(CODES, "8.333")
    assert entries[0].new["profile"] is None
    assert (entries[1].subject, entries[1].actor, entries[1].at) == ("points", "Owner", at)
    assert entries[1].new == {"people": ["Second", "Assessor"]}
    assert {entry.evaluation_id for entry in entries} == {draft.pk}


def test_nothing_but_the_weights_and_the_profile_changes(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    before = evaluation.setup_of(draft)

    adopt(evaluation=draft, elicitations=[give(cast.owner)], by=cast.owner, at=at)

    after = evaluation.setup_of(Evaluation.objects.get(pk=draft.pk))
    assert replace(after, weights=before.weights, profile=before.profile) == before


def refused(draft: Evaluation, group: list[Elicitation], cast: Cast, at: datetime) -> str:
    before = stored(draft)
    with pytest.raises(ValidationError) as refusal:
        adopt(evaluation=draft, elicitations=group, by=cast.owner, at=at)
    assert stored(draft) == before
    assert not Elicitation.objects.in_use().exists()
    return str(refusal.value.code)


def test_no_answer_is_no_group(draft: Evaluation, cast: Cast, at: datetime) -> None:
    assert refused(draft, [], cast, at) == "nothing"


def test_methods_do_not_mix(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    group = [give(cast.owner, POINTS), give(cast.assessor, SWING)]

    assert refused(draft, group, cast, at) == "methods"


def test_an_answer_that_was_replaced_meanwhile_is_not_taken(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    old = give(cast.assessor)
    give(cast.assessor, **points(_1=1))

    assert refused(draft, [old], cast, at) == "replaced"


def test_an_answer_from_another_evaluation_is_not_taken(
    give: Callable[..., Elicitation], make_evaluation: Make, cast: Cast, at: datetime
) -> None:
    elsewhere = give(cast.owner)

    assert refused(make_evaluation(), [elsewhere], cast, at) == "nothing"


def test_once_scoring_opens_no_answer_is_taken(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    one = give(cast.owner)
    transition.open_scoring(evaluation=draft, by=cast.owner, at=at)

    assert refused(draft, [one], cast, at) == "state"


def test_answers_to_another_rubric_are_not_taken(
    give: Callable[..., Elicitation], draft: Evaluation, rubric: Rubric, cast: Cast, at: datetime
) -> None:
    one = give(cast.owner)
    other = small_rubric()
    Rubric.objects.filter(pk=other.pk).update(published_at=at)
    weights = {competency: competency.weight for competency in other.competencies.all()}
    setup = replace(evaluation.setup_of(draft), rubric=other, profile=None, weights=weights)
    evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    assert refused(draft, [one], cast, at) == "competencies"


# Where weights come from


def test_weights_of_a_profile_come_from_it(draft: Evaluation, rubric: Rubric) -> None:
    assert origin_of(draft) == Origin(profile=rubric.profiles.get(slug="balanced"))


def test_weights_of_people_come_from_them(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    group = [give(cast.second, SWING), give(cast.assessor, SWING)]

    adopt(evaluation=draft, elicitations=group, by=cast.owner, at=at)

    assert origin_of(draft) == Origin(method=SWING, people=("Second", "Assessor"))


def test_weights_that_are_the_rubrics_come_from_the_rubric(
    draft: Evaluation, rubric: Rubric, cast: Cast, at: datetime
) -> None:
    of_rubric = {competency: competency.weight for competency in rubric.competencies.all()}
    setup = replace(evaluation.setup_of(draft), profile=None, weights=of_rubric)

    evaluation.revise(evaluation=draft, setup=setup, by=cast.owner, at=at)

    assert origin_of(draft) == Origin(of_rubric=True)


@pytest.fixture
def taken(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> Evaluation:
    """A draft whose weights are the owner's answer."""
    adopt(evaluation=draft, elicitations=[give(cast.owner)], by=cast.owner, at=at)
    return draft


def revised(taken: Evaluation, cast: Cast, at: datetime, **changes: Any) -> Origin:
    setup = replace(evaluation.setup_of(taken), **changes)
    evaluation.revise(evaluation=taken, setup=setup, by=cast.owner, at=at)
    return origin_of(taken)


def test_another_title_leaves_the_weights_to_the_people(
    taken: Evaluation, cast: Cast, at: datetime
) -> None:
    origin = revised(taken, cast, at, title="Otro título")

    assert origin == Origin(method=POINTS, people=("Owner",))


def test_other_weights_come_from_the_people_no_more(
    taken: Evaluation, cast: Cast, at: datetime
) -> None:
    weights = evaluation.setup_of(taken).weights
    first = next(iter(weights))

    origin = revised(taken, cast, at, weights={**weights, first: Decimal(9)})

    assert origin == Origin()


def test_a_profile_takes_the_place_of_the_people(
    taken: Evaluation, rubric: Rubric, cast: Cast, at: datetime
) -> None:
    profile = rubric.profiles.get(slug="equal")

    assert revised(taken, cast, at, profile=profile) == Origin(profile=profile)
    assert not Elicitation.objects.in_use().exists()


def test_an_answer_in_use_stands_although_there_is_a_newer_one(
    taken: Evaluation, give: Callable[..., Elicitation], cast: Cast
) -> None:
    used = Elicitation.objects.get()
    newer = give(cast.owner, **points(_1=1))
    newest = give(cast.owner, **points(_2=1))

    assert [*Elicitation.objects.standing()] == [used, newest]
    assert newer not in Elicitation.objects.current()
    assert origin_of(taken) == Origin(method=POINTS, people=("Owner",))


# Which methods can ask


@pytest.mark.parametrize(
    ("count", "methods"),
    [
        (0, []),
        (1, [POINTS, SWING, RANKS]),
        (2, [POINTS, SWING, RANKS, PAIRS, BEST_WORST]),
        (15, [POINTS, SWING, RANKS, PAIRS, BEST_WORST]),
        (16, [POINTS, SWING, RANKS, BEST_WORST]),
    ],
)
def test_pairs_need_two_competencies_and_at_most_fifteen(
    count: int, methods: list[ElicitationMethod], db: None
) -> None:
    rubric = Rubric.objects.create(slug="sized", version=1)
    for number in range(1, count + 1):
        Competency.objects.create(rubric=rubric, number=number, slug=f"c{number}", weight=1)

    assert elicitation.methods_for(rubric) == methods


def test_the_fresh_state_counts_and_not_the_one_at_hand(
    give: Callable[..., Elicitation], draft: Evaluation, cast: Cast, at: datetime
) -> None:
    Evaluation.objects.filter(pk=draft.pk).update(
        state=State.OPEN, frozen_fingerprint="f" * 64, opened_at=at
    )

    with pytest.raises(ValidationError) as refusal:
        give(cast.owner)

    assert refusal.value.code == "state"
