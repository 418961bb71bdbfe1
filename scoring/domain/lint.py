"""What a rubric's author, and who reads an evaluation's weights, should look at once more.

What keeps a draft from being published is `domain.rubric.problems_of`; it stands here as errors.
The rest may be meant: docs/rubric.md answers each finding of the rubric that ships.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from scoring.engine import ProblemError
from scoring.engine import lint as engine
from scoring.engine.rubric import Check as EngineCheck
from scoring.engine.rubric import Scale as EngineScale
from scoring.enums import EvidenceLevel, Tier
from scoring.models import Check, Competency, Profile, Rubric, Scale

from .finding import Code, Finding, Place, Row, Severity, gravest_first
from .report import Dossier
from .rubric import problems_of
from .texts import missing_texts

# The best evidence that a kind of proof can be; an unknown kind may be anything.
PROVES = {
    "document": EvidenceLevel.COMMITMENT,
    "demo": EvidenceLevel.DEMONSTRATION,
    "reference_call": EvidenceLevel.DEMONSTRATION,
    "test": EvidenceLevel.VERIFICATION,
}


def findings_of(rubric: Rubric) -> list[Finding]:
    """Everything to look at in a rubric, the gravest first; a fixed number of queries."""
    competencies = list(rubric.competencies.prefetch_related("checks__scale__levels"))
    scales = list(rubric.scales.prefetch_related("levels__scale"))
    profiles = list(rubric.profiles.prefetch_related("weights__competency"))
    return gravest_first(
        [
            *_incomplete(rubric),
            *(one for competency in competencies for one in _gates(competency)),
            *_no_weights(competencies, profiles),
            *_overlaps(competencies),
            *missing_texts(_rows(rubric, competencies, scales, profiles)),
        ]
    )


def findings_of_weights(dossier: Dossier) -> list[Finding]:
    """What the weights of an evaluation do, and do not do, between its candidates."""
    return gravest_first([*_neutral(dossier), *_far_off(dossier), *_lost(dossier)])


def _incomplete(rubric: Rubric) -> Iterator[Finding]:
    for problem in problems_of(rubric):
        yield Finding(Code.INCOMPLETE, Severity.ERROR, (Place.of(rubric),), {"problem": problem})


def _rows(
    rubric: Rubric,
    competencies: Iterable[Competency],
    scales: Iterable[Scale],
    profiles: Iterable[Profile],
) -> Iterator[Row]:
    yield rubric
    for competency in competencies:
        yield competency
        yield from competency.checks.all()
    for scale in scales:
        yield scale
        yield from scale.levels.all()
    yield from profiles


def _gates(competency: Competency) -> Iterator[Finding]:
    """Minimums that nobody can reach, and those that some depth never asks."""
    checks = list(competency.checks.all())
    for check in checks:
        if check.minimum is not None:
            yield from _gate_of_check(check)
    if competency.minimum is not None:
        yield from _gate_of_competency(competency, checks)


def _gate_of_check(check: Check) -> Iterator[Finding]:
    place, minimum, most = (Place.of(check),), float(check.minimum or 0), _reach(check)
    if engine.is_out_of_reach(minimum, most):
        by_scale = engine.is_out_of_reach(minimum, engine.highest_value(_scale(check)))
        figures = {"minimum": minimum, "reach": most, "because": "scale" if by_scale else "proof"}
        yield Finding(Code.UNREACHABLE, Severity.ERROR, place, figures)
    shallower = tuple(tier for tier in Tier if tier < check.tier)
    if shallower:
        yield Finding(Code.NOT_ASKED, Severity.WARNING, place, {"tiers": shallower})


def _gate_of_competency(competency: Competency, checks: Sequence[Check]) -> Iterator[Finding]:
    place, minimum = (Place.of(competency),), float(competency.minimum or 0)
    tiers_by_reach: dict[float, list[Tier]] = defaultdict(list)
    empty = tuple(tier for tier in Tier if not any(check.tier <= tier for check in checks))
    for tier in Tier:
        most = engine.reach_together(
            [(float(check.weight), _reach(check)) for check in checks if check.tier <= tier]
        )
        if most is not None and engine.is_out_of_reach(minimum, most):
            tiers_by_reach[most].append(tier)
    for most, tiers in tiers_by_reach.items():
        figures = {"minimum": minimum, "reach": most, "because": "checks", "tiers": tuple(tiers)}
        yield Finding(Code.UNREACHABLE, Severity.ERROR, place, figures)
    if empty:
        yield Finding(Code.NOT_ASKED, Severity.WARNING, place, {"tiers": empty})


def _reach(check: Check) -> float:
    """The most that the check's scale and its kinds of proof can give together."""
    evidence = max((PROVES.get(str(kind), 4) for kind in check.proof_examples), default=4)
    scored = EngineCheck(check.code or "?", 1, proof=check.proof, scale=_scale(check))
    return engine.reach(scored, int(evidence))


