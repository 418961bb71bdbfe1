import pytest

from scoring.models import Evaluation


def test_shares_of_the_weights_make_a_whole(draft: Evaluation) -> None:
    draft.weights.update(value=0)
    first, second = draft.weights.all()[:2]
    draft.weights.filter(pk=first.pk).update(value=3)
    draft.weights.filter(pk=second.pk).update(value=1)

    shares = draft.weights.shares()

    assert sum(shares.values()) == 1
    assert (shares[first.competency_id], shares[second.competency_id]) == (0.75, 0.25)


@pytest.mark.parametrize("state", ["draft", "opened", "closed"])
def test_a_state_is_one_of_three(state: str, request: pytest.FixtureRequest) -> None:
    evaluation: Evaluation = request.getfixturevalue(state)

    flags = (evaluation.is_draft, evaluation.is_open, evaluation.is_closed)
    assert flags == (state == "draft", state == "opened", state == "closed")


def test_an_evaluation_lives_at_its_slug(draft: Evaluation) -> None:
    assert draft.get_absolute_url() == "/evaluations/correo-de-la-empresa/"
