"""A small rubric without fault, to plant faults in, and evaluations with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from scoring.domain import candidate, evaluation, transition
from scoring.domain.assessment import Rating, rate_all
from scoring.domain.finding import Place
from scoring.domain.report import Dossier, dossier_of
from scoring.domain.rubric import publish
from scoring.enums import Better, EvidenceLevel, ScaleKind, Tier
from scoring.models import (
    Check,
    Competency,
    Evaluation,
    Level,
    Profile,
    ProfileWeight,
    Rubric,
    Scale,
    User,
)

LEVELS = {0: "Not met", 50: "Partly met", 80: "Met"}


def in_every_language(**texts: str) -> dict[str, str]:
    """Each text in three languages: `title` becomes title_es, title_fr and title_en."""
    codes = [code for code, _name in settings.LANGUAGES]
    return {f"{name}_{code}": text for name, text in texts.items() for code in codes}


def small_rubric() -> Rubric:
    """A draft of two competencies, 1 with 60 % and 2 with 40 %, each with two checks.

    1.1 is a knock-out at 50 and 2.2 a measure; the scale of levels ends at 80.
    """
    rubric = Rubric.objects.create(slug="small", version=1, **in_every_language(title="Small"))
    levels = Scale.objects.create(rubric=rubric, slug="levels", kind=ScaleKind.LEVELS)
    for value, label in LEVELS.items():
        Level.objects.create(
            scale=levels, value=Decimal(value), **in_every_language(label=f"{label}")
        )
    measure = Scale.objects.create(rubric=rubric, slug="measure", kind=ScaleKind.MEASURE)
    profile = Profile.objects.create(
        rubric=rubric,
        slug="plain",
        position=1,
        **in_every_language(title="Plain", rationale="Because."),
    )
    for number, weight in ((1, 60), (2, 40)):
        competency = Competency.objects.create(
            rubric=rubric,
            number=number,
            slug=f"competency-{number}",
            weight=weight,
            **in_every_language(title=f"Competency {number}", short_title=f"C{number}"),
        )
        ProfileWeight.objects.create(profile=profile, competency=competency, value=weight)
        _check(competency, 1, scale=levels, must=number == 1, minimum=50 if number == 1 else None)
        _check(competency, 2, scale=measure if number == 2 else levels)
    return rubric


def _check(competency: Competency, position: int, *, scale: Scale, **more: Any) -> None:
    code = f"{competency.number}.{position}"
    texts = {"title": f"Check {code}", "question": "What?", "guidance": "Good: this."}
    measured: Mapping[str, Any] = {}
    if scale.kind == ScaleKind.MEASURE:
        texts["unit"] = "hours"
        measured = {"points": [[1, 100], [24, 0]], "better": Better.LOWER}
    Check.objects.create(
        competency=competency,
        code=code,
        position=position,
        tier=Tier.EXPRESS,
        scale=scale,
        weight=position,  # a third and two thirds of the competency
        proof=2,
        proof_examples=["document"],
        **measured,
        **in_every_language(**texts),
        **more,
    )


def change(rubric: Rubric, code: str, **fields: Any) -> None:
    """Change a check past the domain's verbs, which would refuse some faults."""
    Check.objects.filter(competency__rubric=rubric, code=code).update(**fields)


def competency(number: int) -> Place:
    return Place("competency", str(number), f"Competency {number}")


def check(code: str) -> Place:
    return Place("check", code, f"Check {code}")


def scored(
    rubric: Rubric,
    ratings: Mapping[str, Sequence[float]],
    *,
    owner: User,
    at: datetime,
    weights: tuple[int, int] = (60, 40),
) -> Dossier:
    """An open evaluation with the rubric, published: candidates A, B … rated and fully proven.

    ratings: by check, one for each candidate; a check that is left out has no answer.
    """
    by: dict[str, Any] = {"by": owner, "at": at}
    publish(rubric=rubric, **by)
    setup = evaluation.Setup(
        title="Mail",
        rubric=rubric,
        tier=Tier.EXPRESS,
        profile=None,
        weights=dict(zip(rubric.competencies.all(), map(Decimal, weights), strict=True)),
        reference_budget=None,
    )
    made = evaluation.create(setup=setup, **by)
    names = "ABC"[: len(next(iter(ratings.values())))]
    people = [candidate.add(evaluation=made, name=name, **by) for name in names]
    transition.open_scoring(evaluation=made, **by)
    checks = {one.code: one for one in made.checks().select_related("scale")}
    for position, person in enumerate(people):
        said = {checks[code]: _rating(checks[code], row[position]) for code, row in ratings.items()}
        rate_all(candidate=person, ratings=said, **by)
    return dossier_of(Evaluation.objects.get(pk=made.pk))


def _rating(check: Check, value: float) -> Rating:
    answer = {"measurement": Decimal(str(value))} if check.is_measure else {"value": value}
    return Rating(**answer, evidence=EvidenceLevel.VERIFICATION)