def _scale(check: Check) -> EngineScale | None:
    """The scale as the engine has it; none while it is not whole, which `problems_of` tells."""
    try:
        if check.is_measure:
            return EngineScale("measure", points=tuple(map(tuple, check.points)))
        values = tuple(float(level.value) for level in check.scale.levels.all())
        return EngineScale("levels", values=values)
    except (ProblemError, TypeError):
        return None


def _no_weights(
    competencies: Sequence[Competency], profiles: Iterable[Profile]
) -> Iterator[Finding]:
    for competency in competencies:
        if not competency.weight:
            yield Finding(Code.NO_WEIGHT, Severity.WARNING, (Place.of(competency),))
        yield from _no_weights_within(competency)
    for profile in profiles:
        for weight in profile.weights.all():
            if not weight.value:
                places = Place.of(profile), Place.of(weight.competency)
                yield Finding(Code.NO_WEIGHT, Severity.WARNING, places)


def _no_weights_within(competency: Competency) -> Iterator[Finding]:
    """All of them without weight is no finding of ours: `problems_of` tells it."""
    checks = list(competency.checks.all())
    if not any(check.weight for check in checks):
        return
    for check in checks:
        if not check.weight:
            severity = Severity.NOTE if check.must else Severity.WARNING
            figures = {"must": check.must}
            yield Finding(Code.NO_WEIGHT, severity, (Place.of(check),), figures)


def _overlaps(competencies: Sequence[Competency]) -> Iterator[Finding]:
    """Topics that several checks have: what is good or bad there counts more than once."""
    whole = sum((competency.weight for competency in competencies), Decimal(0))
    sharing: dict[str, list[tuple[Check, Competency, Decimal]]] = defaultdict(list)
    for competency in competencies:
        checks = list(competency.checks.all())
        total = sum((check.weight for check in checks), Decimal(0))
        for check in checks:
            share = competency.weight * check.weight / total / whole if total and whole else 0
            if check.topic:
                sharing[check.topic].append((check, competency, Decimal(share)))
    for topic, found in sharing.items():
        if len(found) > 1:
            across = len({competency.pk for _check, competency, _share in found}) > 1
            yield Finding(
                Code.OVERLAP,
                Severity.WARNING if across else Severity.NOTE,
                tuple(Place.of(check) for check, _competency, _share in found),
                {"topic": topic, "share": float(sum(share for _c, _g, share in found))},
            )


def _neutral(dossier: Dossier) -> Iterator[Finding]:
    """Weights that decide nothing; a check is told only where its competency decides something.

    What nobody answered may still decide something: that is only a note.
    """
    idle = engine.neutral_competencies(dossier.comparison)
    keys = {dossier.competencies[one.code].pk for one in idle}
    for one in idle:
        severity = Severity.WARNING if one.answered else Severity.NOTE
        if share := dossier.weights[one.code]:
            yield _tied(one, dossier.competencies[one.code], share, severity)
    for code, share in dossier.weights.items():
        if not share:
            place = (Place.of(dossier.competencies[code]),)
            yield Finding(Code.NO_WEIGHT, Severity.WARNING, place)
    for one in engine.neutral_checks(dossier.comparison):
        check, share = dossier.checks[one.code], dossier.shares[one.code]
        if share and check.competency_id not in keys:
            yield _tied(one, check, share, Severity.NOTE)


def _tied(one: engine.Neutral, row: Row, share: float, severity: Severity) -> Finding:
    figures = {"score": one.score, "share": share, "answered": one.answered}
    return Finding(Code.NEUTRAL, severity, (Place.of(row),), figures)


def _far_off(dossier: Dossier) -> Iterator[Finding]:
    """Where everybody ties the weight is not far off: `_neutral` tells of it."""
    idle = {one.code for one in engine.neutral_competencies(dossier.comparison)}
    for one in engine.effective_weights(dossier.comparison, dossier.weights):
        if one.is_far_off and one.code not in idle:
            place = (Place.of(dossier.competencies[one.code]),)
            figures = {"nominal": one.nominal, "effective": one.effective}
            yield Finding(Code.FAR_OFF, Severity.NOTE, place, figures)


def _lost(dossier: Dossier) -> Iterator[Finding]:
    for gate in engine.lost_gates(dossier.comparison):
        places: tuple[Place, ...] = ()
        if gate.kind == "check":
            places = (Place.of(dossier.checks[gate.code or ""]),)
        elif gate.kind == "competency":
            places = (Place.of(dossier.competencies[gate.code or ""]),)
        yield Finding(Code.LOST, Severity.NOTE, places, {"minimum": gate.minimum})
