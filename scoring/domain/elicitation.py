"""Weights from people: they answer while an evaluation is a draft, its owner takes their weights.

The arithmetic is the engine's; here is who answered what, and which answers count.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.engine import ProblemError
from scoring.engine.best_worst import BestWorst, from_best_worst
from scoring.engine.elicitation import (
    Weighed,
    from_points,
    from_ranks,
    from_swings,
    mean_weights,
)
from scoring.engine.pairwise import MOST_COMPARED, Pairwise, from_pairs, mean_judgements
from scoring.enums import Action, ElicitationMethod
from scoring.models import Elicitation, Evaluation, Profile, Rubric, User

from .atomic import atomic
from .evaluation import lock, revise, setup_of
from .ledger import record

type Result = Weighed | Pairwise | BestWorst

STORED = Decimal("0.001")  # of a point of 100: what the weights' column holds


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an evaluation's weights come from: a profile, the rubric, people, or own figures."""

    profile: Profile | None = None
    of_rubric: bool = False
    method: ElicitationMethod | None = None
    people: tuple[str, ...] = ()


def methods_for(rubric: Rubric) -> list[ElicitationMethod]:
    """The methods that can ask for this rubric's weights: comparing takes two, AHP fifteen."""
    count = rubric.competencies.count()
    fits = {
        ElicitationMethod.PAIRS: 2 <= count <= MOST_COMPARED,
        ElicitationMethod.BEST_WORST: count >= 2,
    }
    return [method for method in ElicitationMethod if fits.get(method, count > 0)]


@atomic()
def answer(
    *,
    evaluation: Evaluation,
    method: ElicitationMethod,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
) -> Elicitation:
    """Keep what a person answers, in place of their last word by this method.

    Answering the same again changes nothing. Raises ValidationError for answers that the method
    cannot use, or that weigh other things than the rubric's competencies.
    """
    lock(evaluation)
    _require_draft(evaluation)
    weights = dict(weighed(method, answers).weights)
    if set(weights) != _codes(evaluation.rubric):
        raise ValidationError(_("Answer for every competency of the rubric."), code="competencies")
    last = evaluation.elicitations.current().by(by).filter(method=method).first()
    if last and last.answers == answers:
        return last
    if last:
        Elicitation.objects.filter(pk=last.pk).update(is_current=False)
    given = Elicitation.objects.create(
        evaluation=evaluation, user=by, method=method, answers=answers, weights=weights, at=at
    )
    record(
        action=Action.ELICITATION_ANSWERED,
        evaluation=evaluation,
        subject=method.value,
        by=by,
        at=at,
        old={"answers": as_record(last.answers)} if last else None,
        new={"answers": as_record(answers)},
    )
    return given


@atomic()
def adopt(
    *, evaluation: Evaluation, elicitations: Sequence[Elicitation], by: User, at: datetime
) -> None:
    """Make one person's answer, or those of a group by the same method, the weights of a draft.

    Shares become points of 100 with three decimals, as the weights' column keeps them. Nothing
    else is rounded. The set-up changes as by hand, with its own entry in the ledger.
    """
    lock(evaluation)
    chosen = list(evaluation.elicitations.filter(pk__in=[one.pk for one in elicitations]))
    shares = joined(chosen).weights
    setup = setup_of(evaluation)
    if set(shares) != {competency.code for competency in setup.weights}:
        raise ValidationError(
            _("These answers weigh other competencies than the evaluation’s rubric has."),
            code="competencies",
        )
    weights = {
        competency: (100 * Decimal(shares[competency.code])).quantize(STORED)
        for competency in setup.weights
    }
    revise(evaluation=evaluation, setup=replace(setup, profile=None, weights=weights), by=by, at=at)
    evaluation.elicitations.in_use().update(in_use=False)
    evaluation.elicitations.filter(pk__in=[one.pk for one in chosen]).update(in_use=True)
    record(
        action=Action.ELICITATION_ADOPTED,
        evaluation=evaluation,
        subject=chosen[0].method,
        by=by,
        at=at,
        new={"people": [str(one.user) for one in chosen]},
    )


def result_of(elicitation: Elicitation) -> Result:
    """An answer's weights and how coherent it is, computed anew from what was answered."""
    return weighed(elicitation.method, elicitation.answers)


def joined(elicitations: Sequence[Elicitation]) -> Result:
    """What a group's answers weigh together; of one answer, what it weighs.

    Pairs: the geometric mean of the judgements, weighed anew. Else: the mean of the weights.
    Raises ValidationError where there is nothing to join, or not all of it is current.
    """
    _require_group(elicitations)
    if len(elicitations) == 1:
        return result_of(elicitations[0])
    if elicitations[0].method == ElicitationMethod.PAIRS:
        return from_pairs(mean_judgements([one.answers for one in elicitations]))
    return Weighed(mean_weights([one.weights for one in elicitations]))


def origin_of(evaluation: Evaluation) -> Origin:
    """Where the weights come from; the people in the order of their answers."""
    if evaluation.profile:
        return Origin(profile=evaluation.profile)
    used = list(evaluation.elicitations.in_use().select_related("user"))
    if used:
        return Origin(
            method=ElicitationMethod(used[0].method), people=tuple(str(one.user) for one in used)
        )
    weights = evaluation.weights.select_related("competency")
    return Origin(of_rubric=all(one.value == one.competency.weight for one in weights))


def weighed(method: str, answers: Mapping[str, Any]) -> Result:
    """What answers by a method weigh. Raises ValidationError where it cannot use them."""
    weigh: dict[ElicitationMethod, Callable[..., Result]] = {
        ElicitationMethod.POINTS: from_points,
        ElicitationMethod.SWING: from_swings,
        ElicitationMethod.RANKS: from_ranks,
        ElicitationMethod.PAIRS: from_pairs,
        ElicitationMethod.BEST_WORST: lambda given: from_best_worst(**given),
    }
    try:
        return weigh[ElicitationMethod(method)](answers)
    except ProblemError as error:
        raise ValidationError(str(error), code="answers") from error


def _codes(rubric: Rubric) -> set[str]:
    return {competency.code for competency in rubric.competencies.all()}


def as_record(answers: Mapping[str, Any]) -> dict[str, Any]:
    """On one level, so that an entry of the ledger can be read: `{"1 : 2": 5}`."""
    flat: dict[str, Any] = {}
    for name, given in answers.items():
        if isinstance(given, Mapping):
            flat |= {f"{name} : {inner}": said for inner, said in given.items()}
        else:
            flat[name] = given
    return flat


def _require_draft(evaluation: Evaluation) -> None:
    if not evaluation.is_draft:
        raise ValidationError(
            _("Scoring has opened, and the weights are frozen. Nothing was saved."), code="state"
        )


def _require_group(elicitations: Sequence[Elicitation]) -> None:
    if not elicitations:
        raise ValidationError(_("Choose at least one answer."), code="nothing")
    if len({one.method for one in elicitations}) > 1:
        raise ValidationError(
            _("Choose answers by one method: others cannot be joined."), code="methods"
        )
    if not all(one.is_current for one in elicitations):
        raise ValidationError(
            _("Somebody has answered anew in the meantime. Look at the new answer first."),
            code="replaced",
        )
